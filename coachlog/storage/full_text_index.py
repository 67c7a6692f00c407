"""The full-text index while many entries are inserted.

A trigger adds each entry to the index. Every time, FTS5 writes a segment of its index, because each
statement is a savepoint of its own; an import is faster when one statement adds all entries.
"""

from coachlog.storage.file.connection import Log
from coachlog.storage.file.schema import SEARCHED

MANY = 100  # entries, from which on the one statement is faster
TRIGGER = "entry_ai"  # what sqlite-utils calls the one after an insert
_NOTE = """CREATE TEMP TRIGGER note_unindexed AFTER INSERT ON entry
    BEGIN INSERT INTO unindexed VALUES (new.id); END"""


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
            # Entries that come back may stand among the others, so their numbers are noted.
            log.run("CREATE TEMP TABLE unindexed (id INTEGER PRIMARY KEY)")
            log.run(_NOTE)

    def __exit__(self, kind: object, error: object, traceback: object) -> None:
        # After an error the transaction is rolled back, which brings the trigger back.
        if error is None:
            self.finish()

    def finish(self) -> None:
        """Index the entries that were inserted, unless another `BulkIndexing` is going to."""
        if self._trigger is None:
            return
        columns = ", ".join(SEARCHED)
        self._log.run(
            f"""INSERT INTO entry_fts (rowid, {columns})
                SELECT id, {columns} FROM entry WHERE id IN (SELECT id FROM temp.unindexed)"""
        )
        self._log.run("DROP TABLE temp.unindexed")
        self._log.run("DROP TRIGGER temp.note_unindexed")
        self._log.run(self._trigger)
