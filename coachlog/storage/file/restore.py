"""Replacing the log with a backup. The replaced file stays beside it, under another name.

The copy is made and checked before anything is touched. The old file is then linked to its second
name and replaced by one rename, so that there is a log at the path at every moment.
"""

import os
import sqlite3
import sys
from contextlib import closing

from coachlog.clock import Clock
from coachlog.errors import NotFoundError, StorageError
from coachlog.storage.file.atomic import (
    flush_file,
    flush_folder_of,
    make_private_folder,
    move_into_place,
    temporary_file,
)
from coachlog.storage.file.backup import copy_log
from coachlog.storage.file.backup_files import REPLACED_ENDING, new_backup_path
from coachlog.storage.file.damage_mark import remove_mark
from coachlog.storage.file.database import begin_alone, check_version, connect
from coachlog.storage.file.errors import TranslatedErrors, error_name, is_damage, reason_of
from coachlog.storage.file.integrity import check_copy
from coachlog.storage.file.open import MAGIC, check_can_create, check_header, is_writable


def restore(source: str, path: str, clock: Clock, *, default: bool) -> str | None:
    """Put a checked copy of `source` at `path`, whole or not at all.

    Args:
        source: a backup, or any other coachlog file.
        path: the log, which may be damaged or missing.
        clock: gives the time in the name of the replaced file.
        default: whether `path` is the default path, whose folder may be made.

    Returns:
        The new path of the replaced file, if there was one.

    Raises:
        NotFoundError: there is no file `source`.
        StorageError: `source` is damaged, or `path` cannot be replaced; nothing was changed.
    """
    given_path, path = path, os.path.realpath(path)
    try:
        _check_source(source, path)
        if not os.path.exists(path):
            check_can_create(path, default=default)
            if default:
                make_private_folder(os.path.dirname(path))
        with temporary_file(path) as temporary:
            _copy(source, temporary, path)
            flush_file(temporary)
            damage = check_copy(temporary)
            if damage:
                raise StorageError(
                    f"the copy of {source} is damaged: {damage}. Nothing was replaced. Try again."
                )
            replaced = _replace(temporary, path, clock)
    except OSError as error:
        raise StorageError(f"{path} cannot be replaced: {reason_of(error)}.") from error
    remove_mark(given_path)
    return replaced


def _check_source(source: str, path: str) -> None:
    """Check that `source` is a whole coachlog file, and not the log itself."""
    try:
        status = os.stat(source)
        if os.path.exists(path) and os.path.samefile(source, path):
            raise StorageError(f"{source} is the log itself. Name a backup of it.")
    except FileNotFoundError:
        raise NotFoundError(
            f"there is no file {source}. The newest backup is named by:  coachlog doctor"
        ) from None
    try:
        check_header(source, status)
    except StorageError:
        # Its own message is about a log that cannot be opened, which does not help here.
        raise StorageError(
            f"{source} is not a coachlog backup, or the start of it is damaged. "
            "Nothing was changed."
        ) from None
    except OSError as error:
        raise StorageError(
            f"{source} cannot be read: {reason_of(error)}. Nothing was changed."
        ) from error
    damage = check_copy(source)
    if damage:
        raise StorageError(
            f"{source} is damaged: {damage}. Nothing was replaced. Try an older backup."
        )


def _copy(source: str, target: str, path: str) -> None:
    with closing(connect(source, writable=False)) as db, TranslatedErrors(source):
        try:
            copy_log(db, target)
        except sqlite3.Error as error:
            if error_name(error) != "SQLITE_FULL":
                raise
            # It is about the copy, not the source.
            raise StorageError(
                f"the disk is full, so {path} was not replaced. Free some space and try again."
            ) from error


def _replace(temporary: str, path: str, clock: Clock) -> str | None:
    """Give the finished file the name `path`; return the new path of the file it replaces."""
    if not os.path.lexists(path):
        if move_into_place(temporary, path):
            return None
        raise StorageError(f"another program has just made {path}. Run the command again.")
    old_log = _lock(path)
    second_path = new_backup_path(path, clock, REPLACED_ENDING)
    try:
        if old_log is not None and sys.platform == "win32":
            old_log.close()  # Windows does not rename an open file
        _rename_old_log(path, second_path)
        try:
            os.replace(temporary, path)
        except OSError:
            _rename_back(path, second_path)
            raise
        flush_folder_of(path)
    finally:
        if old_log is not None:
            old_log.close()
    return second_path


def _lock(path: str) -> sqlite3.Connection | None:
    """Keep others from writing to the log; return None if it is too damaged to be locked.

    What they wrote from here on would be in the replaced file alone. The lock also makes SQLite
    roll back what a killed process has left unfinished, so that its journal is no longer needed.
    """
    status = os.stat(path)
    if not is_writable(path, status):
        raise StorageError(
            f"{path} is read-only, so it was not replaced. "
            "Make it writable, or choose another file with --db."
        )
    if _has_no_magic(path):
        return None
    check_header(path, status)
    db = None
    try:
        db = connect(path)
        check_version(db, path)
        with TranslatedErrors(path):
            begin_alone(db)
    except StorageError as error:
        if db is not None:
            db.close()
        if is_damage(error.__cause__):
            return None
        raise
    return db


def _has_no_magic(path: str) -> bool:
    """Return whether a file is not a database, and so may be what is left of a log.

    SQLite must not open it: it would remove the journal, which may still be of use.
    """
    if not os.path.isfile(path):
        return False
    with open(path, "rb", buffering=0) as file:
        return file.read(len(MAGIC)) != MAGIC


def _rename_old_log(path: str, second_path: str) -> None:
    # The journal first: beside the new file, SQLite would roll the old file's pages into it.
    if os.path.lexists(path + "-journal"):
        os.rename(path + "-journal", second_path + "-journal")
    try:
        os.link(path, second_path)
    except OSError:
        os.rename(path, second_path)  # a file system on which a file cannot have two names


def _rename_back(path: str, second_path: str) -> None:
    if os.path.exists(path):
        os.remove(second_path)
    else:
        os.rename(second_path, path)
    if os.path.lexists(second_path + "-journal"):
        os.rename(second_path + "-journal", path + "-journal")
