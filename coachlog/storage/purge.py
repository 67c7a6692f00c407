"""Erasing deleted entries for good: from the tables, from the search index, and from the bytes of the file.

What stays of an entry are its revisions' ids, each with the patch `BLANK`, and one revision more that says so: another
file that learns of it can then erase the same.
"""

import json
import os

from coachlog.errors import StorageError
from coachlog.storage import revisions
from coachlog.storage.actions import begin_step
from coachlog.storage.record_tables import ABOUT_ENTRY, FAMILIES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from coachlog.clock import Clock
    from coachlog.storage.file.connection import Log

BLANK = '{"deleted":true}'
PURGED = {"deleted": True, "purged": True}
_KEPT = (BLANK, json.dumps(PURGED, separators=(",", ":")))
UNFINISHED = (
    "purge"  # the name in `meta` of a purge that was interrupted before the bytes were gone
)


def deleted_entries(log: "Log") -> "Iterator[dict[str, Any]]":
    """The last state of every deleted entry that still has its text, with its `uuid`; the oldest first."""
    after = ""
    while found := log.all(
        """SELECT DISTINCT record FROM revision WHERE record > ? AND tbl = 'entry' AND patch NOT IN (?, ?)
           AND record NOT IN (SELECT uuid FROM entry) ORDER BY record LIMIT ?""",
        (after, *_KEPT, revisions.BATCH),
    ):
        after = found[-1][0]
        for uuid, fields in revisions.fold_many(log, [row[0] for row in found]).items():
            if fields.get("deleted"):
                yield {"uuid": uuid, **fields}


def is_unfinished(log: "Log") -> bool:
    """Whether a purge was interrupted before the erased text was gone from the file's free pages."""
    return log.one("SELECT 1 FROM meta WHERE name = ?", (UNFINISHED,)) is not None


def purge(log: "Log", clock: "Clock", author: str) -> int:
    """Erase every deleted entry, and all that was ever erased and still lies in free pages; how many entries.

    The journal is kept under an exclusive lock until it has been overwritten, because it holds the old pages.

    Raises:
        StorageError: nothing was erased, or not yet all of it; then `is_unfinished` says so and the next purge ends it.
    """
    for pragma in ("secure_delete = ON", "locking_mode = EXCLUSIVE", "journal_mode = PERSIST"):
        log.run(f"PRAGMA {pragma}")
    try:
        with log.atomic():
            erased = _blank(log, clock, author)
            log.run("INSERT OR REPLACE INTO meta VALUES (?, 'unfinished')", (UNFINISHED,))
            log.run("INSERT INTO entry_fts (entry_fts) VALUES ('rebuild')")
        log.run("VACUUM")
        with log.atomic():
            log.run("DELETE FROM meta WHERE name = ?", (UNFINISHED,))
        _overwrite(os.path.realpath(log.path) + "-journal")
    finally:
        _let_go(log)
    return erased


def _blank(log: "Log", clock: "Clock", author: str) -> int:
    log.run("CREATE TEMP TABLE purged (record TEXT PRIMARY KEY, tbl TEXT) WITHOUT ROWID")
    log.run_many(
        "INSERT INTO purged VALUES (?, 'entry')",
        [(fields["uuid"],) for fields in deleted_entries(log)],
    )
    _add_records(log)
    log.run("UPDATE revision SET patch = ? WHERE record IN (SELECT record FROM purged)", (BLANK,))
    # An action of which nothing is left could be undone no more; one that is about other records too still can.
    log.run(
        """DELETE FROM action WHERE hlc IN (SELECT hlc FROM revision WHERE record IN (SELECT record FROM purged))
           AND NOT EXISTS (SELECT 1 FROM revision r WHERE r.hlc = action.hlc AND r.patch NOT IN (?, ?))""",
        _KEPT,
    )
    hlc = begin_step(log, clock, "purge")
    after, erased = "", 0
    while found := log.all(
        "SELECT record, tbl FROM purged WHERE record > ? ORDER BY record LIMIT ?",
        (after, revisions.BATCH),
    ):
        revisions.append(log, clock, hlc, author, ((table, uuid, PURGED) for uuid, table in found))
        after, erased = found[-1][0], erased + sum(table == "entry" for _, table in found)
    log.run("DROP TABLE purged")
    return erased


def _add_records(log: "Log") -> None:
    """What was said about the entries that are purged goes with them, and so does every such record that was deleted."""
    for table in FAMILIES:
        log.run(
            f"""INSERT OR IGNORE INTO purged SELECT DISTINCT record, tbl FROM revision
                WHERE tbl = ? AND patch NOT IN (?, ?) AND record NOT IN (SELECT uuid FROM {table})""",
            (table, *_KEPT),
        )
        if table in ABOUT_ENTRY:
            log.run(
                f"INSERT OR IGNORE INTO purged SELECT uuid, ? FROM {table} WHERE entry IN (SELECT record FROM purged)",
                (table,),
            )
            log.run(f"DELETE FROM {table} WHERE uuid IN (SELECT record FROM purged)")
    log.run("DELETE FROM news WHERE entry IN (SELECT record FROM purged)")
    log.run("DELETE FROM drill WHERE entry IN (SELECT record FROM purged)")


def _overwrite(journal: str) -> None:
    """Zeros in place of what a finished journal holds; it is ours alone while the file is locked."""
    try:
        with open(journal, "rb+") as file:
            left = os.fstat(file.fileno()).st_size
            while left > 0:
                left -= file.write(bytes(min(left, 1 << 20)))
            file.flush()
            os.fsync(file.fileno())
    except FileNotFoundError:
        return
    except OSError as error:
        raise StorageError(
            f"{journal} could not be overwritten: {error.strerror}. Run `coachlog purge` again."
        ) from error


def _let_go(log: "Log") -> None:
    """Back to the ways of every other command; SQLite removes the journal itself."""
    for pragma in ("journal_mode = DELETE", "locking_mode = NORMAL", "secure_delete = OFF"):
        log.run(f"PRAGMA {pragma}")
    log.one("SELECT 1 FROM meta")  # SQLite gives the lock up with the next statement
