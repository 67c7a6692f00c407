"""Reading entries: a filter becomes one query, an answer becomes entries."""

from itertools import islice

from coachlog.domain.entry import Entry
from coachlog.domain.fields import CHOICES, FIELD_NAMES, LIST_SEPARATOR
from coachlog.errors import NotFoundError, UsageError
from coachlog.storage.entry_table import COLUMNS
from coachlog.storage.names import known_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from coachlog.domain.filters import Filter
    from coachlog.storage.file.connection import Log

BATCH = 500  # more fall out of the processor's cache
LISTS_KEPT = 10_000


class _Lists(dict[str, tuple[str, ...]]):
    """Stored lists as tuples; the same few topics come again and again."""

    def __missing__(self, stored: str) -> tuple[str, ...]:
        parts = tuple(stored.split(LIST_SEPARATOR)) if stored else ()
        if len(self) < LISTS_KEPT:
            self[stored] = parts
        return parts


_lists = _Lists()


def select_entries(log: "Log", entry_filter: "Filter") -> "Iterator[Entry]":
    """The entries that `entry_filter` describes, by day, the newest first unless it says otherwise.

    They are read in batches with nothing held open between, so that a slow reader blocks nobody.
    """
    rows = _rows(log, entry_filter)
    return map(
        to_entry, islice(rows, entry_filter.limit) if entry_filter.limit is not None else rows
    )


def count_entries(log: "Log", entry_filter: "Filter") -> int:
    """How many entries `entry_filter` describes, whatever its limit."""
    where, values = conditions(log, entry_filter)
    found: int = log.one(f"SELECT count(*) FROM entry e WHERE {where}", values)[0]
    return found


def find_entry(log: "Log", name: str) -> Entry:
    """The one entry that somebody calls `name`: a short id, a longer end of the uuid, or `last`.

    Raises:
        UsageError: it is too short to be one.
        NotFoundError: no entry answers to it, or several do.
    """
    from coachlog.storage import revisions

    if name == "last":
        row = log.one(f"SELECT {COLUMNS} FROM entry ORDER BY id DESC LIMIT 1")
        if row is None:
            raise NotFoundError("there are no entries yet. Record one with  coachlog log")
        return to_entry(row)
    digits = name.lower().replace("-", "")
    if len(digits) < 4 or not all(digit in "0123456789abcdef" for digit in digits):
        raise UsageError(
            f"{name!r} is not an id: it is `last`, or the four or more characters that `list` shows."
        )
    ends = [digits[-length:] for length in range(4, len(digits) + 1)]
    rows = log.all(
        f"SELECT {COLUMNS} FROM entry WHERE short_id IN ({', '.join('?' * len(ends))})", ends
    )
    found = [entry for entry in map(to_entry, rows) if entry.uuid.replace("-", "").endswith(digits)]
    found = [entry for entry in found if entry.short_id == digits] or found
    if len(found) == 1:
        return found[0]
    # A short id is longer than usual where the end of the uuid would read as a number; a shorter end still means the entry.
    ending = revisions.uuids_ending_with(log, digits) if not found else []
    there = list(entries_by_uuid(log, ending).values()) if ending else []
    if len(there) == 1:
        return there[0]
    if there:
        raise NotFoundError(
            f"several entries end in {name}. Give more of its id; coachlog list  shows them."
        )
    if ending:
        raise NotFoundError(f"{name} was deleted.  coachlog history {name}  shows what it was.")
    raise NotFoundError(f"no entry is called {name}.  coachlog list  shows their ids.")


def share_of(log: "Log", uuid: str) -> str | None:
    """Who may see an entry; None where there is no such entry."""
    row = log.one("SELECT share FROM entry WHERE uuid = ?", (uuid,))
    return row[0] if row else None


def entries_by_uuid(log: "Log", uuids: "Sequence[str]") -> dict[str, Entry]:
    """Those of at most a few hundred entries that are there, by uuid."""
    rows = log.all(
        f"SELECT {COLUMNS} FROM entry WHERE uuid IN ({', '.join('?' * len(uuids))})", uuids
    )
    return {row[0]: to_entry(row) for row in rows}


def conditions(log: "Log", entry_filter: "Filter") -> "tuple[str, dict[str, Any]]":
    """The SQL condition on `entry e` for a filter, and its values."""
    values: dict[str, Any] = {}
    parts = [_shares(entry_filter, values)]
    if entry_filter.team is not None:
        values["team"] = known_name(log, "team", entry_filter.team) or entry_filter.team
        parts.append("e.team = :team")
    if entry_filter.topics:
        names = [known_name(log, "topic", topic) or topic for topic in entry_filter.topics]
        parts.append(
            f"e.id IN (SELECT entry FROM entry_topic WHERE topic IN ({_marks('topic', names, values)}))"
        )
    if entry_filter.kinds:
        parts.append(f"e.kind IN ({_marks('kind', entry_filter.kinds, values)})")
    if entry_filter.period is not None:
        values |= {
            "first": entry_filter.period.first.isoformat(),
            "last": entry_filter.period.last.isoformat(),
        }
        parts.append("e.occurred_on BETWEEN :first AND :last")
    for column in ("trainer", "status"):
        if (value := getattr(entry_filter, column)) is not None:
            values[column] = value
            parts.append(f"e.{column} = :{column}")
    if entry_filter.open_only:
        parts.append("e.kind = 'mistake' AND e.recovery IS NULL")
    return " AND ".join(parts), values


def to_entry(row: "tuple[Any, ...]") -> Entry:
    """A row that begins with the columns of `fields.FIELDS` as an entry."""
    # This is the innermost step of every listing: unpacked slices are the fastest.
    values = (
        *row[:_TOPICS],
        _lists[row[_TOPICS]],
        *row[_TOPICS + 1 : _FACTORS],
        _lists[row[_FACTORS]],
        row[_OWN] == 1,
        *row[_OWN + 1 : _END],
    )
    entry: Entry = _new_entry(Entry, values)
    return entry


# Own comes right after factors.
_TOPICS, _FACTORS, _OWN = map(FIELD_NAMES.index, ("topics", "factors", "own"))
_END = len(FIELD_NAMES)
_new_entry: "Any" = tuple.__new__


def _rows(log: "Log", entry_filter: "Filter") -> "Iterator[tuple[Any, ...]]":
    where, values = conditions(log, entry_filter)
    sign, direction = (
        (">", "ASC") if entry_filter.oldest_first or entry_filter.as_recorded else ("<", "DESC")
    )
    if entry_filter.as_recorded:
        order, after = "ORDER BY e.id", " AND e.id > :id"
    else:
        order = f"ORDER BY e.occurred_on {direction}, e.id {direction}"
        after = f" AND (e.occurred_on, e.id) {sign} (:day, :id)"
    sql = f"SELECT {COLUMNS}, e.id FROM entry e WHERE {where}{{after}} {order} LIMIT {{size}}"
    size = BATCH if entry_filter.limit is None else min(BATCH, entry_filter.limit)
    rows = log.all(sql.format(after="", size=size), values)
    place = COLUMNS.split(", ").index("occurred_on")
    while rows:
        yield from rows
        if len(rows) < size:
            return
        values |= {"day": rows[-1][place], "id": rows[-1][-1]}
        rows = log.all(sql.format(after=after, size=size), values)


def _shares(entry_filter: "Filter", values: "dict[str, Any]") -> str:
    if len(entry_filter.audience.shares) == len(CHOICES["share"]):
        return "1"
    part = f"e.share IN ({_marks('share', entry_filter.audience.shares, values)})"
    if "private" not in entry_filter.audience.shares:
        # said in the words of the partial index `entry_counts`, so that it can be used
        part = "e.share <> 'private'" if len(entry_filter.audience.shares) > 1 else part
        if entry_filter.include_own and entry_filter.reader is not None:
            values["me"] = entry_filter.reader
            part = f"({part} OR e.trainer = :me)"
    return part


def _marks(name: str, found: "Any", values: "dict[str, Any]") -> str:
    values |= {f"{name}{number}": value for number, value in enumerate(found)}
    return ", ".join(f":{name}{number}" for number in range(len(found)))
