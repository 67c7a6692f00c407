"""The one open file: reading it, and writing to it in whole transactions."""

import os
import sqlite3

from coachlog.errors import StorageError
from coachlog.storage.file.errors import (
    foreign_file_error,
    is_busy,
    lock_timeout,
    moved_error,
    storage_error,
)
from coachlog.storage.file.schema import APPLICATION_ID, SCHEMA_VERSION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

# Seconds of one wait inside SQLite, in which Ctrl-C is not heard.
WAIT = 0.25


class Log:
    """An open log file.

    Reading goes through `all` and `one`, which fetch everything and leave no cursor open, so that a reader
    that pauses never blocks a writer; writing goes through `run` and `run_many` inside `atomic()`.

    `version` is the schema that the file had when it was opened; `identity` is which file that was.
    """

    def __init__(
        self,
        path: str,
        db: sqlite3.Connection,
        *,
        writable: bool,
        exists: bool = True,
        version: int = SCHEMA_VERSION,
        identity: "tuple[int, int] | None" = None,
    ) -> None:
        self.path = path
        self.db = db
        self.writable = writable
        self.exists = exists
        self.version = version
        self._identity = (identity or file_identity(path)) if exists else None

    def all(self, sql: str, values: "Iterable[Any] | dict[str, Any]" = ()) -> "list[Any]":
        """Every row of a query."""
        try:
            return patiently(self.db.execute, sql, values).fetchall()  # type: ignore[no-any-return]
        except sqlite3.Error as error:
            raise storage_error(error, self.path) from error

    def one(self, sql: str, values: "Iterable[Any] | dict[str, Any]" = ()) -> "Any":
        """The first row of a query, or None."""
        try:
            cursor = patiently(self.db.execute, sql, values)
            row = cursor.fetchone()
            cursor.close()
        except sqlite3.Error as error:
            raise storage_error(error, self.path) from error
        return row

    def run(self, sql: str, values: "Iterable[Any] | dict[str, Any]" = ()) -> int:
        """One statement that changes something; how many rows it changed."""
        try:
            return patiently(self.db.execute, sql, values).rowcount  # type: ignore[no-any-return]
        except sqlite3.Error as error:
            raise storage_error(error, self.path) from error

    def run_many(self, sql: str, rows: "Iterable[Any]") -> None:
        """One statement for each of `rows`."""
        try:
            self.db.executemany(sql, rows)
        except sqlite3.Error as error:
            raise storage_error(error, self.path) from error

    def atomic(self) -> "Transaction":
        """One transaction, for a `with` statement: all of it, or nothing.

        Raises:
            StorageError: the file cannot be written, was replaced meanwhile, or belongs to a newer coachlog.
        """
        return Transaction(self)

    def disable_fsync(self) -> None:
        """Stop waiting for the disk after each transaction: for a log that may as well be lost."""
        self.run("PRAGMA synchronous = OFF")

    def was_replaced(self) -> bool:
        """Whether the path now leads to another file than the one that is open."""
        return self._identity is not None and file_identity(self.path) != self._identity

    def close(self) -> None:
        """Let go of the file."""
        self.db.close()


class Transaction:
    """`BEGIN IMMEDIATE` to `COMMIT`; a transaction that reads before it locks would fail under load."""

    def __init__(self, log: Log) -> None:
        self.log = log

    def __enter__(self) -> None:
        log = self.log
        if not log.writable:
            raise StorageError(
                f"{log.path} is read-only: nothing was recorded. Make it writable, or name another with --db."
            )
        log.run("BEGIN IMMEDIATE")
        try:
            if log.one("PRAGMA user_version")[0] != log.version:
                raise StorageError(
                    f"{log.path} was upgraded by another coachlog while this one ran. Run the command again."
                )
        except BaseException:
            roll_back(log.db)
            raise

    def __exit__(self, kind: object, error: object, traceback: object) -> None:
        log = self.log
        if error is not None:
            roll_back(log.db)
            return
        try:
            if log.was_replaced():
                raise moved_error(log.path)
            log.run("COMMIT")
        except BaseException:
            roll_back(log.db)
            raise
        if log.was_replaced():
            raise StorageError(
                f"{log.path} was moved or replaced at this very moment. Look whether it is there:  coachlog list"
            )


def roll_back(db: sqlite3.Connection) -> None:
    """End a transaction that is to leave nothing behind, whatever went wrong in it."""
    try:
        if db.in_transaction:
            db.execute("ROLLBACK")
    except sqlite3.Error:
        # The journal is still there, and whoever opens the file next rolls it back (https://www.sqlite.org/lockingv3.html).
        return


def patiently(call: "Callable[..., Any]", *values: "Any") -> "Any":
    """What `call(*values)` returns, after waiting for other programs' locks for as long as `lock_timeout()` says.

    The wait is cut in slices, because one inside SQLite hears no Ctrl-C before it ends.
    """
    left = None
    while True:
        try:
            return call(*values)
        except sqlite3.OperationalError as error:
            left = (lock_timeout() if left is None else left) - WAIT
            if left <= 0 or not is_busy(error):
                raise


def connect(path: str, *, writable: bool = True) -> sqlite3.Connection:
    """A connection to an existing file, with our settings for safety."""
    uri = _file_uri(path, "rw" if writable else "ro")
    try:
        db = sqlite3.connect(uri, uri=True, timeout=min(WAIT, lock_timeout()), isolation_level=None)
    except sqlite3.Error as error:
        raise storage_error(error, path) from error
    try:
        patiently(set_pragmas, db)
    except BaseException as error:
        db.close()
        if isinstance(error, sqlite3.Error):
            raise storage_error(error, path) from error
        raise
    return db


def set_pragmas(db: sqlite3.Connection) -> None:
    """Durable commits (of the journal's folder too) and real foreign keys."""
    db.execute("PRAGMA synchronous = EXTRA")
    db.execute("PRAGMA foreign_keys = ON")


def check_ours(db: sqlite3.Connection, path: str, newest: int = SCHEMA_VERSION) -> int:
    """The schema version of an open file.

    Raises:
        StorageError: it is no database, not a coachlog file, or its schema is newer than `newest`.
    """
    try:
        application = patiently(db.execute, "PRAGMA application_id").fetchone()[0]
        version: int = patiently(db.execute, "PRAGMA user_version").fetchone()[0]
    except sqlite3.Error as error:
        raise storage_error(error, path) from error
    if application != APPLICATION_ID:
        raise foreign_file_error(path)
    if version > newest:
        raise StorageError(
            f"{path} was made by a newer coachlog (schema {version}; this one knows {newest}). "
            "Upgrade coachlog; the file was left as it is."
        )
    return version


def file_identity(path: str) -> tuple[int, int] | None:
    """Which file a path leads to: device and number; None where there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _file_uri(path: str, mode: str) -> str:
    """`path` as a SQLite URI (https://www.sqlite.org/uri.html, section 3.1)."""
    absolute = os.path.abspath(path)
    if os.sep == "\\":
        absolute = absolute.replace("\\", "/")
        absolute = absolute if absolute.startswith("/") else f"/{absolute}"
    quoted = absolute.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    # An empty authority, so that a Windows share (//server/folder) is not taken for one.
    return f"file://{quoted}?mode={mode}"
