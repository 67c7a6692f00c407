"""Counts by two keys at once: `summary --across`."""

from coachlog.domain.review.grid import GridCounts, arranged
from coachlog.domain.review.grid_cells import (
    Kept,
    Keys,
    Mark,
    count_cells,
    kept_labels,
)
from coachlog.domain.review.summary import KEYS, TIME_KEYS
from coachlog.storage.queries.grid import count_other_topics, count_values

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from coachlog.domain.filters import Filter
    from coachlog.storage.file.connection import Log

    Rows = list[tuple[Any, ...]]


def count_grid(
    log: "Log",
    entry_filter: "Filter",
    keys: Keys,
    week_start: str,
    top: int | None = None,
) -> GridCounts:
    """Return the counts of a grid, each entry once in a cell and once in a total.

    Args:
        log: the log to read.
        entry_filter: which entries; it has a period, of the days on which they happened.
        keys: the key of the rows and the key of the columns.
        week_start: the weekday on which weeks begin.
        top: how many rows, and how many columns of names, to show before the others; None for all.
    """
    assert entry_filter.period is not None
    rows = _count(log, entry_filter, keys)
    cells = count_cells(keys, rows, week_start)
    others = [0, 0]
    if top is not None:
        kept, others = kept_labels(keys, cells, top)
        if any(others):
            rows += _count_other_topics(
                log,
                entry_filter,
                keys,
                kept,
            )
            cells = count_cells(
                keys,
                rows,
                week_start,
                kept,
            )
    return arranged(
        keys,
        cells,
        others,
        span=entry_filter.period,
        days=_days(keys, rows),
        week_start=week_start,
        today=log.clock.today(),
    )


def _count(log: "Log", entry_filter: "Filter", keys: Keys) -> "Rows":
    rows = count_values(log, entry_filter, [KEYS[key] for key in keys])
    if "topic" in keys:
        # An entry with two topics is in two of these rows, and has to be in a total once.
        field = KEYS[_other_key(keys)]
        totals = count_values(log, entry_filter, [field])
        rows += _beside_topics(keys, Mark.TOTAL, totals)
    return rows


def _count_other_topics(
    log: "Log",
    entry_filter: "Filter",
    keys: Keys,
    kept: Kept,
) -> "Rows":
    if "topic" not in keys:
        return []
    topics = kept[keys.index("topic")]
    if topics is None:
        return []
    names = [topic for topic in topics if isinstance(topic, str)]
    field = KEYS[_other_key(keys)]
    others = count_other_topics(
        log,
        entry_filter,
        field,
        names,
    )
    return _beside_topics(keys, Mark.OTHERS, others)


def _beside_topics(keys: Keys, mark: Mark, counts: "list[tuple[Any, ...]]") -> "Rows":
    """Return counts by the key that is not the topic, with a mark where the topic stands."""
    if keys[0] == "topic":
        return [(mark, value, entries) for value, entries in counts]
    return [(value, mark, entries) for value, entries in counts]


def _other_key(keys: Keys) -> str:
    return keys[1 - keys.index("topic")]


def _days(keys: Keys, rows: "Rows") -> list[str]:
    for side, key in enumerate(keys):
        if key in TIME_KEYS:
            return list({row[side] for row in rows})
    return []
