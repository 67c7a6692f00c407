"""Taking the rows of a file into the log: all that can be taken, in one transaction, each of them once."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from coachlog.clock import Clock
from coachlog.domain.checkins import NONE
from coachlog.domain.entry import Entry
from coachlog.domain.fields import FIELD_NAMES, SHORTEST_ID
from coachlog.domain.typed_text import name_key
from coachlog.exchange.feedback_form import FEEDBACK_ANSWERS
from coachlog.exchange.table import Row
from coachlog.services.import_feedback import FeedbackImporter
from coachlog.services.import_plan import ImportPlan
from coachlog.services.import_rows import Fields, ImportResult, Reject, RowImporter
from coachlog.services.record import clean_fields
from coachlog.services.settings import Settings
from coachlog.storage import entry_table, ledger
from coachlog.storage.file.connection import Log
from coachlog.storage.queries.entries import entries_by_uuid

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_IDS = ("uuid", "short_id")


def take_rows(
    log: Log,
    clock: Clock,
    settings: Settings,
    plan: ImportPlan,
    reject: Reject,
    *,
    write: bool = True,
    watched: Callable[[Iterable[Row]], Iterable[Row]] = lambda rows: rows,
) -> ImportResult:
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
    kind = FeedbackImporter if plan.record_type is FEEDBACK_ANSWERS else EntryImporter
    work = kind(log, clock, settings, plan, reject, write=write)
    rows = iter(watched(plan.table.rows()))
    if write:
        with log.atomic():
            work.run(rows)
    else:
        work.run(rows)
    return work.outcome


class EntryImporter(RowImporter):
    """Rows that become entries."""

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
        fields = clean_fields(fields)
        if "happened" not in fields and "happened" not in self._plan.defaults:
            raise ValueError("it does not say what happened")
        if not (fields.get("team") or self._plan.defaults.get("team") or self._plan.team):
            raise ValueError("it has no team; give one with --set team=NAME")
        if "uuid" in fields:
            fields["uuid"] = fields["uuid"].strip().lower()
            if not _UUID.fullmatch(fields["uuid"]):
                raise ValueError(f"uuid {fields['uuid']!r} is not a UUID")
        return fields

    def _identified(self, fields: Fields) -> tuple[str, bool]:
        own = fields.pop("uuid", None)
        content = {name: value for name, value in fields.items() if name != "short_id"}
        return own or self._identities.of(content, fields.get("occurred_on")), own is not None

    def _here(self, uuids: list[str]) -> dict[str, Any]:
        return dict(entries_by_uuid(self._log, uuids))

    def _is_same(self, fields: Fields, stored: "Entry | Fields") -> bool:
        return _is_same(fields, stored)

    def _completed(self, uuid: str, fields: Fields, *, own: bool) -> Fields:
        plan = self._plan
        record = {"uuid": uuid, **plan.defaults, **fields}
        if record.get("follow_up") == NONE:
            del record["follow_up"]
        if "kind" not in record:
            record["kind"] = "mistake" if record.get("recovery") else self._settings.kind
        record.setdefault("team", plan.team)
        record.setdefault("topics", list(plan.topics))
        if not own:
            # What comes out of a coachlog is complete as it is.
            record.setdefault("trainer", self._settings.user)
        recorded = record.setdefault("recorded_at", self._now)
        record.setdefault("updated_at", recorded)
        if "occurred_on" not in record:
            record["occurred_on"] = recorded[:10] if "recorded_at" in fields else self._today
            self.outcome.undated += "recorded_at" not in fields
        self.outcome.kinds[record["kind"]] += 1
        self.outcome.open += record["kind"] == "mistake" and "recovery" not in record
        return record

    def _write_down(self, hlc: str, new: list[Fields], again: list[Fields]) -> None:
        log, clock, reader = self._log, self._clock, self._settings.user
        if new:
            _choose_short_ids(log, new)
            ledger.create_entries(log, clock, hlc, reader, new)
        if again:
            nothing = dict.fromkeys(field for field in FIELD_NAMES if field not in _IDS)
            patches = [
                (
                    "entry",
                    record["uuid"],
                    {
                        **nothing,
                        **{name: record[name] for name in record if name not in _IDS},
                        "deleted": None,
                    },
                )
                for record in again
            ]
            ledger.change_records(log, clock, hlc, reader, patches)


def _choose_short_ids(log: Log, records: list[Fields]) -> None:
    """Each keeps its own, where that is an end of its uuid and free."""
    wanted = [record["short_id"] for record in records if _is_end(record)]
    taken = entry_table.used_short_ids(log, wanted) if wanted else set()
    others = []
    for record in records:
        if _is_end(record) and record["short_id"] not in taken:
            taken.add(record["short_id"])
        else:
            others.append(record)
    if others:
        free = entry_table.free_short_ids(log, [record["uuid"] for record in others], taken)
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
