"""Undoing and redoing very many entries: as for a creation, what shuts readers out comes last.

All is read, and every patch made, before entries are deleted by one statement. Entries that come
back are written at once, because the next ones are compared with them; their revisions and the
full-text index wait.
"""

from coachlog.domain.fields import Fields
from coachlog.storage import ledger
from coachlog.storage.bulk_creation import BulkCreation
from coachlog.storage.conditions import marks
from coachlog.storage.file.connection import Log
from coachlog.storage.full_text_index import MANY
from coachlog.storage.names import discount_names, drop_unused_names
from coachlog.storage.revisions import Change
from coachlog.storage.week_counts import take_entries_from_weeks

_OTHER, _DELETION, _RETURN = range(3)

_GONE = "temp.later_deletion"
_GONE_ENTRIES = f"(SELECT id FROM {_GONE})"
_GONE_NAMES = {
    "team": f"""SELECT team, count(*) FROM entry
        WHERE id IN {_GONE_ENTRIES} AND share <> 'private' GROUP BY team""",
    "topic": f"""SELECT topic, count(*) FROM entry_topic
        WHERE entry IN {_GONE_ENTRIES} AND private = 0 GROUP BY topic""",
}


class BulkReversal(BulkCreation):
    """Writes the changes of an undo or redo in one transaction, batch after batch."""

    def __init__(self, log: Log, hlc: str) -> None:
        super().__init__(log)
        self._hlc = hlc
        self._waiting_kinds: set[int] = set()
        self._names_may_change = False

    def settle_other_kind(self, changes: list[Change]) -> None:
        """Write what has waited if it is of another kind than some changes.

        An entry comes back under its short id, and with the spelling of its names, if no other one
        has them any more.
        """
        if changes and _kinds_of(changes) != self._waiting_kinds:
            self._settle()

    def write(self, changes: list[Change], now: dict[str, Fields]) -> None:
        """Write at most `revisions.BATCH` changes of different records.

        Args:
            changes: the changes for which `settle_records` and `settle_other_kind` were called.
            now: what the records add up to without them.
        """
        kinds = _kinds_of(changes)
        is_bulk = self._indexing is not None or len(changes) >= MANY
        if is_bulk and kinds == {_DELETION}:
            self._delete(changes)
        elif is_bulk and kinds == {_RETURN}:
            self._append(self._hlc, changes)
            self._replace(changes, now)
        else:
            names_may_change = ledger.write_batch(self._log, self._hlc, changes)
            self._names_may_change = self._names_may_change or names_may_change

    def finish(self) -> None:
        """Write what has waited, and drop the names that nobody has now."""
        self._settle()
        if self._names_may_change:
            for table in _GONE_NAMES:
                drop_unused_names(self._log, table)

    def _begin(self) -> None:
        if self._indexing is not None:
            return
        super()._begin()
        self._log.run(f"CREATE TABLE {_GONE} (id INTEGER PRIMARY KEY)")

    def _delete(self, changes: list[Change]) -> None:
        self._append(self._hlc, changes)
        uuids = [record for _, record, _ in changes]
        self._log.run(
            f"INSERT INTO {_GONE} SELECT id FROM entry WHERE uuid IN ({marks(uuids)})", uuids
        )

    def _append(self, hlc: str, changes: list[Change]) -> None:
        super()._append(hlc, changes)
        self._waiting_kinds = _kinds_of(changes)
        self._names_may_change = True

    def _settle(self) -> None:
        if self._indexing is None:
            return
        log = self._log
        for table, count in _GONE_NAMES.items():
            discount_names(log, table, dict(log.all(count)))
        take_entries_from_weeks(log, _GONE_ENTRIES)
        log.run(f"DELETE FROM entry WHERE id IN {_GONE_ENTRIES}")
        log.run(f"DROP TABLE {_GONE}")
        super()._settle()


def _kinds_of(changes: list[Change]) -> set[int]:
    return {_kind_of(change) for change in changes}


def _kind_of(change: Change) -> int:
    table, _, patch = change
    if table != "entry" or "deleted" not in patch:
        return _OTHER
    return _DELETION if patch["deleted"] else _RETURN
