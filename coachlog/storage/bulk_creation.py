"""Creating very many entries: what would shut readers out is written last, and quickly.

Readers are let in until the changed pages fill the memory (`database.MOST_CHANGED`). So at first
only the tables are written that the next rows are compared with. The revisions wait in a temporary
table, and the full-text index waits for both: they take half of the pages and a fifth of the time.
"""

from coachlog.domain.fields import Fields
from coachlog.storage import due_table, entry_table, ledger, revisions
from coachlog.storage.causes import with_causes
from coachlog.storage.conditions import marks
from coachlog.storage.file.connection import Log
from coachlog.storage.full_text_index import MANY, BulkIndexing
from coachlog.storage.revisions import COLUMNS, Change

LATER = "temp.later_revision"


class BulkCreation:
    """Creates entries, and brings others back, in one transaction, batch after batch.

    `finish` has to be called before the commit. What else is written meanwhile gets higher numbers
    than the revisions that wait, whose numbers the new entries have.
    """

    def __init__(self, log: Log) -> None:
        self._log = log
        self._indexing: BulkIndexing | None = None

    def create(self, hlc: str, records: list[Fields]) -> None:
        """Write new entries; the arguments are those of `ledger.create_entries`."""
        log = self._log
        if self._indexing is None and len(records) < MANY:
            ledger.create_entries(log, hlc, records)
            return
        self._begin()
        ledger.create_entries(log, hlc, records, revisions_into=LATER)

    def bring_back(self, hlc: str, changes: list[Change], now: dict[str, Fields]) -> None:
        """Write entries that come back.

        Args:
            hlc: the action they belong to, which is the newest.
            changes: at most `revisions.BATCH`, as `ledger.change_records` takes them.
            now: what the entries add up to without them.

        Raises:
            UsageError: one of them is somebody else's, and not gone.
        """
        if self._indexing is None and len(changes) < MANY:
            ledger.change_records(self._log, hlc, changes)
            return
        ledger.check_changes(self._log, changes)
        self._append(hlc, changes)
        self._replace(changes, now)

    def settle_records(self, records: list[str]) -> None:
        """Write what has waited, if a change of these records is among it, before they are read."""
        if self._indexing is None:
            return
        waiting = f"SELECT 1 FROM {LATER} WHERE record IN ({marks(records)}) LIMIT 1"
        if self._log.one(waiting, records):
            self._settle()

    def finish(self) -> None:
        """Write what has waited."""
        self._settle()

    def _begin(self) -> None:
        """Let revisions and the full-text index wait from now on."""
        if self._indexing is not None:
            return
        log = self._log
        self._indexing = BulkIndexing(log, MANY)
        self._indexing.__enter__()
        log.run(f"CREATE TABLE {LATER} AS SELECT number, {COLUMNS} FROM revision WHERE 0")
        log.run(f"CREATE INDEX {LATER}_of_record ON later_revision (record)")

    def _append(self, hlc: str, changes: list[Change]) -> None:
        """Let the revisions of changes wait. No new entry has the number of one of them."""
        self._begin()
        merging = with_causes(self._log, changes)
        revisions.append(self._log, hlc, merging, into=LATER, numbered=False)

    def _replace(self, changes: list[Change], now: dict[str, Fields]) -> None:
        """Write entries as the waiting changes make them: no revision is newer than those."""
        folded = {record: now[record] | patch for _, record, patch in changes}
        entry_table.replace_entries(self._log, folded.items())
        due_table.rewrite_due(self._log, list(folded))

    def _settle(self) -> None:
        if self._indexing is None:
            return
        log = self._log
        # Changes get the numbers that are next then, in the order of the index of revisions by
        # record, each of whose pages is then written once.
        log.run(
            f"""INSERT INTO revision (number, {COLUMNS})
                SELECT number, {COLUMNS} FROM {LATER} ORDER BY number IS NULL, number, record"""
        )
        log.run(f"DROP TABLE {LATER}")
        self._indexing.finish()
        self._indexing = None
