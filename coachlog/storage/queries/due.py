"""Due check-ins: here the period of a filter is that of the days on which they are due."""

from datetime import date
from itertools import chain

from coachlog.domain.periods import DAY, Period
from coachlog.domain.review.checkin_results import DueCounts
from coachlog.storage.queries.entry_rows import ENTRY_COLUMNS, to_entry
from coachlog.storage.queries.query import DUE, Query

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from coachlog.domain.entry import Entry
    from coachlog.domain.filters import Filter
    from coachlog.storage.file.connection import Log

_WITH_ENTRIES = "due d CROSS JOIN entry e ON e.id = d.entry"


def select_due(log: "Log", entry_filter: "Filter") -> "Iterator[tuple[str, Entry]]":
    """Yield `(day, entry)` of the entries whose next check-in is on that day, the soonest first.

    They are read in batches. Private entries are among them for their writer alone.
    """
    query = Query(log, _WITH_ENTRIES, entry_filter, DUE)
    rows = query.pages(
        ENTRY_COLUMNS,
        ("d.due_on", "d.entry"),
        limit=entry_filter.limit,
        descending=False,
    )
    return ((row[-2], to_entry(row)) for row in rows)


def count_due(
    log: "Log", entry_filter: "Filter", today: "date", week_end: "date", most: int | None = None
) -> DueCounts:
    """Count the due check-ins before `today`, from then to `week_end`, and later.

    The filter's limit does not apply. Each number is counted up to `most`, where an index alone counts it.
    """
    anytime = entry_filter._replace(period=None)
    period = entry_filter.period or Period(date.min, date.max, "")
    # A pair of days each: with a second condition on the day, SQLite may walk through all that the first allows.
    days = (
        (period.first, min(period.last, today - DAY)),
        (max(period.first, today), min(period.last, week_end)),
        (max(period.first, week_end + DAY), period.last),
    )
    if _needs_entries(entry_filter):
        query = Query(log, _WITH_ENTRIES, anytime, DUE)
        query.values |= {f"day{number}": day.isoformat() for number, day in enumerate(chain(*days))}
        spans = [f"d.due_on BETWEEN :day{number} AND :day{number + 1}" for number in (0, 2, 4)]
        sums = ", ".join(f"coalesce(sum({span}), 0)" for span in spans)
        return DueCounts(*query.rows(sums)[0])
    counts = []
    for first, last in days:
        span = entry_filter._replace(period=Period(first, last, ""))
        counts.append(Query(log, "due d", span, DUE).count(most))
    return DueCounts(*counts)


def _needs_entries(entry_filter: "Filter") -> bool:
    """Return whether the filter is about more of an entry than the table `due` repeats."""
    of_entry = (entry_filter.topics, entry_filter.kinds, entry_filter.status)
    return any(of_entry) or entry_filter.open_only
