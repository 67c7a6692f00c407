"""Questions on a terminal.

Ctrl-C, Ctrl-D and a closed terminal end the command at any of them, and nothing is recorded.
"""

import os
import sys
from collections.abc import Callable, Container, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TypeVar

from coachlog import unrecorded
from coachlog.cli.messages import say
from coachlog.errors import InterruptedByUserError
from coachlog.render.visible import visible
from coachlog.render.words import shorten

BACK = "<"  # where text is typed
BACK_KEYS = ("b", "B", BACK)  # where one key is pressed; prompts show [b]ack
QUIT = "q"
STOPPED = "stopped; nothing was recorded."
SHOWN = 40  # characters of a default


Item = TypeVar("Item")


class Back(Exception):  # noqa: N818 - no error: the way back to the question before
    """The user wants the question before."""


def can_ask() -> bool:
    """Whether a person can see a question and answer it."""
    if not sys.stdin.isatty() or not (sys.stderr.isatty() or sys.stdout.isatty()):
        return False
    # It reads keys, and loading it takes a while: a key that is pressed meanwhile would be lost.
    import typer  # noqa: F401

    return True


def ask(question: str, default: str | None = None) -> str:
    """Ask for a line, and return it; an empty one means `default`, or nothing.

    Args:
        question: what to ask, without a colon.
        default: what an empty line means; it is shown, but only its beginning if it is long.

    Raises:
        Back: the user typed `<`.
        InterruptedByUserError: Ctrl-C, Ctrl-D or a closed terminal.
    """
    if default:
        question = f"{question} [{shorten(default, SHOWN)}]"
    while True:
        try:
            with _interruptible(), _terminal_as_stdout():
                line = input(visible(f"{question}: "))
            line.encode()
        except UnicodeError:
            say("That was not UTF-8 text. Type it again.")
            continue
        if line.strip() == BACK:
            raise Back
        if line.strip():
            unrecorded.note(line)
            return line
        return default or ""


def confirm(question: str) -> bool:
    """Ask a yes-or-no question; any key but `y` is no.

    Raises:
        InterruptedByUserError: Ctrl-C, Ctrl-D or a closed terminal.
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
        InterruptedByUserError: Ctrl-C, Ctrl-D or a closed terminal.
    """
    import typer

    with _interruptible():
        sys.stderr.write(visible(question) + " ")
        sys.stderr.flush()
        key = typer.getchar()[:1]
        if not key:
            raise EOFError
        if key in "\r\n":
            key = ""
        elif not key.isprintable():
            key = " "
        sys.stderr.write(key + "\n")
    if key in BACK_KEYS:
        raise Back
    return key


def press_one_of(question: str, keys: Container[str], hint: str) -> str:
    """Ask for one of some keys until it is pressed, and return it in small letters.

    Args:
        question: what to ask.
        keys: the keys; an empty string stands for Enter.
        hint: what the keys mean, for somebody who presses another one; it may have several lines.

    Raises:
        Back: the key is `b` or `<`.
        InterruptedByUserError: Ctrl-C, Ctrl-D or a closed terminal.
    """
    while True:
        key = press(question).lower()
        if key in keys:
            return key
        for line in hint.split("\n"):
            say(line)


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
    """Turn every way of leaving a question into one error."""
    try:
        yield
    except (KeyboardInterrupt, EOFError, OSError):
        with suppress(OSError):
            sys.stderr.write("\n")
        raise InterruptedByUserError(STOPPED) from None


@contextmanager
def _terminal_as_stdout() -> Iterator[None]:
    """Let Python edit the line even if stdout is a pipe or a file.

    Python edits lines only if both stdin and stdout are terminals. Otherwise a line ends after
    4,095 bytes, and the question would be among the data.
    """
    with suppress(ImportError):  # Windows has its own line editing
        import readline  # noqa: F401
    if sys.stdout.isatty():
        yield
        return
    sys.stdout.flush()
    data = os.dup(1)
    os.dup2(sys.stderr.fileno(), 1)
    try:
        yield
    finally:
        os.dup2(data, 1)
        os.close(data)
