"""Importing rows that become entries.

A list from elsewhere brings new entries; an export that comes back brings changed cells of old
ones. Both may stand in one file, because people add rows to the list that they were sent.
"""

from functools import lru_cache
from typing import Any

from coachlog.domain.checkins import NONE
from coachlog.domain.entry import Entry
from coachlog.domain.fields import Fields
from coachlog.domain.ownership import may_read
from coachlog.domain.row_identity import REMEMBERED, own_uuid
from coachlog.errors import CoachlogError
from coachlog.exchange.cells import SELDOM_REPEATED
from coachlog.exchange.table import Row
from coachlog.services.import_comparison import says_otherwise
from coachlog.services.import_ids import choose_short_ids, clean_uuid, return_of, why_not_new
from coachlog.services.import_returns import ReturnedRows
from coachlog.services.import_rows import ParsedRow, RowImporter
from coachlog.services.typed_fields import clean_fields, clean_value
from coachlog.storage import folds, ledger, revisions
from coachlog.storage.bulk_creation import BulkCreation
from coachlog.storage.names import use_known_spellings
from coachlog.storage.queries.entries import entries_by_uuid
from coachlog.storage.visibility import known_entries, readable_entries


class EntryImporter(RowImporter):
    """Imports rows that become entries.

    A row with a uuid is an entry of some log, and keeps what that log knows of it. A row with a
    short id of this log is that entry. Any other row is known again by its content.
    """

    def __post_init__(self) -> None:
        super().__post_init__()
        self._creation = BulkCreation(self.log)
        self._returned = ReturnedRows(self.log, self.plan)
        # Of one batch: the uuids that its rows may have, and their entries in the log.
        self._known: set[str] = set()
        self._entries: dict[str, Entry] = {}
        # Of the whole file: one entry must not be changed by two rows, whichever comes last.
        self._updated: set[str] = set()
        # Changes that wait for the end of their batch.
        self._changes: list[tuple[str, str, Fields]] = []

    def _parse(self, row: Row) -> ParsedRow:
        fields = self.plan.reader.read(row.cells)
        # A team's name may have a comma, but no semicolon: that separates names in our own files.
        if ";" in fields.get("team", ""):
            fields["team"] = fields["team"].replace(";", ",")
            self.result.semicolons += 1
        fields = clean_fields(fields, _clean_once)
        own_id = fields.pop("uuid", None)
        if own_id is None and "short_id" not in fields:
            own_id = self._returned.uuid_without_id(row.cells, fields)
        if own_id is not None:
            uuid = clean_uuid(own_id)
            return ParsedRow(row, uuid, fields, has_own_id=True)
        # Defaults do not count: the same file with another --set is still the same file.
        content = {name: value for name, value in fields.items() if name != "short_id"}
        uuid = self._identities.of(content, fields.get("occurred_on"))
        parsed = ParsedRow(row, uuid, fields)
        # An entry that comes back needs no more than its id, and what is to be changed.
        if not self._returned.short_id_of(fields):
            self._check_new(parsed)
        return parsed

    def _check_new(self, row: ParsedRow) -> None:
        """Refuse a row that does not say what happened, in which team, or when others say it.

        Raises:
            ValueError: neither the row nor the defaults of the plan say it.
        """
        filled = row.fields.keys() | self.plan.defaults.keys()
        if "happened" not in filled:
            short_id = self._returned.short_id_of(row.fields)
            raise ValueError(why_not_new(short_id, has_uuid=row.has_own_id))
        if "team" not in filled:
            raise ValueError("it has no team; give one with --set team=NAME")
        if self.plan.needs_day and filled.isdisjoint(("occurred_on", "recorded_at")):
            raise ValueError("it has no date; give one with --set date=2026-11-20")

    def _is_set_aside(self, row: ParsedRow) -> bool:
        """Whether a row is a private entry of somebody else."""
        user = self.settings.user
        # Whoever imports a row without a trainer becomes its owner.
        return not may_read({"trainer": user, **self.plan.defaults, **row.fields}, user)

    def _identified(self, rows: list[ParsedRow]) -> list[ParsedRow]:
        """Return the rows, those that others must not know again with an id of this user's own.

        A private entry gets one, so that nobody learns of it by importing the same row. So does a
        row that has become somebody else's private entry, which this user must not know of.
        """
        rows = self._with_uuids_of_short_ids(rows)
        uuids = [row.uuid for row in rows]
        own_ids = [own_uuid(uuid, self.settings.user) for uuid in uuids]
        self._known = known_entries(self.log, uuids + own_ids)
        readable = readable_entries(self.log, list(self._known))
        default_share = self.plan.defaults.get("share")
        for index, (row, own_id) in enumerate(zip(rows, own_ids, strict=True)):
            is_private = row.fields.get("share", default_share) == "private"
            is_hidden = readable.get(row.uuid) is False
            is_new = row.uuid not in readable
            # An id of its own shows nobody anything: only an id by content could be guessed.
            is_secret = is_new and is_private and not row.has_own_id
            if own_id in readable or is_hidden or is_secret:
                rows[index] = row._replace(uuid=own_id)
        return rows

    def _with_uuids_of_short_ids(self, rows: list[ParsedRow]) -> list[ParsedRow]:
        """Return the rows, those with a short id of this log as the entries that they are."""
        uuids = self._returned.uuids_of(row.fields for row in rows if not row.has_own_id)
        if not uuids:
            return rows
        identified = list(rows)
        for index, row in enumerate(rows):
            uuid = uuids.get(self._returned.short_id_of(row.fields))
            if uuid and not row.has_own_id:
                identified[index] = row._replace(uuid=uuid, has_own_id=True)
        return identified

    def _only_known(self, uuids: list[str]) -> list[str]:
        # Most rows of most files are new, and need not be looked up twice.
        return [uuid for uuid in uuids if uuid in self._known]

    def _stored(self, uuids: list[str]) -> dict[str, Fields]:
        """Return the entries of some uuids that the user may see, and keep them for comparing."""
        self._entries = entries_by_uuid(self.log, uuids)
        # Another row of the file may have brought one of them, whose history is read and changed.
        self._creation.settle_records(list(self._entries))
        return {uuid: entry._asdict() for uuid, entry in self._entries.items()}

    def _meet_again(self, row: ParsedRow, stored: Fields) -> None:
        """Count a row that is in the log already; look at the changed cells of one that came back.

        A row that is known by its content is the original: what differs was edited here since.
        """
        result = self.result
        entry = self._entries.get(row.uuid)
        if entry is None or not row.has_own_id:
            result.already_there += 1
            result.differing += says_otherwise(row.fields, stored)
            return
        changed = self._returned.changed_cells(entry, row.fields)
        if not changed:
            result.already_there += 1
            return
        try:
            self._returned.check_identity(entry, changed)
            self._take(entry, row, changed)
        except (ValueError, CoachlogError) as error:
            self._reject_row(row.row, str(error).rstrip("."))

    def _take(self, entry: Entry, row: ParsedRow, changed: Fields) -> None:
        """Take the changed cells of a row that came back, or note that there are some.

        Raises:
            ValueError: they may not be taken.
            CoachlogError: they may not be taken.
        """
        result = self.result
        # Without being told, an import never changes what is there.
        if not self.plan.update:
            result.already_there += 1
            result.returned += 1
            result.note_change(entry, changed)
            return
        if entry.uuid in self._updated:
            raise ValueError(f"another row of this file also changes {entry.short_id}")
        change = self._returned.change(entry, row.fields, changed)
        self._updated.add(entry.uuid)
        result.updated += 1
        shown = {name: change.patch[name] for name in change.changed}
        if change.is_asked:
            shown["share"] = f"waits for {entry.trainer}'s yes"
        result.note_change(entry, shown)
        self._changes.append(("entry", entry.uuid, change.patch))

    def _import_batch(self, rows: list[ParsedRow]) -> None:
        """Import those rows of a batch that are new, then write what came back changed.

        Both are part of one action, so that one undo takes back the whole file.
        """
        super()._import_batch(rows)
        if self.write and self._changes:
            ledger.change_records(self.log, self._action(), self._changes)
        self._changes = []

    def _complete(self, row: ParsedRow, record: Fields) -> None:
        """Fill the gaps of a new entry: its kind, its trainer, its times."""
        if record.get("follow_up") == NONE:
            del record["follow_up"]
        if "kind" not in record:
            record["kind"] = self.settings.kind
            # Only what went wrong was put right.
            if record.get("recovery"):
                record["kind"] = "mistake"
        if not row.has_own_id or record.get("share") == "private":
            # What comes out of a log is complete as it is, with or without a trainer. But a private
            # entry without one would be nobody's to read.
            record.setdefault("trainer", self.settings.user)
        recorded_at = record.setdefault("recorded_at", self._now)
        record.setdefault("updated_at", recorded_at)
        # Recorded on the day it happened, as far as anybody knows.
        if "recorded_at" in row.fields:
            record.setdefault("occurred_on", recorded_at[:10])
        self._date(row.row.line, record, "occurred_on")
        if "team" not in row.fields and "team" not in self.plan.set_fields:
            self.result.teamless += 1
        self._count_kind(record)

    def _count_kind(self, record: Fields) -> None:
        self.result.kinds[record["kind"]] += 1
        if record["kind"] == "mistake" and "recovery" not in record:
            self.result.open_mistakes += 1

    def _write_records(self, hlc: str, new: list[Fields], restored: list[Fields]) -> None:
        log = self.log
        # Restored entries have revisions already, and are only changed.
        if new:
            choose_short_ids(log, new)
            self._creation.create(hlc, new)
        for records in revisions.in_batches(restored):
            use_known_spellings(log, records)
            former = folds.fold_many(log, [record["uuid"] for record in records])
            changes = [return_of(record, former[record["uuid"]]) for record in records]
            self._creation.bring_back(hlc, changes, former)

    def _finish(self) -> None:
        self._creation.finish()


def _clean_once(name: str, value: Any) -> Any:
    """Return what `clean_value` returns; names and words, which come again, are looked up."""
    if name in SELDOM_REPEATED:
        return clean_value(name, value)
    if isinstance(value, list):
        value = tuple(value)
    return _clean_and_remember(name, value)


# A bool equals a number, which is another value.
_clean_and_remember = lru_cache(REMEMBERED, typed=True)(clean_value)
