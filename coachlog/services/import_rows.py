"""Taking the rows of a file in, whatever they become: all that can be taken, each of them once."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

from coachlog.clock import Clock, utc_text
from coachlog.domain.row_identity import RowIdentities
from coachlog.errors import CoachlogError
from coachlog.exchange.table import Row
from coachlog.services.import_plan import ImportPlan
from coachlog.services.settings import Settings
from coachlog.storage import revisions
from coachlog.storage.file.connection import Log

Fields = dict[str, Any]
Reject = Callable[[Row, str], None]

BATCH = 500  # SQLite before 3.32 takes at most 999 values in one statement


class ImportResult:
    """What became of the rows."""

    def __init__(self) -> None:
        self.kinds: Counter[str] = Counter()  # the rows that were taken
        self.there = 0  # already there
        self.differing = 0  # of these: not the same here any more
        self.deleted = 0  # were there, and somebody deleted them
        self.rejected = 0
        self.first_rejected: str | None = None
        self.open = 0  # mistakes without a recovery
        self.ahead: tuple[int, str] | None = (
            None  # line and day of the first that is more than a day ahead
        )
        self.undated = 0  # taken rows without a date, which got today's
        self.semicolons = 0  # team names that had one

    @property
    def taken(self) -> int:
        """How many rows were taken."""
        return self.kinds.total()


class RowImporter(ABC):
    """One import under way. What a row becomes is said by those who inherit from it."""

    def __init__(
        self,
        log: Log,
        clock: Clock,
        settings: Settings,
        plan: ImportPlan,
        reject: Reject,
        *,
        write: bool,
    ) -> None:
        self.outcome = ImportResult()
        self._log = log
        self._clock = clock
        self._settings = settings
        self._plan = plan
        self._reject = reject
        self._write = write
        self._hlc: str | None = None
        self._identities = RowIdentities()
        now = clock.now()
        self._now = utc_text(now)
        self._today = now.date().isoformat()
        self._tomorrow = (now.date() + timedelta(days=1)).isoformat()

    def run(self, rows: Iterator[Row]) -> None:
        """Take all rows, inside the caller's transaction."""
        while batch := list(islice(rows, BATCH)):
            self._take(list(self._understood(batch)))

    @abstractmethod
    def _fields(self, row: Row) -> Fields:
        """What the row itself says.

        Raises:
            ValueError: it cannot be taken.
            CoachlogError: it cannot be taken.
        """

    @abstractmethod
    def _identified(self, fields: Fields) -> tuple[str, bool]:
        """The uuid of a row, and whether that is the row's own, which is taken out of its fields."""

    @abstractmethod
    def _here(self, uuids: list[str]) -> dict[str, Any]:
        """Those of at most `BATCH` records that are there, by uuid."""

    @abstractmethod
    def _is_same(self, fields: Fields, stored: Any) -> bool:
        """Whether all that a row says is so in the log, too."""

    @abstractmethod
    def _completed(self, uuid: str, fields: Fields, *, own: bool) -> Fields:
        """The record that a new row becomes, with its `uuid`; it is counted in the outcome."""

    @abstractmethod
    def _write_down(self, hlc: str, new: list[Fields], again: list[Fields]) -> None:
        """Write records: those of which nothing was known, and those that an undo took back once."""

    def _understood(self, rows: list[Row]) -> Iterator[tuple[int, str, bool, Fields]]:
        """Line, uuid, whether that is the row's own, and fields of each row that can be taken."""
        for row in rows:
            try:
                if row.problem:
                    raise ValueError(row.problem)
                fields = self._fields(row)
                uuid, own = self._identified(fields)
                yield row.line, uuid, own, fields
            except (ValueError, CoachlogError) as error:
                why = str(error).rstrip(".")
                self._reject(row, why)
                self.outcome.rejected += 1
                self.outcome.first_rejected = (
                    self.outcome.first_rejected or f"line {row.line}: {why}"
                )

    def _take(self, found: list[tuple[int, str, bool, Fields]]) -> None:
        if not found:
            return
        here = self._here([uuid for _, uuid, _, _ in found])
        missing = list({uuid: None for _, uuid, _, _ in found if uuid not in here})
        past = revisions.are_deleted(self._log, missing)
        new: list[Fields] = []
        again: list[Fields] = []
        for line, uuid, own, fields in found:
            if uuid in here:
                self.outcome.there += 1
                self.outcome.differing += not self._is_same(fields, here[uuid])
            elif past.get(uuid):
                self.outcome.deleted += 1
            else:
                here[uuid] = fields
                record = self._completed(uuid, fields, own=own)
                self._look_at_day(line, record)
                (again if uuid in past else new).append(record)
        if self._write and (new or again):
            self._hlc = self._hlc or revisions.begin_action(self._log, self._clock, "import")
            self._write_down(self._hlc, new, again)

    def _look_at_day(self, line: int, record: Fields) -> None:
        day = record.get("occurred_on") or record.get("answered_on") or ""
        if day > self._tomorrow and self.outcome.ahead is None:
            self.outcome.ahead = line, day
