"""The ids that imported entries have: their own, where they can have them."""

import re

from coachlog.domain.fields import FIELD_NAMES, Fields
from coachlog.exchange.cells import IDS
from coachlog.storage import short_ids
from coachlog.storage.file.connection import Log

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")

# A restored entry must not keep a field that the row leaves out.
_EMPTY = dict.fromkeys(field for field in FIELD_NAMES if field not in IDS)


def choose_short_ids(log: Log, records: list[Fields]) -> None:
    """Give every record a short id: its own, where its uuid can have it and it is free.

    Args:
        log: tells which short ids are in use.
        records: the records of one batch, each with its uuid. They are changed.
    """
    own_ids = list(map(_valid_short_id, records))
    used = short_ids.used_short_ids(log, list(filter(None, own_ids)))
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
    if short_id and short_ids.belongs_to(short_id, record["uuid"]):
        return short_id
    return ""


def clean_uuid(text: str) -> str:
    """Return a UUID as it is stored.

    Raises:
        ValueError: it is not one.
    """
    uuid = text.strip().lower()
    if not _UUID.fullmatch(uuid):
        raise ValueError(f"uuid {uuid!r} is not a UUID")
    return uuid


def why_not_new(short_id: str, *, has_uuid: bool) -> str:
    """Return why a row that does not say what happened cannot become an entry.

    Args:
        short_id: the short id in the row, or nothing.
        has_uuid: whether it has a uuid.
    """
    if has_uuid:
        short_id = short_id or "with this uuid"
    if short_id:
        return f"there is no entry {short_id} here, and the row does not say what happened"
    return "it does not say what happened"


def return_of(record: Fields, former: Fields) -> tuple[str, str, Fields]:
    """Return the change that brings an entry back as a row says, with the short id that it had.

    Args:
        record: the row.
        former: what the entry adds up to; what is as before is not written again.
    """
    patch: Fields = {}
    for field, value in (_EMPTY | record).items():
        # Names are compared with those that came in use meanwhile.
        if field in ("team", "topics") or former.get(field) != value:
            patch[field] = value
    patch.pop("short_id", None)
    return "entry", patch.pop("uuid"), patch
