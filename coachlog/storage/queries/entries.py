"""Entries: listing them, counting them, and finding the one that somebody names."""

from coachlog.domain.entry import Entry
from coachlog.domain.fields import SHORTEST_ID
from coachlog.errors import NotFoundError, UsageError
from coachlog.storage.conditions import marks
from coachlog.storage.queries.entry_rows import ENTRY_COLUMNS, to_entry
from coachlog.storage.queries.query import Query

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from coachlog.domain.filters import Filter
    from coachlog.storage.file.connection import Log


def select_entries(log: "Log", entry_filter: "Filter") -> "Iterator[Entry]":
    """Yield the entries that match, in batches: by day, the newest first unless the filter says otherwise."""
    order: tuple[str, ...] = ("e.occurred_on", "e.id")
    if entry_filter.as_recorded:
        order = ("e.id",)
    query = Query(log, "entry e", entry_filter)
    rows = query.pages(
        ENTRY_COLUMNS,
        order,
        limit=entry_filter.limit,
        descending=not (entry_filter.oldest_first or entry_filter.as_recorded),
    )
    return map(to_entry, rows)


def count_entries(log: "Log", entry_filter: "Filter") -> int:
    """Return how many entries match, whatever the filter's limit."""
    return Query(log, "entry e", entry_filter).count()


def find_entry(log: "Log", name: str) -> Entry:
    """Return the entry that somebody names: by a short id, a longer end of the uuid, or `last`.

    Whether the reader may see it is for the caller to check.

    Raises:
        UsageError: `name` is too short to be an id, or has other characters.
        NotFoundError: there is no such entry, or there are several.
    """
    if name == "last":
        return _last_entry(log)
    digits = name.lower().replace("-", "")
    if len(digits) < SHORTEST_ID or not set(digits) <= set("0123456789abcdef"):
        raise UsageError(
            f"{name!r} is not an id. Type `last`, or the four or more characters shown by `list`."
        )
    entries = _entries_called(log, digits)
    if not entries:
        entries = _entries_ending(log, name, digits)
    if len(entries) > 1:
        raise NotFoundError(
            f"several entries end in {name}. Type more of its id; coachlog list  shows them."
        )
    return entries[0]


def _last_entry(log: "Log") -> Entry:
    rows = _rows(log, "1 ORDER BY e.id DESC LIMIT 1", ())
    if not rows:
        raise NotFoundError("there are no entries yet. Record one with  coachlog log")
    return to_entry(rows[0])


def _entries_called(log: "Log", digits: str) -> list[Entry]:
    """Return the entries whose short id is `digits` or the end of them; just the one where it is `digits`."""
    ends = [digits[-length:] for length in range(SHORTEST_ID, len(digits) + 1)]
    rows = _rows(log, f"e.short_id IN ({marks(ends)})", ends)
    entries = []
    for entry in map(to_entry, rows):
        if not entry.uuid.replace("-", "").endswith(digits):
            continue
        if entry.short_id == digits:
            return [entry]
        entries.append(entry)
    return entries


def _entries_ending(log: "Log", name: str, digits: str) -> list[Entry]:
    """Return the entries whose uuid ends in `digits`.

    A short id is longer than usual where the end of the uuid would read as a number; a shorter end still means the
    entry. So does that of an entry that was deleted.

    Raises:
        NotFoundError: there is none; the message tells whether there was one.
    """
    from coachlog.storage.revisions import uuids_ending_with

    uuids = uuids_ending_with(log, digits)
    entries = list(entries_by_uuid(log, uuids).values())
    if entries:
        return entries
    if uuids:
        raise NotFoundError(f"{name} was deleted.  coachlog history {name}  shows what it was.")
    raise NotFoundError(f"no entry is called {name}.  coachlog list  shows their ids.")


def entries_by_uuid(log: "Log", uuids: "Sequence[str]") -> dict[str, Entry]:
    """Return those of at most a few hundred entries that exist, by uuid."""
    rows = _rows(log, f"e.uuid IN ({marks(uuids)})", uuids)
    return {row[0]: to_entry(row) for row in rows}


def _rows(log: "Log", condition: str, values: "Sequence[str]") -> "list[Any]":
    return log.all(f"SELECT {ENTRY_COLUMNS} FROM entry e WHERE {condition}", values)
