"""Everything that is written for a person: on stderr, so that stdout has data alone.

What was typed or imported is made safe to show here, once for all messages.
"""

import os
import sys

from coachlog import unrecorded
from coachlog.clock import zone_warning
from coachlog.render.visible import visible
from coachlog.render.words import moment_text, shorten, similar_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from typing import Any

    from coachlog.domain.fields import Fields
    from coachlog.services.record import Recorded
    from coachlog.services.settings import Settings

LONGEST_LINE, LONGEST_START, LONGEST_END = 1_500, 1_000, 400
MOST_HANDLES = 3
MOST_TOPICS = 5  # an entry may have fifty
USUAL_WIDTH = 80  # cells of a terminal
STORED_INDENT = "  "
UNDO = "undo: coachlog undo"
UNDO_KEY = "undo: Ctrl-F"  # in the session, where a command is only text
_ENDS_OF_RECEIPTS = (UNDO, UNDO_KEY)


class _Signature:
    """The name that the user acts as, if the login goes by another; and whether it was said."""

    name: str | None = None
    is_said = False


def sign_as(name: str | None) -> None:
    """Let every receipt of this command end with a name; None for the login's own, unsaid."""
    _Signature.name = name
    _Signature.is_said = False


def say_signature() -> None:
    """Name the user if they do not act as their login, and no receipt has named them."""
    if _Signature.name and not _Signature.is_said:
        say(f"As {_Signature.name.removesuffix('.')}.")
    # What runs next in this process may open no log, and then nobody acts.
    sign_as(None)


class _Dialogue:
    """Whether the user is being asked something on a terminal."""

    is_open = False


def begin_dialogue() -> None:
    """Tell that the user is going to be asked something: no pager comes between."""
    _Dialogue.is_open = True


def is_dialogue() -> bool:
    """Whether the user is being asked something on a terminal."""
    return _Dialogue.is_open


def say(*lines: str) -> None:
    """Write lines to stderr, all at once."""
    _write(_text_of(lines))


def say_hint(*lines: str) -> None:
    """Write lines to stderr that are neither a receipt nor an error; a terminal shows that."""
    _write(_text_of(lines, is_hint=True))


def _text_of(lines: "Iterable[str]", *, is_hint: bool = False) -> str:
    return "".join([f"{_shown(line, is_hint=is_hint)}\n" for line in lines])


def _shown(line: str, *, is_hint: bool = False) -> str:
    """Return a line as it is written; of a very long one the middle is left out.

    It may quote what was typed or what a file has: ten thousand columns, or a book.
    """
    if len(line) > LONGEST_LINE:
        # What happened comes first, and what to do last.
        line = f"{line[:LONGEST_START]} … {line[-LONGEST_END:]}"
    if _Signature.name and line.endswith(_ENDS_OF_RECEIPTS):
        line += f" · as {_Signature.name}"
        _Signature.is_said = True
    line = visible(line)
    if not sys.stderr.isatty():
        return line
    # A pipe does without the module.
    from coachlog.cli.wrapping import laid_out

    return laid_out(line, _width_of_stderr(), sys.stderr.encoding, is_hint=is_hint)


def wrapped(line: str) -> str:
    """Return a question as several lines, where it is too long for the terminal."""
    if not sys.stderr.isatty():
        return line
    from coachlog.render.text_width import wrap_to_width

    return "\n".join(wrap_to_width(line, _width_of_stderr()))


def say_recorded(recorded: "Recorded", ignored_handles: list[str], today: "date") -> None:
    """Write the receipt of a new entry, hints about it, and news of earlier ones.

    Args:
        recorded: the entry as it is stored, and what there is to say about it.
        ignored_handles: words inside the text that look like a team or a topic.
        today: the user's day, whose year goes without saying.
    """
    fields = recorded.fields
    new = new_names_line(recorded.new_names, recorded.hints)
    stored = stored_line(fields["happened"], _width_of_stderr())
    text = _text_of([receipt(fields, today), stored])
    if new:
        text += _text_of([new], is_hint=True)
    _write(text)
    say_ignored_handles(ignored_handles)
    say_hint(*recorded.hints, *similar_lines(recorded.similar))
    say_news(recorded.news)


def say_news(news: "list[Any]") -> None:
    """Write what became of the user's earlier entries, if anything did."""
    if not news:
        return
    # Most recordings have no news, so its module is not loaded for them.
    from coachlog.render.news import unread_news_line

    news_line = unread_news_line(news)
    if news_line:
        say_hint(news_line)


def receipt(fields: "Fields", today: "date", undo: str = UNDO) -> str:
    """Return one line that says what was understood, and how to take it back.

    Args:
        fields: the entry as it is stored.
        today: the writer's day, whose year goes without saying.
        undo: how to take it back.
    """
    topics = fields["topics"]
    names = ", ".join(topics[:MOST_TOPICS])
    if len(topics) > MOST_TOPICS:
        names += f" and {len(topics) - MOST_TOPICS} more"
    parts = [
        moment_text(fields["occurred_on"], today, fields.get("occurred_at")),
        fields["kind"],
        f"{fields['team']} / {names}",
    ]
    if fields.get("learner"):
        # Of a name without quotes, only the first word is here.
        parts.append(f"learner {fields['learner']}")
    if fields.get("share") == "private":
        parts.append("private")
    parts += [fields["short_id"], undo]
    return visible(" · ".join(parts))


def say_stored(text: str) -> None:
    """Write the first words of a text as they are stored."""
    say(stored_line(text, _width_of_stderr()))


def stored_line(text: str, width: int) -> str:
    """Return the first words of a text as they are stored, on a line of their own.

    A shell changes `$100` and `*` before coachlog sees them, and only the writer can notice.

    Args:
        text: what happened.
        width: the cells of the line.
    """
    line = STORED_INDENT + shorten(text, width - len(STORED_INDENT))
    if line.isascii():
        return line
    # Few texts have wide characters, and the module that knows them is not loaded for the others.
    from coachlog.render.text_width import fit_to_width

    return fit_to_width(line, width, fill=False).rstrip()


def new_names_line(new_names: "list[tuple[str, str]]", hints: list[str]) -> str:
    """Return a line about the team and topics that are new in the log; empty if there are none.

    Args:
        new_names: each with its table, `team` or `topic`.
        hints: one of a likely slip says already that a name is new.
    """
    parts = []
    for table, name in new_names[:MOST_TOPICS]:
        part = f"New {table} {name}."
        if not any(hint.startswith(part) for hint in hints):
            parts.append(part)
    if len(new_names) > MOST_TOPICS:
        parts.append(f"And {len(new_names) - MOST_TOPICS} more.")
    return " ".join(parts)


def _width_of_stderr() -> int:
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or USUAL_WIDTH
    except (OSError, ValueError):
        return USUAL_WIDTH  # not a terminal


def say_ignored_handles(handles: list[str]) -> None:
    """Say which words inside the text look like a team or topic, and were kept as text."""
    if not handles:
        return
    shown = ", ".join(handles[:MOST_HANDLES])
    if len(handles) > MOST_HANDLES:
        shown += ", …"
    say_hint(
        f"Kept as text: {shown}. Teams and topics go before the first word or after the last one."
    )
    for handle in handles:
        if handle[1].isdigit():
            option = "--team" if handle[0] == "@" else "--topic"
            say_hint(f"For a name that begins with a digit:  {option} {handle[1:]}")
            return


def say_zone_warning() -> None:
    """Warn if the time zone of the system cannot be trusted: days and weeks depend on it."""
    warning = zone_warning()
    if warning:
        say_hint(warning)


def say_advice(settings: "Settings", team: str, text: str | None) -> None:
    """Write the wording advice on a note or a reply, if there is any.

    Args:
        settings: they say whether advice is wanted, and in which languages.
        team: the entry's team, which may have phrases of its own.
        text: what was written; nothing is said about None.
    """
    adviser = settings.wording_adviser
    if not text or adviser is None:
        return
    advice = adviser.advice_for({"team": team, "happened": text}, thanks=False)
    if advice:
        say_hint(advice)


def give_back() -> None:
    """Write the text that was typed and not recorded, so that it can be used again."""
    typed = unrecorded.noted()
    if typed:
        _write(f"{unrecorded.heading()}\n{visible(typed, lines=True)}\n")
    unrecorded.forget()


def _write(text: str) -> None:
    try:
        sys.stderr.write(text)
    except (OSError, ValueError):
        return  # nobody reads it, but what is on stdout may still be read
