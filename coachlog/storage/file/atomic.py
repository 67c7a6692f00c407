"""Making a file whole under another name first, and then giving it its own, so that nobody ever meets half of one."""

import os
import sys


def new_file(path: str) -> str:
    """An empty file beside `path`, readable by its owner alone whatever the umask; its name, which nobody else has.

    Raises:
        OSError: it cannot be made.
    """
    made = f"{path}.{os.urandom(6).hex()}.new"
    os.close(os.open(made, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    if os.name == "posix":
        os.chmod(made, 0o600)
    return made


def move_into_place(made: str, path: str) -> bool:
    """Give the finished file `made` the name `path`; False where somebody was quicker, whose file stays.

    Raises:
        OSError: it cannot be done, for another reason.
    """
    with open(made, "rb+") as file:
        os.fsync(file.fileno())
    try:
        os.link(made, path)
    except FileExistsError:
        return False
    except OSError:
        if not _rename(made, path):
            return False
    sync_folder(path)
    return True


def remove_unfinished(made: str) -> None:
    """Remove what is left of an unfinished file."""
    for leftover in (made, made + "-journal"):
        if os.path.lexists(leftover):
            os.remove(leftover)


def make_private_folder(folder: str) -> None:
    """Make a folder, and those above it that are missing, for this user alone (XDG Base Directory Specification: 0700).

    Raises:
        OSError: it cannot be made.
    """
    umask = os.umask(0o077)
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
    finally:
        os.umask(umask)
    sync_folder(folder)


def sync_folder(path: str) -> None:
    """See to it that the name `path` outlives a power cut. Windows has no such call, and needs none."""
    if sys.platform == "win32":
        return
    try:
        folder = os.open(os.path.dirname(os.path.abspath(path)), os.O_RDONLY)
    except OSError:
        return  # a folder that may be written to but not read
    try:
        os.fsync(folder)
    except OSError:
        return  # a file system that cannot
    finally:
        os.close(folder)


def _rename(made: str, path: str) -> bool:
    """The same on a file system without hard links, as on a memory stick; one process at a time."""
    if sys.platform == "win32":
        try:
            os.rename(made, path)  # which replaces nothing there
        except FileExistsError:
            return False
        return True
    import fcntl

    folder = os.open(os.path.dirname(os.path.abspath(path)), os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        if os.path.lexists(path):
            return False
        os.rename(made, path)
    finally:
        os.close(folder)
    return True
