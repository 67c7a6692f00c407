"""Creating very many entries: what would shut readers out is written last, and quickly.

Readers are let in until the changed pages fill the memory (`database.MOST_CHANGED`). So at first
only the tables are written that the next rows are compared with. The revisions wait in a temporary
table, and the full-text index waits for both: they take half of the pages and a fifth of the time.
"""

from coachlog.domain.fields import Fields
from coachlog.storage import ledger
from coachlog.storage.file.connection import Log
from coachlog.storage.full_text_index import MANY, BulkIndexing
from coachlog.storage.revisions import COLUMNS

LATER = "temp.later_revision"


class BulkCreation:
    """Creates entries in one transaction, batch after batch.

    `finish` has to be called before the commit. What else is written meanwhile gets higher numbers
    than the revisions that wait, whose numbers the new entries have.
    """

    _number, _order = "number", "number"

    def __init__(self, log: Log) -> None:
        self._log = log
        self._indexing: BulkIndexing | None = None

    def create(self, hlc: str, records: list[Fields]) -> None:
        """Write new entries; the arguments are those of `ledger.create_entries`."""
        log = self._log
        if self._indexing is None and len(records) < MANY:
            ledger.create_entries(log, hlc, records)
            return
        if self._indexing is None:
            self._begin()
        ledger.create_entries(log, hlc, records, revisions_into=LATER)

    def prepare(self) -> None:
        """Let the full-text index wait for many entries that come back, as for new ones."""
        if self._indexing is None:
            self._begin()

    def _begin(self) -> None:
        self._indexing = BulkIndexing(self._log, MANY)
        self._indexing.__enter__()
        self._log.run(f"CREATE TABLE {LATER} AS SELECT number, {COLUMNS} FROM revision WHERE 0")

    def finish(self) -> None:
        """Write what has waited."""
        if self._indexing is None:
            return
        log = self._log
        log.run(
            f"""INSERT INTO revision (number, {COLUMNS})
                SELECT {self._number}, {COLUMNS} FROM {LATER} ORDER BY {self._order}"""
        )
        log.run(f"DROP TABLE {LATER}")
        self._indexing.finish()
        self._indexing = None
