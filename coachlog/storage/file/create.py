"""Making a new log, and upgrading an older one.

A new log is made from `new_log.sql`, the schema that all migrations together lead to: sqlite-utils,
which runs them on an older log, takes 80 ms to load. A test writes that file, and holds the two
ways to the same tables.
"""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress

from coachlog.clock import Clock
from coachlog.errors import StorageError
from coachlog.storage.file.atomic import make_private_folder, move_into_place, temporary_file
from coachlog.storage.file.database import connect, retry_while_busy, roll_back
from coachlog.storage.file.errors import TranslatedErrors, raise_interrupt, reason_of
from coachlog.storage.file.schema import STEPS, migrate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coachlog.storage.file.schema import Step

# All in which a use of the log leaves a row; the others have some from the beginning.
_TABLES = """SELECT name FROM sqlite_schema WHERE type = 'table'
             AND name NOT IN ('meta', '_sqlite_migrations') AND name NOT GLOB 'entry_fts*'"""


def create_log(path: str, steps: "tuple[Step, ...] | None", *, default: bool) -> None:
    """Make a new log at `path`, whole or not at all.

    Several processes may do so at once: one of the logs gets the name, and all use that one.

    Args:
        path: the file.
        steps: all migrations that this program knows, if not those of `schema`.
        default: whether it is the default path, whose folder may be made (0700).

    Raises:
        StorageError: it cannot be made.
    """
    try:
        if default:
            make_private_folder(os.path.dirname(os.path.abspath(path)))
        with TranslatedErrors(path), temporary_file(path) as temporary:
            with closing(connect(temporary)) as db:
                if steps is None:
                    create_tables(db)
                else:
                    run_migrations(db, steps)
            move_into_place(temporary, path)
    except OSError as error:
        raise StorageError(f"{path} cannot be made: {reason_of(error)}.") from error


def remove_unused(db: sqlite3.Connection, path: str, *, default: bool) -> None:
    """Remove a new log in which nothing was recorded.

    It stays where somebody else has begun to use it. Who has only opened it is told to try again.

    Args:
        db: the open file, outside of a transaction.
        path: where it is.
        default: whether it is the default path, whose folder goes with it.
    """
    # The lock keeps others from recording between the look and the removal. On Windows an open
    # file cannot be removed, and stays.
    with suppress(sqlite3.Error, OSError):
        db.execute("PRAGMA busy_timeout = 0")
        db.execute("BEGIN EXCLUSIVE")
        for (name,) in db.execute(_TABLES).fetchall():
            if db.execute(f'SELECT 1 FROM "{name}"').fetchone():
                return
        os.remove(path)
        if default:
            os.rmdir(os.path.dirname(path))


def create_tables(db: sqlite3.Connection) -> None:
    """Make the tables of this version in a new file, in one transaction.

    Raises:
        sqlite3.Error: the disk is full, for instance.
    """
    path = os.path.join(os.path.dirname(__file__), "new_log.sql")
    with open(path, encoding="utf-8") as file:
        db.executescript(file.read())


def upgrade_log(
    db: sqlite3.Connection,
    path: str,
    clock: Clock,
    steps: "tuple[Step, ...] | None",
) -> list[str]:
    """Back up an older log, then upgrade it in one transaction.

    Of several processes that meet it one does so, and the others wait.

    Args:
        db: the open file.
        path: where it is, for the backup beside it and for messages.
        clock: gives the time in the backup's name.
        steps: all migrations that this program knows, if not those of `schema`.

    Returns:
        What the user should know of it, a line each.

    Raises:
        StorageError: it was left as it was.
    """
    # Not for a new log: the two load json, and more.
    from coachlog.storage.file.backup import back_up
    from coachlog.storage.file.schema_v3 import moved_settings

    def back_up_first() -> None:
        # On a connection of its own: VACUUM INTO is not possible inside a transaction.
        with closing(connect(path, writable=False)) as source:
            back_up(source, path, clock)

    with TranslatedErrors(path):
        before = db.execute("PRAGMA user_version").fetchone()[0]
        run_migrations(db, STEPS if steps is None else steps, back_up_first)
        _return_free_pages(db)
        return moved_settings(db) if before < 3 else []


def _return_free_pages(db: sqlite3.Connection) -> None:
    """Make the file as small as an upgrade has made its contents, where that is possible now."""
    try:
        db.execute("VACUUM")
    except sqlite3.OperationalError as error:
        raise_interrupt(error)
        # Somebody reads it, or the disk has no room for the copy. The pages are used again later.
        return


def run_migrations(
    db: sqlite3.Connection,
    steps: "tuple[Step, ...]",
    before: Callable[[], None] | None = None,
) -> None:
    """Run the migrations that an open file lacks, in one transaction.

    Args:
        db: the file.
        steps: all migrations that this program knows.
        before: called if there are any to run, while other processes are locked out.

    Raises:
        sqlite3.Error: nothing was changed.
        StorageError: nothing was changed.
    """
    # A step that replaces a table would delete the rows that refer to it, and inside a
    # transaction this pragma does nothing.
    db.execute("PRAGMA foreign_keys = OFF")
    retry_while_busy(db.execute, "BEGIN IMMEDIATE")
    try:
        # Asked again under the lock: another process may have been quicker.
        if db.execute("PRAGMA user_version").fetchone()[0] < len(steps):
            if before is not None:
                before()
            migrate(db, steps)
            if db.execute("PRAGMA foreign_key_check").fetchone() is not None:
                raise StorageError(
                    "the upgrade would leave rows without their entry, so nothing was changed. "
                    "Run `coachlog doctor`."
                )
        retry_while_busy(db.execute, "COMMIT")
    except BaseException:
        roll_back(db)
        raise
    db.execute("PRAGMA foreign_keys = ON")
