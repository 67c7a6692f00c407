"""Options that several commands share, and how options are declared from a table.

Typer reads a function's signature. Commands that take the same twenty options get them added to
their signature, so that each option is declared once.
"""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import Annotated, Any

import typer

from coachlog.errors import UsageError

# The most that a limit may be: no log has more entries, and SQLite's integers reach further.
MOST = 1_000_000_000


class Format(StrEnum):
    """How a command that lists writes its records."""

    table = "table"
    csv = "csv"
    json = "json"
    jsonl = "jsonl"
    md = "md"

    @property
    def is_page(self) -> bool:
        """Whether it is for reading, with headings; the others are records for a program."""
        return self in (Format.table, Format.md)


def option(names: str, meaning: str, **settings: Any) -> Any:
    """Return what Typer needs to know of an option.

    Args:
        names: the option as the help shows it, with what stands for its value: `--limit -n N`.
        meaning: what it does, a sentence.
        settings: anything else that Typer takes, such as `min`.
    """
    words = names.split()
    # A flag has no value, so that its last word is a name, too.
    metavar = None if words[-1].startswith("-") else words.pop()
    return typer.Option(*words, metavar=metavar, help=meaning, **settings)


def argument(metavar: str, meaning: str, **settings: Any) -> Any:
    """Return what Typer needs to know of an argument: what the help calls it, and a sentence."""
    return typer.Argument(metavar=metavar, help=meaning, **settings)


FormatOption = Annotated[Format, option("--format -f", "How to write the records.")]
DocumentFormatOption = Annotated[
    Format | None,
    option(
        "--format -f",
        "The format; by default that of the file's ending.",
        show_default="table",
    ),
]
OutputOption = Annotated[str | None, option("--output -o FILE", "Write to this file.")]
ForceOption = Annotated[bool, option("--force", "Replace the file if it exists.")]
ExcelOption = Annotated[
    bool, option("--excel", "Begin a CSV with the mark that Excel needs for UTF-8.")
]
LimitOption = Annotated[
    int | None, option("--limit -n N", "Show at most this many.", min=0, max=MOST)
]
DryRunOption = Annotated[bool, option("--dry-run", "Only show what would be done.")]
YesOption = Annotated[bool, option("--yes -y", "Do not ask for confirmation.")]
EditorOption = Annotated[bool, option("--editor", "Write it in $VISUAL or $EDITOR.")]
EncodingOption = Annotated[
    str | None, option("--encoding NAME", "The encoding of the file, if it is not UTF-8.")
]
AheadOption = Annotated[bool, option("--ahead", "Confirm a date that is more than a day ahead.")]
IdsArgument = Annotated[list[str], argument("ID...", "Ids as `list` shows them, or `last`.")]


def optional(value_type: Any, names: str, meaning: str) -> Any:
    """Return the annotation of an option that is None unless it is typed.

    Args:
        value_type: what Typer makes of the value; `list[str]` for one that can be repeated.
        names: the option as the help shows it.
        meaning: what it does, a sentence.
    """
    return Annotated[value_type | None, option(names, meaning)]


def one_team(handle: str | None, option_value: str | None) -> str | None:
    """Return the team that is named by a handle or by `--team`; None if neither names one.

    Args:
        handle: the team of `@team`, without its sign.
        option_value: the team of `--team`.

    Raises:
        UsageError: both name one.
    """
    if handle and option_value:
        raise UsageError(f"two teams are named: @{handle} and --team {option_value}. Name one.")
    return handle or option_value


def add_parameters(
    wrapper: Callable[..., Any],
    command: Callable[..., Any],
    annotations: dict[str, Any],
    without: tuple[str, ...],
) -> None:
    """Make Typer see a command's parameters, but `without` some, and others in their place.

    Args:
        wrapper: what Typer gets in place of the command.
        command: the command.
        annotations: the new parameters, which are None unless they are given.
        without: parameters of the command that the wrapper fills in.
    """
    parameters = []
    for name, annotation in annotations.items():
        added = Parameter(name, Parameter.KEYWORD_ONLY, annotation=annotation, default=None)
        parameters.append(added)
    for name, parameter in signature(command, eval_str=True).parameters.items():
        if name not in without:
            parameters.append(parameter.replace(kind=Parameter.KEYWORD_ONLY))
    # Arguments of the command's own, such as an id, come before the loose words.
    parameters.sort(key=lambda parameter: parameter.default is not Parameter.empty)
    wrapper.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    wrapper.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}


def with_context(command: Any) -> Any:
    """Give a command our `Context` as its parameter `context`, if it has one.

    Typer itself only knows how to hand over a context of its own, whose `obj` nobody can check.
    """
    if "context" not in signature(command).parameters:
        return command

    @wraps(command)
    def filled(ctx: typer.Context, **arguments: Any) -> Any:
        return command(context=ctx.obj, **arguments)

    add_parameters(filled, command, {"ctx": typer.Context}, without=("context",))
    return filled
