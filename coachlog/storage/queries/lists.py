"""The conditions of `domain.entry_lists`, each as queries that walk an index of little else.

A list has one query, or several that share no entry. Other commands count by the same conditions.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from itertools import islice

from coachlog.domain.audience import FULL, UNCLEARED
from coachlog.domain.filters import Filter
from coachlog.domain.periods import Period
from coachlog.domain.reply import THANKS
from coachlog.storage.conditions import OPEN_MISTAKE, SHARED_ENTRY
from coachlog.storage.file.connection import Log
from coachlog.storage.queries.open_questions import (
    LAST_QUESTION,
    OPEN_LESSON,
    QUESTION_REPLIES,
    UNANSWERED_ENTRY,
    UNANSWERED_REPLY,
)
from coachlog.storage.queries.query import Query
from coachlog.storage.queries.repeats import MISTAKES, REPEAT
from coachlog.storage.queries.source import DUE_WITH_ENTRIES, FEW_ENTRIES, Source, few_entries
from coachlog.storage.queries.status_days import adoptions

_THANKS = FEW_ENTRIES._replace(
    tables="reply r INDEXED BY reply_thanks CROSS JOIN entry e ON e.uuid = r.entry",
    day="r.said_on",
)
# An entry may be thanked for more than once.
_LAST_THANKS = f"""NOT EXISTS (SELECT 1 FROM reply l WHERE l.entry = r.entry
    AND l.kind = '{THANKS}' AND l.said_on <= :until
    AND (l.said_on, l.uuid) > (r.said_on, r.uuid))"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def list_queries(log: Log, entry_filter: Filter) -> list[Query]:
    """Return the queries that together have the entries of a list, each entry once.

    Args:
        log: the log.
        entry_filter: which entries; it names a list, whose table says what its period is about.
    """
    name = entry_filter.list_name or ""
    entry_filter = entry_filter.with_span_of_list(log.clock.today())
    return [part(log, entry_filter._replace(list_name=None)) for part in _PARTS[name]]


def list_rows(
    queries: Sequence[Query],
    columns: str,
    entry_filter: Filter,
    newest: int | None = None,
) -> "Iterator[Any]":
    """Yield the rows of the queries of a list, by the day that its period is about.

    Args:
        queries: from `list_queries`.
        columns: what to select.
        entry_filter: how many, and whether the oldest come first.
        newest: how many of the last ones at most; for a filter that begins with the oldest.
    """
    if newest == 0:
        return iter(())
    descending = not entry_filter.oldest_first
    pages = []
    total = 0
    for query in queries:
        if newest is not None:
            query.only_last(query.order, newest)
            total += query.count()
        pages.append(
            query.pages(
                columns,
                query.order,
                limit=entry_filter.limit,
                descending=descending,
            )
        )
    from heapq import merge  # which a count does not need

    # Both orders are of a day and the number of the entry, which are selected last.
    rows: Iterator[Any] = merge(*pages, key=lambda row: row[-2:], reverse=descending)
    if newest is not None:
        # As many of each query were left as may be left of them all.
        rows = islice(rows, max(0, total - newest), None)
    return islice(rows, entry_filter.limit)


def _open_mistakes(log: Log, entry_filter: Filter) -> Query:
    return _by_index("entry_open", log, entry_filter).where(OPEN_MISTAKE)


def _asking_entries(log: Log, entry_filter: Filter) -> Query:
    query = _by_index("entry_asking", log, entry_filter, of_shared=True)
    return query.where(UNANSWERED_ENTRY)


def _asked_about(log: Log, entry_filter: Filter) -> Query:
    query = _readable(log, entry_filter, QUESTION_REPLIES)
    return query.where(UNANSWERED_REPLY).where(LAST_QUESTION)


def _open_lessons(log: Log, entry_filter: Filter) -> Query:
    return _by_index("entry_lessons", log, entry_filter, of_shared=True).where(OPEN_LESSON)


def _settled_lessons(log: Log, entry_filter: Filter, status: str) -> Query:
    query = _readable(log, entry_filter, FEW_ENTRIES).where("e.lesson IS NOT NULL")
    # the words of the index `entry_by_status`
    return query.where(f"e.status = '{status}' AND e.status <> 'logged'")


def _due(log: Log, entry_filter: Filter) -> Query:
    period = entry_filter.period or Period(date.min, date.max, "")
    due = period._replace(last=min(period.last, log.clock.today()))
    return _readable(log, entry_filter._replace(period=due), DUE_WITH_ENTRIES)


def _adopted(log: Log, entry_filter: Filter) -> Query:
    if entry_filter.period is not None:
        query = adoptions(log, entry_filter)
        return query if _may_be_private(entry_filter) else query.where(SHARED_ENTRY)
    # The day of some is not known.
    query = _readable(log, entry_filter, FEW_ENTRIES)
    return query.where("e.status = 'adopted' AND e.status <> 'logged'")


def _thanked(log: Log, entry_filter: Filter) -> Query:
    query = _readable(log, entry_filter, _THANKS).where(f"r.kind = '{THANKS}'")
    last = date.max
    if entry_filter.period is not None:
        last = entry_filter.period.last
    return query.where(_LAST_THANKS, until=last.isoformat())


def _uncleared(log: Log, entry_filter: Filter) -> Query:
    return _readable(log, entry_filter, FEW_ENTRIES).where_in("e.share", UNCLEARED.shares)


def _repeats(log: Log, entry_filter: Filter) -> Query:
    return Query(log, entry_filter, MISTAKES, shared_only=True).where(REPEAT)


_PARTS: dict[str, tuple[Callable[[Log, Filter], Query], ...]] = {
    "open": (_open_mistakes,),
    "unanswered": (_asking_entries, _asked_about),
    "lessons": (
        _open_lessons,
        partial(_settled_lessons, status="adopted"),
        partial(_settled_lessons, status="closed"),
    ),
    "undecided": (_open_lessons,),
    "due": (_due,),
    "uncleared": (_uncleared,),
    "adopted": (_adopted,),
    "thanked": (_thanked,),
    "repeat": (_repeats,),
}


def _by_index(
    index: str,
    log: Log,
    entry_filter: Filter,
    *,
    of_shared: bool = False,
) -> Query:
    """Return the query of the entries in a partial index, or in the one that begins with the team.

    Args:
        index: the index.
        log: the log.
        entry_filter: which entries.
        of_shared: whether the index has no private entries.
    """
    source = few_entries(index, entry_filter)
    # One person has fewer entries, in another index.
    if entry_filter.trainer or (of_shared and _may_be_private(entry_filter)):
        source = FEW_ENTRIES
    return _readable(log, entry_filter, source)


def _readable(log: Log, entry_filter: Filter, source: Source) -> Query:
    query = Query(log, entry_filter, source)
    if not _may_be_private(entry_filter):
        # the words of the indexes without private entries, whatever the audience
        query.where(source.shared)
    return query


def _may_be_private(entry_filter: Filter) -> bool:
    return entry_filter.include_own or entry_filter.audience == FULL
