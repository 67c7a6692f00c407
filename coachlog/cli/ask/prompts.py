"""Questions on a terminal: the interface of every prompt, and the keys that hold at all of them.

`<` goes back, `?` lists the keys, and Esc leaves, as do Ctrl-C, Ctrl-D and a closed terminal. Two
engines read the keys: `line_editor` on a real terminal, `plain_prompts` on any other.
"""

import os
import sys
from collections.abc import Callable, Container, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol, TypeVar

from coachlog import unrecorded
from coachlog.cli.ask.keys import BACK, BACK_KEYS, ESCAPE, HELP, QUIT
from coachlog.cli.ask.line_tools import LineTools
from coachlog.cli.messages import say
from coachlog.errors import InterruptedByUserError, LeftError
from coachlog.render.words import shorten

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coachlog.cli.ask.terminal.line_editor import LineEditor

STOPPED = "stopped; nothing was recorded."
SHOWN = 40  # characters of a default
KEYS_OF_A_TEXT = "Enter: go on · <: back · Esc: leave, your text is printed back · ?: these keys"
KEYS_OF_A_KEY = "< or b: back · Esc: leave · ?: these keys"

Item = TypeVar("Item")


class Engine(Protocol):
    """What reads texts and keys from a terminal."""

    def read_line(self, question: str, text: str = "", tools: LineTools | None = None) -> str:
        """Let the user type a text behind a question; `text` stands there at first."""

    def read_key(self, question: str) -> str:
        """Return the character of one key, or one of the names in `keys`."""


class Back(Exception):  # noqa: N818 - no error: the way back to the question before
    """The user wants the question before."""


def can_ask() -> bool:
    """Whether a person can see a question and answer it."""
    if not sys.stdin.isatty() or not (sys.stderr.isatty() or sys.stdout.isatty()):
        return False
    engine()  # loading it takes a while, which should not pass between a question and its answer
    return True


def engine() -> Engine:
    """Return what reads the keys of this terminal."""
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
) -> str:
    """Ask for a text, and return it; an empty one means `default`, or nothing.

    Args:
        question: what to ask, without a colon.
        default: what an empty answer means; it is shown, but only its beginning if it is long.
        text: what stands in the line already, to be changed: the answer before `<` was typed.
        tools: what the line can do beyond that, on a terminal that can draw.

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
            say(KEYS_OF_A_TEXT)
            continue
        if answer.strip() == BACK:
            raise Back
        if answer.strip():
            unrecorded.note(answer)
            return answer
        return default or ""


def confirm(question: str) -> bool:
    """Ask a yes-or-no question; any key but `y` is no.

    Raises:
        InterruptedByUserError: Esc, Ctrl-C, Ctrl-D or a closed terminal.
    """
    try:
        return press(f"{question} [y/N]").lower() == "y"
    except Back:
        return False


def press(question: str) -> str:
    """Ask for one key, and return its character.

    Enter is an empty string; a key without a character, such as an arrow, is a blank.

    Raises:
        Back: the key is `b` or `<`.
        InterruptedByUserError: Esc, Ctrl-C, Ctrl-D or a closed terminal.
    """
    key = _key(question)
    if key == ESCAPE:
        raise LeftError(STOPPED)
    return key


def press_one_of(question: str, keys: Container[str], hint: str) -> str:
    """Ask for one of some keys until it is pressed, and return it in small letters.

    Args:
        question: what to ask.
        keys: the keys; an empty string stands for Enter. If `q` is one of them, Esc means it.
        hint: what the keys mean, for `?` and for a wrong key; it may have several lines.

    Raises:
        Back: the key is `b` or `<`.
        InterruptedByUserError: Ctrl-C, Ctrl-D or a closed terminal; or Esc, where `q` is no key.
    """
    while True:
        key = _key(question).lower()
        if key in keys:
            return key
        if key == ESCAPE:
            if QUIT in keys:
                return QUIT
            raise LeftError(STOPPED)
        for line in hint.split("\n"):
            say(line)


def _key(question: str) -> str:
    """Return one key, as an engine does; `Back` for the keys that go back."""
    with _interruptible():
        key = engine().read_key(question)
    if key in BACK_KEYS:
        raise Back
    return key


def go_through(items: Sequence[Item], ask_about: Callable[[int, Item], bool], noun: str) -> bool:
    """Ask about one item after the other, and return whether the user got to the end.

    Args:
        items: what to ask about; more may be added meanwhile.
        ask_about: gets the index and the item. It returns whether to go on; `Back` from it goes to
            the item before.
        noun: what an item is called.

    Raises:
        InterruptedByUserError: Ctrl-C, Ctrl-D or a closed terminal in a question.
    """
    index = 0
    while index < len(items):
        try:
            if not ask_about(index, items[index]):
                return False
            index += 1
        except Back:
            if index == 0:
                say(f"This is the first {noun}. {QUIT} quits.")
            index = max(index - 1, 0)
    return True


@contextmanager
def _interruptible() -> Iterator[None]:
    """Turn every way of leaving a question into an error of ours."""
    try:
        yield
    except EOFError:
        raise LeftError(STOPPED) from None
    except (KeyboardInterrupt, OSError):
        raise InterruptedByUserError(STOPPED) from None
