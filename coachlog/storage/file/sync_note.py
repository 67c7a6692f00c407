"""The note beside a log about exchanging its changes in the background.

It is locked while a process does so, which ends with the process however that ends. Its text is
what went wrong the last time; it is empty after all went well.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from coachlog.storage.file.leftovers import lock

ENDING = "-sync"
LONGEST = 2_000  # characters


class SyncNote:
    """The note of a log, locked for this process."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def write(self, problem: str) -> None:
        """Replace its text; an empty one says that all went well."""
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        os.ftruncate(self._descriptor, 0)
        os.write(self._descriptor, problem[:LONGEST].encode(errors="replace"))


@contextmanager
def locked_note(log_path: str) -> Iterator[SyncNote | None]:
    """Yield the note of a log, or None if another process has it."""
    # Never through a link that somebody else has put there.
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    descriptor = os.open(log_path + ENDING, flags, 0o600)
    try:
        try:
            lock(descriptor)
        except OSError:
            yield None
            return
        yield SyncNote(descriptor)
    finally:
        os.close(descriptor)


def last_problem(log_path: str) -> str:
    """Return what went wrong the last time, or an empty text."""
    try:
        with open(log_path + ENDING, encoding="utf-8", errors="replace") as file:
            return file.read(LONGEST).strip()
    except OSError:
        return ""


def forget_problem(log_path: str) -> None:
    """Forget what went wrong, because all is well now."""
    if last_problem(log_path):
        with locked_note(log_path) as note:
            if note is not None:
                note.write("")
