"""The pager: what is longer than the screen goes through `$PAGER`, or through `less`.

It is started when the screen is full and not before, so that short output costs nothing and stays
on the screen. As git does, `less` is told to keep colours (`LESS=FRX`) unless LESS is set, and no
pager is started if PAGER is empty or `cat`. As pydoc does, Ctrl-C is left to the pager: a command
that ended before it would leave the terminal in a state in which nothing can be typed.
"""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
from contextlib import suppress

from coachlog.cli.messages import say_hint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import Any, TextIO

USUAL_PAGER = "less"
ENVIRONMENT = {"LESS": "FRX", "LV": "-c"}  # where they are unset
FAILED = (1, 126, 127)  # exit codes of a pager that showed nothing
MOST_KEPT = 1_000_000  # characters, which no pager takes before it shows the first of them


class Paged:
    """A context in which stdout is a screen that a pager takes over when it is full."""

    def __init__(self, columns: int, lines: int) -> None:
        """Prepare it for a screen of so many columns and lines."""
        self._columns = columns
        self._lines = lines

    def __enter__(self) -> None:
        self._terminal = sys.stdout
        self._stream = PagedStream(self._terminal, self._columns, self._lines)
        sys.stdout = self._stream

    def __exit__(
        self,
        error_type: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool:
        sys.stdout = self._terminal
        self._stream.end()
        # Somebody who leaves the pager early has seen enough.
        return isinstance(error, BrokenPipeError) and self._stream.was_paged


class PagedStream:
    """What is written while it may yet turn out to be longer than the screen."""

    def __init__(self, terminal: TextIO, columns: int, lines: int) -> None:
        self.encoding = terminal.encoding
        self.was_paged = False
        self._terminal = terminal
        self._columns = columns
        self._room = lines
        self._kept: list[str] = []
        self._kept_length = 0
        self._is_waiting = True  # whether all that was written is kept
        self._process: subprocess.Popen[str] | None = None
        self._interrupt: Any = None
        self._failed = False

    def isatty(self) -> bool:
        """Return True: it is drawn as on the terminal itself."""
        return True

    def flush(self) -> None:
        """Do nothing: the pager is waited for, and the terminal is flushed at the end."""

    def write(self, text: str) -> int:
        """Take a text.

        Raises:
            BrokenPipeError: the user has left the pager.
        """
        if self._kept_length <= MOST_KEPT:
            self._kept.append(text)
            self._kept_length += len(text)
        if not self._is_waiting:
            self._write(text)
            return len(text)
        self._room -= self._lines_of(text)
        if self._room < 0:
            self._is_waiting = False
            self._start()
            self._write("".join(self._kept))
        return len(text)

    def end(self) -> None:
        """Show what is still kept, or wait until the user leaves the pager."""
        if self._is_waiting:
            self._terminal.write("".join(self._kept))
            return
        if self._process is not None:
            self._leave_pager(self._process)
        if self._failed and "PAGER" in os.environ:
            self._terminal.flush()
            command = pager_command()
            say_hint(f"The pager '{command}' failed. To do without:  coachlog --no-pager")

    def _lines_of(self, text: str) -> int:
        """Return how many lines of the screen a text fills."""
        lines = text.count("\n")
        if "\x1b" in text:
            return lines  # laid out for the screen
        for line in text.split("\n"):
            lines += max(len(line) - 1, 0) // self._columns
        return lines

    def _start(self) -> None:
        command = pager_command()
        try:
            words = shlex.split(command)
            process = subprocess.Popen(  # noqa: S603 - what the user has set
                words,
                stdin=subprocess.PIPE,
                text=True,
                encoding=self.encoding,
                errors="replace",
                env=ENVIRONMENT | os.environ,
            )
        except (OSError, ValueError, IndexError):
            self._failed = True
            return
        self._process = process
        self.was_paged = True
        # From here on Ctrl-C is a key of the pager.
        self._interrupt = signal.signal(signal.SIGINT, signal.SIG_IGN)

    def _write(self, text: str) -> None:
        if self._process is None:
            self._terminal.write(text)
            return
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(text)
        except BrokenPipeError:
            self._leave_pager(self._process)
            if not self._failed:
                raise

    def _leave_pager(self, process: subprocess.Popen[str]) -> None:
        """Wait until the pager ends; if it showed nothing, show what it was given."""
        assert process.stdin is not None
        with suppress(BrokenPipeError):  # it may have ended before it had read everything
            process.stdin.close()
        try:
            code = process.wait()
        finally:
            signal.signal(signal.SIGINT, self._interrupt)
        self._process = None
        if code in FAILED and self._kept_length <= MOST_KEPT:
            self._failed = True
            self._terminal.write("".join(self._kept))


def pager_command() -> str:
    """Return what was set as the pager; empty for none."""
    command = os.environ.get("PAGER", USUAL_PAGER).strip()
    if command == "cat" or os.environ.get("TERM") == "dumb":
        return ""
    return command
