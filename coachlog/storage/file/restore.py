"""Putting a backup in the place of the log, which is kept."""

import os
import sqlite3
import sys

from coachlog.errors import NotFoundError, StorageError
from coachlog.storage.file.atomic import move_into_place, new_file, remove_unfinished, sync_folder
from coachlog.storage.file.backup import backup_name, check_whole
from coachlog.storage.file.connection import check_ours, connect, patiently
from coachlog.storage.file.errors import BACKUP_ENDING, REPLACED_ENDING, storage_error
from coachlog.storage.file.open import MAGIC, check_can_create, check_file

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coachlog.clock import Clock


def restore(source: str, path: str, clock: "Clock", *, default: bool) -> tuple[int, str | None]:
    """Put a checked copy of `source` at `path`, whole or not at all; its entries, and where the replaced file is kept.

    Args:
        source: a backup, or any other coachlog file.
        path: the log, which may be damaged or missing.
        clock: names the replaced file.
        default: `path` is the default place, whose folder may be made.

    Raises:
        NotFoundError: there is no file `source`.
        StorageError: `source` is not whole, or `path` cannot be replaced; nothing was changed.
    """
    path = os.path.realpath(path)
    made = None
    try:
        _check_source(source, path)
        if not os.path.exists(path):
            check_can_create(path, default=default)
        made = new_file(path)
        _copy(source, made)
        damaged = f"the copy of {source} did not pass its check: {{found}}. Nothing was replaced; try again."
        return check_whole(made, damaged), _swap(made, path, clock)
    except OSError as error:
        raise StorageError(f"{path} cannot be replaced: {error.strerror or error}.") from error
    finally:
        if made is not None:
            remove_unfinished(made)


def _check_source(source: str, path: str) -> None:
    try:
        found = os.stat(source)
        if os.path.exists(path) and os.path.samefile(source, path):
            raise StorageError(f"{source} is the log itself. Name a backup of it.")
    except FileNotFoundError:
        raise NotFoundError(
            f"there is no file {source}. coachlog doctor  names the newest backup."
        ) from None
    try:
        check_file(source, found)
    except StorageError:
        # What is said of a log that cannot be opened is no advice here.
        raise StorageError(
            f"{source} is not a backup of coachlog, or damaged at its beginning; nothing was changed."
        ) from None
    except OSError as error:
        raise StorageError(
            f"{source} cannot be read: {error.strerror or error}; nothing was changed."
        ) from error
    damaged = f"{source} is damaged itself: {{found}}. Nothing was replaced; try an older backup."
    try:
        check_whole(source, damaged)
    except StorageError as error:
        if _is_damage(error.__cause__):
            raise StorageError(damaged.format(found=error.__cause__)) from error
        raise


def _is_damage(error: BaseException | None) -> bool:
    return (getattr(error, "sqlite_errorname", None) or "").startswith(
        ("SQLITE_CORRUPT", "SQLITE_NOTADB")
    )


def _copy(source: str, made: str) -> None:
    db = connect(source, writable=False)
    try:
        patiently(db.execute, "VACUUM INTO ?", (made,))
    except sqlite3.Error as error:
        raise storage_error(error, source) from error
    finally:
        db.close()


def _swap(made: str, path: str, clock: "Clock") -> str | None:
    """Give `made` the name `path`, while nobody can write to what has it now."""
    if not os.path.lexists(path):
        if move_into_place(made, path):
            return None
        raise StorageError(f"{path} was made by another program just now. Run the command again.")
    held = _hold(path)
    kept = backup_name(path, clock).removesuffix(BACKUP_ENDING) + REPLACED_ENDING
    try:
        with open(made, "rb+") as file:
            os.fsync(file.fileno())
        if held is not None and sys.platform == "win32":
            held.close()  # an open file has no other name there
        _keep(path, kept)
        try:
            os.replace(made, path)
        except OSError:
            _put_back(path, kept)
            raise
        sync_folder(path)
    finally:
        if held is not None:
            held.close()
    return kept


def _hold(path: str) -> sqlite3.Connection | None:
    """The log with nobody else writing to it, what a killed process left half-done rolled back; None if it is beyond that."""
    found = os.stat(path)
    if not found.st_mode & 0o222 or not os.access(path, os.W_OK):
        raise StorageError(
            f"{path} is read-only: it was not replaced. Make it writable, or name another with --db."
        )
    if _is_beyond_reading(path):
        return None
    check_file(path, found)
    db = None
    try:
        db = connect(path)
        check_ours(db, path)
        patiently(db.execute, "BEGIN EXCLUSIVE")
    except (sqlite3.Error, StorageError) as error:
        if db is not None:
            db.close()
        cause = error if isinstance(error, sqlite3.Error) else error.__cause__
        if _is_damage(cause):
            return None
        if isinstance(error, sqlite3.Error):
            raise storage_error(error, path) from error
        raise
    return db


def _is_beyond_reading(path: str) -> bool:
    """Whether a file is no database, and so may be what is left of ours; its journal is kept too, which SQLite would remove."""
    if not os.path.isfile(path):
        return False
    with open(path, "rb", buffering=0) as file:
        return file.read(16) != MAGIC


def _keep(path: str, kept: str) -> None:
    """Give the old file its second name; a journal that belongs to it must not be taken for the new file's."""
    if os.path.lexists(path + "-journal"):
        os.rename(path + "-journal", kept + "-journal")
    try:
        os.link(path, kept)
    except OSError:
        os.rename(path, kept)


def _put_back(path: str, kept: str) -> None:
    if os.path.exists(path):
        os.remove(kept)
    else:
        os.rename(kept, path)
    if os.path.lexists(kept + "-journal"):
        os.rename(kept + "-journal", path + "-journal")
