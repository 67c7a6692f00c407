"""Opening a log: making one where there is none, and bringing an old one up to date."""

import os
import sqlite3
import stat

from coachlog.errors import StorageError
from coachlog.storage.connection import Log, check_ours, connect, newest_backup, set_pragmas, storage_error
from coachlog.storage.schema import SCHEMA_VERSION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coachlog.clock import Clock


def open_log(path: str, clock: "Clock", *, default: bool, create: bool) -> Log:
    """Open the log at `path`, after checking that it is one.

    Args:
        path: the file.
        clock: names the backup that is made before an upgrade.
        default: it is the default place, whose folder may be made (0700).
        create: make a new log where there is none; otherwise a missing one is read as an empty one.

    Raises:
        StorageError: it cannot be opened, or is not a coachlog file of this version or an older one.
    """
    try:
        found = os.stat(path)
    except FileNotFoundError:
        _check_place(path, default=default)
        if not create:
            return _empty_log(path)
        _create(path, default=default)
        found = os.stat(path)
    except (OSError, ValueError) as error:
        raise StorageError(f"{path} cannot be opened: {_reason(error)}.") from error
    if not stat.S_ISREG(found.st_mode):
        raise StorageError(f"{path} is not a file. Name a file with --db.")
    if found.st_size == 0:
        raise StorageError(f"{path} is empty: it was a log once, or another program made it. {newest_backup(path)}")
    # A file without any write bit is meant to stay as it is, even where this user could write to it.
    writable = bool(found.st_mode & 0o222) and os.access(path, os.W_OK)
    db = connect(path, writable=writable)
    try:
        if check_ours(db, path) < SCHEMA_VERSION:
            if not writable:
                raise StorageError(f"{path} is from an older coachlog and read-only. Make it writable once, to upgrade it.")
            _upgrade(db, path, clock)
    except BaseException:
        db.close()
        raise
    return Log(path, db, writable=writable)


def _create(path: str, *, default: bool) -> None:
    """Make a new log at `path`, whole or not at all, also when several processes do so at once.

    The file is made under another name and then linked to its own, which fails where somebody was quicker.
    """
    folder = os.path.dirname(os.path.abspath(path))
    made = f"{path}.{os.getpid()}.new"
    try:
        if default and not os.path.isdir(folder):
            os.makedirs(folder, mode=0o700, exist_ok=True)
            os.chmod(folder, 0o700)
        os.close(os.open(made, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError as error:
        raise StorageError(f"{path} cannot be made: {_reason(error)}.") from error
    try:
        db = connect(made)
        try:
            _migrate(db)
        finally:
            db.close()
        _put_in_place(made, path)
    except sqlite3.Error as error:
        raise storage_error(error, path) from error
    except OSError as error:
        raise StorageError(f"{path} cannot be made: {_reason(error)}.") from error
    finally:
        for leftover in (made, made + "-journal"):
            if os.path.lexists(leftover):
                os.remove(leftover)


def _put_in_place(made: str, path: str) -> None:
    try:
        os.link(made, path)
    except FileExistsError:
        return
    except OSError:
        # A file system without hard links, as on a memory stick.
        if not os.path.exists(path):
            os.rename(made, path)


def _upgrade(db: sqlite3.Connection, path: str, clock: "Clock") -> None:
    from coachlog.storage.backup import back_up

    try:
        back_up(db, path, clock)
        _migrate(db)
    except sqlite3.Error as error:
        raise storage_error(error, path) from error


def _migrate(db: sqlite3.Connection) -> None:
    """One transaction; the version is read again inside it, because another process may have been quicker."""
    from coachlog.storage.schema import migrate

    db.execute("BEGIN IMMEDIATE")
    try:
        if db.execute("PRAGMA user_version").fetchone()[0] < SCHEMA_VERSION:
            migrate(db)
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def _check_place(path: str, *, default: bool) -> None:
    folder = os.path.dirname(os.path.abspath(path))
    if os.path.islink(path):
        raise StorageError(f"{path} is a link to a file that is not there. Remove the link, or name another file with --db.")
    if os.path.exists(path + "-journal"):
        raise StorageError(f"{path} is gone, but its journal is still there. Put it back, or move {path}-journal away.")
    if not default and not os.path.isdir(folder):
        raise StorageError(f"there is no folder {folder}. Make it, or name another file with --db.")


def _empty_log(path: str) -> Log:
    db = sqlite3.connect(":memory:", isolation_level=None)
    set_pragmas(db)
    _migrate(db)
    return Log(path, db, writable=False, exists=False)


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
