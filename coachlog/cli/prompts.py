"""Questions on a terminal. Ctrl-C, Ctrl-D and a closed terminal end the command at any of them, with nothing recorded."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from coachlog.cli.messages import say
from coachlog.errors import InterruptedByUserError
from coachlog.render.receipt import shortened
from coachlog.render.visible import visible

BACK = "<"
STOPPED = "stopped; nothing was recorded."


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
    shown = f" [{shortened(default, 60)}]" if default else ""
    while True:
        try:
            with _conversation(), _terminal_as_stdout():
                answer = input(visible(f"{question}{shown}: "))
        except UnicodeDecodeError:
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
    """One key: its character, or an empty string for Enter.

    Raises:
        InterruptedByUserError: Ctrl-C, Ctrl-D or a closed terminal.
    """
    import typer

    sys.stderr.write(visible(question) + " ")
    sys.stderr.flush()
    with _conversation():
        key = typer.getchar()
        if not key:
            raise EOFError
    shown = key[0] if key[0].isprintable() else ""
    sys.stderr.write(visible(shown) + "\n")
    return shown


@contextmanager
def _conversation() -> Iterator[None]:
    """Every way of leaving becomes one error. A closed terminal sends SIGHUP, which would end the process with no exit code."""
    watched = getattr(signal, "SIGHUP", None)
    before: Any = signal.getsignal(watched) if watched else None
    watches = watched is not None and before == signal.SIG_DFL
    if watches:
        signal.signal(watched, _hung_up)  # type: ignore[arg-type]
    try:
        yield
    except UnicodeDecodeError:
        raise
    except (KeyboardInterrupt, EOFError, OSError):
        _end_line()
        raise InterruptedByUserError(STOPPED) from None
    finally:
        if watches:
            signal.signal(watched, before)  # type: ignore[arg-type]


def _hung_up(_number: int, _frame: object) -> None:
    raise EOFError


def _end_line() -> None:
    try:
        sys.stderr.write("\n")
    except OSError:
        return


@contextmanager
def _terminal_as_stdout() -> Iterator[None]:
    """Line editing also where stdout is a pipe or a file.

    Python edits lines only where both stdin and stdout are a terminal; without that a line ends after 4,095 bytes, and
    the question would go into the data.
    """
    import_readline()
    if sys.stdout.isatty():
        yield
        return
    sys.stdout.flush()
    data = os.dup(1)
    os.dup2(2, 1)
    try:
        yield
    finally:
        os.dup2(data, 1)
        os.close(data)


def import_readline() -> None:
    """Line editing where Python was built with it; Windows has its own."""
    try:
        import readline  # noqa: F401
    except ImportError:
        return
