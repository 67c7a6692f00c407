"""Entries: listing them, counting them, and finding the one that somebody names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coachlog.domain.audience import FULL
from coachlog.domain.entry import Entry
from coachlog.domain.fields import SHORTEST_ID, Fields
from coachlog.domain.filters import Filter
from coachlog.domain.ownership import is_owner, may_read
from coachlog.errors import NotFoundError, UsageError
from coachlog.storage.conditions import READABLE_ENTRY, SHARED_ENTRY, marks
from coachlog.storage.file.connection import Log
from coachlog.storage.folds import fold_many
from coachlog.storage.queries.entry_rows import ENTRY_COLUMNS, to_entry
from coachlog.storage.queries.query import Query
from coachlog.storage.revisions import in_batches
from coachlog.storage.short_ids import belongs_to, is_id, uuid_end, uuids_ending_with

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def select_entries(
    log: Log,
    entry_filter: Filter,
    *,
    newest: int | None = None,
) -> Iterator[Entry]:
    """Yield the entries that match, read in batches, so that a slow reader blocks no writer.

    Args:
        log: the log.
        entry_filter: which entries, how many, and in which order; by default the newest day comes
            first, and of one day the last that was recorded.
        newest: how many of the last ones at most; for a filter that begins with the oldest.
    """
    rows = entry_rows(log, entry_filter, ENTRY_COLUMNS, newest)
    return (to_entry(row, log) for row in rows)


def shared_entries(log: Log, uuids: Sequence[str]) -> Iterator[Entry]:
    """Yield the entries with some uuids that are not private, read in batches, in any order."""
    for batch in in_batches(uuids):
        query = Query(log, Filter(), shared_only=True).where_in("e.uuid", batch)
        for row in query.rows(ENTRY_COLUMNS):
            yield to_entry(row, log)


def entry_rows(
    log: Log,
    entry_filter: Filter,
    columns: str,
    newest: int | None = None,
) -> Iterator[Any]:
    """Yield rows of columns of the entries that `select_entries` yields.

    Args:
        log: the log.
        entry_filter: which entries, how many, and in which order.
        columns: what to select; `:reader` is the reader of the log.
        newest: how many of the last ones at most; for a filter that begins with the oldest.
    """
    as_recorded = entry_filter.as_recorded
    queries = _queries(log, entry_filter)
    for query in queries:
        query.values["reader"] = log.reader
    if entry_filter.list_name is not None:
        from coachlog.storage.queries.lists import list_rows

        return list_rows(queries, columns, entry_filter, newest)
    (query,) = queries
    order = query.order[1:] if as_recorded else query.order
    if newest is not None:
        query.only_last(order, newest)
    return query.pages(
        columns,
        order,
        limit=entry_filter.limit,
        descending=not (as_recorded or entry_filter.oldest_first),
    )


def count_entries(log: Log, entry_filter: Filter, most: int | None = None) -> int:
    """Return how many entries match, whatever the filter's limit; counted up to `most`."""
    is_shared = "private" not in entry_filter.audience.shares and not entry_filter.include_own
    count = 0
    for query in _queries(log, entry_filter):
        if is_shared:
            query.where(SHARED_ENTRY)  # the words of the index `entry_counts`
        rest = None if most is None else most - count
        count += query.count(rest)
    return count


def count_own_private(log: Log, entry_filter: Filter) -> int:
    """Return how many of the reader's own private entries match, whoever the filter is for."""
    if log.reader is None:
        return 0
    own = entry_filter._replace(audience=FULL, trainer=log.reader)
    # the words of the index `entry_private`
    return sum(query.where("e.share = 'private'").count() for query in _queries(log, own))


def _queries(log: Log, entry_filter: Filter) -> list[Query]:
    """Return the queries that together have the entries that match."""
    if entry_filter.list_name is None:
        return [Query(log, entry_filter)]
    # Most commands have no list, and need not load the conditions of them all.
    from coachlog.storage.queries.lists import list_queries

    return list_queries(log, entry_filter)


def find_entry(log: Log, name: str) -> Entry:
    """Return the entry with a short id, with a longer end of its uuid, or the `last` one.

    Somebody else's private entry is not there for the reader of the log, as if it had never been.

    Raises:
        UsageError: `name` is too short for an id, or has other characters.
        NotFoundError: there is no such entry, or there are several.
    """
    if name == "last":
        entries = _select(log, "1", ending="ORDER BY e.id DESC LIMIT 1")
        if not entries:
            raise NotFoundError("there are no entries yet. Record one with  coachlog log")
        return entries[0]
    digits = _digits_of(name)
    entries = _with_short_id(log, digits) or _with_uuid_ending(log, name, uuid_end(digits))
    if len(entries) > 1:
        raise NotFoundError(
            f"several entries end in {name}. Type more of its id; coachlog list  shows them."
        )
    return entries[0]


def own_last(log: Log, name: str) -> str:
    """Return a name, or for `last` the uuid of the reader's own newest entry.

    What changes an entry means one's own by `last`: the newest of all may be a colleague's.

    Raises:
        NotFoundError: the reader has no entry.
    """
    if name != "last":
        return name
    # By its own index, for a reader who has none among a million.
    uuids = log.column(
        """SELECT uuid FROM entry INDEXED BY entry_by_trainer WHERE trainer = ?
           ORDER BY id DESC LIMIT 1""",
        (log.reader,),
    )
    if not uuids:
        raise NotFoundError(
            "none of the entries is yours, so there is no last one. Name the entry by its id;"
            " coachlog list  shows it."
        )
    return str(uuids[0])


def find_deleted(log: Log, name: str) -> tuple[str, Fields]:
    """Return the uuid and the fields of the reader's own deleted entry with an id.

    Raises:
        UsageError: `name` is too short for an id, or has other characters.
        NotFoundError: the reader has no such entry that is deleted, or several.
    """
    digits = _digits_of(name)
    matches = {
        uuid: fields
        for uuid, fields in fold_many(log, uuids_ending_with(log, uuid_end(digits))).items()
        # Of one that was deleted before it was ever sent, another log has no text.
        if fields.get("deleted") and fields.get("happened") and is_owner(fields, log.reader)
    }
    named = {uuid: fields for uuid, fields in matches.items() if fields["short_id"] == digits}
    matches = named or matches
    if not matches:
        raise NotFoundError(f"no deleted entry of yours is called {name}.")
    if len(matches) > 1:
        raise NotFoundError(f"several deleted entries end in {name}. Type more of its id.")
    return matches.popitem()


def _digits_of(name: str) -> str:
    """Return an id in small letters and without dashes.

    Raises:
        UsageError: it is too short for an id, or has other characters.
    """
    digits = name.lower().replace("-", "")
    if not is_id(digits):
        raise UsageError(
            f"{name!r} is not an id. Type `last`, or the four or more characters shown by `list`."
        )
    return digits


def entries_by_uuid(log: Log, uuids: Sequence[str]) -> dict[str, Entry]:
    """Return those of at most a few hundred entries that the reader of the log may see, by uuid."""
    return {entry.uuid: entry for entry in _select(log, f"e.uuid IN ({marks(uuids)})", uuids)}


def entries_by_short_id(log: Log, short_ids: Sequence[str]) -> list[Entry]:
    """Return the entries with some short ids that the reader of the log may see."""
    return _select(log, f"e.short_id IN ({marks(short_ids)})", short_ids)


def deleted_entries(log: Log, short_id: str) -> dict[str, str]:
    """Return by its short id the uuid of a deleted entry that the reader might see otherwise."""
    if not is_id(short_id):
        return {}
    deleted = {}
    for uuid, fields in fold_many(log, uuids_ending_with(log, uuid_end(short_id))).items():
        is_meant = fields.get("deleted") and fields.get("short_id") == short_id
        if is_meant and may_read(fields, log.reader):
            deleted[short_id] = uuid
    return deleted


def _with_short_id(log: Log, digits: str) -> list[Entry]:
    """Return the entry whose short id is `digits`, or else those whose short id they end in."""
    ends = [digits[-length:] for length in range(SHORTEST_ID, len(digits) + 1)]
    entries = []
    for entry in _select(log, f"e.short_id IN ({marks(ends)})", ends):
        if entry.short_id == digits:
            return [entry]
        if belongs_to(digits, entry.uuid):
            entries.append(entry)
    return entries


def _with_uuid_ending(log: Log, name: str, digits: str) -> list[Entry]:
    """Return the entries whose uuid ends in `digits`, where no short id matches.

    An end that reads as a number stands for its entry without the `x` before it, too. The
    revisions also know the entries that were deleted.

    Raises:
        NotFoundError: there is none; the message tells whether there was one.
    """
    uuids = uuids_ending_with(log, digits)
    entries = list(entries_by_uuid(log, uuids).values())
    if entries:
        return entries
    for fields in fold_many(log, uuids).values():
        if fields and may_read(fields, log.reader):
            raise NotFoundError(f"{name} was deleted.  coachlog history {name}  shows what it was.")
    raise NotFoundError(f"no entry is called {name}.  coachlog list  shows their ids.")


def _select(
    log: Log,
    condition: str,
    values: Sequence[str] = (),
    ending: str = "",
) -> list[Entry]:
    rows = log.all(
        f"SELECT {ENTRY_COLUMNS} FROM entry e WHERE {condition} AND {READABLE_ENTRY} {ending}",
        (*values, log.reader),
    )
    return [to_entry(row, log) for row in rows]
