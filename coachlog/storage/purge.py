"""Erasing deleted entries for good.

What remains are the ids of an entry's revisions, each with the patch `BLANK`, and one more revision
that tells of the purge, so that another file that learns of it can erase the same.
"""

from collections.abc import Container, Iterable, Iterator

from coachlog.domain.fields import BLANK as SKELETON
from coachlog.domain.fields import Fields
from coachlog.domain.folding import EntryHistory
from coachlog.domain.ownership import may_erase
from coachlog.storage import folds, revisions
from coachlog.storage.actions import begin_step
from coachlog.storage.causes import read_items
from coachlog.storage.conditions import OWN_DEVICE
from coachlog.storage.deletions import deleted_by_reader
from coachlog.storage.erasing import erase
from coachlog.storage.file.connection import Log
from coachlog.storage.holds import HeldEntries, held_entries
from coachlog.storage.patch_json import patch_text
from coachlog.storage.record_tables import ABOUT_ENTRY, FAMILIES
from coachlog.storage.sent_statements import count_standing

PURGED: Fields = {"deleted": True, "purged": True}
# Others may have the text: without saying so, the purge would not leave for them.
PURGED_OF_ALL: Fields = {**PURGED, "share": "team"}
BLANK = patch_text({"deleted": True})
# The last condition is about what the merging of logs took out.
HAS_TEXT = f"""patch NOT IN ('{BLANK}', '{patch_text(PURGED)}', '{patch_text(PURGED_OF_ALL)}')
    AND NOT instr(patch, '"{SKELETON}":true')"""


def deleted_entries(log: Log) -> Iterator[Fields]:
    """Yield the last state of each deleted entry that is the reader's to erase, oldest first.

    It still has its text. Other people's entries are theirs, whoever deleted them.
    """
    for uuid, fields, has_deleted in _deleted_records(log, "entry"):
        if may_erase(fields, log.reader, has_deleted=has_deleted):
            yield {"uuid": uuid, **fields}


class Purge:
    """What a purge erases: the deleted entries of the reader that are not held.

    Args:
        log: the log.

    Attributes:
        held: how many of them were left alone because they are held, when they were last read.
        sent: how many statements about what was erased a record store may have.
    """

    def __init__(self, log: Log) -> None:
        self.held = 0
        self.sent = 0
        self._log = log

    def entries(self) -> Iterator[Fields]:
        """Yield the last state of each entry that a purge erases, the oldest first."""
        self.held = 0
        held = held_entries(self._log)
        for fields in deleted_entries(self._log):
            if held.cover(fields["uuid"]):
                self.held += 1
            else:
                yield fields

    def has_others(self) -> bool:
        """Return whether anything else goes, such as a reply that the reader took back."""
        held = held_entries(self._log)
        for table in FAMILIES:
            for _ in _taken_back(self._log, table, entries=(), held=held):
                return True
        return False

    def run(self) -> int:
        """Erase them; return how many.

        Raises:
            StorageError: as for `erasing.erase`.
        """
        return erase(self._log, self._blank)

    def _blank(self, log: Log) -> int:
        # Read again inside the transaction: a hold may have been set meanwhile.
        uuids = {fields["uuid"] for fields in self.entries()}
        self.sent = count_standing(log, uuids)
        return _blank(log, uuids)


def purge(log: Log) -> int:
    """Erase the deleted entries that are the reader's and not held; return how many."""
    return Purge(log).run()


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


def _blank(log: Log, entries: Iterable[str]) -> int:
    """Take the text out of the revisions and tables; return how many entries it was of."""
    log.run("CREATE TEMP TABLE purged (record TEXT PRIMARY KEY, tbl TEXT) WITHOUT ROWID")
    log.run_many(
        "INSERT INTO purged VALUES (?, 'entry')",
        [(uuid,) for uuid in entries],
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
        values: the values of its parameters.
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


def _taken_back(
    log: Log,
    table: str,
    entries: Container[str],
    held: HeldEntries,
) -> Iterator[str]:
    """Yield the deleted records of a family about `entries`, or that the reader took back."""
    for record, fields, has_deleted in _deleted_records(log, table):
        # A reply that was taken back may matter as much as the entry that is held.
        entry = fields.get("entry")
        if entry in entries or (has_deleted and not held.cover(entry)):
            yield record


def _add_records(log: Log) -> None:
    """Add to `purged` what is about the purged entries, and such records that the reader deleted.

    What somebody else undid is theirs to redo, unless it is about an entry that is purged.
    """
    entries = set(log.column("SELECT record FROM purged"))
    held = held_entries(log)
    for table in FAMILIES:
        rows = [(record, table) for record in _taken_back(log, table, entries, held)]
        log.run_many("INSERT OR IGNORE INTO purged VALUES (?, ?)", rows)
        if table in ABOUT_ENTRY:
            log.run(
                f"""INSERT OR IGNORE INTO purged SELECT uuid, ? FROM {table}
                    WHERE entry IN (SELECT record FROM purged)""",
                (table,),
            )
            log.run(f"DELETE FROM {table} WHERE uuid IN (SELECT record FROM purged)")
    log.run("DELETE FROM news WHERE entry IN (SELECT record FROM purged)")
    log.run("DELETE FROM drill WHERE entry IN (SELECT record FROM purged)")
