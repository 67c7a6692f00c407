"""Opening a log, after checking that it is one.

The first 100 bytes are read before SQLite sees the file, because SQLite would tidy up even another
program's file, for instance by removing its journal.
"""

import os
import sqlite3
import stat

from coachlog.errors import CoachlogError, StorageError
from coachlog.paths import notes_folder
from coachlog.storage.file.connection import Log
from coachlog.storage.file.database import (
    APPLICATION_ID,
    SCHEMA_VERSION,
    check_version,
    connect,
    set_pragmas,
)
from coachlog.storage.file.errors import BAD_START, FOREIGN, TranslatedErrors, reason_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coachlog.clock import Clock
    from coachlog.storage.file.schema import Step

# The SQLite file format, https://www.sqlite.org/fileformat.html#the_database_header
MAGIC = b"SQLite format 3\0"
WAL = 2
ANY_WRITE_BIT = 0o222


def open_log(
    path: str,
    clock: "Clock",
    *,
    default: bool,
    create: bool,
    steps: "tuple[Step, ...] | None" = None,
) -> Log:
    """Open the log at `path`, after checking that it is one.

    Args:
        path: the file.
        clock: the log's; it also names the backup that is made before an upgrade.
        default: whether it is the default path, whose folder may be made (0700).
        create: whether to make a missing log; otherwise it is read as an empty one.
        steps: the migrations that this program knows, if not those of `schema`.

    Raises:
        StorageError: it cannot be opened, is not a coachlog file, or is from a newer coachlog.
    """
    newest = SCHEMA_VERSION if steps is None else len(steps)
    _remove_leftovers()
    try:
        is_new = not _exists(path)
        if is_new:
            check_can_create(path, default=default)
            if not create:
                log = empty_log(path)
                log.clock = clock
                return log
            from coachlog.storage.file.create import create_log

            create_log(path, steps, default=default)
        status = os.stat(path)
        is_wal = check_header(path, status)
    except (OSError, ValueError) as error:
        raise StorageError(f"{path} cannot be opened: {reason_of(error)}.") from error
    writable = is_writable(path, status)
    notes = []
    db = connect(path, writable=writable)
    try:
        if check_version(db, path, newest) < newest:
            if not writable:
                raise StorageError(
                    f"{path} is from an older coachlog and read-only. "
                    "Make it writable once, to upgrade it."
                )
            from coachlog.storage.file.create import upgrade_log

            notes = upgrade_log(db, path, clock, steps)
        if is_wal and writable:
            # Another tool has switched the file to a WAL.
            with TranslatedErrors(path):
                db.execute("PRAGMA journal_mode = DELETE")
    except BaseException:
        db.close()
        raise
    identity = (status.st_dev, status.st_ino)
    log = Log(path, db, writable=writable, version=newest, identity=identity)
    log.clock = clock
    log.notes = notes
    log.is_new = is_new
    return log


def open_read_only(path: str) -> Log:
    """Open an existing log without changing anything: it is not made, upgraded or recovered.

    Raises:
        OSError: it cannot be read.
        StorageError: it is not a log, or cannot be read without changing it.
    """
    if check_header(path, os.stat(path)):
        raise StorageError(f"{path} is in WAL mode, in which even reading writes.")
    db = connect(path, writable=False)
    try:
        if check_version(db, path) != SCHEMA_VERSION:
            raise StorageError(f"{path} is from an older coachlog.")
    except BaseException:
        db.close()
        raise
    return Log(path, db, writable=False)


def check_header(path: str, status: os.stat_result) -> bool:
    """Check the first bytes of a file; return whether it is in WAL mode.

    It has to happen before SQLite opens the file: when a process closes any handle of a file,
    POSIX drops all locks that the process has on it (https://www.sqlite.org/howtocorrupt.html).

    Args:
        path: the file.
        status: what `os.stat` says of it.

    Raises:
        OSError: it cannot be read.
        StorageError: it is not a coachlog file.
    """
    if not stat.S_ISREG(status.st_mode):
        raise StorageError(f"{path} is not a file. Choose a file with --db.")
    if status.st_size == 0:
        # Not made a new log in silence: it may be what a full disk has left of one.
        raise StorageError(
            f"{path} is empty: its contents were lost, or another program made it. "
            f"{_newest_backup(path)}"
        )
    with open(path, "rb", buffering=0) as file:
        header = file.read(100)
    if header[:16] != MAGIC:
        # With the journal of an interrupted change, SQLite may be able to bring the log back.
        if not os.path.exists(path + "-journal"):
            raise StorageError(BAD_START.format(path=path, backup=_newest_backup(path)))
        return False
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise StorageError(FOREIGN.format(path=path))
    return WAL in header[18:20]


def check_can_create(path: str, *, default: bool) -> None:
    """Check that a log can be made at `path`, where there is none.

    Args:
        path: the file.
        default: whether it is the default path, whose folder may be missing.

    Raises:
        StorageError: it cannot.
    """
    if os.path.islink(path):
        raise StorageError(
            f"{path} is a link to a file that does not exist. "
            "Remove the link, or choose another file with --db."
        )
    # In this order: if another process has made the log meanwhile, and writes to it, then the log
    # was there before its journal.
    if os.path.exists(path + "-journal") and not os.path.exists(path):
        raise StorageError(
            f"{path} is gone, but its journal is still there. "
            f"Put it back, or move {path}-journal away."
        )
    folder = os.path.dirname(os.path.abspath(path))
    if not default and not os.path.isdir(folder):
        raise StorageError(
            f"there is no folder {folder}. Make it, or choose another file with --db.",
        )


def is_writable(path: str, status: os.stat_result) -> bool:
    """Return whether a file may be written to.

    A file without any write bit is meant to stay as it is, even if the user is root.
    """
    return bool(status.st_mode & ANY_WRITE_BIT) and os.access(path, os.W_OK)


def empty_log(path: str) -> Log:
    """Return an empty log in memory, which stands for a missing one at `path`."""
    from coachlog.storage.file.create import create_tables

    db = sqlite3.connect(":memory:", isolation_level=None)
    set_pragmas(db)
    create_tables(db)
    return Log(path, db, writable=False, exists=False)


def _remove_leftovers() -> None:
    """Remove what killed commands have left, whichever folder it is in."""
    try:
        notes = os.listdir(notes_folder())
    except (OSError, CoachlogError):
        return
    if notes:
        from coachlog.storage.file.leftovers import remove_leftovers

        remove_leftovers(notes)


def _exists(path: str) -> bool:
    """Return whether there is a file; unlike `os.path.exists`, raise any other error."""
    try:
        os.stat(path)
    except FileNotFoundError:
        return False
    return True


def _newest_backup(path: str) -> str:
    from coachlog.storage.file.backup_files import newest_backup  # for an error alone

    return newest_backup(path)
