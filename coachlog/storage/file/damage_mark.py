"""The note beside a log in which a command has met damaged pages: nothing is written to it.

A write reads few pages, and would mostly not notice; what it adds is lost with the next backup that
is restored. The note is beside the file because the file itself is left as it is. It is about one
state of one file: once that is restored, replaced or changed, the note holds no more. `doctor`
looks at all pages, and removes it where it finds none that is damaged.
"""

import os

from coachlog.errors import StorageError
from coachlog.storage.file.backup_files import newest_backup
from coachlog.storage.file.errors import DAMAGE_MARK, error_name

# Without the special cases that an index and its table do not match: `doctor` mends those.
_DAMAGED_PAGES = ("SQLITE_CORRUPT", "SQLITE_NOTADB")


def tells_of_damage(error: BaseException) -> bool:
    """Return whether an error has damaged pages as its cause.

    A disk that cannot be read at the moment is no damage.
    """
    return error_name(error.__cause__) in _DAMAGED_PAGES


def mark_damaged(path: str) -> None:
    """Leave the note. Where that is not possible, writes go on as before."""
    remove_mark(path)
    try:
        # Never through a link that somebody else has put there.
        descriptor = os.open(path + DAMAGE_MARK, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "w", encoding="utf-8") as file:
            file.write(_state_of(path))
    except OSError:
        return


def remove_mark(path: str) -> None:
    """Remove the note, if there is one."""
    try:
        os.remove(path + DAMAGE_MARK)
    except OSError:
        return


def refuse_if_marked(path: str) -> None:
    """Refuse to write to a log if there is a note about it as it is now.

    Raises:
        StorageError: there is.
    """
    try:
        with open(path + DAMAGE_MARK, encoding="utf-8", errors="replace") as file:
            is_about_it = file.read(200) == _state_of(path)
    except OSError:
        return
    if is_about_it:
        raise StorageError(
            f"{path} was found to be damaged, so nothing was recorded. {newest_backup(path)} "
            "To check the file again:  coachlog doctor"
        )


def _state_of(path: str) -> str:
    status = os.stat(path)
    return f"{status.st_dev} {status.st_ino} {status.st_size} {status.st_mtime_ns}\n"
