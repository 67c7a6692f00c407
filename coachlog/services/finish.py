"""The entries that say no more than what happened, and what to ask about them."""

from datetime import date
from typing import NamedTuple

from coachlog.domain.entry import Entry
from coachlog.domain.filters import Filter
from coachlog.domain.periods import DAY, Period
from coachlog.storage.file.connection import Log
from coachlog.storage.queries.entries import select_entries

WEEKS = 4
# The optional parts that a reader learns from, by kind, in the order in which they are asked for.
PARTS = {
    "strength": ("why", "lesson"),
    "correction": ("expected", "why", "lesson"),
    "question": ("expected", "why", "rule_ref"),
    "mistake": ("recovery", "lesson", "why"),
}


class UnfinishedEntry(NamedTuple):
    """An entry, and the parts that it lacks."""

    entry: Entry
    missing: tuple[str, ...]


def last_weeks(today: date) -> Period:
    """The four weeks up to today."""
    return Period(today - (7 * WEEKS - 1) * DAY, today, f"the last {WEEKS} weeks")


def unfinished(log: Log, entry_filter: Filter) -> list[UnfinishedEntry]:
    """The entries that `entry_filter` describes and that lack something: open mistakes first, then the newest first.

    A mistake without a recovery does, and an entry that has none of the other parts. Who filled in one of them
    has said what there was to say, and is not asked again.
    """
    found = [
        UnfinishedEntry(entry, missing)
        for entry in select_entries(log, entry_filter._replace(limit=None))
        if (missing := _missing(entry))
    ]
    found.sort(key=lambda one: not one.entry.is_open)
    return found[: entry_filter.limit]


def _missing(entry: Entry) -> tuple[str, ...]:
    missing = tuple(part for part in PARTS[entry.kind] if getattr(entry, part) is None)
    untold = all(part in missing for part in PARTS[entry.kind] if part != "recovery")
    return missing if entry.is_open or untold else ()
