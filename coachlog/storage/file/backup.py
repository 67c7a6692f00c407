"""Copies of the file that are whole, also while others write to it."""

import os
import sqlite3

from coachlog.errors import DecisionNeededError, StorageError
from coachlog.storage.file.atomic import move_into_place, new_file, remove_unfinished
from coachlog.storage.file.connection import check_ours, connect, patiently
from coachlog.storage.file.errors import BACKUP_ENDING, storage_error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coachlog.clock import Clock


def backup_name(path: str, clock: "Clock") -> str:
    """A name for a new backup beside `path`, which sorts by time."""
    stem = os.path.splitext(os.path.abspath(path))[0]
    return f"{stem}-{clock.now():%Y-%m-%dT%H%M%S}-{clock.random(2).hex()}{BACKUP_ENDING}"


def back_up(db: sqlite3.Connection, path: str, clock: "Clock", target: str | None = None) -> str:
    """Write a copy of the open file and check it; the copy's path.

    The copy is made under another name and renamed when it is whole (https://www.sqlite.org/lang_vacuum.html
    #vacuuminto), readable by its owner alone. Without a `target` it is put beside the file; in a folder it gets the same name.

    Raises:
        DecisionNeededError: the target exists.
        StorageError: there is no room, or the copy does not pass its check.
    """
    target = target or backup_name(path, clock)
    if os.path.isdir(target):
        target = os.path.join(target, os.path.basename(backup_name(path, clock)))
    if os.path.lexists(target):
        raise _there_already(target)
    made = None
    try:
        made = new_file(target)
        patiently(db.execute, "VACUUM INTO ?", (made,))
        check_whole(
            made, f"the backup of {path} did not pass its check: {{found}}. Run `coachlog doctor`."
        )
        if not move_into_place(made, target):
            raise _there_already(target)
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorname", "") == "SQLITE_FULL":
            message = f"the disk is full: there is no backup at {target}. Make room, or name another place with -o."
            raise StorageError(message) from error
        raise storage_error(error, path) from error
    except OSError as error:
        raise StorageError(f"{target} cannot be written: {error.strerror or error}.") from error
    finally:
        if made is not None:
            remove_unfinished(made)
    return target


def check_whole(path: str, message: str) -> int:
    """Look through all of a coachlog file that nobody writes to; how many entries it has.

    Args:
        path: the file.
        message: what to say of a damaged one, with `{found}` for what was found.

    Raises:
        StorageError: it is no coachlog file, is newer than this program, or is damaged.
    """
    db = connect(path, writable=False)
    try:
        check_ours(db, path)
        found = db.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if found != "ok":
            raise StorageError(message.format(found=" ".join(found.split())))
        entries: int = db.execute("SELECT count(*) FROM entry").fetchone()[0]
    except sqlite3.Error as error:
        raise storage_error(error, path) from error
    finally:
        db.close()
    return entries


def _there_already(target: str) -> DecisionNeededError:
    return DecisionNeededError(f"{target} is there already. Name another file, or move it away.")
