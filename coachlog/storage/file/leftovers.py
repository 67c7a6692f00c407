"""Files and folders that must not outlive the command that makes them.

While one is being made, a note in the data folder says where it is, and its maker keeps the note
locked. An error or a signal removes both. After a kill -9 the next command does: it finds a note
that nobody has locked. A note that is locked belongs to a command that is still running.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from coachlog.errors import CoachlogError
from coachlog.paths import notes_folder

ENDING = ".new"  # of a file
DEMO_BEGINNING = "coachlog-demo-"  # of a folder
SERVE_BEGINNING = "coachlog-serve-"


@contextmanager
def removed_unless_finished(path: str) -> Iterator[None]:
    """Remove `path` if the `with` block does not come to its end, for whatever reason.

    Args:
        path: a file with the ending `ENDING` or a folder with the beginning `DEMO_BEGINNING` or
            `SERVE_BEGINNING`, made in the block or before it, with a random part in its name.
    """
    with _note(path):
        try:
            yield
        except BaseException:
            remove(path)
            raise


def remove(path: str) -> None:
    """Remove a file with its journal, or a folder with what is in it, if it is there."""
    if os.path.isdir(path) and not os.path.islink(path):
        import shutil

        shutil.rmtree(path, ignore_errors=True)
        return
    for leftover in (path, path + "-journal"):
        with suppress(FileNotFoundError):
            os.remove(leftover)


def remove_leftovers(notes: list[str]) -> None:
    """Remove what commands that were killed have left, and leave alone what is being made.

    Args:
        notes: the names of the notes.
    """
    for name in notes:
        note = os.path.join(notes_folder(), name)
        # A note that somebody else has just removed, or that cannot be locked here.
        with suppress(OSError), open(note, "rb+", buffering=0) as file:
            lock(file.fileno())
            path = os.fsdecode(file.read())
            if is_ours(path):
                remove(path)
            os.remove(note)


def is_ours(path: str) -> bool:
    """Return whether nobody but this module can have made what is at a path."""
    name = os.path.basename(path)
    return name.endswith(ENDING) or name.startswith((DEMO_BEGINNING, SERVE_BEGINNING))


def lock(number: int) -> None:
    """Lock an open file until it is closed or its process ends.

    Args:
        number: the file's descriptor.

    Raises:
        OSError: another process has locked it.
    """
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
        return
    import fcntl

    fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def _note(path: str) -> Iterator[None]:
    """Keep a note of a path; without one, what a kill -9 leaves is left to the user."""
    try:
        folder = notes_folder()
        made = _make_folders(folder)
        note = os.path.join(folder, os.urandom(6).hex())
        number = os.open(note, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    except (OSError, CoachlogError):
        yield
        return
    try:
        with suppress(OSError):
            lock(number)
            os.write(number, os.fsencode(os.path.abspath(path)))
        yield
    finally:
        os.close(number)
        with suppress(OSError):
            os.remove(note)
            for folder in made:
                os.rmdir(folder)


def _make_folders(folder: str) -> list[str]:
    """Make a folder for this user alone; return those that were missing, the innermost first."""
    missing = [folder]
    while not os.path.isdir(parent := os.path.dirname(missing[-1])):
        missing.append(parent)
    for path in reversed(missing):
        with suppress(FileExistsError):
            os.mkdir(path, 0o700)
    return missing
