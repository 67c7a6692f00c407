"""The table of entries, written as the fold of their revisions, and the table of their topics."""

from itertools import count
from operator import itemgetter

from coachlog.domain.fields import DEFAULTS, FIELD_NAMES, LIST_SEPARATOR, LISTS, Fields
from coachlog.storage.conditions import marks
from coachlog.storage.names import add_names, discount_names
from coachlog.storage.revisions import next_number
from coachlog.storage.short_ids import free_short_id, used_short_ids
from coachlog.storage.week_counts import add_to_weeks, take_from_weeks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from coachlog.storage.file.connection import Log

COLUMNS = ", ".join(FIELD_NAMES)
_EMPTY: "Fields" = dict.fromkeys(FIELD_NAMES)
_values_of = itemgetter(*FIELD_NAMES)
_REQUIRED = ("happened", "team", "kind", "occurred_on", "recorded_at", "updated_at")
_TOPIC_ROW = "entry, topic, occurred_on, team, kind, private"
# What `entry_topic` repeats of an entry.
_TOPIC_COLUMNS = frozenset({"kind", "team", "topics", "share", "occurred_on"})


def insert_entries(log: "Log", records: "list[Fields]", numbers: "Iterable[int]") -> None:
    """Write new entries, their topics, and the names in them.

    Args:
        log: the log, in a transaction.
        records: the fields of each, all without a default at least.
        numbers: the row number of each, which is that of its first revision. None is given twice:
            an entry that was undone may come back, and lists are in this order.
    """
    # Columns that none of them fills are left out, because Python binds a None slowly: 14 of them
    # took a twentieth of an import.
    filled = DEFAULTS.keys() | set().union(*records)
    columns = [name for name in FIELD_NAMES if name in filled]
    values_of = itemgetter(*columns)
    rows = []
    topics = []
    for number, record in zip(numbers, records, strict=True):
        rows.append((number, *values_of(_columns_of(record))))
        is_private = record.get("share") == "private"
        repeated = (record["occurred_on"], record["team"], record["kind"], is_private)
        topics += [(number, topic, *repeated) for topic in record["topics"]]
    if len(rows) == 1:
        # One entry is left to the trigger: `log` need not load what an import needs.
        _insert(log, columns, rows)
    else:
        from coachlog.storage.full_text_index import BulkIndexing

        with BulkIndexing(log, len(rows)):
            _insert(log, columns, rows)
    log.run_many(f"INSERT INTO entry_topic ({_TOPIC_ROW}) VALUES (?, ?, ?, ?, ?, ?)", topics)
    _count(log, records)


def _insert(log: "Log", columns: "list[str]", rows: "list[tuple[Any, ...]]") -> None:
    log.run_many(f"INSERT INTO entry (id, {', '.join(columns)}) VALUES (?, {marks(columns)})", rows)
    if log.unindexed is not None:
        log.unindexed += [row[0] for row in rows]


def replace_entries(log: "Log", folded: "Iterable[tuple[str, Fields]]") -> None:
    """Write entries as their folds are: changed, deleted, or back again.

    Only the columns that differ are written, so that a change of one field in many entries is
    quick. A fold that lacks what every entry has is skipped: part was purged, or is yet to arrive.

    Args:
        log: the log, in a transaction.
        folded: the uuid and the fields of at most a few hundred entries.
    """
    from coachlog.storage.team_names import with_names_now  # a recording need not load it

    remaining = with_names_now(log, dict(folded))
    uuids = list(remaining)
    rows = log.all(f"SELECT id, {COLUMNS} FROM entry WHERE uuid IN ({marks(uuids)})", uuids)
    deleted = []
    moved = []
    updates: dict[tuple[str, ...], list[list[Any]]] = {}
    for number, *stored in rows:
        fields = remaining.pop(stored[0])
        if _is_missing(fields):
            deleted.append(number)
            continue
        changed = _changed_columns(fields, stored)
        if changed:
            updates.setdefault(tuple(changed), []).append([*changed.values(), number])
        if not _TOPIC_COLUMNS.isdisjoint(changed):
            moved.append((number, fields))
    # One statement for all, because the full-text index writes out what it holds after each.
    log.run(f"DELETE FROM entry WHERE id IN ({marks(deleted)})", deleted)
    for columns, values in updates.items():
        log.run_many(f"UPDATE entry SET {' = ?, '.join(columns)} = ? WHERE id = ?", values)
    log.run_many("DELETE FROM entry_topic WHERE entry = ?", [(number,) for number, _ in moved])
    _insert_topics(log, [(topic, number) for number, fields in moved for topic in fields["topics"]])
    _discount(log, rows, {*deleted, *dict(moved)})
    _count(log, [fields for _, fields in moved])
    _insert_again(log, remaining)


def _insert_again(log: "Log", fields_of: "dict[str, Fields]") -> None:
    """Insert entries with the short ids and the row numbers that they had, if those are still free.

    Args:
        log: the log.
        fields_of: the fields of records that are not in the table, by uuid; deleted ones too.
    """
    uuids = [uuid for uuid, fields in fields_of.items() if not _is_missing(fields)]
    if not uuids:
        return
    former = log.all(
        f"""SELECT record, min(number) FROM revision WHERE record IN ({marks(uuids)})
            GROUP BY record HAVING min(number) NOT IN (SELECT id FROM entry)""",
        uuids,
    )
    # Another program may have given the number of one of them to an entry of its own.
    spare_numbers = count(next_number(log))
    number_of = dict(zip(uuids, spare_numbers, strict=False))
    number_of.update(former)
    records: list[Fields] = []
    taken = used_short_ids(log, [fields_of[uuid].get("short_id") or "" for uuid in uuids])
    for uuid in sorted(uuids, key=number_of.__getitem__):
        short_id = fields_of[uuid].get("short_id")
        if not short_id or short_id in taken:
            short_id = free_short_id(log, uuid, taken)
        taken.add(short_id)
        records.append({**fields_of[uuid], "uuid": uuid, "short_id": short_id})
    insert_entries(log, records, sorted(number_of.values()))


def owners_of(log: "Log", uuids: "Sequence[str]") -> "dict[str, Fields]":
    """Return trainer and share of those of at most a few hundred entries that exist, by uuid."""
    rows = log.all(f"SELECT uuid, trainer, share FROM entry WHERE uuid IN ({marks(uuids)})", uuids)
    return {uuid: {"trainer": trainer, "share": share} for uuid, trainer, share in rows}


def differs(fields: "Fields", row: "Sequence[Any] | None") -> bool:
    """Return whether a row differs from what the revisions of its entry add up to.

    Args:
        fields: the fold; `{}` for a record without revisions.
        row: the values of `COLUMNS`, or None for no row. Its short id may differ.
    """
    if row is None or _is_missing(fields):
        return row is not None or not _is_missing(fields)
    # An entry never changes its uuid and its short id.
    return _row_of(fields)[2:] != tuple(row[2:])


def patch_of(row: "Sequence[Any]") -> "Fields":
    """Return the patch that would have written a row of `COLUMNS`."""
    patch = {}
    for field, value in zip(FIELD_NAMES, row, strict=True):
        if field in LISTS:
            # A damaged value may not be text; `doctor` is about to mend its entry.
            is_filled = value and isinstance(value, str)
            patch[field] = value.split(LIST_SEPARATOR) if is_filled else []
        elif field == "own":
            patch[field] = bool(value)
        elif field != "uuid" and value is not None:
            patch[field] = value
    return patch


def rewrite_topics(log: "Log", numbers: "Sequence[int]") -> None:
    """Rewrite the rows of `entry_topic` of some entries.

    Args:
        log: the log, in a transaction.
        numbers: the row numbers of entries that are in the table.
    """
    log.run_many("DELETE FROM entry_topic WHERE entry = ?", ((number,) for number in numbers))
    for number in numbers:
        (topics,) = log.one("SELECT topics FROM entry WHERE id = ?", (number,))
        _insert_topics(log, [(topic, number) for topic in topics.split(LIST_SEPARATOR)])


def _insert_topics(log: "Log", topics: "list[tuple[str, int]]") -> None:
    """Insert `(topic, row number of an entry)` pairs."""
    log.run_many(
        f"""INSERT INTO entry_topic ({_TOPIC_ROW})
            SELECT id, ?, occurred_on, team, kind, share = 'private' FROM entry WHERE id = ?""",
        topics,
    )


def _count(log: "Log", records: "list[Fields]") -> None:
    """Count records by name and by week."""
    for table, counts in _name_counts(records).items():
        add_names(log, table, counts)
    add_to_weeks(log, records)


def _discount(log: "Log", rows: "list[Any]", numbers: "set[int]") -> None:
    """Take the rows of entries with some row numbers out of the counts."""
    before = [patch_of(stored) for number, *stored in rows if number in numbers]
    for table, counts in _name_counts(before).items():
        discount_names(log, table, counts)
    take_from_weeks(log, before)


def _name_counts(records: "Iterable[Fields]") -> "dict[str, dict[str, int]]":
    """Return by table how many of some records have each name and are not private."""
    counts: dict[str, dict[str, int]] = {"team": {}, "topic": {}}
    for record in records:
        shared = int(record.get("share") != "private")
        team = record["team"]
        counts["team"][team] = counts["team"].get(team, 0) + shared
        for topic in record["topics"]:
            counts["topic"][topic] = counts["topic"].get(topic, 0) + shared
    return counts


def _is_missing(fields: "Fields") -> bool:
    """Return whether a fold is not an entry: deleted, or without what every entry has."""
    return bool(fields.get("deleted")) or not all(map(fields.get, _REQUIRED))


def _changed_columns(fields: "Fields", row: "Sequence[Any]") -> "Fields":
    """Return the columns in which a row of `COLUMNS` differs from a fold, with their new values."""
    # An entry never changes its uuid and its short id.
    columns = list(zip(FIELD_NAMES, _row_of(fields), row, strict=True))[2:]
    return {column: new for column, new, stored in columns if new != stored}


def _row_of(record: "Fields") -> "tuple[Any, ...]":
    """Return the values of `COLUMNS` for a record."""
    values: tuple[Any, ...] = _values_of(_columns_of(record))
    return values


def _columns_of(record: "Fields") -> "Fields":
    """Return a record with a value for each of `COLUMNS`, as the table has it."""
    row = {**_EMPTY, **record}
    for field, value in DEFAULTS.items():
        if row[field] is None:
            row[field] = value
    for field in LISTS:
        row[field] = LIST_SEPARATOR.join(row[field])
    row["own"] = int(row["own"])
    return row
