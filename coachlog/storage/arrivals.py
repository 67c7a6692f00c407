"""Revisions that come from other files: stored, folded, and counted.

The order in which they come makes no difference: what a log shows follows from the set of its
revisions. So everything here works on whole records: what is stored of one, what arrives, and what
was set aside are looked at together.
"""

from collections.abc import Iterable, Sequence

from coachlog.domain.arrived import CHANGED, DELETED, NEW, WITHDRAWN, Arrived
from coachlog.domain.fields import Fields
from coachlog.domain.merging import Revision
from coachlog.storage import ledger, revisions
from coachlog.storage.arrival_checks import EARLY, NEWER, ArrivalChecks
from coachlog.storage.arrival_history import RecordHistory, histories_with
from coachlog.storage.arrival_spelling import ArrivalSpelling
from coachlog.storage.conditions import marks
from coachlog.storage.file.connection import Log
from coachlog.storage.full_text_index import BulkIndexing
from coachlog.storage.held import forget_stored, held_of_families, hold, release
from coachlog.storage.names import drop_unused_names
from coachlog.storage.news import note_arrived_news
from coachlog.storage.patch_json import patch_text
from coachlog.storage.record_tables import ABOUT_ENTRY
from coachlog.storage.withdrawals import erase_about, forget_words, purged_among

MOST_AT_ONCE = 4_000  # revisions in memory at a time; a transaction should have no more either


def arrive(log: Log, arriving: Iterable[Revision], source: str) -> Arrived:
    """Take revisions that come from elsewhere, in the caller's transaction.

    Args:
        log: the log.
        arriving: revisions in any order, known ones too; nothing about them is trusted.
        source: where they come from: a shelf and its team, or `shelves.MERGED`.
    """
    arrival = _Arrival(log, source)
    # What an older version could not read.
    arrival.take(held_of_families(log, NEWER, arrival.checks.families))
    for batch in revisions.in_batches(arriving, MOST_AT_ONCE):
        arrival.take(batch)
    arrival.finish()
    return arrival.arrived


class _Arrival:
    """Takes revisions, batch after batch.

    Attributes:
        checks: what each revision has to pass before it is stored.
        arrived: what came of all that was taken so far.
    """

    def __init__(self, log: Log, source: str) -> None:
        self.checks = ArrivalChecks(log)
        self.arrived = Arrived()
        self._log = log
        self._source = source
        self._spelling = ArrivalSpelling(log)
        self._device = revisions.device_of(log)
        self._names_may_change = False
        self._takes_text_out = False
        log.keep_pages_in_memory()

    def take(self, batch: Sequence[Revision]) -> None:
        """Take a batch of revisions."""
        by_record: dict[str, list[Revision]] = {}
        held = []
        for revision in batch:
            reason = self.checks.reason_to_hold(revision)
            if reason == EARLY:
                self.arrived.early[revision.device] += 1
            elif reason:
                held.append((revision, reason))
            else:
                by_record.setdefault(revision.record, []).append(self._spelling.of(revision))
        self.arrived.held += hold(self._log, held, self._source)
        # Each record is written once: no entry changes between its insertion and its indexing.
        with BulkIndexing(self._log, len(by_record)):
            for records in revisions.in_batches(by_record):
                self._take_records({record: by_record[record] for record in records})

    def finish(self) -> None:
        """Drop the names that nobody has now, and what is set aside but was stored since."""
        forget_stored(self._log)
        if self._names_may_change:
            for table in ("team", "topic"):
                drop_unused_names(self._log, table)
        if self._takes_text_out:
            forget_words(self._log)

    def _take_records(self, arriving: dict[str, list[Revision]]) -> None:
        """Take the revisions of at most `revisions.BATCH` records.

        All of them are decided on before anything is written, and stored before a table is: a text
        that has to go again is never written at all.

        Args:
            arriving: the revisions of each record, which have passed the checks of their own.
        """
        histories = histories_with(self._log, arriving, self.checks)
        by_table: dict[str, list[RecordHistory]] = {}
        for history in histories:
            self.arrived.unchanged += history.unchanged
            history.decide(self._device)
            if history.has_changed:
                by_table.setdefault(history.table, []).append(history)
        self._store(histories)
        for table, changed in by_table.items():
            self._write_table(table, changed)

    def _store(self, histories: list[RecordHistory]) -> None:
        """Write the revisions themselves.

        Args:
            histories: the histories of some records, each decided on.
        """
        log = self._log
        new: list[Revision] = []
        released: list[Revision] = []
        expelled: list[tuple[int]] = []
        rewritten: list[tuple[str, int]] = []
        for history in histories:
            new += history.new
            released += history.released
            expelled += history.expelled
            rewritten += history.rewritten
            self.arrived.held += hold(log, history.held, self._source)
        if released or expelled or rewritten:
            self._takes_text_out = True
            release(log, released)
            log.run_many("DELETE FROM revision WHERE number = ?", expelled)
            log.run_many("UPDATE revision SET patch = ? WHERE number = ?", rewritten)
        # In the order of the segment, so that lists have entries in the order of their writing.
        if not new:
            return
        first = revisions.next_number(log)
        rows = [
            (number, *revision[:-1], patch_text(revision.patch))
            for number, revision in enumerate(new, first)
        ]
        log.run_many(
            f"INSERT INTO revision (number, {revisions.COLUMNS}) VALUES ({marks(rows[0])})", rows
        )
        note_arrival(log, first, first + len(rows) - 1, self._source)
        # Before the tables are written: news compares with the status that an entry had. An entry
        # that was not here before had none.
        for history in histories:
            if history.was_here or history.table != "entry":
                note_arrived_news(log, history.new, self._device)

    def _write_table(self, table: str, histories: list[RecordHistory]) -> None:
        """Write records as they add up now, and count what became of each.

        Args:
            table: their family.
            histories: the histories that have changed.
        """
        log = self._log
        records = [history.record for history in histories]
        before = _present(log, table, records)
        folded = {history.record: history.fold() for history in histories}
        ledger.write_folded(log, table, folded)
        after = _present(log, table, records)
        for record in before | after:
            if record not in before:
                outcome = NEW
            elif record in after:
                outcome = CHANGED
            else:
                outcome = DELETED if folded[record].get("deleted") else WITHDRAWN
            self.arrived.note(table, record, outcome)
        if table == "entry" and before:
            self._names_may_change = True
        self._erase(table, folded)

    def _erase(self, table: str, folded: dict[str, Fields]) -> None:
        """Erase what is about entries that somebody erased elsewhere, now or before."""
        if table == "entry":
            purged = {record for record, fields in folded.items() if fields.get("purged")}
        elif table in ABOUT_ENTRY:
            entries = {fields["entry"] for fields in folded.values() if fields.get("entry")}
            purged = purged_among(self._log, sorted(entries))
        else:
            return
        if purged:
            self._takes_text_out = True
            erase_about(self._log, sorted(purged))


def note_arrival(log: Log, first: int, last: int, source: str) -> None:
    """Note that the revisions with some numbers came from elsewhere, in a transaction."""
    extended = log.run(
        """UPDATE arrival SET last = ?
           WHERE first = (SELECT max(first) FROM arrival) AND last = ? AND source = ?""",
        (last, first - 1, source),
    )
    if not extended:
        log.run("INSERT INTO arrival VALUES (?, ?, ?)", (first, last, source))


def _present(log: Log, table: str, records: Sequence[str]) -> set[str]:
    return set(log.column(f"SELECT uuid FROM {table} WHERE uuid IN ({marks(records)})", records))
