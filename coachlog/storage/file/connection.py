"""The open log: reading it, and writing to it in whole transactions.

The file has SQLite's rollback journal and not a WAL: a process that writes once gains nothing from
a WAL, and a WAL loses writes when the file is swapped for another one.
"""

import os
import sqlite3

from coachlog import unrecorded
from coachlog.clock import Clock
from coachlog.errors import NotFoundError, SettingsError, StorageError
from coachlog.storage.file.database import (
    MOST_CHANGED,
    SCHEMA_VERSION,
    file_identity,
    flush_journal,
    retry_while_busy,
    roll_back,
)
from coachlog.storage.file.errors import (
    DAMAGE_MARK,
    MOVED,
    READ_ONLY,
    UNCONFIRMED,
    TranslatedErrors,
    error_name,
    unconfirmed,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    Values = Iterable[Any] | dict[str, Any]


class Log:
    """An open log file.

    Reading goes through `all` and `one`, which fetch everything and leave no cursor open: a reader
    that pauses, as `list | less` does, must not block a writer. Writing goes through `run` and
    `run_many` inside `atomic()`.

    `exists` is False for the empty log in memory that stands for a file that is not there yet, and
    `is_new` is True where the file was not there before it was opened;
    `version` is the schema that the file had when it was opened, `identity` which file that was.

    `reader` is the person on whose behalf the file is read and written. It belongs to the open log,
    as a role belongs to a connection of a database server, so that no query can forget it: other
    people's private entries do not exist for this person. None reads what is shared, and
    `no_reader` says why nobody is known. `login` is the login of that person, under which the file
    keeps personal settings. `clock` gives the time of what is read and written, and its ids.

    `begins_action` says whether the transaction that runs now writes an action, and `new_entry` is
    the short id of the one entry that it adds.

    `unindexed` has the row numbers of entries that the full-text index lacks until the end of a
    large insertion; None where a trigger indexes each.

    `days_are_checked` says whether the first and the last day of its entries were found to be days
    since the last transaction; a week has two dozen queries that rely on it.

    `notes` is what the user should know after the file was upgraded, a line each.
    """

    reader: str | None = None
    no_reader: str = "nobody is known to write to the log."
    login: str = ""
    clock: Clock = Clock()
    notes: "Iterable[str]" = ()
    is_new = False
    begins_action = False
    new_entry: str | None = None
    unindexed: "list[int] | None" = None
    days_are_checked = False

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
        self._identity = identity
        if exists and identity is None:
            self._identity = file_identity(path)

    @property
    def user(self) -> str:
        """The reader, who has to be known where something is theirs or is signed by them.

        Raises:
            SettingsError: the name that they go by cannot be used.
        """
        self.check_user()
        return self.reader or ""

    def check_user(self) -> None:
        """Make sure that the reader is known, for what depends on whose an entry or action is.

        Raises:
            SettingsError: the name that they go by cannot be used.
        """
        if self.reader is None:
            raise SettingsError(self.no_reader)

    def all(self, sql: str, values: "Values" = ()) -> "list[Any]":
        """Return every row of a query.

        Args:
            sql: one SELECT, with `?` or `:name` where a value stands.
            values: the values, in the order of the marks or by name.

        Raises:
            StorageError: the file is busy, damaged, or gone.
        """
        with TranslatedErrors(self.path):
            rows: list[Any] = retry_while_busy(self.db.execute, sql, values).fetchall()
        return rows

    def one(self, sql: str, values: "Values" = ()) -> "Any":
        """Return the first row of a query, or None; arguments and errors are those of `all`."""
        with TranslatedErrors(self.path):
            cursor = retry_while_busy(self.db.execute, sql, values)
            row = cursor.fetchone()
            cursor.close()
        return row

    def column(self, sql: str, values: "Values" = ()) -> "list[Any]":
        """Return the first column of every row of a query."""
        return [row[0] for row in self.all(sql, values)]

    def value(self, sql: str, values: "Values" = ()) -> "Any | None":
        """Return the first column of the first row of a query; None where there is no row."""
        row = self.one(sql, values)
        return row[0] if row else None

    def number(self, sql: str, values: "Values" = ()) -> int:
        """Return the number that a query such as `SELECT count(*)` selects."""
        number: int = self.one(sql, values)[0]
        return number

    def batches(
        self,
        sql: str,
        size: int,
        after: "str | int" = "",
        **values: "Any",
    ) -> "Iterator[list[Any]]":
        """Yield the rows of a query in batches, and hold nothing open between two of them.

        Args:
            sql: orders by its first column, and has the conditions `> :after` and `LIMIT :limit`.
            size: how many rows a batch has at most.
            after: a value before the first row.
            values: the values of the other names in it.
        """
        while rows := self.all(sql, {**values, "after": after, "limit": size}):
            yield rows
            after = rows[-1][0]

    def run(self, sql: str, values: "Values" = ()) -> int:
        """Run a statement that changes something, in a transaction that has begun.

        Returns:
            How many rows it changed.

        Raises:
            StorageError: the file is busy, read-only or damaged, or the disk is full.
        """
        with TranslatedErrors(self.path, writing=True):
            count: int = retry_while_busy(self.db.execute, sql, values).rowcount
        return count

    def run_many(self, sql: str, rows: "Iterable[Any]") -> None:
        """Run a statement once for each of `rows`."""
        with TranslatedErrors(self.path, writing=True):
            self.db.executemany(sql, rows)

    def atomic(self) -> "Transaction":
        """Return a transaction, for a `with` statement: all of it is written, or nothing.

        Raises:
            NotFoundError: there is no log yet, and it was opened only to be read.
            StorageError: the log is read-only, busy, was replaced, or was upgraded meanwhile.
        """
        return Transaction(self)

    def disable_fsync(self) -> None:
        """Stop waiting for the disk: for a demonstration or a test, whose log may get lost."""
        self.run("PRAGMA synchronous = OFF")

    def keep_pages_in_memory(self) -> None:
        """Keep the pages that are read, too: for what looks up records all over a large file."""
        self.run(f"PRAGMA cache_size = -{MOST_CHANGED}")

    def was_replaced(self) -> bool:
        """Return whether the path now leads to another file than the one that is open."""
        return self._identity is not None and file_identity(self.path) != self._identity

    def close(self) -> None:
        """Close the file."""
        self.db.close()


class Transaction:
    """A transaction that locks the log before it reads.

    `BEGIN IMMEDIATE` waits for its turn. A plain `BEGIN` would read first and ask for the lock
    later: two processes that do so wait for each other, and SQLite refuses one of them at once.
    """

    def __init__(self, log: Log) -> None:
        self.log = log

    def __enter__(self) -> None:
        log = self.log
        if not log.writable:
            if not log.exists:
                raise NotFoundError(f"{log.path} does not exist yet; your first entry creates it.")
            raise StorageError(READ_ONLY.format(path=log.path))
        if os.path.exists(log.path + DAMAGE_MARK):
            from coachlog.storage.file.damage_mark import refuse_if_marked

            refuse_if_marked(log.path)
        log.run("BEGIN IMMEDIATE")
        log.begins_action = False
        log.new_entry = None
        log.days_are_checked = False
        try:
            # Asked under the lock: an upgrade may have happened since the file was opened.
            if log.one("PRAGMA user_version")[0] != log.version:
                raise StorageError(
                    f"{log.path} was upgraded by another coachlog while this one was running. "
                    "Run the command again."
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
            # A file that was swapped is gone from its path: what is written to it would be lost.
            if log.was_replaced():
                raise StorageError(MOVED.format(path=log.path))
            flush_journal(log.path)
            log.run("COMMIT")
        except KeyboardInterrupt:
            # Python raises it after SQLite's commit, if the signal has come meanwhile.
            if log.db.in_transaction:
                roll_back(log.db)
            elif log.begins_action:
                unrecorded.recorded()
            raise
        except BaseException as problem:
            roll_back(log.db)
            if error_name(problem.__cause__) == UNCONFIRMED:
                unrecorded.doubt()
                raise unconfirmed(log.path, log.new_entry) from problem
            raise
        # Between that look and the commit there is a moment left; this tells of it.
        if log.was_replaced():
            raise StorageError(
                f"{log.path} was moved or replaced at this very moment. "
                "Check whether your change is there:  coachlog list"
            )
        if log.begins_action:
            unrecorded.recorded()
