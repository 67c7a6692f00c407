"""Taking the rows of a file into the log: all that can be taken, in one transaction, each of them once."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

from coachlog.clock import Clock, utc_text
from coachlog.domain.entry import Entry
from coachlog.domain.fields import FIELDS, SHORTEST_ID, name_key
from coachlog.domain.followups import NONE
from coachlog.domain.identity import Identities
from coachlog.errors import CoachlogError
from coachlog.exchange.rows import Row
from coachlog.services.capture import checked_fields
from coachlog.services.planning import Plan
from coachlog.services.settings import Settings
from coachlog.storage import entries, history, ledger
from coachlog.storage.connection import Log
from coachlog.storage.selecting import with_uuids

Fields = dict[str, Any]
Reject = Callable[[Row, str], None]

BATCH = 500  # SQLite before 3.32 takes at most 999 values in one statement
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_IDS = ("uuid", "short_id")


class Outcome:
    """What became of the rows."""

    def __init__(self) -> None:
        self.kinds: Counter[str] = Counter()  # the rows that were taken
        self.there = 0  # already there
        self.differing = 0  # of these: not the same here any more
        self.deleted = 0  # were there, and somebody deleted them
        self.rejected = 0
        self.first_rejected: str | None = None
        self.open = 0  # mistakes without a recovery
        self.ahead: tuple[int, str] | None = None  # line and day of the first that is more than a day ahead
        self.undated = 0  # taken rows without a date, which got today's
        self.semicolons = 0  # team names that had one

    @property
    def taken(self) -> int:
        """How many rows were taken."""
        return self.kinds.total()


def take_rows(
    log: Log,
    clock: Clock,
    settings: Settings,
    plan: Plan,
    reject: Reject,
    *,
    write: bool = True,
    watched: Callable[[Iterable[Row]], Iterable[Row]] = lambda rows: rows,
) -> Outcome:
    """Take what can be taken, in one transaction. Where nothing is new, nothing is written.

    Args:
        log: where to.
        clock: gives the time and the ids.
        settings: say who does it.
        plan: how the file is read.
        reject: is told each row that cannot be taken, and why.
        write: otherwise only find out what would become of the rows.
        watched: sees every row go by.

    Raises:
        UsageError: the file cannot be read to its end.
        StorageError: nothing was taken.
    """
    work = _Intake(log, clock, settings, plan, reject, write=write)
    rows = iter(watched(plan.table.rows()))
    if write:
        with log.atomic():
            work.run(rows)
    else:
        work.run(rows)
    return work.outcome


class _Intake:
    """One import under way."""

    def __init__(self, log: Log, clock: Clock, settings: Settings, plan: Plan, reject: Reject, *, write: bool) -> None:
        self.outcome = Outcome()
        self._log = log
        self._clock = clock
        self._me = settings.me
        self._usual_kind = settings["kind"] or "correction"
        self._plan = plan
        self._reject = reject
        self._write = write
        self._hlc: str | None = None
        self._identities = Identities()
        now = clock.now()
        self._now = utc_text(now)
        self._today = now.date().isoformat()
        self._tomorrow = (now.date() + timedelta(days=1)).isoformat()

    def run(self, rows: Iterator[Row]) -> None:
        while batch := list(islice(rows, BATCH)):
            self._take(list(self._understood(batch)))

    def _understood(self, rows: list[Row]) -> Iterator[tuple[int, str, bool, Fields]]:
        """Line, uuid, whether that is the row's own, and fields of each row that can be taken."""
        for row in rows:
            try:
                if row.wrong:
                    raise ValueError(row.wrong)
                fields = self._fields(row)
                own = fields.pop("uuid", None)
                uuid = own or self._identities.of({name: value for name, value in fields.items() if name != "short_id"})
                yield row.line, uuid, own is not None, fields
            except (ValueError, CoachlogError) as error:
                why = str(error).rstrip(".")
                self._reject(row, why)
                self.outcome.rejected += 1
                self.outcome.first_rejected = self.outcome.first_rejected or f"line {row.line}: {why}"

    def _fields(self, row: Row) -> Fields:
        """What the row itself says.

        Raises:
            ValueError: it cannot be taken.
            UsageError: it cannot be taken.
        """
        fields = self._plan.cells.read(row.cells)
        if ";" in fields.get("team", ""):
            fields["team"] = fields["team"].replace(";", ",")
            self.outcome.semicolons += 1
        fields = checked_fields(fields)
        if "happened" not in fields and "happened" not in self._plan.defaults:
            raise ValueError("it does not say what happened")
        if not (fields.get("team") or self._plan.defaults.get("team") or self._plan.team):
            raise ValueError("it has no team; give one with --set team=NAME")
        if "uuid" in fields:
            fields["uuid"] = fields["uuid"].strip().lower()
            if not _UUID.fullmatch(fields["uuid"]):
                raise ValueError(f"uuid {fields['uuid']!r} is not a UUID")
        return fields

    def _take(self, found: list[tuple[int, str, bool, Fields]]) -> None:
        if not found:
            return
        here: dict[str, Entry | Fields] = dict(with_uuids(self._log, [uuid for _, uuid, _, _ in found]))
        missing = list({uuid: None for _, uuid, _, _ in found if uuid not in here})
        past = history.are_deleted(self._log, missing)
        new: list[Fields] = []
        again: list[Fields] = []
        for line, uuid, own, fields in found:
            if uuid in here:
                self.outcome.there += 1
                self.outcome.differing += not _is_same(fields, here[uuid])
            elif past.get(uuid):
                self.outcome.deleted += 1
            else:
                here[uuid] = fields
                record = self._completed(uuid, fields, own=own)
                self._count(line, record)
                (again if uuid in past else new).append(record)
        if self._write and (new or again):
            self._write_down(new, again)

    def _completed(self, uuid: str, fields: Fields, *, own: bool) -> Fields:
        plan = self._plan
        record = {"uuid": uuid, **plan.defaults, **fields}
        if record.get("follow_up") == NONE:
            del record["follow_up"]
        if "kind" not in record:
            record["kind"] = "mistake" if record.get("recovery") else self._usual_kind
        record.setdefault("team", plan.team)
        record.setdefault("topics", plan.topics)
        if not own:
            # What comes out of a coachlog is complete as it is.
            record.setdefault("trainer", self._me)
        recorded = record.setdefault("recorded_at", self._now)
        record.setdefault("updated_at", recorded)
        if "occurred_on" not in record:
            record["occurred_on"] = recorded[:10] if "recorded_at" in fields else self._today
            self.outcome.undated += "recorded_at" not in fields
        return record

    def _count(self, line: int, record: Fields) -> None:
        outcome = self.outcome
        outcome.kinds[record["kind"]] += 1
        outcome.open += record["kind"] == "mistake" and "recovery" not in record
        if record["occurred_on"] > self._tomorrow and outcome.ahead is None:
            outcome.ahead = line, record["occurred_on"]

    def _write_down(self, new: list[Fields], again: list[Fields]) -> None:
        log, clock = self._log, self._clock
        if self._hlc is None:
            self._hlc = history.begin_action(log, clock, "import")
        if new:
            _choose_short_ids(log, new)
            ledger.create_entries(log, clock, self._hlc, self._me, new)
        if again:
            nothing = dict.fromkeys(field for field in FIELDS if field not in _IDS)
            patches = [
                (
                    "entry",
                    record["uuid"],
                    {**nothing, **{name: record[name] for name in record if name not in _IDS}, "deleted": None},
                )
                for record in again
            ]
            ledger.change_records(log, clock, self._hlc, self._me, patches)


def _choose_short_ids(log: Log, records: list[Fields]) -> None:
    """Each keeps its own, where that is an end of its uuid and free."""
    wanted = [record["short_id"] for record in records if _is_end(record)]
    taken = entries.taken_short_ids(log, wanted) if wanted else set()
    others = []
    for record in records:
        if _is_end(record) and record["short_id"] not in taken:
            taken.add(record["short_id"])
        else:
            others.append(record)
    if others:
        free = entries.free_short_ids(log, [record["uuid"] for record in others], taken)
        for record, short_id in zip(others, free, strict=True):
            record["short_id"] = short_id


def _is_end(record: Fields) -> bool:
    short_id = record.get("short_id", "")
    return len(short_id) >= SHORTEST_ID and record["uuid"].replace("-", "").endswith(short_id)


def _is_same(fields: Fields, stored: Entry | Fields) -> bool:
    """Whether all that a row says is so in the log, too."""
    for name, value in fields.items():
        if name == "short_id":
            continue
        here = stored.get(name) if isinstance(stored, dict) else getattr(stored, name)
        if _plain(name, here) != _plain(name, value):
            return False
    return True


def _plain(name: str, value: Any) -> Any:
    if name == "team" and value:
        return name_key(value)
    if name == "topics":
        return list(dict.fromkeys(map(name_key, value or ())))
    return list(value) if isinstance(value, tuple) else value
