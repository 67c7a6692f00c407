"""Prompts where nothing can be drawn: TERM=dumb, or Windows without a console.

Python reads the line. A key is read alone, so that those pressed behind it are kept. A text that
stands in the line at first is shown in brackets instead, and Enter alone means it.
"""

import codecs
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from coachlog.cli.ask.keys import ENTER, ESCAPE, NO_CHARACTER, glued, unglued
from coachlog.cli.ask.line_tools import LineTools
from coachlog.cli.messages import wrapped
from coachlog.render.visible import visible
from coachlog.render.words import shorten

SHOWN = 40  # characters of a text that Enter alone means
END_OF_INPUT = "\x04"  # what Ctrl-D sends
PARAMETERS = tuple("0123456789;?")  # inside of what an arrow or the like sends


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
            UnicodeError: what was typed is not UTF-8 text.
        """
        if text:
            question = f"{question} [{shorten(text, SHOWN)}]"
        with _ended_line(), _terminal_as_stdout():
            lines = [input(_last_line(question))]
            while lines[0].strip() and _has_input():
                lines.append(input())
        return "\n".join(lines).rstrip() or text

    def read_key(self, question: str) -> str:
        """Return the character of one key, or `ENTER`, `ESCAPE` or `NO_CHARACTER`.

        Raises:
            KeyboardInterrupt: Ctrl-C.
            EOFError: Ctrl-D, or a closed terminal.
        """
        sys.stderr.write(_last_line(question))
        sys.stderr.flush()
        with _ended_line():
            key = _next_key()
            if key in ("", END_OF_INPUT):
                raise EOFError
        if key in ("\r", "\n"):
            key = ENTER
        elif key != ESCAPE and not key.isprintable():
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


def _last_line(question: str) -> str:
    """Write all lines of a question but its last one, and return that."""
    # Python's own line editing would cut a long one on such a terminal.
    *lines, last = unglued(wrapped(glued(visible(question)))).split("\n")
    for line in lines:
        sys.stderr.write(line + "\n")
    return last + " "


def _next_key() -> str:
    """Return what the next key sends, and leave the keys behind it to the next question."""
    try:
        with _without_lines() as number:
            return _read_key(number)
    except ImportError:  # Windows
        import typer

        return typer.getchar()


def _read_key(number: int) -> str:
    """Return one character, Esc alone, or all that an arrow or the like sends."""
    key = _read_character(number)
    # An arrow sends Esc and more at once.
    if key == ESCAPE and _is_waiting(number):
        sequence = _read_character(number)
        if sequence in ("[", "O"):
            sequence += _read_character(number)
            while sequence[-1:] in PARAMETERS:
                sequence += _read_character(number)
        key += sequence
    return key


def _read_character(number: int) -> str:
    """Return a character, of as many bytes as it has; an empty one at the end of the input."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    character = ""
    data = b"?"
    while not character and data:
        data = os.read(number, 1)
        character = decoder.decode(data, final=not data)
    return character


def _has_input() -> bool:
    """Return whether something waits to be read, even if its line has no end yet."""
    try:
        with _without_lines() as number:
            return _is_waiting(number)
    except (ImportError, OSError, ValueError):
        return False  # Windows, or no terminal


def _is_waiting(number: int) -> bool:
    from select import select

    return bool(select([number], [], [], 0)[0])


@contextmanager
def _without_lines() -> Iterator[int]:
    """Let the terminal hand over every key at once, without showing it; yield its number.

    A terminal that collects lines hides the last one, which ends without Enter.

    Raises:
        ImportError: this is Windows.
        OSError: stdin is not a terminal.
    """
    import termios

    number = sys.stdin.fileno()
    try:
        before = termios.tcgetattr(number)
    except termios.error as error:
        raise OSError(*error.args) from None
    now = list(before)
    now[3] &= ~(termios.ICANON | termios.ECHO)
    # Not TCSAFLUSH, as most programs do: it drops what was typed ahead.
    termios.tcsetattr(number, termios.TCSANOW, now)
    try:
        yield number
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
