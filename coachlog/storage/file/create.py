"""A new log, and an old one brought up to date. Loaded only then: it needs sqlite-utils."""

import os
import sqlite3

from coachlog.errors import StorageError
from coachlog.storage.file.atomic import (
    make_private_folder,
    move_into_place,
    new_file,
    remove_unfinished,
)
from coachlog.storage.file.backup import back_up
from coachlog.storage.file.connection import connect, patiently, roll_back
from coachlog.storage.file.errors import storage_error
from coachlog.storage.file.schema import migrate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from coachlog.clock import Clock
    from coachlog.storage.file.schema import Step


def make_log(path: str, steps: "tuple[Step, ...]", *, default: bool) -> None:
    """Make a new log at `path`, whole or not at all, also when several processes do so at once.

    Raises:
        StorageError: it cannot be made.
    """
    made = None
    try:
        folder = os.path.dirname(os.path.abspath(path))
        if default and not os.path.isdir(folder):
            make_private_folder(folder)
        made = new_file(path)
        db = connect(made)
        try:
            bring_up_to_date(db, steps)
        finally:
            db.close()
        move_into_place(made, path)
    except sqlite3.Error as error:
        raise storage_error(error, path) from error
    except OSError as error:
        raise StorageError(f"{path} cannot be made: {error.strerror or error}.") from error
    finally:
        if made is not None:
            remove_unfinished(made)


def upgrade(db: sqlite3.Connection, path: str, clock: "Clock", steps: "tuple[Step, ...]") -> None:
    """Back an older log up, then change it in one transaction; of several processes one does it, and the others wait.

    Raises:
        StorageError: it stays as it was.
    """

    def keep_a_copy() -> None:
        source = connect(path, writable=False)
        try:
            back_up(source, path, clock)
        finally:
            source.close()

    try:
        bring_up_to_date(db, steps, keep_a_copy)
    except sqlite3.Error as error:
        raise storage_error(error, path) from error


def bring_up_to_date(
    db: sqlite3.Connection, steps: "tuple[Step, ...]", before: "Callable[[], None] | None" = None
) -> None:
    """Run the steps that an open file has not had, in one transaction; `before` runs while others are locked out.

    Raises:
        sqlite3.Error: nothing was changed.
        StorageError: the same.
    """
    # A table that a step makes anew would take the rows that point to it along, and this cannot be set inside a transaction.
    db.execute("PRAGMA foreign_keys = OFF")
    patiently(db.execute, "BEGIN IMMEDIATE")
    try:
        # Read again, now that the file is ours alone: another process may have been quicker.
        if db.execute("PRAGMA user_version").fetchone()[0] < len(steps):
            if before is not None:
                before()
            migrate(db, steps)
            if db.execute("PRAGMA foreign_key_check").fetchone() is not None:
                raise StorageError(
                    "the upgrade would have left rows without their entry; nothing was changed. Run `coachlog doctor`."
                )
        patiently(db.execute, "COMMIT")
    except BaseException:
        roll_back(db)
        raise
    db.execute("PRAGMA foreign_keys = ON")
