"""The file as a SQLite database: connecting to it, checking its version, waiting for others."""

import os
import sqlite3
import time

from coachlog.errors import StorageError
from coachlog.storage.file.errors import FOREIGN, TranslatedErrors, is_busy, lock_timeout

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

APPLICATION_ID = 0x636F6C67  # "colg", in the SQLite header at offset 68
# How many steps `schema` has. It is not counted there, because only an upgrade loads the steps.
SCHEMA_VERSION = 4

BUSY_WAIT = 0.25  # seconds that SQLite waits for a lock at a time
PAUSE = 0.02  # seconds between two tries to be alone
# SQLite shuts out readers as soon as it writes a changed page to the file before the commit, which
# it does when 2 MB of them are in memory. Now it does when this many KiB are: 64,600 are changed
# by an import of 100,000 rows before it writes out the rest (`storage.bulk_creation`), for which it
# shut readers out for 1.3 s, in 115 MB of memory; a rename in 50,000 entries did for 0.5 s.
MOST_CHANGED = 66_000
LARGE_JOURNAL = 1 << 20
STEPS_BETWEEN_SIGNALS = 10_000  # of SQLite's virtual machine: about a millisecond


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


def begin_alone(db: sqlite3.Connection) -> None:
    """Begin a transaction as soon as nobody else uses the file, and stop nobody until then.

    While SQLite waits for readers to leave, it lets no new ones in and no writer commit. So it is
    not left to wait, but asked again and again.

    Raises:
        sqlite3.Error: others have used the file for `lock_timeout()`, or it cannot be used.
    """
    deadline = time.monotonic() + lock_timeout()
    db.execute("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                db.execute("BEGIN EXCLUSIVE")
                return
            except sqlite3.OperationalError as error:
                if not is_busy(error) or time.monotonic() > deadline:
                    raise
            time.sleep(PAUSE)
    finally:
        db.execute(f"PRAGMA busy_timeout = {_busy_wait() * 1000:.0f}")


def flush_journal(path: str) -> None:
    """Wait until a large journal is on the disk, while others can still read the file.

    The commit waits for the same, but after it has shut the readers out.
    """
    journal = os.path.realpath(path) + "-journal"
    try:
        if os.stat(journal).st_size < LARGE_JOURNAL:
            return
        from coachlog.storage.file.atomic import flush_file

        flush_file(journal)
    except OSError:
        return  # the commit tells whether the disk is well


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
    with TranslatedErrors(path):
        # Without an isolation level Python begins no transactions of its own accord.
        db = sqlite3.connect(
            _uri_of(path, mode), uri=True, timeout=_busy_wait(), isolation_level=None
        )
        db.set_progress_handler(notice_signals, STEPS_BETWEEN_SIGNALS)
        try:
            retry_while_busy(set_pragmas, db)
        except BaseException:
            db.close()
            raise
    return db


def notice_signals() -> int:
    """Let Python run in a long statement of SQLite, because it notices a signal only then."""
    return 0


def set_pragmas(db: sqlite3.Connection) -> None:
    """Make commits durable, foreign keys real, and damage visible, on one connection."""
    # EXTRA also waits until the journal's removal is on the disk. With FULL, a journal that comes
    # back after a power cut would roll back a change that was already acknowledged.
    db.execute("PRAGMA synchronous = EXTRA")
    db.execute("PRAGMA foreign_keys = ON")
    # Every page that is read is checked whole, not only the cells that are asked for. It costs
    # `log` 0.03 % of its instructions; of 86 damaged files that took a write it refuses 9.
    db.execute("PRAGMA cell_size_check = ON")
    # Text that was withdrawn or erased must not stay in free parts of pages, where SQLite leaves
    # copies of rows whenever it divides a page.
    db.execute("PRAGMA secure_delete = ON")
    keep_changes_in_memory(db)


def keep_changes_in_memory(db: sqlite3.Connection) -> None:
    """Let others read until a change is committed, unless it is very large."""
    # In KiB, with a minus: of a number of pages, SQLite also takes the last byte as yes or no
    # (`getSafetyLevel` in its pragma.c), so that 16384 would mean "never".
    db.execute(f"PRAGMA cache_spill = -{MOST_CHANGED}")


def check_version(db: sqlite3.Connection, path: str, newest: int = SCHEMA_VERSION) -> int:
    """Return the schema version of an open file.

    Args:
        db: the open file.
        path: where it is, for messages.
        newest: the newest version that this program knows.

    Raises:
        StorageError: it is not a database or coachlog file, or its schema is newer than `newest`.
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


def _busy_wait() -> float:
    return min(BUSY_WAIT, lock_timeout())


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
