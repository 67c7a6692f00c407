"""The full-text index while many entries are inserted.

A trigger adds each entry to the index. Every time, FTS5 writes a segment of its index, because each
statement is a savepoint of its own; an import is faster when one statement adds all entries.
"""

from collections.abc import Sequence

from coachlog.storage.conditions import marks
from coachlog.storage.file.connection import Log
from coachlog.storage.file.schema import SEARCHED
from coachlog.storage.revisions import in_batches

MANY = 100  # entries, from which on the one statement is faster
TRIGGER = "entry_ai"  # what sqlite-utils calls the one after an insert


class BulkIndexing:
    """Insert entries in a `with` statement, inside a transaction, and index them all at its end.

    Few entries are left to the trigger.
    """

    def __init__(self, log: Log, numbers: Sequence[int | None]) -> None:
        """Prepare for entries with these row numbers, where None is the next free one."""
        self._log = log
        self._is_bulk = len(numbers) >= MANY
        self.numbers = [number for number in numbers if number is not None]
        self._newest = 0
        self._trigger: str | None = None

    def __enter__(self) -> None:
        if not self._is_bulk:
            return
        log = self._log
        self._newest = log.number("SELECT coalesce(max(id), 0) FROM entry")
        self._trigger = log.value(
            "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = ?",
            (TRIGGER,),
        )
        if self._trigger:
            log.run(f"DROP TRIGGER {TRIGGER}")

    def __exit__(self, kind: object, error: object, traceback: object) -> None:
        # After an error the transaction is rolled back, which brings the trigger back.
        if error is None:
            self.finish()

    def finish(self) -> None:
        """Index the entries that were inserted, unless another `BulkIndexing` is going to."""
        if self._trigger is None:
            return
        columns = ", ".join(SEARCHED)
        insert = f"INSERT INTO entry_fts (rowid, {columns}) SELECT id, {columns} FROM entry"
        # Entries that come back have the numbers they had; new ones follow on the highest.
        former = [number for number in self.numbers if number <= self._newest]
        for batch in in_batches(former):
            self._log.run(f"{insert} WHERE id IN ({marks(batch)})", batch)
        self._log.run(f"{insert} WHERE id > ?", (self._newest,))
        self._log.run(self._trigger)
