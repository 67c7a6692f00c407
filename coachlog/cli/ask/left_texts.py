"""Texts that a command has left in an editor's folder because it was killed: each is named once.

While a text is open, its command keeps a file beside it locked. One that nobody has locked was left
behind.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from coachlog.cli.messages import say
from coachlog.storage.file.leftovers import lock

FOLDERS = "coachlog-*"
MARK = "open"  # the file beside a text
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


def _say_left(folder: str) -> None:
    for name in sorted(os.listdir(folder)):
        if name.endswith(ENDING):
            path = os.path.join(folder, name)
            say(f"A command was killed while its text was open. The text is still in {path}")
