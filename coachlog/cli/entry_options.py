"""The fields of an entry as options, for every command that writes one; and what follows `--`."""

from collections.abc import Callable
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import Annotated, Any

import typer
from typer._click.exceptions import (
    NoSuchOption,  # public only through typer.BadParameter's base; hence the pin
)
from typer.core import TyperCommand

from coachlog.cli.context import Context
from coachlog.domain.checkins import NONE
from coachlog.domain.fields import COACHING_KINDS, FIELDS, FLAG, LIST, Field
from coachlog.domain.handles import Words, parse_words
from coachlog.errors import KeepTypedText, UsageError

LITERAL = "coachlog.literal"
FIRST = {
    "edit": " 8f3a",
    "reply": " 8f3a",
    "thanks": " 8f3a",
    "status": " 8f3a adopted",
}  # what comes before the text


# An option that is no field of its own, by the field that it follows in the help.
_SHORTHANDS = {
    "kind": {
        "strength": ("a best practice that you saw", "--strength -s"),
        "correction": ("a common error, corrected", "--correction -c"),
        "question": ("a question, asked and answered", "--question -q"),
    },
    "share": {"private": ("the same as --share private", "--private")},
    "follow_up": {"no_follow_up": ("no check-ins", "--no-follow-up")},
}
_DATES = {
    "on": ('when: 2026-11-19, "yesterday 3pm", "last friday"', "--on DATE"),
    "ahead": ("confirm a date that is more than a day ahead", "--ahead"),
}
_WORDS = Annotated[
    list[str] | None,
    typer.Argument(metavar="[@TEAM] [+TOPIC]... [TEXT]...", help="What happened."),
]


def _annotation(value_type: Any, meaning: str, option: str) -> Any:
    """Return the annotation of a parameter from an option as the help shows it."""
    names = []
    metavar = None
    for part in option.split():
        if part.startswith("-"):
            names.append(part)
        else:
            metavar = part
    help_text = f"{meaning[0].upper()}{meaning[1:]}."
    return Annotated[value_type | None, typer.Option(*names, metavar=metavar, help=help_text)]


def _field_annotation(field: Field) -> Any:
    option = field.option
    if field.choices:
        option += " " + "|".join(field.choices)
    if field.value_type == LIST:
        return _annotation(list[str], f"{field.meaning} (repeat for more)", option)
    if field.value_type == FLAG:
        return _annotation(bool, field.meaning, option)
    return _annotation(str, field.meaning, option)


def _annotations(*, kinds: bool) -> dict[str, Any]:
    """Return the parameters for all fields, in the order of the help."""
    annotations = {}
    for field in FIELDS.values():
        if not field.option or (field.name == "kind" and not kinds):
            continue
        annotations[field.name] = _field_annotation(field)
        for name, (meaning, option) in _SHORTHANDS.get(field.name, {}).items():
            annotations[name] = _annotation(bool, meaning, option)
    annotations["on"] = _annotation(str, *_DATES["on"])
    annotations["ahead"] = _annotation(bool, *_DATES["ahead"])
    return annotations


class EntryCommand(TyperCommand):
    """A command for which everything after `--` is text, whatever it looks like."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse what is before `--`; what follows it goes into `ctx.meta`.

        Raises:
            UsageError: an unknown option, which may have been meant as text.
        """
        if "--" in args:
            place = args.index("--")
            ctx.meta[LITERAL] = " ".join(args[place + 1 :])
            args = args[:place]
        try:
            return super().parse_args(ctx, args)
        except NoSuchOption as error:
            known = (
                f" (did you mean {', '.join(sorted(error.possibilities))}?)"
                if error.possibilities
                else ""
            )
            raise UsageError(
                f"there is no option {error.option_name}{known}. Text that begins with - goes after --, "
                f"as in  coachlog {ctx.info_name}{FIRST.get(str(ctx.info_name), '')} -- -5 degrees"
            ) from None


def with_fields(command: Callable[..., Any], *, kinds: bool = True) -> Callable[..., Any]:
    """Give a command every field of an entry as an option; it gets those that were given as one dict, its parameter `fields`.

    Where the command has a parameter `kept`, it also takes loose words: their team, topics and text are among the
    fields, and `kept` lists the words that look like a marker but are text.

    Args:
        command: it has the parameters `ctx` and `fields`, and may have `kept`; use it with `cls=EntryCommand`.
        kinds: whether the kind can be given, too.
    """
    own = signature(command, eval_str=True).parameters
    takes_words = "kept" in own
    options: dict[str, Any] = {}
    if takes_words:
        options["words"] = _WORDS
    options |= _annotations(kinds=kinds)
    shared = [
        Parameter(name, Parameter.KEYWORD_ONLY, annotation=annotation, default=None)
        for name, annotation in options.items()
    ]

    @wraps(command)
    def filled(**given: Any) -> Any:
        fields = {
            name: value for name in options if (value := given.pop(name)) not in (None, [], ())
        }
        ctx = given["ctx"]
        if takes_words:
            given["kept"] = _take_words(fields, ctx.meta.get(LITERAL))
        elif LITERAL in ctx.meta:
            raise UsageError(
                f"{ctx.info_name} takes no text after --; name the field, as in  --happened TEXT"
            )
        with KeepTypedText(fields.get("happened")):
            return command(fields=read_fields(ctx.obj, fields), **given)

    kept = [
        parameter.replace(kind=Parameter.KEYWORD_ONLY)
        for name, parameter in own.items()
        if name not in ("fields", "kept")
    ]
    # Arguments of the command's own, such as an id, come before the loose words.
    parameters = sorted([*kept, *shared], key=lambda p: p.default is not Parameter.empty)
    filled.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    filled.__annotations__ = {
        parameter.name: parameter.annotation for parameter in (*kept, *shared)
    }
    return filled


def _take_words(fields: dict[str, Any], literal: str | None) -> list[str]:
    """Put what loose words say among the fields; the words that were kept as text."""
    typed = fields.pop("words", [])
    try:
        words = parse_words(typed, literal)
    except ValueError as error:
        raise UsageError(f"{error}.", typed=" ".join(typed)) from None
    add_words(fields, words)
    return words.kept


def add_words(fields: dict[str, Any], words: Words) -> None:
    """Put words beside options.

    Raises:
        UsageError: both name a team, or both are the text.
    """
    if words.team and "team" in fields:
        raise UsageError(
            f"two teams are named: @{words.team} and --team {fields['team']}. Name one."
        )
    if words.text and "happened" in fields:
        raise UsageError(
            "what happened is given twice: as words and with --happened. Give it once."
        )
    if words.team:
        fields["team"] = words.team
    if words.topics:
        fields["topics"] = [*words.topics, *fields.get("topics", [])]
    if words.text:
        fields["happened"] = words.text


def read_fields(context: Context, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields that options mean: one kind, one share, a day for a date phrase.

    Raises:
        UsageError: two options contradict each other, or the date is not understood.
        DecisionNeededError: the date is more than a day ahead, and there is nobody to ask.
    """
    named = [kind for kind in COACHING_KINDS if fields.pop(kind, False)]
    if "kind" in fields:
        named.append(fields["kind"])
    if len(set(named)) > 1:
        raise UsageError(f"an entry has one kind, and this names {' and '.join(named)}. Name one.")
    if named:
        fields["kind"] = named[0]
    if fields.pop("private", False) and fields.setdefault("share", "private") != "private":
        raise UsageError(
            f"--private and --share {fields['share']} contradict each other. Give one of them."
        )
    if fields.pop("no_follow_up", False) and fields.setdefault("follow_up", NONE) != NONE:
        raise UsageError(
            f"--no-follow-up and --follow-up {fields['follow_up']} contradict each other. Give one of them."
        )
    ahead = fields.pop("ahead", False)
    if (phrase := fields.pop("on", None)) is not None:
        from coachlog.cli.ask.occurred import occurred

        fields |= occurred(context, phrase, ahead=ahead)
    return fields
