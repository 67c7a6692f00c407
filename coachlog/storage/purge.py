"""Erasing deleted entries for good: from the tables, the search index, and the bytes of the file.

What remains are the ids of an entry's revisions, each with the patch `BLANK`, and one more revision
that tells of the purge, so that another file that learns of it can erase the same.
"""

import os
from collections.abc import Callable, Iterator

from coachlog.domain.fields import BLANK as SKELETON
from coachlog.domain.fields import Fields
from coachlog.domain.folding import EntryHistory
from coachlog.domain.ownership import may_erase
from coachlog.errors import StorageError
from coachlog.storage import folds, revisions
from coachlog.storage.actions import begin_step
from coachlog.storage.causes import read_items
from coachlog.storage.conditions import OWN_DEVICE
from coachlog.storage.deletions import deleted_by_reader
from coachlog.storage.file.connection import Log
from coachlog.storage.file.damage_mark import refuse_if_marked
from coachlog.storage.file.database import begin_alone, keep_changes_in_memory
from coachlog.storage.file.errors import TranslatedErrors, reason_of
from coachlog.storage.file.integrity import rebuild_search_index
from coachlog.storage.patch_json import patch_text
from coachlog.storage.record_tables import ABOUT_ENTRY, FAMILIES

PURGED: Fields = {"deleted": True, "purged": True}
# Others may have the text: without saying so, the purge would not leave for them.
PURGED_OF_ALL: Fields = {**PURGED, "share": "team"}
BLANK = patch_text({"deleted": True})
# The last condition is about what the merging of logs took out.
HAS_TEXT = f"""patch NOT IN ('{BLANK}', '{patch_text(PURGED)}', '{patch_text(PURGED_OF_ALL)}')
    AND NOT instr(patch, '"{SKELETON}":true')"""
UNFINISHED = "purge"  # the name in `meta` of a purge that has not erased the bytes yet
_ZEROS = bytes(1 << 20)
_MOST_CHANGED = 16_000  # KiB


def deleted_entries(log: Log) -> Iterator[Fields]:
    """Yield the last state of each deleted entry that is the reader's to erase, oldest first.

    It still has its text. Other people's entries are theirs, whoever deleted them.
    """
    for uuid, fields, has_deleted in _deleted_records(log, "entry"):
        if may_erase(fields, log.reader, has_deleted=has_deleted):
            yield {"uuid": uuid, **fields}


def _deleted_records(log: Log, table: str) -> Iterator[tuple[str, Fields, bool]]:
    """Yield each deleted record that still has its text, and whether the reader deleted it."""
    for rows in log.batches(
        f"""SELECT DISTINCT record FROM revision
            WHERE record > :after AND tbl = :table AND {HAS_TEXT}
            AND record NOT IN (SELECT uuid FROM {table}) ORDER BY record LIMIT :limit""",
        revisions.BATCH,
        table=table,
    ):
        uuids = [uuid for (uuid,) in rows]
        own = deleted_by_reader(log, uuids)
        for uuid, fields in folds.fold_many(log, uuids).items():
            if fields.get("deleted"):
                yield uuid, fields, uuid in own


def is_unfinished(log: Log) -> bool:
    """Return whether a purge was interrupted before the text was gone from free pages."""
    return log.one("SELECT 1 FROM meta WHERE name = ?", (UNFINISHED,)) is not None


def purge(log: Log) -> int:
    """Erase the deleted entries that are the reader's; return how many.

    The arguments and the error are those of `erase`.
    """
    return erase(log, _blank)


def erase(log: Log, blank: Callable[[Log], int]) -> int:
    """Take texts out of the log, and out of what lies in free pages.

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


def _blank(log: Log) -> int:
    """Take the text out of the revisions and tables; return how many entries it was of."""
    log.run("CREATE TEMP TABLE purged (record TEXT PRIMARY KEY, tbl TEXT) WITHOUT ROWID")
    log.run_many(
        "INSERT INTO purged VALUES (?, 'entry')",
        [(fields["uuid"],) for fields in deleted_entries(log)],
    )
    _add_records(log)
    shared = set(_shared_entries(log))
    log.run("UPDATE revision SET patch = ? WHERE record IN (SELECT record FROM purged)", (BLANK,))
    delete_empty_actions(log, "SELECT record FROM purged")
    hlc = begin_step(log, "purge")
    for rows in log.batches(
        "SELECT record, tbl FROM purged WHERE record > :after ORDER BY record LIMIT :limit",
        revisions.BATCH,
    ):
        changes: list[revisions.Change] = []
        for record, table in rows:
            patch = PURGED_OF_ALL if record in shared else PURGED
            changes.append((table, record, patch))
        revisions.append(log, hlc, changes)
    erased = log.number("SELECT count(*) FROM purged WHERE tbl = 'entry'")
    log.run("DROP TABLE purged")
    return erased


def delete_empty_actions(log: Log, records: str, *values: str) -> None:
    """Delete the actions of which nothing is left: they cannot be undone.

    Args:
        log: the log, in a transaction.
        records: the records that were erased, as SQL. An action about others, too, stays.
        values: those of its parameters.
    """
    log.run(
        f"""DELETE FROM action WHERE hlc IN (
                SELECT hlc FROM revision WHERE record IN ({records}) AND device = {OWN_DEVICE})
            AND NOT EXISTS (SELECT 1 FROM revision r
                WHERE r.hlc = action.hlc AND r.device = {OWN_DEVICE} AND {HAS_TEXT})""",
        values,
    )


def _shared_entries(log: Log) -> Iterator[str]:
    """Yield those of the entries to purge that anybody but their writers could ever read."""
    for rows in log.batches(
        """SELECT record FROM purged WHERE tbl = 'entry' AND record > :after
           ORDER BY record LIMIT :limit""",
        revisions.BATCH,
    ):
        records = [record for (record,) in rows]
        for record, items in read_items(log, records).items():
            if EntryHistory(items).was_shared():
                yield record


def _add_records(log: Log) -> None:
    """Add to `purged` what is about the purged entries, and such records that the reader deleted.

    What somebody else undid is theirs to redo, unless it is about an entry that is purged.
    """
    entries = set(log.column("SELECT record FROM purged"))
    for table in FAMILIES:
        log.run_many(
            "INSERT OR IGNORE INTO purged VALUES (?, ?)",
            [
                (record, table)
                for record, fields, has_deleted in _deleted_records(log, table)
                if has_deleted or fields.get("entry") in entries
            ],
        )
        if table in ABOUT_ENTRY:
            log.run(
                f"""INSERT OR IGNORE INTO purged SELECT uuid, ? FROM {table}
                    WHERE entry IN (SELECT record FROM purged)""",
                (table,),
            )
            log.run(f"DELETE FROM {table} WHERE uuid IN (SELECT record FROM purged)")
    log.run("DELETE FROM news WHERE entry IN (SELECT record FROM purged)")
    log.run("DELETE FROM drill WHERE entry IN (SELECT record FROM purged)")


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
