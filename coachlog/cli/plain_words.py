"""Plain words after a listing: `list today`, `list fees`. What they can only mean is understood.

It is not loaded for a filter that is typed as the help says.
"""

from shlex import quote

from coachlog.cli.context import Context
from coachlog.cli.messages import say
from coachlog.cli.period_options import read_span
from coachlog.domain.entry_lists import ENTRY_LISTS
from coachlog.domain.fields import KINDS, STATUSES
from coachlog.domain.handles import SIGNS, Words, as_handle
from coachlog.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Any

# What people look for under another name than the command has.
ELSEWHERE = {
    **{name: f"To list them:  coachlog list --{name}" for name in ENTRY_LISTS},
    "open": "What is still open:  coachlog list --open",
    "unfinished": "What is still open:  coachlog finish",
    "lessons": "Lessons of a topic:  coachlog card TOPIC  ·  all:  coachlog list --lessons",
}
FLAGS = ("today", "this_week", "last_week", "mine")


def understand(
    context: Context,
    words: Words,
    options: "dict[str, Any]",
    names: "Collection[str]",
) -> None:
    """Add what plain words mean to the filter that was typed, and say how they were read.

    Args:
        context: gives the log, which knows the teams and topics.
        words: what was typed; a team or topic is added to it.
        options: the options by name; a flag is set in it.
        names: the filters that the command has.

    Raises:
        UsageError: the words could mean several things, or nothing that is known.
    """
    text = words.text or ""
    flag = "_".join(text.lower().replace("-", " ").split())
    if flag in FLAGS and flag in names:
        options[flag] = True
        say(f"“{text}” was read as --{flag.replace('_', '-')}.")
        return
    handle = _only_handle(context, text)
    if handle is None:
        _understand_as_option(context, text, options, names)
        return
    if handle[0] == "@" and words.team:
        raise _not_understood(text, options)
    if handle[0] == "@":
        words.team = text
    else:
        words.topics.append(text)
    say(f"“{text}” was read as {handle}.")


def _understand_as_option(
    context: Context,
    text: str,
    options: "dict[str, Any]",
    names: "Collection[str]",
) -> None:
    """Set the option that words without a name of their own mean: a kind, a status, some days."""
    word = text.lower()
    reading = _set_option_of(word, options, names)
    may_be_days = "since" in names and word not in ELSEWHERE
    if not reading and may_be_days and _are_days(context, text, options):
        options["since"] = options["until"] = text
        reading = f"--since {quote(text)} --until {quote(text)}"
    if not reading:
        raise _not_understood(text, options)
    say(f"“{text}” was read as {reading}.")


def _set_option_of(word: str, options: "dict[str, Any]", names: "Collection[str]") -> str:
    """Set the option that a word can only mean, and return it as it is typed; or else nothing."""
    kind = word.removesuffix("s")
    if kind in KINDS and "kind" in names:
        options["kind"] = [*(options["kind"] or []), kind]
        return f"--kind {kind}"
    if word in STATUSES:
        # `adopted` is a list, too, but two statuses cannot be meant.
        if "status" not in names or options["status"]:
            return ""
        options["status"] = word
        return f"--status {word}"
    if f"list_{word}" in names and not any(options[f"list_{name}"] for name in ENTRY_LISTS):
        options[f"list_{word}"] = True
        return f"--{word}"
    return ""


def _are_days(context: Context, text: str, options: "dict[str, Any]") -> bool:
    if options["since"] or options["until"]:
        return False
    try:
        read_span(context, text, text)
    except UsageError:
        return False
    return True


def _not_understood(text: str, options: "dict[str, Any]") -> UsageError:
    message = f"{text!r} is neither @team nor +topic.{_quotes_hint(text, options)}"
    if text.lower() in ELSEWHERE:
        return UsageError(f"{message} {ELSEWHERE[text.lower()]}")
    return UsageError(
        f"{message} To search for words:  coachlog search {quote(text)}"
        "  ·  for a day:  --since DATE"
    )


def _quotes_hint(text: str, options: "dict[str, Any]") -> str:
    """Return what to type if a text is the rest of a name: `--team school district`."""
    if options["topic"]:
        option, name = "--topic", options["topic"][-1]
    elif options["team"]:
        option, name = "--team", options["team"]
    else:
        return ""
    return f" A name of several words goes in quotes:  {option} {quote(f'{name} {text}')}  ·"


def _only_handle(context: Context, text: str) -> str | None:
    """Return the team or topic that a text names, as a handle; None if it names none.

    Raises:
        UsageError: it names a team and a topic.
    """
    handles = [as_handle(sign, text) for sign in SIGNS if context.is_in_use(sign, text)]
    if len(handles) > 1:
        raise UsageError(f"{text!r} is a team and a topic. Type {' or '.join(handles)}.")
    return handles[0] if handles else None
