"""Files that appear whole or not at all.

A file is written under a temporary name, flushed to the disk, and only then given its own name, so
that nobody ever opens half of one: not after a kill, a full disk or a power cut either.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from coachlog.storage.file.leftovers import ENDING, remove, removed_unless_finished


@contextmanager
def temporary_file(path: str) -> Iterator[str]:
    """Make an empty file beside `path`, yield its path, and remove it unless it was moved.

    Raises:
        OSError: it cannot be made.
    """
    temporary = f"{path}.{os.urandom(6).hex()}{ENDING}"
    if os.path.lexists(temporary):
        # Whoever noted it may not be the one who made it.
        raise FileExistsError(temporary)
    with removed_unless_finished(temporary):
        os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        if os.name == "posix":
            # The umask may have taken away even the owner's right to write.
            os.chmod(temporary, 0o600)
        yield temporary
        # Under its own name it may be there too.
        remove(temporary)


def move_into_place(temporary: str, path: str) -> bool:
    """Give a finished file its own name, unless that name is taken.

    Args:
        temporary: the finished file, in the same folder as `path`.
        path: its name from now on.

    Returns:
        False if a file of that name exists, which stays as it is.

    Raises:
        OSError: it cannot be done, for another reason.
    """
    # First the contents, then the name: after a power cut the name must not lead to an empty file.
    flush_file(temporary)
    try:
        # A link, because it fails where the name is taken. A rename would replace the file of a
        # process that was quicker, with all that it has recorded by now.
        os.link(temporary, path)
    except FileExistsError:
        return False
    except OSError:
        if not _rename(temporary, path):
            return False
    flush_folder_of(path)
    return True


def flush_file(path: str) -> None:
    """Wait until the contents of a file are on the disk."""
    with open(path, "rb+") as file:
        os.fsync(file.fileno())


def flush_folder_of(path: str) -> None:
    """Wait until the name `path` is on the disk. Windows has no such call, and needs none."""
    if sys.platform == "win32":
        return
    try:
        folder = os.open(os.path.dirname(os.path.abspath(path)), os.O_RDONLY)
    except OSError:
        return  # a folder that may be written to but not read
    try:
        os.fsync(folder)
    except OSError:
        return  # a file system that cannot flush folders
    finally:
        os.close(folder)


def make_private_folder(folder: str) -> None:
    """Make a folder that only this user can open, and missing ones above it; leave an existing one.

    The XDG Base Directory Specification asks for the permissions 0700.

    Raises:
        OSError: it cannot be made.
    """
    if os.path.isdir(folder):
        return
    # `makedirs` gives its mode to the last folder only; the umask holds for those above it too.
    umask = os.umask(0o077)
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
    finally:
        os.umask(umask)
    flush_folder_of(folder)


def _rename(temporary: str, path: str) -> bool:
    """Do the same where a file cannot have two names, as on a memory stick."""
    if sys.platform == "win32":
        try:
            os.rename(temporary, path)  # on Windows it never replaces a file
        except FileExistsError:
            return False
        return True
    import fcntl

    # Elsewhere a rename does replace, so only one process at a time may look and then rename.
    folder = os.open(os.path.dirname(os.path.abspath(path)), os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        if os.path.lexists(path):
            return False
        os.rename(temporary, path)
    finally:
        os.close(folder)
    return True
