"""Rows that come back: an export that somebody changed in a spreadsheet.

A row with an id of this log is that entry. Its cells are compared with what an export would have
written: what was masked or left out for an audience never overwrites what the log has.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from coachlog.domain.audience import MEETING, TEAM
from coachlog.domain.entry import Entry
from coachlog.domain.fields import DEFAULTS, Fields
from coachlog.domain.filters import Filter
from coachlog.domain.ownership import OWNERS_FIELDS
from coachlog.domain.people.masking import TEXTS, Mask
from coachlog.exchange.cells import is_own_id, own_week_index
from coachlog.services.edit import FIXED, Change, plan_change
from coachlog.services.export import AudienceExport
from coachlog.services.import_comparison import (
    comparable,
    differs,
    drop_equal,
    drop_equal_in_cells,
    is_of_another_day,
    new_mask,
    views_in_cells,
)
from coachlog.services.import_plan import ImportPlan
from coachlog.services.names import make_mask
from coachlog.storage.file.connection import Log
from coachlog.storage.queries.entries import deleted_entries, entries_by_short_id
from coachlog.storage.team_names import team_now
from coachlog.storage.visibility import known_revisions


class ReturnedRows:
    """Finds the entries of rows that come back, and what was changed in them.

    Three views of an entry count as unchanged: as it is now, as a meeting's export masks it, and as
    it was when the file was written. Only a cell that is in none of them is a change.

    Args:
        log: the log that they may be from.
        plan: how the file is read.
    """

    def __init__(self, log: Log, plan: ImportPlan) -> None:
        """Look at which columns have ids of a log. The log is read only for rows with one."""
        self._log = log
        self._own_ids = {match.field for match in plan.matches if is_own_id(match)}
        self._fields = [match.field for match in plan.matches if match.field]
        # The workbook of a week has days beside it, a meeting's export has none.
        self._audience = TEAM if "occurred_on" in self._fields else MEETING
        self._week_index = own_week_index(plan.matches)

    def short_id_of(self, fields: Fields) -> str:
        """Return the short id of a row; nothing where it has none, or one of another program."""
        if "short_id" not in self._own_ids:
            return ""
        return str(fields.get("short_id", "")).strip().lower()

    def uuids_of(self, rows: Iterable[Fields]) -> dict[str, str]:
        """Return by their short ids the uuids of the entries that some rows are, deleted ones too.

        Those of no entry that the reader of the log may see are left out.
        """
        ids = set(map(self.short_id_of, rows)) - {""}
        uuids = {}
        for entry in entries_by_short_id(self._log, list(ids)):
            uuids[entry.short_id] = entry.uuid
        for short_id in ids - uuids.keys():
            uuids |= deleted_entries(self._log, short_id)
        return uuids

    def check_identity(self, entry: Entry, changed: Fields) -> None:
        """Refuse a row that only has the short id of an entry by chance.

        Short ids are short: a file of another log may well have one of ours.

        Args:
            entry: the entry with that id.
            changed: what `changed_cells` returned for the row.

        Raises:
            ValueError: neither its team nor what happened is that of the entry.
        """
        if "uuid" not in self._own_ids and {"team", "happened"} <= changed.keys():
            raise ValueError(
                f"{entry.short_id} is a different entry in this log;"
                " empty the id to import the row as a new one"
            )

    def uuid_without_id(self, cells: Sequence[Any], fields: Fields) -> str | None:
        """Return the uuid of an entry of a small team, written without its id; None for a new row.

        Args:
            cells: the row.
            fields: what it says, cleaned.

        Raises:
            ValueError: it was changed since, so its entry cannot be told.
        """
        if self._week_index is None or not cells[self._week_index]:
            return None
        uuid = self._entries_without_ids.get(self._key(fields))
        if uuid is None:
            raise ValueError(
                "it has a week but no id, like entries of small teams in a file to hand around."
                " Change those with  coachlog edit  ; in a new row, leave the week empty"
            )
        return uuid

    def changed_cells(self, entry: Entry, fields: Fields) -> Fields:
        """Return the fields of a row that differ from what an export would write of its entry.

        Args:
            entry: the entry as it is now.
            fields: the row; what it leaves out does not count.
        """
        changed = {
            name: value
            for name, value in fields.items()
            if name not in FIXED and differs(name, value, getattr(entry, name))
        }
        if "occurred_at" in changed and is_of_another_day(fields):
            del changed["occurred_at"]
        if not changed:
            return changed
        masked = self._mask.texts(entry)
        as_masked = {name: getattr(masked, name) for name in TEXTS}
        # Nor is it a change to bring back what else exports write, or wrote.
        drop_equal(changed, as_masked)
        drop_equal_in_cells(changed, entry._asdict())
        drop_equal_in_cells(changed, as_masked)
        drop_equal(changed, self._when_written(entry, fields))
        # A file that was written before a team was renamed still has its old name.
        if "team" in changed and team_now(self._log, changed["team"]) == entry.team:
            del changed["team"]
        return changed

    def change(self, entry: Entry, fields: Fields, changed: Fields) -> Change:
        """Return the change that the changed cells of a row make.

        Args:
            entry: the entry as it is now.
            fields: the row.
            changed: what `changed_cells` returned for it.

        Raises:
            ValueError: a mask stands in it, or the log has a newer value.
            UsageError: it is the owner's alone to make, or a value cannot be stored.
        """
        then = self._when_written(entry, fields)
        for name in changed.keys() - OWNERS_FIELDS:
            if differs(name, getattr(entry, name), then.get(name)):
                raise ValueError(
                    f"{name} of {entry.short_id} was changed here after this file was written;"
                    f" to see it:  coachlog show {entry.short_id}"
                )
        for name in TEXTS:
            mask = new_mask(changed.get(name), getattr(entry, name))
            if mask:
                raise ValueError(
                    f"{name} has {mask} for what {entry.short_id} says here;"
                    f" change it with  coachlog edit {entry.short_id}"
                )
        return plan_change(self._log, entry, changed)

    def _when_written(self, entry: Entry, fields: Fields) -> Fields:
        """Return an entry as it was when an export wrote its row.

        What only its owner may know is left out, and all of it where that cannot be found out.
        """
        written_at = fields.get("updated_at")
        if not written_at or written_at >= entry.updated_at:
            return entry._asdict()
        then: Fields = {}
        for revision in known_revisions(self._log, entry.uuid):
            if revision.after.get("updated_at") == written_at:
                then = DEFAULTS | revision.after
        return {name: value for name, value in then.items() if name not in OWNERS_FIELDS}

    @cached_property
    def _mask(self) -> Mask:
        """What masks the texts in an export for a meeting; made for the first row that differs."""
        return make_mask(self._log, self._log.reader or "")

    @cached_property
    def _entries_without_ids(self) -> dict[str, str]:
        """The uuids of the entries that the file's audience gets, by what its rows say of them."""
        uuids: dict[str, str] = {}
        for entry in AudienceExport(self._log, Filter(audience=self._audience)):
            view = entry._asdict()
            for cells in (view, *views_in_cells(view)):
                uuids.setdefault(self._key(cells), entry.uuid)
        return uuids

    def _key(self, fields: Fields) -> str:
        """Return what rows and entries that look the same in this file share."""
        cells = []
        for name in self._fields:
            if name not in self._audience.hidden and name != "short_id":
                cells.append(comparable(name, fields.get(name)))
        return repr(cells)
