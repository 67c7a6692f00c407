"""Opening the one file, checking that it is ours, and writing to it in whole transactions.

No `sqlite3` error leaves this room: all become `StorageError`, one line that says what to do.
"""

import os
import sqlite3

from coachlog.errors import StorageError
from coachlog.storage.schema import APPLICATION_ID, SCHEMA_VERSION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

LOCK_TIMEOUT = 30.0
BACKUP_ENDING = ".backup.db"


class Log:
    """An open log file.

    Reading goes through `all` and `one`, which fetch everything and leave no cursor open, so that a reader
    that pauses never blocks a writer; writing goes through `run` and `run_many` inside `atomic()`.
    """

    def __init__(self, path: str, db: sqlite3.Connection, *, writable: bool, exists: bool = True) -> None:
        self.path = path
        self.db = db
        self.writable = writable
        self.exists = exists
        self._identity = _identity(path) if exists else None

    def all(self, sql: str, values: "Iterable[Any] | dict[str, Any]" = ()) -> "list[Any]":
        """Every row of a query."""
        try:
            return self.db.execute(sql, values).fetchall()  # type: ignore[arg-type]
        except sqlite3.Error as error:
            raise storage_error(error, self.path) from error

    def one(self, sql: str, values: "Iterable[Any] | dict[str, Any]" = ()) -> "Any":
        """The first row of a query, or None."""
        try:
            return self.db.execute(sql, values).fetchone()  # type: ignore[arg-type]
        except sqlite3.Error as error:
            raise storage_error(error, self.path) from error

    def run(self, sql: str, values: "Iterable[Any] | dict[str, Any]" = ()) -> int:
        """One statement that changes something; how many rows it changed."""
        try:
            return self.db.execute(sql, values).rowcount  # type: ignore[arg-type]
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

    def was_replaced(self) -> bool:
        """Whether the path now leads to another file than the one that is open."""
        return self._identity is not None and _identity(self.path) != self._identity

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
            raise StorageError(f"{log.path} is read-only: nothing was recorded. Make it writable, or name another with --db.")
        log.run("BEGIN IMMEDIATE")
        if log.one("PRAGMA user_version")[0] != SCHEMA_VERSION:
            self._roll_back()
            raise StorageError(f"{log.path} was upgraded by another coachlog while this one ran. Run the command again.")

    def __exit__(self, kind: object, error: object, traceback: object) -> None:
        if error is not None:
            self._roll_back()
            return
        try:
            if self.log.was_replaced():
                raise StorageError(
                    f"{self.log.path} was moved or replaced while it was open: nothing was recorded. Run the command again."
                )
            self.log.run("COMMIT")
        except BaseException:
            self._roll_back()
            raise

    def _roll_back(self) -> None:
        if self.log.db.in_transaction:
            self.log.db.execute("ROLLBACK")


def connect(path: str, *, writable: bool = True) -> sqlite3.Connection:
    """A connection to an existing file, with our settings for safety."""
    uri = _file_uri(path, "rw" if writable else "ro")
    try:
        db = sqlite3.connect(uri, uri=True, timeout=lock_timeout(), isolation_level=None)
        set_pragmas(db)
    except sqlite3.Error as error:
        raise storage_error(error, path) from error
    return db


def set_pragmas(db: sqlite3.Connection) -> None:
    """Durable commits (of the journal's folder too) and real foreign keys."""
    db.execute("PRAGMA synchronous = EXTRA")
    db.execute("PRAGMA foreign_keys = ON")


def check_ours(db: sqlite3.Connection, path: str) -> int:
    """The schema version of an open file.

    Raises:
        StorageError: it is no database, not a coachlog file, or from a newer coachlog.
    """
    try:
        application = db.execute("PRAGMA application_id").fetchone()[0]
        version: int = db.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.Error as error:
        raise storage_error(error, path) from error
    if application != APPLICATION_ID:
        raise StorageError(f"{path} is a database of another program; it was left as it is. Name another file with --db.")
    if version > SCHEMA_VERSION:
        raise StorageError(
            f"{path} was made by a newer coachlog (schema {version}; this one knows {SCHEMA_VERSION}). "
            "Upgrade coachlog; the file was left as it is."
        )
    return version


def storage_error(error: sqlite3.Error, path: str) -> StorageError:
    """What a `sqlite3` error means to the person in front of it."""
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        message = f"{path} is busy: another program has held it for {lock_timeout():g} s. Nothing was recorded; try again."
    elif name.startswith("SQLITE_FULL"):
        message = f"the disk is full: nothing was recorded in {path}. Make room and try again."
    elif name.startswith("SQLITE_READONLY"):
        message = f"{path} is read-only: nothing was recorded. Make it writable, or name another with --db."
    elif name.startswith("SQLITE_NOTADB"):
        message = f"{path} is not a coachlog file, or its beginning is damaged. {newest_backup(path)}"
    elif name.startswith(("SQLITE_CORRUPT", "SQLITE_IOERR_SHORT_READ")):
        message = f"{path} is damaged: run `coachlog doctor`. {newest_backup(path)}"
    elif name.startswith("SQLITE_CANTOPEN"):
        message = f"{path} cannot be opened: look at the rights of the file and its folder."
    elif name.startswith("SQLITE_IOERR"):
        message = (
            f"{path} could not be read or written ({name}). Nothing was recorded; check the disk and the connection to it."
        )
    else:
        message = f"{path}: {error}"
    return StorageError(message)


def lock_timeout() -> float:
    """How many seconds to wait for another writer: `COACHLOG_LOCK_TIMEOUT`, or 30."""
    try:
        return float(os.environ["COACHLOG_LOCK_TIMEOUT"])
    except (KeyError, ValueError):
        return LOCK_TIMEOUT


def backups_of(path: str) -> list[str]:
    """The backups beside a log file, the newest first."""
    folder, name = os.path.split(os.path.abspath(path))
    stem = os.path.splitext(name)[0]
    try:
        names = os.listdir(folder)
    except OSError:
        return []
    found = [name for name in names if name.startswith(f"{stem}-") and name.endswith(BACKUP_ENDING)]
    return [os.path.join(folder, name) for name in sorted(found, reverse=True)]


def newest_backup(path: str) -> str:
    """A sentence that says which backup of `path` is the newest, or what to do without one."""
    backups = backups_of(path)
    if backups:
        return f"The newest backup is {backups[0]}."
    return "There is no backup beside it: name another file with --db, or move this one away to begin anew."


def _identity(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _file_uri(path: str, mode: str) -> str:
    """`path` as a SQLite URI (https://www.sqlite.org/uri.html, section 3.1)."""
    absolute = os.path.abspath(path).replace("\\", "/") if os.sep == "\\" else os.path.abspath(path)
    quoted = absolute.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    return f"file:{'' if quoted.startswith('/') else '/'}{quoted}?mode={mode}"
