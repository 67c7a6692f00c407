"""The entries as they stand: written as the fold of their revisions."""

from coachlog.domain.fields import DEFAULTS, FIELDS, LISTS, SHORTEST_ID
from coachlog.storage.names import add_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from coachlog.storage.connection import Log

    Fields = dict[str, Any]

JOIN = "; "
COLUMNS = ", ".join(FIELDS)
_INSERT = f"INSERT INTO entry (id, {COLUMNS}) VALUES (?, {', '.join('?' * len(FIELDS))})"


def free_short_id(log: "Log", uuid: str, taken: "Iterable[str]" = ()) -> str:
    """The shortest end of `uuid`, at least four characters, that no entry is called by yet.

    It is chosen once and kept, so that an id on a slip of paper means the same entry for ever.
    """
    digits = uuid.replace("-", "")
    for length in range(SHORTEST_ID, len(digits)):
        end = digits[-length:]
        if end not in taken and log.one("SELECT 1 FROM entry WHERE short_id = ?", (end,)) is None:
            return end
    return digits


def insert_entries(log: "Log", records: "Iterable[Fields]") -> None:
    """Write new entries; each of `records` has at least the fields without a default."""
    records = list(records)
    log.run_many(_INSERT, [[record.get("id"), *(_stored(record, field) for field in FIELDS)] for record in records])
    log.run_many(
        """INSERT INTO entry_topic (entry, topic, occurred_on, team, kind, private)
           SELECT id, ?, occurred_on, team, kind, share = 'private' FROM entry WHERE uuid = ?""",
        [(topic, record["uuid"]) for record in records for topic in record["topics"]],
    )
    add_names(log, "team", {record["team"] for record in records})
    add_names(log, "topic", {topic for record in records for topic in record["topics"]})


def remove_entry(log: "Log", uuid: str) -> None:
    """Take an entry out of the tables; its revisions stay."""
    log.run("DELETE FROM entry WHERE uuid = ?", (uuid,))


def replace_entry(log: "Log", uuid: str, folded: "Fields") -> None:
    """Write the entry `uuid` as `folded` says: changed, gone, or back again."""
    row = log.one("SELECT id, short_id FROM entry WHERE uuid = ?", (uuid,))
    remove_entry(log, uuid)
    if not folded or folded.get("deleted"):
        return
    number, short_id = row or (None, folded.get("short_id"))
    if not short_id or log.one("SELECT 1 FROM entry WHERE short_id = ?", (short_id,)):
        short_id = free_short_id(log, uuid)
    insert_entries(log, [{**folded, "id": number, "uuid": uuid, "short_id": short_id}])


def last_used(log: "Log", trainer: str) -> tuple[str, list[str]] | None:
    """Team and topics of the entry that `trainer` recorded last, else of the newest of all."""
    row = log.one("SELECT team, topics FROM entry WHERE trainer = ? ORDER BY occurred_on DESC, id DESC LIMIT 1", (trainer,))
    row = row or log.one("SELECT team, topics FROM entry ORDER BY id DESC LIMIT 1")
    return (row[0], row[1].split(JOIN)) if row else None


def recent_twin(log: "Log", happened: str, recorded_at: str, seconds: int) -> str | None:
    """The short id of an entry with the same words, recorded less than `seconds` before `recorded_at` (UTC)."""
    row = log.one(
        """SELECT short_id FROM entry WHERE id > (SELECT max(id) FROM entry) - 50 AND happened = ?
           AND abs(julianday(?) - julianday(recorded_at)) * 86400 < ? LIMIT 1""",
        (happened, recorded_at, seconds),
    )
    return row[0] if row else None


def _stored(record: "Fields", field: str) -> "Any":
    value: Any = record.get(field)
    if value is None:
        value = DEFAULTS.get(field)
    if field in LISTS:
        return JOIN.join(value)
    return int(value) if field == "own" else value
