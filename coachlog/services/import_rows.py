"""Importing rows, whatever they become: each of them once, in batches, in one transaction.

A row is known again by its id, or by an id that follows from its content. So the same file may be
imported twice, and only what is new is written.
"""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import NamedTuple

from coachlog.clock import utc_text
from coachlog.domain.entry import Entry
from coachlog.domain.fields import Fields
from coachlog.domain.row_identity import RowIdentities
from coachlog.errors import CoachlogError
from coachlog.exchange.table import Row
from coachlog.services.import_plan import ImportPlan
from coachlog.services.settings import Settings
from coachlog.storage import revisions
from coachlog.storage.file.connection import Log

Reject = Callable[[Row, str], None]

# Each batch ends a segment of the full-text index; smaller ones take longer to merge.
ROWS_AT_ONCE = 1_000
CHANGES_SHOWN = 20


@dataclass
class ImportResult:
    """What became of the rows.

    Attributes:
        kinds: how many rows were imported, by the kind of entry.
        already_there: rows that are in the log already.
        differing: how many of those say something else than the log, known by their content.
        returned: how many of those do, known by an id.
        updated: rows whose changed cells were taken.
        changes: the first of the entries with changed cells, each with these.
        deleted: rows whose record was deleted from the log.
        rejected: rows that could not be imported.
        first_reject: the line of the first of them, and why.
        open_mistakes: imported mistakes without a recovery.
        teamless: imported rows without a team, which got that of the settings.
        undated: imported rows without a date, which got today's.
        future_date: the line and the day of the first imported row that is more than a day ahead.
        semicolons: rows with a semicolon in the name of the team.
        set_aside: private entries of other people, which nobody else may bring in.
    """

    kinds: Counter[str] = field(default_factory=Counter)
    already_there: int = 0
    differing: int = 0
    returned: int = 0
    updated: int = 0
    changes: list[tuple[Entry, Fields]] = field(default_factory=list)
    deleted: int = 0
    rejected: int = 0
    first_reject: str | None = None
    open_mistakes: int = 0
    teamless: int = 0
    undated: int = 0
    future_date: tuple[int, str] | None = None
    semicolons: int = 0
    set_aside: int = 0

    @property
    def imported(self) -> int:
        """How many rows were imported."""
        return self.kinds.total()

    def note_change(self, entry: Entry, changed: Fields) -> None:
        """Note the changed cells of an entry, to be shown."""
        if len(self.changes) < CHANGES_SHOWN:
            self.changes.append((entry, changed))


class ParsedRow(NamedTuple):
    """A row that can be imported.

    `has_own_id` says that the uuid is from the row itself, or follows from its short id. `fields`
    has neither uuid nor gaps.
    """

    row: Row
    uuid: str
    fields: Fields
    has_own_id: bool = False


@dataclass
class RowImporter(ABC):
    """One import under way. What a row becomes is up to the subclasses.

    Attributes:
        log: where to.
        settings: tell who imports the rows.
        plan: how the file is read.
        reject: is called with each row that cannot be imported, and the reason.
        write: otherwise only find out what would become of the rows.
        result: what became of the rows so far.
    """

    log: Log
    settings: Settings
    plan: ImportPlan
    reject: Reject
    write: bool = True
    result: ImportResult = field(default_factory=ImportResult)

    def __post_init__(self) -> None:
        self._hlc: str | None = None
        self._identities = RowIdentities(self.plan.survey.rows)
        # Once for all rows, so that they carry one time of recording.
        now = self.log.clock.now()
        self._now = utc_text(now)
        self._today = now.date().isoformat()
        self._tomorrow = (now.date() + timedelta(days=1)).isoformat()

    def run(self, rows: Iterable[Row]) -> ImportResult:
        """Import every row that can be imported, in one transaction that undo takes back.

        Raises:
            UsageError: the file cannot be read to its end; nothing was imported.
            StorageError: nothing was imported.
        """
        if self.write:
            with self.log.atomic():
                self._import_all(rows)
        else:
            self._import_all(rows)
        return self.result

    def _import_all(self, rows: Iterable[Row]) -> None:
        """Import the rows, a batch at a time; bad rows go to `reject`."""
        for batch in revisions.in_batches(rows, ROWS_AT_ONCE):
            parsed = []
            for row in batch:
                try:
                    if row.problem:
                        raise ValueError(row.problem)
                    parsed_row = self._parse(row)
                except (ValueError, CoachlogError) as error:
                    # One bad row must not keep the good ones out.
                    self._reject_row(row, str(error).rstrip("."))
                    continue
                if self._is_set_aside(parsed_row):
                    self.result.set_aside += 1
                else:
                    parsed.append(parsed_row)
            if parsed:
                self._import_batch(parsed)
        self._finish()

    @abstractmethod
    def _parse(self, row: Row) -> ParsedRow:
        """Read a row and identify it.

        Raises:
            ValueError: it cannot be imported.
            CoachlogError: it cannot be imported.
        """

    @abstractmethod
    def _stored(self, uuids: list[str]) -> dict[str, Fields]:
        """Return by uuid the records in the log, of one batch of uuids."""

    @abstractmethod
    def _complete(self, row: ParsedRow, record: Fields) -> None:
        """Fill the gaps of the record that a new row becomes, and count it.

        Args:
            row: the row.
            record: its fields over the defaults of the plan, with the uuid. It is changed.
        """

    @abstractmethod
    def _write_records(self, hlc: str, new: list[Fields], restored: list[Fields]) -> None:
        """Write the records of one batch.

        Args:
            hlc: the action they belong to.
            new: records that the log does not know, each with its uuid.
            restored: records that an undo took back, with a None that ends their deletion.
        """

    def _finish(self) -> None:
        """Write what was left for the end of the transaction."""
        return

    def _meet_again(self, row: ParsedRow, stored: Fields) -> None:
        """Count a row that is in the log already, or stood in the file before.

        Args:
            row: the row.
            stored: its record in the log, or the fields of the earlier row.
        """
        del row, stored
        self.result.already_there += 1

    def _check_new(self, row: ParsedRow) -> None:
        """Refuse a row that cannot become a record.

        Raises:
            ValueError: it cannot.
        """
        del row

    def _is_set_aside(self, row: ParsedRow) -> bool:
        """Whether a row is somebody else's, and not for this user to bring in."""
        del row
        return False

    def _identified(self, rows: list[ParsedRow]) -> list[ParsedRow]:
        """Return rows with the ids under which this user may have them."""
        return rows

    def _only_known(self, uuids: list[str]) -> list[str]:
        """Return the uuids without those that are known to be missing from the log."""
        return uuids

    def _reject_row(self, row: Row, reason: str) -> None:
        """Hand a row to the caller, and count it."""
        self.reject(row, reason)
        self.result.rejected += 1
        self.result.first_reject = self.result.first_reject or f"line {row.line}: {reason}"

    def _import_batch(self, rows: list[ParsedRow]) -> None:
        """Import those rows of a batch that are new."""
        rows = self._identified(rows)
        uuids = [row.uuid for row in rows]
        known = self._only_known(uuids)
        stored = self._stored(known)
        missing = set(known) - stored.keys()
        deleted = revisions.are_deleted(self.log, list(missing))
        new: list[Fields] = []
        restored: list[Fields] = []
        for row in rows:
            if row.uuid in stored:
                self._meet_again(row, stored[row.uuid])
            elif deleted.get(row.uuid):
                self.result.deleted += 1
            elif record := self._new_record(row):
                # The next row with this uuid, in this batch too, is already there.
                stored[row.uuid] = row.fields
                # Known but not deleted: an undo took it back, so it may return, purged or not.
                if row.uuid in deleted:
                    restored.append({**record, "deleted": None, "purged": None})
                else:
                    new.append(record)
        # An import of nothing new leaves no action behind.
        if self.write and (new or restored):
            self._write_records(self._action(), new, restored)

    def _new_record(self, row: ParsedRow) -> Fields | None:
        """Return the record that a new row becomes, or None where it is rejected."""
        try:
            self._check_new(row)
        except ValueError as error:
            self._reject_row(row.row, str(error))
            return None
        record = {"uuid": row.uuid, **self.plan.defaults, **row.fields}
        self._complete(row, record)
        return record

    def _action(self) -> str:
        """Return the action that the import is, begun with the first record."""
        if self._hlc is None:
            self._hlc = revisions.begin_action(self.log, "import")
        return self._hlc

    def _date(self, line: int, record: Fields, field: str) -> None:
        """Give a record without a date today's, and note the first date in the future."""
        day = record.get(field)
        if day is None:
            record[field] = self._today
            self.result.undated += 1
        # Day and month may be swapped. But tomorrow may be today where the writer is.
        elif day > self._tomorrow and self.result.future_date is None:
            self.result.future_date = line, day
