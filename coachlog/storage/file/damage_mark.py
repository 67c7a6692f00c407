"""The note beside a log in which a command has met damaged pages: nothing is written to it.

A write reads few pages, and would mostly not notice; what it adds is lost with the next backup that
is restored. The note is beside the file because the file itself is left as it is. It is about the
bytes of the file, whatever their date and inode: a copy of a damaged file is as damaged. Once they
are others, the note holds no more. `doctor` looks at all pages, and removes it where it finds none
that is damaged.
"""

import hashlib
import os

from coachlog.errors import StorageError
from coachlog.storage.file.backup_files import newest_backup
from coachlog.storage.file.errors import DAMAGE_MARK, error_name

# Without the special cases that an index and its table do not match: `doctor` mends those.
_DAMAGED_PAGES = ("SQLITE_CORRUPT", "SQLITE_NOTADB")


def tells_of_damage(error: BaseException) -> bool:
    """Return whether an error has damaged pages as its cause.

    A disk that cannot be read at the moment shows no damage.
    """
    return error_name(error.__cause__) in _DAMAGED_PAGES


def mark_damaged(path: str) -> None:
    """Leave the note. Where that is not possible, writes go on as before."""
    remove_mark(path)
    try:
        # Never through a link that somebody else has put there.
        descriptor = os.open(path + DAMAGE_MARK, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "w", encoding="utf-8") as file:
            file.write(_digest_of(path))
    except OSError:
        return


def remove_mark(path: str) -> None:
    """Remove the note, if there is one."""
    try:
        os.remove(path + DAMAGE_MARK)
    except OSError:
        return


def refuse_if_marked(path: str) -> None:
    """Refuse to write to a log if there is a note about it as it is now; remove an old note.

    Call it before the log is locked: to close any other handle of a file drops all its locks.

    Raises:
        StorageError: there is.
    """
    try:
        with open(path + DAMAGE_MARK, encoding="utf-8", errors="replace") as file:
            is_about_it = file.read(200) == _digest_of(path)
    except OSError:
        return
    if not is_about_it:
        remove_mark(path)
        return
    raise StorageError(
        f"{path} was found to be damaged, so nothing was recorded. {newest_backup(path)} "
        "To check the file again:  coachlog doctor"
    )


def _digest_of(path: str) -> str:
    # All of the file: a page that a disk has lost changes neither the size nor SQLite's counter of
    # changes, and the same file before that is whole. It takes a second for a gigabyte.
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
