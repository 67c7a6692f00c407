"""Due check-ins; here a filter's period is that of the days on which they are due."""

from collections.abc import Iterator
from datetime import date

from coachlog.domain.entry import Entry
from coachlog.domain.filters import Filter
from coachlog.domain.periods import DAY, Period
from coachlog.domain.review.checkin_results import DueCounts
from coachlog.storage.file.connection import Log
from coachlog.storage.queries.entry_rows import ENTRY_COLUMNS, to_entry
from coachlog.storage.queries.query import Query
from coachlog.storage.queries.source import DUE, DUE_WITH_ENTRIES


def select_due(log: Log, entry_filter: Filter) -> Iterator[tuple[str, Entry]]:
    """Yield `(day, entry)` of the entries whose next check-in is due on that day, soonest first.

    They are read in batches. Only their writer gets private entries.
    """
    query = Query(log, entry_filter, DUE_WITH_ENTRIES)
    order = ("d.due_on", "d.entry")
    for row in query.pages(ENTRY_COLUMNS, order, limit=entry_filter.limit, descending=False):
        yield row[-2], to_entry(row, log)


def count_due(
    log: Log,
    entry_filter: Filter,
    today: date,
    week_end: date,
    most: int | None = None,
) -> DueCounts:
    """Count the check-ins that are overdue, due this week, and coming.

    Args:
        log: the log.
        entry_filter: which entries, and on which days they are due; its limit does not apply.
        today: the reader's civil day.
        week_end: the last day of this week, included.
        most: each number is counted up to here; None for all.
    """
    source = DUE_WITH_ENTRIES if _needs_entries(entry_filter) else DUE
    period = entry_filter.period or Period(date.min, date.max, "")
    # A query each, because SQLite uses one pair of bounds of a column: it would walk through all
    # check-ins that are overdue to count those that are coming.
    spans = (
        (period.first, min(period.last, today - DAY)),
        (max(period.first, today), min(period.last, week_end)),
        (max(period.first, week_end + DAY), period.last),
    )
    counts = []
    for first, last in spans:
        in_span = entry_filter._replace(period=Period(first, last, ""))
        counts.append(Query(log, in_span, source).count(most))
    return DueCounts(*counts)


def _needs_entries(entry_filter: Filter) -> bool:
    """Return whether the filter is about more of an entry than the table `due` repeats."""
    parts = (entry_filter.topics, entry_filter.kinds, entry_filter.status)
    return any(parts)
