"""The file as a SQLite database: connecting to it, checking its version, waiting for others."""

import os
import sqlite3

from coachlog.errors import StorageError
from coachlog.storage.file.errors import FOREIGN, TranslatedErrors, is_busy, lock_timeout
from coachlog.storage.file.schema import APPLICATION_ID, SCHEMA_VERSION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

BUSY_WAIT = 0.25  # seconds that SQLite waits for a lock at a time


def roll_back(db: sqlite3.Connection) -> None:
    """Roll back a transaction, whatever went wrong in it."""
    try:
        if db.in_transaction:
            db.execute("ROLLBACK")
    except sqlite3.Error:
        # The journal is still there: whoever opens the file next rolls the change back
        # (https://www.sqlite.org/lockingv3.html).
        return


def retry_while_busy(call: "Callable[..., Any]", *values: "Any") -> "Any":
    """Return what `call(*values)` returns, after waiting up to `lock_timeout()` for other programs.

    The wait is cut into slices, because SQLite does not notice Ctrl-C before its own wait ends.
    """
    remaining = None
    while True:
        try:
            return call(*values)
        except sqlite3.OperationalError as error:
            if not is_busy(error):
                raise
            if remaining is None:
                remaining = lock_timeout()
            remaining -= BUSY_WAIT
            if remaining <= 0:
                raise


def connect(path: str, *, writable: bool = True) -> sqlite3.Connection:
    """Return a connection to an existing file, with our settings for safety.

    Args:
        path: the file.
        writable: otherwise SQLite opens it read-only, and does not roll back what an interrupted
            program has left.

    Raises:
        StorageError: it cannot be opened, or is busy.
    """
    mode = "rw" if writable else "ro"
    timeout = min(BUSY_WAIT, lock_timeout())
    with TranslatedErrors(path):
        # Without an isolation level Python begins no transactions of its own accord.
        db = sqlite3.connect(_uri_of(path, mode), uri=True, timeout=timeout, isolation_level=None)
        try:
            retry_while_busy(set_pragmas, db)
        except BaseException:
            db.close()
            raise
    return db


def set_pragmas(db: sqlite3.Connection) -> None:
    """Make commits durable, and foreign keys real, on one connection."""
    # EXTRA also waits until the journal's removal is on the disk. With FULL, a journal that comes
    # back after a power cut would roll back a change that was already acknowledged.
    db.execute("PRAGMA synchronous = EXTRA")
    db.execute("PRAGMA foreign_keys = ON")


def check_version(db: sqlite3.Connection, path: str, newest: int = SCHEMA_VERSION) -> int:
    """Return the schema version of an open file.

    Args:
        db: the open file.
        path: where it is, for messages.
        newest: the newest version that this program knows.

    Raises:
        StorageError: it is no database, not a coachlog file, or its schema is newer than `newest`.
    """
    with TranslatedErrors(path):
        application = retry_while_busy(db.execute, "PRAGMA application_id").fetchone()[0]
        version: int = retry_while_busy(db.execute, "PRAGMA user_version").fetchone()[0]
    if application != APPLICATION_ID:
        raise StorageError(FOREIGN.format(path=path))
    if version > newest:
        raise StorageError(
            f"{path} was made by a newer coachlog (schema {version}; this one knows {newest}). "
            "Upgrade coachlog; the file was left as it is."
        )
    return version


def file_identity(path: str) -> tuple[int, int] | None:
    """Return device and inode number of the file that a path leads to, or None without one."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _uri_of(path: str, mode: str) -> str:
    """Return a path as a SQLite URI (https://www.sqlite.org/uri.html, section 3.1)."""
    absolute = os.path.abspath(path)
    if os.sep == "\\":
        absolute = absolute.replace("\\", "/")
        if not absolute.startswith("/"):
            absolute = f"/{absolute}"
    quoted = absolute.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    # The empty authority keeps a Windows share (//server/folder) from being taken for one.
    return f"file://{quoted}?mode={mode}"
