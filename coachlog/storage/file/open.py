"""Opening a log, after looking whether it is one."""

import os
import sqlite3
import stat

from coachlog.errors import StorageError
from coachlog.storage.file.connection import Log, check_ours, connect, set_pragmas
from coachlog.storage.file.errors import (
    damaged_start_error,
    foreign_file_error,
    newest_backup,
    storage_error,
)
from coachlog.storage.file.schema import APPLICATION_ID, STEPS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coachlog.clock import Clock
    from coachlog.storage.file.schema import Step

# The SQLite file format, https://www.sqlite.org/fileformat.html#the_database_header
MAGIC = b"SQLite format 3\0"
WAL = 2


def open_log(
    path: str, clock: "Clock", *, default: bool, create: bool, steps: "tuple[Step, ...]" = STEPS
) -> Log:
    """Open the log at `path`, after checking that it is one.

    Args:
        path: the file.
        clock: names the backup that is made before an upgrade.
        default: it is the default place, whose folder may be made (0700).
        create: make a new log where there is none; otherwise a missing one is read as an empty one.
        steps: the schema that this program knows.

    Raises:
        StorageError: it cannot be opened, or is not a coachlog file of this version or an older one.
    """
    try:
        try:
            found = os.stat(path)
        except FileNotFoundError:
            check_can_create(path, default=default)
            if not create:
                return empty_log(path)
            from coachlog.storage.file.create import make_log

            make_log(path, steps, default=default)
            found = os.stat(path)
        wal = check_file(path, found)
    except (OSError, ValueError) as error:
        raise StorageError(
            f"{path} cannot be opened: {getattr(error, 'strerror', None) or error}."
        ) from error
    # A file without any write bit is meant to stay as it is, even where this user could write to it.
    writable = bool(found.st_mode & 0o222) and os.access(path, os.W_OK)
    db = connect(path, writable=writable)
    try:
        version = check_ours(db, path, len(steps))
        if version < len(steps):
            if not writable:
                raise StorageError(
                    f"{path} is from an older coachlog and read-only. Make it writable once, to upgrade it."
                )
            from coachlog.storage.file.create import upgrade

            upgrade(db, path, clock, steps)
        if wal and writable:
            _leave_wal(db, path)
    except BaseException:
        db.close()
        raise
    return Log(
        path, db, writable=writable, version=len(steps), identity=(found.st_dev, found.st_ino)
    )


def open_read_only(path: str) -> Log:
    """An existing log as it stands, for a look that must change nothing: not made, not upgraded, not recovered.

    Raises:
        OSError: it cannot be read.
        StorageError: it is none of ours, or could not be read without changing something.
    """
    if check_file(path, os.stat(path)):
        raise StorageError(f"{path} is in WAL mode, in which reading writes.")
    db = connect(path, writable=False)
    try:
        if check_ours(db, path) != len(STEPS):
            raise StorageError(f"{path} is from an older coachlog.")
    except BaseException:
        db.close()
        raise
    return Log(path, db, writable=False)


def check_file(path: str, found: os.stat_result) -> bool:
    """Look at a file without SQLite, which would tidy up even somebody else's; whether it is in WAL mode.

    It is done before the file is opened for good: closing it here would drop the locks on it.

    Raises:
        OSError: it cannot be read.
        StorageError: it is not one of ours.
    """
    if not stat.S_ISREG(found.st_mode):
        raise StorageError(f"{path} is not a file. Name a file with --db.")
    if found.st_size == 0:
        raise StorageError(
            f"{path} is empty: it was a log once, or another program made it. {newest_backup(path)}"
        )
    with open(path, "rb", buffering=0) as file:
        start = file.read(100)
    if start[:16] != MAGIC:
        # With a journal beside it, SQLite may be able to bring it back.
        if not os.path.exists(path + "-journal"):
            raise damaged_start_error(path)
        return False
    if int.from_bytes(start[68:72], "big") != APPLICATION_ID:
        raise foreign_file_error(path)
    return WAL in start[18:20]


def _leave_wal(db: sqlite3.Connection, path: str) -> None:
    """Somebody else's tool has switched the file to WAL, which loses writes when the file is swapped."""
    try:
        db.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        raise storage_error(error, path) from error


def check_can_create(path: str, *, default: bool) -> None:
    """See that a log can be made at `path`, where there is none; its folder may be missing if that is the default one.

    Raises:
        StorageError: it cannot.
    """
    folder = os.path.dirname(os.path.abspath(path))
    if os.path.islink(path):
        raise StorageError(
            f"{path} is a link to a file that is not there. Remove the link, or name another file with --db."
        )
    # In this order: where another process has made the log meanwhile and is writing, the file is there by now.
    if os.path.exists(path + "-journal") and not os.path.exists(path):
        raise StorageError(
            f"{path} is gone, but its journal is still there. Put it back, or move {path}-journal away."
        )
    if not default and not os.path.isdir(folder):
        raise StorageError(f"there is no folder {folder}. Make it, or name another file with --db.")


def empty_log(path: str) -> Log:
    """A new log in memory, which stands for one at `path` that is not there."""
    from coachlog.storage.file.create import bring_up_to_date

    db = sqlite3.connect(":memory:", isolation_level=None)
    set_pragmas(db)
    bring_up_to_date(db, STEPS)
    return Log(path, db, writable=False, exists=False)
