"""Questions on a terminal: the interface of every prompt, and the keys that hold at all of them.

`<` goes back, `?` lists the keys, and Esc leaves, as do Ctrl-C, Ctrl-D and a closed terminal. A
question shows only the keys of its own choice; `b` and `q` are second keys of the same. Two
engines read the keys: `line_editor` on a real terminal, `plain_prompts` on any other.
"""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Protocol

from coachlog import unrecorded
from coachlog.cli.ask.keys import (
    BACK,
    BACK_KEYS,
    ENTER,
    ESCAPE,
    HELP,
    KEYS_HINT,
    NO_CHARACTER,
    QUIT,
)
from coachlog.cli.ask.line_tools import LineTools
from coachlog.cli.messages import begin_dialogue, say
from coachlog.errors import InterruptedByUserError, LeftError
from coachlog.render.words import shorten

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coachlog.cli.ask.terminal.line_editor import LineEditor

STOPPED = "stopped; nothing was recorded."
SHOWN = 40  # characters of a default
KEYS_OF_A_TEXT = "Enter: go on · <: back · Esc or Ctrl-C: leave, your text is printed back"
NAMES_OF_KEYS = {ENTER: "Enter", NO_CHARACTER: "That key", QUIT: "Esc or q"}
YES_OR_NO = {"y": "yes", "n": "no", ENTER: "no"}


class Engine(Protocol):
    """What reads texts and keys from a terminal."""

    def read_line(self, question: str, text: str = "", tools: LineTools | None = None) -> str:
        """Let the user type a text behind a question; `text` stands there at first."""

    def read_key(self, question: str) -> str:
        """Return the character of one key, or one of the names in `keys`."""


class Back(Exception):  # noqa: N818 - not an error: the way back to the question before
    """The user wants the question before."""


def can_ask() -> bool:
    """Whether a person can see a question and answer it."""
    if not sys.stdin.isatty() or not (sys.stderr.isatty() or sys.stdout.isatty()):
        return False
    engine()  # loading it takes a while, which should not pass between a question and its answer
    begin_dialogue()
    return True


def engine() -> Engine:
    """Return what reads the keys of this terminal.

    It is chosen anew for each question, because tests and other programs replace stdin.
    """
    editor = line_editor()
    if editor:
        return editor
    from coachlog.cli.ask.plain_prompts import PlainPrompts

    return PlainPrompts()


def line_editor() -> "LineEditor | None":
    """Return what edits lines on this terminal; None where it cannot move its cursor."""
    if not sys.stdin.isatty() or not (sys.stderr.isatty() or sys.stdout.isatty()):
        return None
    if sys.platform != "win32" and os.environ.get("TERM", "") in ("", "dumb", "unknown"):
        return None
    from coachlog.cli.ask.terminal.line_editor import open_line_editor

    return open_line_editor()


def ask(
    question: str,
    default: str | None = None,
    text: str = "",
    tools: LineTools | None = None,
    keys: str = KEYS_OF_A_TEXT,
) -> str:
    """Ask for a text, and return it; an empty one means `default`, or nothing.

    Args:
        question: what to ask, without a colon.
        default: what an empty answer means; it is shown, but only its beginning if it is long.
        text: what stands in the line already, to be changed: the answer before `<` was typed.
        tools: what the line can do beyond that, on a terminal that can draw.
        keys: what `?` says.

    Raises:
        Back: the user typed `<`.
        InterruptedByUserError: Esc, Ctrl-C, Ctrl-D or a closed terminal.
    """
    if default and not text:
        question = f"{question} [{shorten(default, SHOWN)}]"
    while True:
        try:
            with _interruptible():
                answer = engine().read_line(f"{question}:", text, tools)
            answer.encode()
        except UnicodeError:
            say("That was not UTF-8 text. Type it again.")
            continue
        if answer.strip() == HELP:
            say(keys)
            continue
        # Behind a text that stands there already, the sign would not be the whole answer.
        if answer.strip() in (BACK, f"{text}{BACK}"):
            raise Back
        if answer.strip():
            unrecorded.note(answer)
            return answer
        return default or ""


def confirm(question: str) -> bool:
    """Ask a yes-or-no question; Enter and going back are no.

    Raises:
        InterruptedByUserError: Esc, Ctrl-C, Ctrl-D or a closed terminal.
    """
    try:
        return press_one_of(question, YES_OR_NO, "[y/N]") == "y"
    except Back:
        return False


def press_one_of(
    question: str,
    meanings: Mapping[str, str],
    ending: str = KEYS_HINT,
) -> str:
    """Ask for one of some keys until it is pressed, and return it in small letters.

    Args:
        question: what to ask, with the keys of its choice.
        meanings: what each key does, in the order of the list; an empty string stands for Enter.
            Esc is the same as `q`.
        ending: the end of the question.

    Raises:
        Back: the key is `b` or `<`.
        InterruptedByUserError: Ctrl-C, Ctrl-D or a closed terminal; or Esc, where `q` is not a key.
    """
    while True:
        key = _key(f"{question} {ending}").lower()
        if key == ESCAPE:
            key = QUIT
        if key in meanings:
            return key
        if key == QUIT:
            raise LeftError(STOPPED)
        if key == HELP:
            say(_list_of_keys(meanings))
        else:
            say(f"{NAMES_OF_KEYS.get(key, key)} does nothing here. {HELP} lists the keys.")


def _list_of_keys(meanings: Mapping[str, str]) -> str:
    """Return what the keys of a question do; keys that do the same stand together."""
    keys_of: dict[str, list[str]] = {}
    for key, meaning in meanings.items():
        keys_of.setdefault(meaning, []).append(NAMES_OF_KEYS.get(key, key))
    parts = [f"{' or '.join(keys)}: {meaning}" for meaning, keys in keys_of.items()]
    if QUIT not in meanings:
        parts.append("Esc or q: leave")
    parts.append("< or b: back")
    return " · ".join(parts)


def _key(question: str) -> str:
    """Return one key, as an engine does; `Back` for the keys that go back."""
    with _interruptible():
        key = engine().read_key(question)
    if key in BACK_KEYS:
        raise Back
    return key


@contextmanager
def _interruptible() -> Iterator[None]:
    """Turn every way of leaving a question into an error of ours."""
    try:
        yield
    except EOFError:
        raise LeftError(STOPPED) from None
    except (KeyboardInterrupt, OSError):
        raise InterruptedByUserError(STOPPED) from None
