"""Backups: whole, checked copies of the log, also while others write to it."""

import os
import sqlite3

from coachlog.clock import Clock
from coachlog.errors import DecisionNeededError, StorageError
from coachlog.storage.file.atomic import move_into_place, temporary_file
from coachlog.storage.file.backup_files import new_backup_path
from coachlog.storage.file.database import keep_changes_in_memory, retry_while_busy
from coachlog.storage.file.errors import error_name, raise_interrupt, reason_of, storage_error
from coachlog.storage.file.integrity import check_copy

MOST_COPIED = 2_000  # KiB in memory that are not written yet: as much as SQLite's cache


def back_up(db: sqlite3.Connection, path: str, clock: Clock, target: str | None = None) -> str:
    """Write a copy of the open file, check it, and return its path.

    Only its owner can read it.

    Args:
        db: the open file.
        path: the log.
        clock: gives the time in the copy's name.
        target: where to write it, a file or a folder; otherwise beside the log.

    Raises:
        DecisionNeededError: the target exists.
        StorageError: there is no room, or the copy is damaged.
    """
    target = target or new_backup_path(path, clock)
    if os.path.isdir(target):
        target = os.path.join(target, os.path.basename(new_backup_path(path, clock)))
    if os.path.lexists(target):
        raise _exists_error(target)
    try:
        with temporary_file(target) as temporary:
            copy_log(db, temporary)
            damage = check_copy(temporary)
            if damage:
                raise StorageError(
                    f"the backup of {path} is damaged: {damage}. Run `coachlog doctor`."
                )
            if not move_into_place(temporary, target):
                raise _exists_error(target)
    except sqlite3.Error as error:
        if error_name(error) == "SQLITE_FULL":
            raise StorageError(
                f"the disk is full, so no backup was made at {target}. "
                "Free some space, or write it to another folder with -o."
            ) from error
        raise storage_error(error, path) from error
    except OSError as error:
        raise StorageError(f"{target} cannot be written: {reason_of(error)}.") from error
    return target


def copy_log(db: sqlite3.Connection, target: str) -> None:
    """Copy an open log into the empty file `target`.

    VACUUM INTO copies what one read transaction sees, so the copy is consistent while others
    write, and has none of the free pages (https://www.sqlite.org/lang_vacuum.html#vacuuminto).

    Args:
        db: the open log, outside of a transaction.
        target: the path of an empty file; SQLite refuses one that holds anything.

    Raises:
        sqlite3.Error: the copy is not complete.
    """
    # Otherwise 64 MB of the copy wait in memory, as those of a change do.
    db.execute(f"PRAGMA cache_spill = -{MOST_COPIED}")
    try:
        retry_while_busy(db.execute, "VACUUM INTO ?", (target,))
    except sqlite3.OperationalError as error:
        raise_interrupt(error)
        raise
    finally:
        keep_changes_in_memory(db)


def _exists_error(target: str) -> DecisionNeededError:
    return DecisionNeededError(f"{target} already exists. Choose another file, or move it away.")
