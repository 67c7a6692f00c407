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
from coachlog.domain.fields import CHOICES, COACHING_KINDS, FACTORS
from coachlog.domain.handles import Words, parse_words
from coachlog.errors import KeepTypedText, UsageError

LITERAL = "coachlog.literal"
FIRST = {
    "edit": " 8f3a",
    "reply": " 8f3a",
    "thanks": " 8f3a",
    "status": " 8f3a adopted",
}  # what comes before the text


def _option(help_text: str, *names: str, metavar: str = "TEXT", many: bool = False) -> Any:
    kind = list[str] | None if many else str | None
    return Annotated[kind, typer.Option(*names, metavar=metavar, help=help_text)]


def _choice(field: str, help_text: str, *names: str) -> Any:
    return _option(help_text, *names, metavar="|".join(CHOICES[field]))


def _flag(help_text: str, *names: str) -> Any:
    return Annotated[bool | None, typer.Option(*names, help=help_text)]


_WORDS = {
    "words": Annotated[
        list[str] | None,
        typer.Argument(metavar="[@TEAM] [+TOPIC]... [TEXT]...", help="What happened."),
    ]
}
_KINDS = {
    "kind": _choice("kind", "What it is.", "--kind", "-k"),
    "strength": _flag("A best practice that you saw.", "--strength", "-s"),
    "correction": _flag("A common error, corrected.", "--correction", "-c"),
    "question": _flag("A question, asked and answered.", "--question", "-q"),
}
# Each by the name of its field, in the order of the help.
_FIELDS = {
    "team": _option("The team.", "--team", "-t", metavar="TEAM"),
    "topics": _option("A topic (again for more).", "--topic", metavar="TOPIC", many=True),
    "happened": _option("What happened, in place of loose words.", "--happened"),
    "recovery": _option("How it was put right.", "--recovery", "-r"),
    "expected": _option("The right way.", "--expected"),
    "why": _option("The logic behind the rule, or the consequence.", "--why"),
    "lesson": _option("What we do next time.", "--lesson", "-l"),
    "trainer": _option("Who recorded it, if not you.", "--trainer", metavar="NAME"),
    "learner": _option(
        "An alias of who learned; in no summary and no meeting export.",
        "--learner",
        metavar="ALIAS",
    ),
    "basis": _choice("basis", "What it rests on.", "--basis"),
    "rule_ref": _option('The rule, such as "2 CFR 200.318".', "--rule", metavar="RULE"),
    "decision": _choice("decision", "What was decided.", "--decision"),
    "caught": _choice(
        "caught", "Caught before it had an effect (a good catch), or after.", "--caught"
    ),
    "detected_by": _choice("detected_by", "Who noticed.", "--detected-by"),
    "factors": _option(
        "What made it likely (again for more).", "--factor", metavar="|".join(FACTORS), many=True
    ),
    "own": _flag("It was your own mistake.", "--own/--not-own"),
    "share": _choice(
        "share", "Who may read it: only you, the team, or everybody in a meeting.", "--share"
    ),
    "private": _flag("The same as --share private.", "--private"),
    "status": _choice("status", "What became of it.", "--status"),
    "changed_what": _option("What was changed because of it.", "--changed-what"),
    "role": _choice("role", "Your role when you wrote it.", "--role"),
    "follow_up": _option(
        "After how many days to ask whether it shows in the work.", "--follow-up", metavar="DAYS"
    ),
    "no_follow_up": _flag("Never ask.", "--no-follow-up"),
    "on": _option('When: 2026-11-19, "yesterday 3pm", "last friday".', "--on", metavar="DATE"),
    "ahead": _flag("Take a date that is more than a day ahead.", "--ahead"),
}


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
    options: dict[str, Any] = {
        **(_WORDS if takes_words else {}),
        **(_KINDS if kinds else {}),
        **_FIELDS,
    }
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
