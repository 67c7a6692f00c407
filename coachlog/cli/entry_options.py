"""The fields of an entry as options, for every command that writes one.

What follows `--` is text as it stands: people quote customers, and a text can begin with a dash.
"""

from functools import cache  # loaded by sqlite3 in any case

from coachlog import unrecorded
from coachlog.cli.context import Context
from coachlog.cli.options import (
    AHEAD,
    LITERAL,
    Option,
    flag,
    one_team,
    options_of,
    text,
    texts,
    wrap,
)
from coachlog.domain.checkins import NONE
from coachlog.domain.fields import (
    COACHING_KINDS,
    DATE_EXAMPLES,
    FIELDS,
    FLAG,
    LIST,
    LONG_TEXTS,
    Field,
    Fields,
)
from coachlog.domain.handles import SIGNS, Words, handles_inside, parse_words
from coachlog.domain.typed_text import bare_name
from coachlog.errors import AsUsageError, UsageError
from coachlog.services.typed_fields import typed_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

# An option that is not a field itself, by the field that it follows in the help.
_SHORTHANDS: "dict[str, dict[str, Any]]" = {
    "kind": {
        "strength": flag("--strength -s", "A best practice that you saw."),
        "correction": flag("--correction -c", "A common error, corrected."),
        "question": flag("--question -q", "A question, asked and answered."),
    },
    "share": {"private": flag("--private", "The same as --share private.")},
    "follow_up": {"no_follow_up": flag("--no-follow-up", "No check-ins.")},
}


def _field_option(field: Field) -> "Any":
    names = field.option
    meaning = f"{field.meaning[0].upper()}{field.meaning[1:]}"
    if field.choices:
        names += " " + "|".join(field.choices)
    if field.value_type == LIST:
        return texts(names, f"{meaning} (repeat for more).")
    if field.value_type == FLAG:
        return flag(names, f"{meaning}.", default=None)
    return text(names, f"{meaning}.")


@cache
def entry_options(*, kinds: bool) -> "dict[str, Any]":
    """Return the options for loose words and all fields, in the order of the help.

    They are made once, and not to be changed: a module has three commands with the same.
    """
    options: dict[str, Any] = {"words": texts("[@TEAM] [+TOPIC]... [TEXT]...", "What happened.")}
    for field in FIELDS.values():
        if field.option and (kinds or field.name != "kind"):
            options[field.name] = _field_option(field)
            options |= _SHORTHANDS.get(field.name, {})
    options["on"] = text("--on DATE", f"When it happened: {DATE_EXAMPLES}.")
    options["ahead"] = AHEAD
    return options


def with_fields(command: "Callable[..., Any]", *, kinds: bool = True) -> "Callable[..., Any]":
    """Give a command loose words, and every field of an entry as an option.

    The command gets what was typed as its parameter `fields`, a dict, and as `ignored_handles` the
    words that look like a handle but are text.

    Args:
        command: it has the parameters `context`, `fields` and `ignored_handles`.
        kinds: whether the kind can be given, too.
    """
    options = entry_options(kinds=kinds)
    # `edit` has an id before the text.
    words_before = sum(option.is_required for option in options_of(command).values())

    def filled(context: Context, literal: str | None, **values: "Any") -> "Any":
        fields = {}
        for name in options:
            value = values.pop(name)
            # A text or `--not-own` is typed, even if it is empty or False.
            if value not in (options[name].default, []):
                fields[name] = value
        ignored_handles = _take_words(context, fields, literal, replaces_text=words_before > 0)
        unrecorded.restate(typed_text(fields))
        fields = read_fields(context, fields)
        return command(context, fields, ignored_handles, **values)

    return wrap(filled, command, options | {LITERAL: Option(LITERAL, least=words_before)})


def _take_words(
    context: Context,
    fields: Fields,
    literal: str | None,
    *,
    replaces_text: bool,
) -> list[str]:
    """Replace the loose words in `fields` by what they say; return the ignored handles."""
    typed = fields.pop("words", [])
    with AsUsageError():
        words = parse_words(
            typed,
            literal,
            context.is_in_use,
            with_text="happened" not in fields,
        )
    # What is typed in quotes ends with them, and so does the name before it.
    if words.text and words.text != literal and " ".join(typed).split() == typed:
        _check_whole_names(context, typed, fields, words)
        if replaces_text:
            from coachlog.cli.unquoted import check_new_name

            check_new_name(typed, context.is_in_use)
    ignored_handles = words.ignored_handles
    for name in LONG_TEXTS:
        if name in fields:
            ignored_handles += handles_inside(fields[name])
    add_words(fields, words)
    return ignored_handles


def _check_whole_names(
    context: Context,
    typed: list[str],
    fields: Fields,
    words: Words,
) -> None:
    """Refuse a text that begins with the rest of a name in use: `--team school district hello`."""
    names = [("team", fields.get("team")), ("topic", fields.get("topics", [None])[-1])]
    if typed[0][:1] in SIGNS:
        names += [("team", words.team), ("topic", [None, *words.topics][-1])]
    from coachlog.storage.names import longer_name

    for option, typed_name in names:
        if not typed_name or not words.text:
            continue
        name = bare_name(typed_name)
        whole = longer_name(context.reading, option, name, words.text)
        if whole:
            from coachlog.cli.unquoted import refuse_part_of_name

            refuse_part_of_name(option, name, whole)


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
    apply_flags(fields)
    ahead = fields.pop("ahead", False)
    phrase = fields.pop("on", None)
    if phrase is not None:
        # Not at the top: few entries have a date, and each module takes time to load.
        from coachlog.cli.ask.entry_date import entry_date

        fields |= entry_date(context, phrase, ahead=ahead)
    return fields


def apply_flags(fields: Fields) -> None:
    """Replace flags by the fields that they mean: one kind, one share.

    Raises:
        UsageError: two options contradict each other.
    """
    if "trainer" in fields:
        # Here already: whose entry it is decides what may be recorded.
        fields["trainer"] = bare_name(fields["trainer"])
    _apply_kind_flags(fields)
    _apply_flag(fields, "private", "share", "private")
    _apply_flag(fields, "no_follow_up", "follow_up", NONE)


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
