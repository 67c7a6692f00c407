"""Options that several commands share, and how options are declared from a table.

Typer reads a function's signature. Commands that take the same twenty options get them added to
their signature, so that each option is declared once.
"""

from collections.abc import Callable
from enum import StrEnum
from inspect import Parameter, Signature
from typing import Annotated, Any

import typer

# The most that a limit may be: no log has more entries, and SQLite's integers reach further.
MOST = 1_000_000_000


class Format(StrEnum):
    """How a command that lists writes its records."""

    table = "table"
    csv = "csv"
    json = "json"
    jsonl = "jsonl"
    md = "md"


FormatOption = Annotated[Format, typer.Option("--format", "-f", help="How to write the records.")]
OutputOption = Annotated[
    str | None, typer.Option("--output", "-o", metavar="FILE", help="Write to this file.")
]
ForceOption = Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")]
ExcelOption = Annotated[
    bool, typer.Option("--excel", help="Begin a CSV with the mark that tells Excel UTF-8.")
]
LimitOption = Annotated[
    int | None,
    typer.Option("--limit", "-n", min=0, max=MOST, metavar="N", help="At most this many."),
]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Only show what would be done.")]
StepsArgument = Annotated[
    int, typer.Argument(metavar="[STEPS]", min=1, help="How many.", show_default=False)
]


def option_annotation(value_type: Any, meaning: str, option: str) -> Any:
    """Return the annotation of a parameter from an option as the help shows it.

    Args:
        value_type: the type of its value; the default is None.
        meaning: what it does, in small letters and without a full stop.
        option: its names, and what stands for its value: `--limit -n N`.
    """
    names = []
    metavar = None
    for part in option.split():
        if part.startswith("-"):
            names.append(part)
        else:
            metavar = part
    help_text = f"{meaning[0].upper()}{meaning[1:]}."
    return Annotated[value_type | None, typer.Option(*names, metavar=metavar, help=help_text)]


def optional_parameter(name: str, annotation: Any) -> Parameter:
    """Return a parameter that is None unless it is given."""
    return Parameter(name, Parameter.KEYWORD_ONLY, annotation=annotation, default=None)


def set_parameters(command: Callable[..., Any], parameters: list[Parameter]) -> None:
    """Make Typer see these parameters in place of the command's own."""
    command.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
