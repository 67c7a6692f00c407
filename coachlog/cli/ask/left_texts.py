"""Texts that a command has left in an editor's folder.

While a text is open, its command keeps a file beside it locked. One that nobody has locked was left
behind by a command that was killed: it is named once.

The form of an editor that does not wait stays, because it may still be open there. If nothing was
saved into it for a day, the next command with an editor removes it.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from coachlog.cli.messages import say
from coachlog.clock import Clock
from coachlog.storage.file.leftovers import lock

FOLDERS = "coachlog-*"
MARK = "open"  # the file beside a text
UNCHANGED = "unchanged"  # the file beside a form that stays, with what was in it at first
A_DAY = 24 * 60 * 60  # seconds
ENDING = ".txt"  # of a text; editors call their copies otherwise


@contextmanager
def marked_as_open(path: str) -> Iterator[None]:
    """Keep the mark beside a text until the `with` block ends, in whatever way but a kill -9."""
    mark = os.path.join(os.path.dirname(path), MARK)
    number = os.open(mark, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    try:
        with suppress(OSError):
            lock(number)
        yield
    finally:
        os.close(number)
        with suppress(OSError):
            os.remove(mark)


def say_left_texts() -> None:
    """Say where texts were left behind, and forget them."""
    import glob
    import tempfile

    folder = glob.escape(tempfile.gettempdir())
    for mark in sorted(glob.glob(os.path.join(folder, FOLDERS, MARK))):
        # One that is still open, or somebody else's, cannot be locked.
        with suppress(OSError):
            with open(mark, "rb+", buffering=0) as file:
                lock(file.fileno())
            os.remove(mark)
            _say_left(os.path.dirname(mark))


def note_unchanged(path: str, text: str) -> None:
    """Note what is in a form that stays, so that it can go if nobody saves anything into it."""
    note = os.path.join(os.path.dirname(path), UNCHANGED)
    number = os.open(note, os.O_CREAT | os.O_WRONLY, 0o600)
    with open(number, "w", encoding="utf-8", newline="") as file:
        file.write(text)


def remove_unchanged_forms() -> None:
    """Remove the forms of editors that did not wait, if they are a day old and still unchanged."""
    import glob
    import shutil
    import tempfile

    before = Clock().now().timestamp() - A_DAY  # that of the files, whatever the log's is
    folder = glob.escape(tempfile.gettempdir())
    for note in glob.glob(os.path.join(folder, FOLDERS, UNCHANGED)):
        # A folder can be somebody else's, or go meanwhile.
        with suppress(OSError):
            is_old = os.stat(note).st_mtime < before
            if is_old and _is_unchanged(note):
                shutil.rmtree(os.path.dirname(note))


def _is_unchanged(note: str) -> bool:
    """Return whether the only other file, which no editor has a copy beside, is still the same."""
    folder = os.path.dirname(note)
    texts = []
    for name in os.listdir(folder):
        with open(os.path.join(folder, name), "rb") as file:
            texts.append(file.read())
    return len(texts) == 2 and texts[0] == texts[1]


def _say_left(folder: str) -> None:
    for name in sorted(os.listdir(folder)):
        if name.endswith(ENDING):
            path = os.path.join(folder, name)
            say(f"A command was killed while its text was open. The text is still in {path}")
