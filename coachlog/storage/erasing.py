"""Erasing texts for good: from the pages of the file, the search index, and free pages.

`purge` and `retention` decide which texts, inside the transaction that erases them.
"""

import os
from collections.abc import Callable

from coachlog.errors import StorageError
from coachlog.storage.file.connection import Log
from coachlog.storage.file.damage_mark import refuse_if_marked
from coachlog.storage.file.database import begin_alone, keep_changes_in_memory
from coachlog.storage.file.errors import TranslatedErrors, reason_of
from coachlog.storage.file.integrity import rebuild_search_index

UNFINISHED = "purge"  # the name in `meta` of a purge that has not erased the bytes yet
_ZEROS = bytes(1 << 20)
_MOST_CHANGED = 16_000  # KiB


def is_unfinished(log: Log) -> bool:
    """Return whether a purge was interrupted before the text was gone from free pages."""
    return log.one("SELECT 1 FROM meta WHERE name = ?", (UNFINISHED,)) is not None


def erase(log: Log, blank: Callable[[Log], int]) -> int:
    """Take texts out of the log, and out of its free pages.

    Args:
        log: the log, outside of a transaction; nobody else can use it meanwhile.
        blank: takes the texts out of the revisions and tables, in a transaction.

    Returns:
        What `blank` returned.

    Raises:
        StorageError: nothing was erased, or not yet all of it; then `is_unfinished` is true, and
            the next purge finishes it.
    """
    refuse_if_marked(log.path)  # before the lock, which a look at the note would drop
    _lock_with_journal(log)
    try:
        with log.atomic():
            erased = blank(log)
            log.run("INSERT OR REPLACE INTO meta VALUES (?, 'unfinished')", (UNFINISHED,))
            # The index holds words of deleted entries until it merges its segments.
            rebuild_search_index(log)
        # VACUUM leaves out the free pages. It cannot run inside a transaction, hence the note in
        # `meta` in case this process ends here.
        log.run("VACUUM")
        with log.atomic():
            log.run("DELETE FROM meta WHERE name = ?", (UNFINISHED,))
        _overwrite(os.path.realpath(log.path) + "-journal")
    finally:
        _unlock(log)
    return erased


def _lock_with_journal(log: Log) -> None:
    """Lock the file for the whole purge, and have SQLite leave its journal.

    The journal has the old pages, text included. Removing it would only free its blocks on the
    disk, so it stays until it is overwritten; nobody else may use it meanwhile.

    Raises:
        StorageError: others have used the file for too long; none of them was stopped.
    """
    # Nobody reads meanwhile, and VACUUM would keep the pages of the old and the new file in memory.
    log.run(f"PRAGMA cache_spill = -{_MOST_CHANGED}")
    log.run("PRAGMA journal_mode = PERSIST")
    # With this mode alone, the next query would take a lock for reading and keep it: then nobody
    # can commit while the purge waits for its turn to write.
    with TranslatedErrors(log.path):
        begin_alone(log.db)
    log.run("PRAGMA locking_mode = EXCLUSIVE")
    log.run("COMMIT")


def _unlock(log: Log) -> None:
    log.run("PRAGMA journal_mode = DELETE")  # which also removes the journal
    log.run("PRAGMA locking_mode = NORMAL")
    keep_changes_in_memory(log.db)
    log.one("SELECT 1 FROM meta")  # SQLite gives up the lock with the next statement


def _overwrite(journal: str) -> None:
    """Write zeros over a finished journal, which nobody else uses while the file is locked."""
    try:
        with open(journal, "rb+") as file:
            remaining = os.fstat(file.fileno()).st_size
            while remaining > 0:
                remaining -= file.write(_ZEROS[:remaining])
            file.flush()
            os.fsync(file.fileno())
    except FileNotFoundError:
        return
    except OSError as error:
        raise StorageError(
            f"{journal} could not be overwritten: {reason_of(error)}. Run `coachlog purge` again."
        ) from error
