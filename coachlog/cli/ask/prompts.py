"""Questions on a terminal. Ctrl-C, Ctrl-D and a closed terminal end the command at any of them, with nothing recorded."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from coachlog.cli.messages import say
from coachlog.errors import InterruptedByUserError
from coachlog.render.visible import visible
from coachlog.render.words import shorten

BACK = "<"
STOPPED = "stopped; nothing was recorded."
SHOWN = 40  # characters of a default


class Back(Exception):  # noqa: N818 - no error: the way back to the question before
    """The writer typed `<`."""


def can_ask() -> bool:
    """Whether somebody sits in front of this who can see a question and answer it."""
    return sys.stdin.isatty() and (sys.stderr.isatty() or sys.stdout.isatty())


def ask(question: str, default: str | None = None) -> str:
    """One line of an answer; an empty one means `default` (or nothing).

    Raises:
        Back: the answer is `<`.
        InterruptedByUserError: Ctrl-C, Ctrl-D or a closed terminal.
    """
    shown = f" [{shorten(default, SHOWN)}]" if default else ""
    while True:
        try:
            with _conversation(), _terminal_as_stdout():
                answer = input(visible(f"{question}{shown}: "))
            answer.encode()
        except UnicodeError:
            say("that was not UTF-8 text; type it again.")
            continue
        if answer.strip() == BACK:
            raise Back
        return answer if answer.strip() else default or ""


def confirm(question: str) -> bool:
    """A yes or no; Enter is no.

    Raises:
        InterruptedByUserError: Ctrl-C, Ctrl-D or a closed terminal.
    """
    return press(f"{question} [y/N]").lower() == "y"


def press(question: str) -> str:
    """One key: its character, an empty string for Enter, a blank for a key without a character.

    Raises:
        Back: the key is `<`.
        InterruptedByUserError: Ctrl-C, Ctrl-D or a closed terminal.
    """
    import typer

    with _conversation():
        sys.stderr.write(visible(question) + " ")
        sys.stderr.flush()
        key = typer.getchar()[:1]
        if not key:
            raise EOFError
        pressed = "" if key in "\r\n" else key if key.isprintable() else " "
        sys.stderr.write(pressed + "\n")
    if pressed == BACK:
        raise Back
    return pressed


@contextmanager
def _conversation() -> Iterator[None]:
    """Every way of leaving becomes one error. A closed terminal sends SIGHUP, which would end the process without a word."""
    hang_up: Any = getattr(signal, "SIGHUP", None)
    watches = hang_up is not None and signal.getsignal(hang_up) == signal.SIG_DFL
    if watches:
        signal.signal(hang_up, _hung_up)
    try:
        yield
    except (KeyboardInterrupt, EOFError, OSError):
        with suppress(OSError):
            sys.stderr.write("\n")
        raise InterruptedByUserError(STOPPED) from None
    finally:
        if watches:
            signal.signal(hang_up, signal.SIG_DFL)


def _hung_up(_number: int, _frame: object) -> None:
    raise EOFError


@contextmanager
def _terminal_as_stdout() -> Iterator[None]:
    """Line editing also where stdout is a pipe or a file.

    Python edits lines only where both stdin and stdout are a terminal; without that a line ends after 4,095 bytes, and
    the question would be among the data.
    """
    with suppress(ImportError):  # Windows has its own
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
