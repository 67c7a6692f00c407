"""The fields of an entry as options, for every command that writes one.

What follows `--` is text as it stands: people quote customers, and a text can begin with a dash.
"""

from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any

# Typer has no public name for it: one reason why its version is pinned.
from typer._click.exceptions import NoSuchOption
from typer.core import TyperCommand

from coachlog.cli.context import Context
from coachlog.cli.options import AheadOption, add_parameters, argument, one_team, optional
from coachlog.domain.checkins import NONE
from coachlog.domain.fields import COACHING_KINDS, DATE_EXAMPLES, FIELDS, FLAG, LIST, Field, Fields
from coachlog.domain.handles import Words, parse_words
from coachlog.domain.suggestions import did_you_mean
from coachlog.errors import AsUsageError, KeepTypedText, UsageError

LITERAL = "coachlog.literal"  # where `ctx.meta` has the text after `--`
# What comes before the text of a command, for an example in an error.
_BEFORE_TEXT = {"edit": " 8f3a", "reply": " 8f3a", "thanks": " 8f3a", "status": " 8f3a adopted"}

# An option that is no field of its own, by the field that it follows in the help.
_SHORTHANDS = {
    "kind": {
        "strength": optional(bool, "--strength -s", "A best practice that you saw."),
        "correction": optional(bool, "--correction -c", "A common error, corrected."),
        "question": optional(bool, "--question -q", "A question, asked and answered."),
    },
    "share": {"private": optional(bool, "--private", "The same as --share private.")},
    "follow_up": {"no_follow_up": optional(bool, "--no-follow-up", "No check-ins.")},
}
_WORDS = Annotated[list[str] | None, argument("[@TEAM] [+TOPIC]... [TEXT]...", "What happened.")]


def _field_annotation(field: Field) -> Any:
    names = field.option
    meaning = f"{field.meaning[0].upper()}{field.meaning[1:]}"
    if field.choices:
        names += " " + "|".join(field.choices)
    if field.value_type == LIST:
        return optional(list[str], names, f"{meaning} (repeat for more).")
    if field.value_type == FLAG:
        return optional(bool, names, f"{meaning}.")
    return optional(str, names, f"{meaning}.")


def _annotations(*, kinds: bool) -> dict[str, Any]:
    """Return the parameters for loose words and all fields, in the order of the help."""
    annotations: dict[str, Any] = {"words": _WORDS}
    for field in FIELDS.values():
        if field.option and (kinds or field.name != "kind"):
            annotations[field.name] = _field_annotation(field)
            annotations |= _SHORTHANDS.get(field.name, {})
    annotations["on"] = optional(str, "--on DATE", f"When it happened: {DATE_EXAMPLES}.")
    annotations["ahead"] = AheadOption
    return annotations


class EntryCommand(TyperCommand):
    """A command for which everything after `--` is text, whatever it looks like."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse what comes before `--`, and put what follows it into `ctx.meta`.

        Raises:
            UsageError: an option is unknown; it may have been meant as text.
        """
        if "--" in args:
            index = args.index("--")
            ctx.meta[LITERAL] = " ".join(args[index + 1 :])
            args = args[:index]
        try:
            return super().parse_args(ctx, args)
        except NoSuchOption as error:
            raise UsageError(_unknown_option(error, str(ctx.info_name))) from None


def _unknown_option(error: NoSuchOption, command: str) -> str:
    message = f"there is no option {error.option_name}."
    if error.possibilities:
        message += f" {did_you_mean(sorted(error.possibilities))}"
    example = f"coachlog {command}{_BEFORE_TEXT.get(command, '')} -- -5 degrees"
    return f"{message} Text that begins with - goes after --:  {example}"


def with_fields(command: Callable[..., Any], *, kinds: bool = True) -> Callable[..., Any]:
    """Give a command loose words, and every field of an entry as an option.

    The command gets what was typed as its parameter `fields`, a dict, and as `ignored_handles` the
    words that look like a handle but are text.

    Args:
        command: it has the parameters `context`, `fields` and `ignored_handles`.
        kinds: whether the kind can be given, too.
    """
    # None tells what was not typed from what was typed to be empty.
    options = _annotations(kinds=kinds)

    @wraps(command)
    def filled(**arguments: Any) -> Any:
        fields = {}
        for name in options:
            value = arguments.pop(name)
            if value not in (None, [], ()):
                fields[name] = value
        context = arguments["context"]
        ignored_handles = _take_words(fields, context.meta.get(LITERAL))
        with KeepTypedText(fields.get("happened")):
            fields = read_fields(context, fields)
            return command(fields=fields, ignored_handles=ignored_handles, **arguments)

    add_parameters(filled, command, options, without=("fields", "ignored_handles"))
    filled.command_class = EntryCommand  # type: ignore[attr-defined]
    return filled


def _take_words(fields: Fields, literal: str | None) -> list[str]:
    """Replace the loose words in `fields` by what they say; return the ignored handles."""
    typed = fields.pop("words", [])
    with KeepTypedText(" ".join(typed)), AsUsageError():
        words = parse_words(typed, literal)
    add_words(fields, words)
    return words.ignored_handles


def add_words(fields: Fields, words: Words) -> None:
    """Add what loose words say to what options say.

    Args:
        fields: what the options say; gets the team, the topics and the text of the words. Topics of
            words come before those of options.
        words: the loose words, taken apart.

    Raises:
        UsageError: both name a team, or both are the text.
    """
    team = one_team(words.team, fields.get("team"))
    if words.text and "happened" in fields:
        raise UsageError(
            "what happened is given twice: as words and with --happened. Give it once."
        )
    if team:
        fields["team"] = team
    if words.topics:
        fields["topics"] = [*words.topics, *fields.get("topics", [])]
    if words.text:
        fields["happened"] = words.text


def read_fields(context: Context, fields: Fields) -> Fields:
    """Replace options by the fields that they mean: one kind, one share, a day for a date phrase.

    Args:
        context: gives the day of typing and the settings for dates.
        fields: what was typed by the name of its option; it is changed, and returned.

    Raises:
        UsageError: two options contradict each other, or the date is not understood.
        DecisionNeededError: the date is more than a day ahead, and nobody can be asked.
    """
    _apply_kind_flags(fields)
    _apply_flag(fields, "private", "share", "private")
    _apply_flag(fields, "no_follow_up", "follow_up", NONE)
    ahead = fields.pop("ahead", False)
    phrase = fields.pop("on", None)
    if phrase is not None:
        # Not at the top: reading dates imports dateparser, 0.1 s.
        from coachlog.cli.ask.entry_date import entry_date

        fields |= entry_date(context, phrase, ahead=ahead)
    return fields


def _apply_kind_flags(fields: Fields) -> None:
    kinds = [kind for kind in COACHING_KINDS if fields.pop(kind, False)]
    if "kind" in fields:
        kinds.append(fields["kind"])
    if len(set(kinds)) > 1:
        raise UsageError(f"an entry has one kind, but this names {' and '.join(kinds)}. Name one.")
    if kinds:
        fields["kind"] = kinds[0]


def _apply_flag(fields: Fields, flag: str, name: str, value: str) -> None:
    """Replace a flag by the value of the field that it stands for."""
    if not fields.pop(flag, False):
        return
    other = fields.setdefault(name, value)
    if other != value:
        flag, name = (text.replace("_", "-") for text in (flag, name))
        raise UsageError(f"--{flag} and --{name} {other} contradict each other. Give only one.")
