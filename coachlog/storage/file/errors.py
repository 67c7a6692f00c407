"""SQLite's errors as errors of ours: one line that says what happened and what to do.

No `sqlite3` error leaves storage, so that no other room has to know what SQLite calls things.
"""

import os
import sqlite3

from coachlog.errors import SettingsError, StorageError

# It is here, and not where the waiting is, because the message of a busy log quotes it.
LOCK_TIMEOUT = 30.0  # seconds
LONGEST_LOCK_TIMEOUT = 86_400.0

UNREADABLE_TEXT = "TEXT"
# The journal is gone, and with it the way back; only its removal may not be on the disk yet. A
# power cut now may still bring the journal back, which takes the change away.
UNCONFIRMED = "SQLITE_IOERR_DIR_FSYNC"
BUSY = (
    "{path} is busy: another program has had it locked for {timeout:g} s. "
    "{nothing_recorded}Try again."
)
MOVED = (
    "{path} was moved or replaced while it was open, so nothing was recorded. "
    "Run the command again."
)
READ_ONLY = (
    "{path} is read-only, so nothing was recorded. "
    "Make it writable, or choose another file with --db."
)
FOREIGN = (
    "{path} is another program's database and was left as it is. Choose another file with --db."
)
BAD_START = "{path} is not a coachlog file, or the start of it is damaged. {backup}"
DAMAGE_MARK = ".damaged"  # the ending of a note beside a log; see `damage_mark`
DAMAGED = "{path} is damaged: run `coachlog doctor`. {backup}"

# What SQLite's results (https://www.sqlite.org/rescode.html) mean to a person. The first name with
# which the result begins counts, so that a special case stands above the general one.
MESSAGES = {
    "SQLITE_BUSY": BUSY,
    "SQLITE_LOCKED": BUSY,
    "SQLITE_FULL": (
        "the disk is full, so nothing was recorded in {path}. Free some space and try again."
    ),
    "SQLITE_READONLY_DBMOVED": MOVED,
    "SQLITE_READONLY_ROLLBACK": (
        "{path} is read-only, and another program was stopped while changing it. "
        "Make it writable once, so that coachlog can repair it."
    ),
    "SQLITE_READONLY": READ_ONLY,
    "SQLITE_NOTADB": BAD_START,
    "SQLITE_CORRUPT": DAMAGED,
    "SQLITE_IOERR_SHORT_READ": DAMAGED,
    "SQLITE_CANTOPEN": (
        "{path} cannot be opened. Check the permissions of the file and its folder."
    ),
    "SQLITE_IOERR": (
        "{path} could not be read or written ({name}). "
        "{nothing_recorded}Check the disk and its connection."
    ),
    UNREADABLE_TEXT: "{path} contains text that cannot be read: run `coachlog doctor`. {backup}",
    "": "{path} could not be used: {error}. Run `coachlog doctor`.",
}


class TranslatedErrors:
    """A `with` statement that turns `sqlite3` errors about a file into a `StorageError`.

    The error says that nothing was recorded if `writing`, because a reader would wonder.
    """

    def __init__(self, path: str, *, writing: bool = False) -> None:
        self._path = path
        self._writing = writing

    def __enter__(self) -> None:
        return

    def __exit__(self, kind: object, error: object, traceback: object) -> None:
        if isinstance(error, sqlite3.Error):
            raise storage_error(error, self._path, writing=self._writing) from error
        if isinstance(error, UnicodeDecodeError):
            # SQLite quotes a damaged definition of a table in its message, which Python reads.
            from coachlog.storage.file.backup_files import newest_backup

            backup = newest_backup(self._path)
            raise StorageError(DAMAGED.format(path=self._path, backup=backup)) from None


def storage_error(error: sqlite3.Error, path: str, *, writing: bool = False) -> StorageError:
    """Return what a `sqlite3` error means to the user.

    Args:
        error: as SQLite raised it.
        path: the file that it is about, which the message names.
        writing: whether something was to be recorded.

    Raises:
        KeyboardInterrupt: what `raise_interrupt` raises.
        sqlite3.ProgrammingError: it is one: a mistake in coachlog, not in the file.
    """
    from coachlog.storage.file.backup_files import newest_backup

    if isinstance(error, sqlite3.ProgrammingError):
        raise error
    raise_interrupt(error)
    # An error without a name is Python's own, about text that is not UTF-8. Its message is not
    # shown, because it quotes that text.
    name = error_name(error) or UNREADABLE_TEXT
    message = next(text for prefix, text in MESSAGES.items() if name.startswith(prefix))
    raised = StorageError(
        message.format(
            path=path,
            name=name,
            error=error,
            timeout=lock_timeout(),
            nothing_recorded="Nothing was recorded. " if writing else "",
            backup=newest_backup(path),
        )
    )
    raised.path = path
    return raised


def unconfirmed(path: str, new_entry: str | None) -> StorageError:
    """Return the error of a commit of which nobody knows whether it will last.

    Args:
        path: the file.
        new_entry: the short id of the entry that it adds, if it adds a single one.
    """
    change, look = "your change may have been recorded", "coachlog history"
    if new_entry:
        change = f"your entry may have been recorded as {new_entry}"
        look = f"coachlog show {new_entry}"
    return StorageError(
        f"the disk did not confirm the last step in {path}, so {change}. "
        f"Check whether it is there:  {look}"
    )


def error_name(error: BaseException | None) -> str:
    """Return SQLite's name of an error, such as `SQLITE_FULL`; an empty text where it has none."""
    return getattr(error, "sqlite_errorname", None) or ""


def raise_interrupt(error: sqlite3.Error) -> None:
    """Raise the interrupt that SQLite has made its own error of.

    Raises:
        KeyboardInterrupt: Ctrl-C or a signal has come in the middle of a statement.
    """
    if error_name(error) == "SQLITE_INTERRUPT":
        raise KeyboardInterrupt


def is_busy(error: sqlite3.Error) -> bool:
    """Return whether another program has locked the file."""
    return error_name(error).startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def is_damage(error: BaseException | None) -> bool:
    """Return whether SQLite could not make sense of a file."""
    return error_name(error).startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB"))


def is_unreadable_text(error: BaseException | None) -> bool:
    """Return whether text in a file is not UTF-8: the one error of Python's own, without a name."""
    return isinstance(error, sqlite3.OperationalError) and not error_name(error)


def reason_of(error: Exception) -> str:
    """Return why the system refused a file, without the number and the path it adds."""
    return getattr(error, "strerror", None) or str(error)


def lock_timeout() -> float:
    """Return how many seconds to wait for another program: `COACHLOG_LOCK_TIMEOUT`, or 30.

    Raises:
        SettingsError: the variable is not a number of seconds.
    """
    text = os.environ.get("COACHLOG_LOCK_TIMEOUT")
    if text is None:
        return LOCK_TIMEOUT
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    # Written so that "nan", which is neither smaller nor larger than any number, is refused too.
    if not 0 <= seconds <= LONGEST_LOCK_TIMEOUT:
        raise SettingsError(
            "COACHLOG_LOCK_TIMEOUT must be a number of seconds "
            f"from 0 to {LONGEST_LOCK_TIMEOUT:g}, not {text!r}."
        )
    return seconds
