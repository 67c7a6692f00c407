"""The full-text index while many entries are written at once."""

from coachlog.storage.file.schema import SEARCHED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coachlog.storage.file.connection import Log

# Fewer are quicker one by one.
MANY = 100
BATCH = 500  # SQLite before 3.32 takes at most 999 values in one statement
TRIGGER = "entry_ai"  # sqlite-utils calls the one after an insert so


def bulk_indexing(log: "Log", numbers: "list[int | None]") -> "AtOnce | OneByOne":
    """For a `with` statement in which entries are inserted, inside a transaction.

    `numbers` are the row numbers that they are to have, None for a new one.
    """
    return AtOnce(log, numbers) if len(numbers) >= MANY else OneByOne()


class OneByOne:
    """The trigger adds each entry to the index."""

    def __enter__(self) -> None:
        return

    def __exit__(self, *_: object) -> None:
        return


class AtOnce:
    """One statement adds all new entries to the index, and the trigger rests meanwhile.

    A trigger makes FTS5 write a segment for every entry, because each statement is a savepoint of its own.
    """

    def __init__(self, log: "Log", numbers: "list[int | None]") -> None:
        self._log = log
        self._numbers = [number for number in numbers if number is not None]

    def __enter__(self) -> None:
        log = self._log
        self._newest = log.one("SELECT coalesce(max(id), 0) FROM entry")[0]
        row = log.one(
            "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = ?", (TRIGGER,)
        )
        self._trigger = row[0] if row else None
        log.run(f"DROP TRIGGER IF EXISTS {TRIGGER}")

    def __exit__(self, kind: object, error: object, traceback: object) -> None:
        if error is not None or self._trigger is None:
            return  # the transaction is rolled back, and with it what was dropped
        columns = ", ".join(SEARCHED)
        insert = (
            f"INSERT INTO entry_fts (rowid, {columns}) SELECT id, {columns} FROM entry WHERE id"
        )
        known = [number for number in self._numbers if number <= self._newest]
        for start in range(0, len(known), BATCH):
            some = known[start : start + BATCH]
            self._log.run(f"{insert} IN ({', '.join('?' * len(some))})", some)
        self._log.run(f"{insert} > ?", (self._newest,))
        self._log.run(self._trigger)
