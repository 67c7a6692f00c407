"""The full-text index while many entries are inserted.

A trigger adds each entry to the index. Every time, FTS5 writes a segment of its index, because each
statement is a savepoint of its own; an import is faster when one statement adds all entries.
"""

from coachlog.storage.file.connection import Log
from coachlog.storage.file.schema import SEARCHED

MANY = 100  # entries, from which on the one statement is faster
TRIGGER = "entry_ai"  # what sqlite-utils calls the one after an insert


class BulkIndexing:
    """Insert entries in a `with` statement, inside a transaction, and index them all at its end.

    Few entries are left to the trigger.
    """

    def __init__(self, log: Log, count: int) -> None:
        """Prepare for so many entries."""
        self._log = log
        self._is_bulk = count >= MANY
        self._trigger: str | None = None

    def __enter__(self) -> None:
        if not self._is_bulk:
            return
        log = self._log
        self._trigger = log.value(
            "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = ?",
            (TRIGGER,),
        )
        if self._trigger:
            log.run(f"DROP TRIGGER {TRIGGER}")
            log.unindexed = []

    def __exit__(self, kind: object, error: object, traceback: object) -> None:
        # After an error the transaction is rolled back, which brings the trigger back.
        if error is None:
            self.finish()

    def finish(self) -> None:
        """Index the entries that were inserted, unless another `BulkIndexing` is going to."""
        if self._trigger is None:
            return
        log = self._log
        columns = ", ".join(SEARCHED)
        # Entries that come back may stand among the others, so that no span of numbers has them.
        log.run(
            f"""INSERT INTO entry_fts (rowid, {columns})
                SELECT id, {columns} FROM entry WHERE id IN (SELECT value FROM json_each(?))""",
            (str(log.unindexed),),
        )
        log.unindexed = None
        log.run(self._trigger)
