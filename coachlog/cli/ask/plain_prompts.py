"""Prompts where nothing can be drawn: TERM=dumb, or Windows without a console.

Python reads the line, and Typer the key. A text that stands in the line at first is shown in
brackets instead, and Enter alone means it.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from coachlog.cli.ask.keys import ENTER, ESCAPE, NO_CHARACTER
from coachlog.cli.ask.line_tools import LineTools
from coachlog.render.visible import visible
from coachlog.render.words import shorten

SHOWN = 40  # characters of a text that Enter alone means


class PlainPrompts:
    """The terminal, as Python reads it."""

    def read_line(self, question: str, text: str = "", _tools: LineTools | None = None) -> str:
        """Ask for a line; further lines that wait behind it belong to the same paste.

        Args:
            question: what stands before the line.
            text: what Enter alone means.
            _tools: nothing of it can be drawn here.

        Raises:
            KeyboardInterrupt: Ctrl-C.
            EOFError: Ctrl-D, or a closed terminal.
            UnicodeError: what was typed is no UTF-8 text.
        """
        if text:
            question = f"{question} [{shorten(text, SHOWN)}]"
        with _ended_line(), _terminal_as_stdout():
            lines = [input(visible(question) + " ")]
            while lines[0].strip() and _has_input():
                lines.append(input())
        return "\n".join(lines).rstrip() or text

    def read_key(self, question: str) -> str:
        """Return the character of one key, or `ENTER`, `ESCAPE` or `NO_CHARACTER`.

        Raises:
            KeyboardInterrupt: Ctrl-C.
            EOFError: Ctrl-D, or a closed terminal.
        """
        import typer

        sys.stderr.write(visible(question) + " ")
        sys.stderr.flush()
        with _ended_line():
            typed = typer.getchar()
            if not typed:
                raise EOFError
        key = typed[0]
        if key in "\r\n":
            key = ENTER
        elif typed != ESCAPE and not key.isprintable():
            key = NO_CHARACTER
        sys.stderr.write(visible(key).strip() + "\n")
        return key


@contextmanager
def _ended_line() -> Iterator[None]:
    """Let what is said next begin on a line of its own if the user leaves."""
    try:
        yield
    except (EOFError, KeyboardInterrupt, OSError):
        with suppress(OSError):
            sys.stderr.write("\n")
        raise


def _has_input() -> bool:
    """Return whether something waits to be read, even if its line has no end yet."""
    try:
        import select
        import termios

        number = sys.stdin.fileno()
        before = termios.tcgetattr(number)
    except (ImportError, OSError, ValueError, termios.error):
        return False  # Windows, or no terminal
    # A terminal that collects lines hides the last one, which ends without Enter.
    now = list(before)
    now[3] &= ~termios.ICANON
    termios.tcsetattr(number, termios.TCSANOW, now)
    try:
        return bool(select.select([number], [], [], 0)[0])
    finally:
        termios.tcsetattr(number, termios.TCSANOW, before)


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
