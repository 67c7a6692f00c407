"""The entries as they stand: written as the fold of their revisions."""

from operator import itemgetter

from coachlog.domain.fields import (
    DEFAULTS,
    FIELD_NAMES,
    LIST_SEPARATOR,
    LISTS,
    SHORTEST_ID,
    reads_as_number,
)
from coachlog.storage.full_text_index import BulkIndexing
from coachlog.storage.names import add_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from coachlog.storage.file.connection import Log

    Fields = dict[str, Any]

COLUMNS = ", ".join(FIELD_NAMES)
_INSERT = f"INSERT INTO entry (id, {COLUMNS}) VALUES (?, {', '.join('?' * len(FIELD_NAMES))})"
_NOTHING: "dict[str, Any]" = dict.fromkeys(("id", *FIELD_NAMES))
_values = itemgetter("id", *FIELD_NAMES)
_TOPIC_COLUMNS = frozenset(
    {"kind", "team", "topics", "share", "occurred_on"}
)  # what `entry_topic` repeats


def free_short_id(log: "Log", uuid: str, taken: "Iterable[str]" = ()) -> str:
    """The shortest end of `uuid`, at least four characters, that no entry is called by and no spreadsheet changes.

    It is chosen once and kept, so that an id on a slip of paper means the same entry for ever.
    """
    digits = uuid.replace("-", "")
    for length in range(SHORTEST_ID, len(digits)):
        end = digits[-length:]
        if (
            end not in taken
            and not reads_as_number(end)
            and log.one("SELECT 1 FROM entry WHERE short_id = ?", (end,)) is None
        ):
            return end
    return digits


def free_short_ids(log: "Log", uuids: "Sequence[str]", reserved: "Iterable[str]" = ()) -> list[str]:
    """What `free_short_id` would choose for each of at most a few hundred uuids in turn, by one query for each length."""
    used = set(reserved)
    chosen: dict[str, str] = {}
    left = list(uuids)
    for length in range(SHORTEST_ID, 33):
        ends = {uuid: uuid.replace("-", "")[-length:] for uuid in left}
        marks = ", ".join("?" * len(ends))
        taken = {
            row[0]
            for row in log.all(
                f"SELECT short_id FROM entry WHERE short_id IN ({marks})", list(ends.values())
            )
        }
        taken |= used
        for uuid, end in ends.items():
            if end not in taken and not reads_as_number(end):
                chosen[uuid] = end
                taken.add(end)
                used.add(end)
        left = [uuid for uuid in left if uuid not in chosen]
        if not left:
            break
    return [chosen[uuid] for uuid in uuids]


def used_short_ids(log: "Log", short_ids: "Sequence[str]") -> set[str]:
    """Those of at most a few hundred short ids that an entry has."""
    marks = ", ".join("?" * len(short_ids))
    return {
        row[0]
        for row in log.all(f"SELECT short_id FROM entry WHERE short_id IN ({marks})", short_ids)
    }


def insert_entries(log: "Log", records: "Iterable[Fields]") -> None:
    """Write new entries; each of `records` has at least the fields without a default."""
    records = list(records)
    with BulkIndexing(log, [record.get("id") for record in records]):
        log.run_many(_INSERT, map(_row, records))
    _insert_topics(
        log,
        [(topic, record["uuid"]) for record in records for topic in record["topics"]],
        by="uuid",
    )
    _add_used_names(log, records)


def replace_entries(log: "Log", folded: "Iterable[tuple[str, Fields]]") -> None:
    """Write entries as their folds say, `(uuid, fields)`: changed, gone, or back again.

    Only the columns that differ are written, so that a change of one field in many entries is quick. Without
    `happened` there is no entry: its writing was purged, or has not arrived here yet.
    """
    wanted = dict(folded)
    rows = log.all(
        f"SELECT id, {COLUMNS} FROM entry WHERE uuid IN ({', '.join('?' * len(wanted))})",
        list(wanted),
    )
    gone, moved = [], []
    updates: dict[tuple[str, ...], list[list[Any]]] = {}
    for number, *stored in rows:
        fields = wanted.pop(stored[0])
        if _is_gone(fields):
            gone.append(number)
            continue
        new = [_stored(fields, field) for field in FIELD_NAMES]
        differing = [
            place for place in range(2, len(FIELD_NAMES)) if new[place] != stored[place]
        ]  # never uuid and short_id
        if differing:
            names = tuple(FIELD_NAMES[place] for place in differing)
            updates.setdefault(names, []).append([*(new[place] for place in differing), number])
            if not _TOPIC_COLUMNS.isdisjoint(names):
                moved.append((number, fields))
    # One statement: the full-text index writes out what it holds after each.
    log.run(f"DELETE FROM entry WHERE id IN ({', '.join('?' * len(gone))})", gone)
    for names, values in updates.items():
        log.run_many(f"UPDATE entry SET {' = ?, '.join(names)} = ? WHERE id = ?", values)
    log.run_many("DELETE FROM entry_topic WHERE entry = ?", [(number,) for number, _ in moved])
    _insert_topics(log, [(topic, number) for number, fields in moved for topic in fields["topics"]])
    _add_used_names(log, [fields for _, fields in moved])
    _insert_again(log, [(uuid, fields) for uuid, fields in wanted.items() if not _is_gone(fields)])


def _insert_again(log: "Log", folded: "list[tuple[str, Fields]]") -> None:
    """Entries that are not in the table, with the short ids and the numbers that they had, where those are still free."""
    if not folded:
        return
    records: list[Fields] = []
    taken: set[str] = set()
    fields_of = dict(folded)
    for uuid, number in _former_numbers(log, list(fields_of)):
        fields = fields_of[uuid]
        short_id = fields.get("short_id")
        if (
            not short_id
            or short_id in taken
            or log.one("SELECT 1 FROM entry WHERE short_id = ?", (short_id,))
        ):
            short_id = free_short_id(log, uuid, taken)
        taken.add(short_id)
        records.append({**fields, "id": number, "uuid": uuid, "short_id": short_id})
    # Those without a number last: they are counted on from the highest, which may be one of these.
    insert_entries(log, sorted(records, key=lambda record: record["id"] is None))


# A record's first revision, of which the order is that of recording (an imported entry's uuid says nothing of it).
_FIRST = "r.tbl = 'entry' AND NOT EXISTS (SELECT 1 FROM revision p WHERE p.record = r.record AND (p.hlc, p.id) < (r.hlc, r.id))"
_BETWEEN = f"(r.hlc, r.id) > (:low, :low_id) AND (r.hlc, r.id) < (:high, :high_id) AND {_FIRST}"


def _former_numbers(log: "Log", uuids: "list[str]") -> "list[tuple[str, int | None]]":
    """Entries that come back, in the order of their recording, with the numbers they had: so lists and `last` are as before.

    Numbers are given in that order: one is the number of the entry before it, and one more for each record between the
    two that is gone. None where it was the newest, or somebody else has its number now.
    """
    marks = ", ".join("?" * len(uuids))
    newest = log.one("SELECT uuid FROM entry ORDER BY id DESC LIMIT 1") or ("",)
    rows = log.all(
        f"SELECT record, min(hlc || ' ' || id) FROM revision WHERE record IN ({marks}, ?) GROUP BY 1",
        [*uuids, *newest],
    )
    places = dict(rows)
    last = places.get(newest[0], "")
    numbered: list[tuple[str, int | None]] = []
    low, number = " ", 0
    for uuid in sorted(uuids, key=places.__getitem__):
        if places[uuid] > last:
            numbered.append((uuid, None))
            continue
        number = _former_number(log, low, number, places[uuid])
        low = places[uuid]
        numbered.append(
            (uuid, None if log.one("SELECT 1 FROM entry WHERE id = ?", (number,)) else number)
        )
    return numbered


def _former_number(log: "Log", low: str, number: int, high: str) -> int:
    """The number at the place `high`, where `number` is the one at `low` and what comes back between the two is counted."""
    values = dict(
        zip(("low", "low_id", "high", "high_id"), (*low.split(" "), *high.split(" ")), strict=True)
    )
    before = log.one(
        f"""SELECT e.id, r.hlc, r.id FROM revision r JOIN entry e ON e.uuid = r.record WHERE {_BETWEEN}
            ORDER BY r.hlc DESC, r.id DESC LIMIT 1""",
        values,
    )
    if before:
        number, values["low"], values["low_id"] = before
    gone: int = log.one(f"SELECT count(*) FROM revision r WHERE {_BETWEEN}", values)[0]
    return number + gone + 1


def _is_gone(fields: "Fields") -> bool:
    return bool(fields.get("deleted")) or not fields.get("happened")


def differs(fields: "Fields", row: "Sequence[Any] | None") -> bool:
    """Whether a row of `COLUMNS`, or None for no row, is something else than the fold `fields`; short ids may differ."""
    if row is None or _is_gone(fields):
        return row is not None or not _is_gone(fields)
    return any(
        _stored(fields, field) != row[place] for place, field in enumerate(FIELD_NAMES) if place > 1
    )


def patch_of(row: "Sequence[Any]") -> "Fields":
    """A row of `COLUMNS` as the patch that would have written it."""
    fields = {
        field: value
        for field, value in zip(FIELD_NAMES, row, strict=True)
        if value is not None and field != "uuid"
    }
    for field in LISTS:
        fields[field] = fields[field].split(LIST_SEPARATOR) if fields[field] else []
    return {**fields, "own": bool(fields["own"])}


def rewrite_topics(log: "Log", numbers: "Sequence[int]") -> None:
    """Write the rows of `entry_topic` of some entries anew, as the entries say."""
    log.run_many("DELETE FROM entry_topic WHERE entry = ?", ((number,) for number in numbers))
    for number in numbers:
        topics = log.one("SELECT topics FROM entry WHERE id = ?", (number,))[0].split(
            LIST_SEPARATOR
        )
        _insert_topics(log, [(topic, number) for topic in topics])


def rewrite_names(log: "Log") -> None:
    """Write the tables of names anew, as the entries say."""
    for table, used in (
        ("team", "SELECT DISTINCT team FROM entry"),
        ("topic", "SELECT DISTINCT topic FROM entry_topic"),
    ):
        log.run(f"DELETE FROM {table}")
        add_names(log, table, {name for (name,) in log.all(used)})


def last_used(
    log: "Log", trainer: str, *, private: bool
) -> tuple[str, list[str], str | None] | None:
    """Team, topics and learner of the entry that `trainer` recorded last; a private one counts only where `private` says so.

    By day, because of the index: with a million entries of others on top, the order of recording would be a long search.
    """
    shared = (
        "" if private else "AND +share <> 'private'"
    )  # the plus keeps SQLite on the index by trainer
    row = log.one(
        f"""SELECT team, topics, learner FROM entry WHERE trainer = ? {shared}
            ORDER BY occurred_on DESC, id DESC LIMIT 1""",
        (trainer,),
    )
    return (row[0], row[1].split(LIST_SEPARATOR), row[2]) if row else None


def last_shared(log: "Log") -> tuple[str, list[str]] | None:
    """Team and topics of the newest entry of all that is not private."""
    row = log.one(
        "SELECT team, topics FROM entry WHERE +share <> 'private' ORDER BY id DESC LIMIT 1"
    )
    return (row[0], row[1].split(LIST_SEPARATOR)) if row else None


def recent_twin(log: "Log", happened: str, recorded_at: str, seconds: int) -> str | None:
    """The short id of an entry with the same words, recorded less than `seconds` before `recorded_at` (UTC)."""
    row = log.one(
        """SELECT short_id FROM entry WHERE id > (SELECT max(id) FROM entry) - 50 AND happened = ?
           AND abs(julianday(?) - julianday(recorded_at)) * 86400 < ? LIMIT 1""",
        (happened, recorded_at, seconds),
    )
    return row[0] if row else None


def _insert_topics(log: "Log", topics: "list[tuple[str, Any]]", by: str = "id") -> None:
    log.run_many(
        f"""INSERT INTO entry_topic (entry, topic, occurred_on, team, kind, private)
            SELECT id, ?, occurred_on, team, kind, share = 'private' FROM entry WHERE {by} = ?""",
        topics,
    )


def _add_used_names(log: "Log", records: "list[Fields]") -> None:
    add_names(log, "team", {record["team"] for record in records})
    add_names(log, "topic", {topic for record in records for topic in record["topics"]})


def _row(record: "Fields") -> "tuple[Any, ...]":
    row = {**_NOTHING, **record}
    for field, value in DEFAULTS.items():
        if row[field] is None:
            row[field] = value
    row["topics"] = LIST_SEPARATOR.join(row["topics"])
    row["factors"] = LIST_SEPARATOR.join(row["factors"])
    row["own"] = int(row["own"])
    values: tuple[Any, ...] = _values(row)
    return values


def _stored(record: "Fields", field: str) -> "Any":
    value: Any = record.get(field)
    if value is None:
        value = DEFAULTS.get(field)
    if field in LISTS:
        return LIST_SEPARATOR.join(value)
    return int(value) if field == "own" else value
