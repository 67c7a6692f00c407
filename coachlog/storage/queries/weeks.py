"""The counts of many weeks, of every team, topic and kind; private entries are not counted."""

from __future__ import annotations

from coachlog.domain.periods import DAY, Period
from coachlog.domain.settings import WEEKDAYS
from coachlog.storage.file.connection import Log
from coachlog.storage.week_counts import week_number


def counts_by_week(log: Log, last: Period, weeks: int) -> dict[tuple[str, str], list[int]]:
    """Return by sort (`team`, `topic` or `kind`) and name the entries in each week, oldest first.

    Args:
        log: the log to read.
        last: the last of the weeks, which all begin on the same weekday.
        weeks: how many.
    """
    first = last.first - 7 * (weeks - 1) * DAY
    # A row is a week from Monday on: its last days are in one of ours, its first in the one before.
    start = first.weekday()
    later = " + ".join(WEEKDAYS[start:])
    earlier = " + ".join(("0", *WEEKDAYS[:start]))
    number = week_number(first)
    rows = log.all(
        f"""SELECT week - :first, sort, name, {later}, {earlier} FROM week_count
            WHERE week BETWEEN :first AND :last""",
        {"first": number, "last": number + weeks},
    )
    counts: dict[tuple[str, str], list[int]] = {}
    for index, sort, name, in_this_week, in_week_before in rows:
        series = counts.get((sort, name))
        if series is None:
            series = counts[sort, name] = [0] * (weeks + 1)
        series[index] += in_this_week
        # Before the first week there is none; what belongs to it comes last, and is cut off.
        series[index - 1] += in_week_before
    in_weeks = {}
    for name, series in counts.items():
        del series[weeks:]
        if any(series):
            in_weeks[name] = series
    return in_weeks
