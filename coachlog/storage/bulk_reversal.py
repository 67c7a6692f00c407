"""Undoing and redoing very many entries: as for a creation, what shuts readers out comes last.

All is read, and every patch made, before entries are deleted by one statement. Entries that come
back are written at once, because the next ones are compared with them; their revisions and the
full-text index wait.
"""

from coachlog.domain.fields import Fields
from coachlog.storage import due_table, entry_table, ledger, revisions
from coachlog.storage.bulk_creation import LATER, BulkCreation
from coachlog.storage.conditions import marks
from coachlog.storage.file.connection import Log
from coachlog.storage.full_text_index import MANY
from coachlog.storage.names import discount_names, drop_unused_names

Change = tuple[str, str, Fields]

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

    # In the order of the index of revisions by record, each of whose pages is then written once,
    # and under the numbers that are next then: no new entry waits for one.
    _number, _order = "NULL", "record"

    def __init__(self, log: Log, hlc: str) -> None:
        super().__init__(log)
        self._hlc = hlc
        self._waiting_kinds: set[int] = set()
        self._names_may_change = False

    def settle_records(self, records: list[str]) -> None:
        """Write what has waited, if a change of these records is among it, before they are read."""
        if self._indexing is None:
            return
        waiting = f"SELECT 1 FROM {LATER} WHERE record IN ({marks(records)}) LIMIT 1"
        if self._log.one(waiting, records):
            self._settle()

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
            changes: those for which `settle_records` and `settle_other_kind` were called.
            now: what the records add up to without them.
        """
        kinds = _kinds_of(changes)
        is_bulk = self._indexing is not None or len(changes) >= MANY
        if is_bulk and kinds == {_DELETION}:
            self._delete(changes)
        elif is_bulk and kinds == {_RETURN}:
            self._bring_back(changes, now)
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
        super()._begin()
        self._log.run(f"CREATE INDEX {LATER}_of_record ON later_revision (record)")
        self._log.run(f"CREATE TABLE {_GONE} (id INTEGER PRIMARY KEY)")

    def _delete(self, changes: list[Change]) -> None:
        self._append(changes)
        uuids = [record for _, record, _ in changes]
        self._log.run(
            f"INSERT INTO {_GONE} SELECT id FROM entry WHERE uuid IN ({marks(uuids)})", uuids
        )

    def _bring_back(self, changes: list[Change], now: dict[str, Fields]) -> None:
        self._append(changes)
        # No revision is newer than those of this step, which wait.
        folded = {record: now[record] | patch for _, record, patch in changes}
        entry_table.replace_entries(self._log, folded.items())
        due_table.rewrite_due(self._log, list(folded))

    def _append(self, changes: list[Change]) -> None:
        if self._indexing is None:
            self._begin()
        revisions.append(self._log, self._hlc, changes, into=LATER)
        self._waiting_kinds = _kinds_of(changes)
        self._names_may_change = True

    def _settle(self) -> None:
        if self._indexing is None:
            return
        log = self._log
        for table, count in _GONE_NAMES.items():
            discount_names(log, table, dict(log.all(count)))
        log.run(f"DELETE FROM entry WHERE id IN {_GONE_ENTRIES}")
        log.run(f"DROP TABLE {_GONE}")
        super().finish()


def _kinds_of(changes: list[Change]) -> set[int]:
    return {_kind_of(change) for change in changes}


def _kind_of(change: Change) -> int:
    table, _, patch = change
    if table != "entry" or "deleted" not in patch:
        return _OTHER
    return _DELETION if patch["deleted"] else _RETURN
