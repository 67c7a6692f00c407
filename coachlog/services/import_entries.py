"""Importing rows that become entries."""

import re
from functools import lru_cache
from typing import Any

from coachlog.domain.checkins import NONE
from coachlog.domain.fields import FIELD_NAMES, LONG_TEXTS, Fields
from coachlog.domain.ownership import may_read
from coachlog.domain.row_identity import REMEMBERED, own_uuid
from coachlog.domain.typed_text import name_key
from coachlog.errors import DecisionNeededError
from coachlog.exchange.cells import IDS
from coachlog.exchange.table import Row
from coachlog.services.import_plan import ImportPlan
from coachlog.services.import_rows import ParsedRow, RowImporter
from coachlog.services.record import FALLBACK_TOPIC
from coachlog.services.settings import Settings
from coachlog.services.typed_fields import clean_fields, clean_value
from coachlog.storage import ledger, short_ids
from coachlog.storage.bulk_creation import BulkCreation
from coachlog.storage.file.connection import Log
from coachlog.storage.queries.entries import entries_by_uuid
from coachlog.storage.visibility import known_entries, readable_entries

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_SELDOM_REPEATED = frozenset(LONG_TEXTS).union(IDS)
# A restored entry must not keep a field that the row leaves out.
_EMPTY = dict.fromkeys(field for field in FIELD_NAMES if field not in IDS)


def plan_entries(plan: ImportPlan, settings: Settings) -> ImportPlan:
    """Return a plan with the defaults for the gaps of entries.

    Args:
        plan: what `plan_table` decided.
        settings: give the team and topics of rows without any: those of `coachlog use` first.

    Raises:
        UsageError: a value of `--set` cannot be stored.
        DecisionNeededError: the team is not known.
    """
    topics = settings.used_topics or [settings.topic or FALLBACK_TOPIC]
    defaults: Fields = {"topics": topics}
    team = settings.used_team or settings.team
    if team:
        defaults["team"] = team
    elif not plan.has_field("team"):
        raise DecisionNeededError(
            f"which team do the entries of {plan.table.name} belong to?"
            " Add --set team=NAME, or --map COLUMN=team."
        )
    set_fields = clean_fields(plan.set_fields)
    return plan._replace(set_fields=set_fields, defaults=defaults | set_fields)


class EntryImporter(RowImporter):
    """Imports rows that become entries.

    A row with a uuid is an entry of some log, and keeps what that log knows of it. Any other row
    is known again by its content.
    """

    def __post_init__(self) -> None:
        super().__post_init__()
        self._creation = BulkCreation(self.log)
        self._known: set[str] = set()  # of the uuids that the rows of this batch may have

    def _parse(self, row: Row) -> ParsedRow:
        fields = self.plan.reader.read(row.cells)
        # A team's name may have a comma, but no semicolon: that separates names in our own files.
        if ";" in fields.get("team", ""):
            fields["team"] = fields["team"].replace(";", ",")
            self.result.semicolons += 1
        fields = clean_fields(fields, _clean_once)
        filled = fields.keys() | self.plan.defaults.keys()
        if "happened" not in filled:
            raise ValueError("it does not say what happened")
        if "team" not in filled:
            raise ValueError("it has no team; give one with --set team=NAME")
        own_id = fields.pop("uuid", None)
        if own_id is not None:
            return ParsedRow(row.line, _clean_uuid(own_id), has_own_id=True, fields=fields)
        # Defaults do not count: the same file with another --set is still the same file.
        content = {name: value for name, value in fields.items() if name != "short_id"}
        uuid = self._identities.of(content, fields.get("occurred_on"))
        return ParsedRow(row.line, uuid, has_own_id=False, fields=fields)

    def _is_set_aside(self, row: ParsedRow) -> bool:
        """Whether a row is a private entry of somebody else."""
        fields = self.plan.defaults | row.fields
        return not may_read({"trainer": self.settings.user, **fields}, self.settings.user)

    def _identified(self, rows: list[ParsedRow]) -> list[ParsedRow]:
        """Return the rows, those that others must not know again with an id of this user's own.

        A private entry gets one, so that nobody learns of it by importing the same row. So does a
        row that has become somebody else's private entry, which this user must not know of.
        """
        user = self.settings.user
        own_ids = {row.uuid: own_uuid(row.uuid, user) for row in rows}
        self._known = known_entries(self.log, [*own_ids, *own_ids.values()])
        readable = readable_entries(self.log, list(self._known))
        default_share = self.plan.defaults.get("share")
        identified = []
        for row in rows:
            own_id = own_ids[row.uuid]
            is_private = row.fields.get("share", default_share) == "private"
            is_hidden = readable.get(row.uuid) is False
            is_new = row.uuid not in readable
            if own_id in readable or is_hidden or (is_new and is_private and not row.has_own_id):
                identified.append(row._replace(uuid=own_id))
            else:
                identified.append(row)
        return identified

    def _only_known(self, uuids: list[str]) -> list[str]:
        return [uuid for uuid in uuids if uuid in self._known]

    def _stored(self, uuids: list[str]) -> dict[str, Fields]:
        entries = entries_by_uuid(self.log, uuids)
        return {uuid: entry._asdict() for uuid, entry in entries.items()}

    def _differs(self, fields: Fields, stored: Fields) -> bool:
        """Return whether a row says something else than the log.

        Args:
            fields: the row without the defaults; what it leaves out does not count.
            stored: the fields of the entry in the log.
        """
        for name, value in fields.items():
            # The log may have given the entry another one.
            if name == "short_id":
                continue
            if _comparable(name, value) != _comparable(name, stored.get(name)):
                return True
        return False

    def _complete(self, row: ParsedRow, record: Fields) -> None:
        if record.get("follow_up") == NONE:
            del record["follow_up"]
        if "kind" not in record:
            record["kind"] = "mistake" if record.get("recovery") else self.settings.kind
        if not row.has_own_id or record.get("share") == "private":
            # What comes out of a log is complete as it is, with or without a trainer. But a private
            # entry without one would be nobody's to read.
            record.setdefault("trainer", self.settings.user)
        recorded_at = record.setdefault("recorded_at", self._now)
        record.setdefault("updated_at", recorded_at)
        if "recorded_at" in row.fields:
            record.setdefault("occurred_on", recorded_at[:10])
        self._date(row.line, record, "occurred_on")
        self.result.kinds[record["kind"]] += 1
        if record["kind"] == "mistake" and "recovery" not in record:
            self.result.open_mistakes += 1

    def _write_records(self, hlc: str, new: list[Fields], restored: list[Fields]) -> None:
        log = self.log
        # Restored ones have revisions already, and are only changed.
        if new:
            _choose_short_ids(log, new)
            self._creation.create(hlc, new)
        if not restored:
            return
        # Their numbers follow from the revisions of the others.
        self._creation.finish()
        changes = []
        for record in restored:
            uuid = record.pop("uuid")
            # The entry comes back with the short id that it had.
            record.pop("short_id", None)
            changes.append(("entry", uuid, _EMPTY | record))
        ledger.change_records(log, hlc, changes)

    def _finish(self) -> None:
        self._creation.finish()


def _clean_once(name: str, value: Any) -> Any:
    """Return what `clean_value` returns; names and words, which come again, are looked up."""
    if name in _SELDOM_REPEATED:
        return clean_value(name, value)
    if isinstance(value, list):
        value = tuple(value)
    return _clean_and_remember(name, value)


# A bool equals a number, which is another value.
_clean_and_remember = lru_cache(REMEMBERED, typed=True)(clean_value)


def _choose_short_ids(log: Log, records: list[Fields]) -> None:
    """Give every record a short id: its own, where its uuid can have it and it is free.

    Args:
        log: tells which short ids are in use.
        records: those of one batch, each with its uuid. They are changed.
    """
    own_ids = list(map(_valid_short_id, records))
    used = short_ids.used_short_ids(log, own_ids)
    others: dict[str, Fields] = {}
    for record, own_id in zip(records, own_ids, strict=True):
        if own_id and own_id not in used:
            used.add(own_id)
        else:
            others[record["uuid"]] = record
    free_ids = short_ids.free_short_ids(log, list(others), used)
    for record, short_id in zip(others.values(), free_ids, strict=True):
        record["short_id"] = short_id


def _valid_short_id(record: Fields) -> str:
    """Return the short id of a record, or nothing where its uuid cannot have it."""
    short_id: str = record.get("short_id", "")
    return short_id if short_ids.belongs_to(short_id, record["uuid"]) else ""


def _clean_uuid(text: str) -> str:
    """Return a UUID as it is stored.

    Raises:
        ValueError: it is not one.
    """
    uuid = text.strip().lower()
    if not _UUID.fullmatch(uuid):
        raise ValueError(f"uuid {uuid!r} is not a UUID")
    return uuid


def _comparable(name: str, value: Any) -> Any:
    """Return the value of a field so that two spellings of one name are equal.

    Args:
        name: the field.
        value: what a row or the log has; None where it has nothing.
    """
    if name == "team" and value:
        return name_key(value)
    if name == "topics":
        return list(dict.fromkeys(map(name_key, value or ())))
    # An entry holds its lists as tuples, a row as lists.
    if isinstance(value, tuple):
        return list(value)
    return value
