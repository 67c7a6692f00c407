"""What goes wrong with a file, in words: no `sqlite3` error leaves this room as such.

All become `StorageError`, one line that says what to do.
"""

import os
import sqlite3

from coachlog.errors import SettingsError, StorageError

LOCK_TIMEOUT = 30.0
LONGEST_LOCK_TIMEOUT = 86_400.0
BACKUP_ENDING = ".backup.db"
# Not a backup's ending: what a restore has replaced may be damaged, and must not be offered as a backup.
REPLACED_ENDING = ".replaced.db"

# What SQLite's results (https://www.sqlite.org/rescode.html) mean to a person, by how their names begin.
MESSAGES = (
    (
        "SQLITE_BUSY",
        "{path} is busy: another program has held it for {wait:g} s. Nothing was recorded; try again.",
    ),
    (
        "SQLITE_LOCKED",
        "{path} is busy: another program has held it for {wait:g} s. Nothing was recorded; try again.",
    ),
    ("SQLITE_FULL", "the disk is full: nothing was recorded in {path}. Make room and try again."),
    (
        "SQLITE_READONLY_DBMOVED",
        "{path} was moved or replaced while it was open: nothing was recorded. Run the command again.",
    ),
    (
        "SQLITE_READONLY_ROLLBACK",
        "{path} is read-only and was left in the middle of a change. Make it writable once, so that it can be mended.",
    ),
    (
        "SQLITE_READONLY",
        "{path} is read-only: nothing was recorded. Make it writable, or name another with --db.",
    ),
    ("SQLITE_NOTADB", "{path} is not a coachlog file, or its beginning is damaged. {backup}"),
    ("SQLITE_CORRUPT", "{path} is damaged: run `coachlog doctor`. {backup}"),
    ("SQLITE_IOERR_SHORT_READ", "{path} is damaged: run `coachlog doctor`. {backup}"),
    ("SQLITE_CANTOPEN", "{path} cannot be opened: look at the rights of the file and its folder."),
    (
        "SQLITE_IOERR",
        "{path} could not be read or written ({name}). Nothing was recorded; check the disk and the connection to it.",
    ),
    ("TEXT", "{path} has text in it that cannot be read: run `coachlog doctor`. {backup}"),
    ("", "{path} could not be used: {error}. Run `coachlog doctor`."),
)


def foreign_file_error(path: str) -> StorageError:
    """Somebody else's database."""
    return StorageError(
        f"{path} is a database of another program; it was left as it is. Name another file with --db."
    )


def damaged_start_error(path: str) -> StorageError:
    """No database at all, or no longer."""
    return StorageError(
        f"{path} is not a coachlog file, or its beginning is damaged. {newest_backup(path)}"
    )


def moved_error(path: str) -> StorageError:
    """The file that is open is no longer the one of that name."""
    return StorageError(
        f"{path} was moved or replaced while it was open: nothing was recorded. Run the command again."
    )


def is_busy(error: sqlite3.Error) -> bool:
    """Whether another program holds the file."""
    return (getattr(error, "sqlite_errorname", None) or "").startswith(
        ("SQLITE_BUSY", "SQLITE_LOCKED")
    )


def storage_error(error: sqlite3.Error, path: str) -> StorageError:
    """What a `sqlite3` error means to the person in front of it."""
    if isinstance(error, sqlite3.ProgrammingError):
        raise error  # a mistake in coachlog itself, not in the file
    name = getattr(error, "sqlite_errorname", None)
    if not name:
        # Python's own messages quote the text that they stumble over.
        name = "TEXT"
    message = next(message for beginning, message in MESSAGES if name.startswith(beginning))
    return StorageError(
        message.format(
            path=path, name=name, error=error, wait=lock_timeout(), backup=newest_backup(path)
        )
    )


def lock_timeout() -> float:
    """How many seconds to wait for another writer: `COACHLOG_LOCK_TIMEOUT`, or 30.

    Raises:
        SettingsError: the variable is not a number of seconds.
    """
    given = os.environ.get("COACHLOG_LOCK_TIMEOUT")
    if not given:
        return LOCK_TIMEOUT
    try:
        seconds = float(given)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= LONGEST_LOCK_TIMEOUT:
        raise SettingsError(
            f"COACHLOG_LOCK_TIMEOUT is a number of seconds, at most {LONGEST_LOCK_TIMEOUT:g}; not {given!r}."
        )
    return seconds


def backups_of(path: str) -> list[str]:
    """The backups beside a log file, the newest first."""
    return [copy for copy in copies_of(path) if copy.endswith(BACKUP_ENDING)]


def copies_of(path: str) -> list[str]:
    """The backups beside a log file, and what restoring has replaced, the newest first."""
    folder, name = os.path.split(os.path.abspath(path))
    stem = os.path.splitext(name)[0]
    try:
        names = os.listdir(folder)
    except OSError:
        return []
    found = [
        name
        for name in names
        if name.startswith(f"{stem}-") and name.endswith((BACKUP_ENDING, REPLACED_ENDING))
    ]
    return [os.path.join(folder, name) for name in sorted(found, reverse=True)]


def newest_backup(path: str) -> str:
    """A sentence that says which backup of `path` is the newest, or what to do without one."""
    backups = backups_of(path)
    if backups:
        return f"The newest backup is {backups[0]}."
    return "There is no backup beside it: name another file with --db, or move this one away to begin anew."
