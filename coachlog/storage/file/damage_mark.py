"""The note beside a log in which `doctor` has found damaged pages: nothing is written to it.

A write reads few pages, and would mostly not notice; what it adds is lost with the next backup that
is restored. The note is beside the file because the file itself is left as it is. It is about one
state of one file: once that is restored, replaced or changed, the note holds no more.
"""

import os

from coachlog.errors import StorageError
from coachlog.storage.file.backup_files import newest_backup
from coachlog.storage.file.errors import DAMAGE_MARK


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
            f"`coachlog doctor` has found damage in {path}, so nothing was recorded. "
            f"{newest_backup(path)}"
        )


def _state_of(path: str) -> str:
    status = os.stat(path)
    return f"{status.st_dev} {status.st_ino} {status.st_size} {status.st_mtime_ns}\n"
