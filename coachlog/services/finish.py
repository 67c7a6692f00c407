"""Entries that say no more than what happened, and which parts to ask for."""

from typing import NamedTuple

from coachlog.domain.entry import Entry
from coachlog.domain.filters import Filter
from coachlog.storage.file.connection import Log
from coachlog.storage.queries.entries import select_entries

WEEKS = 4  # longer ago, few remember more than what they wrote down
# The optional parts that a reader learns from, by kind, in the order in which they are asked.
PARTS = {
    "strength": ("why", "lesson"),
    "correction": ("expected", "why", "lesson"),
    "question": ("expected", "why", "rule_ref"),
    "mistake": ("recovery", "lesson", "why"),
}


class UnfinishedEntry(NamedTuple):
    """An entry that says little.

    Attributes:
        entry: The entry.
        missing: The parts of `PARTS` that it lacks, in the order in which they are asked.
    """

    entry: Entry
    missing: tuple[str, ...]


def unfinished(log: Log, entry_filter: Filter) -> list[UnfinishedEntry]:
    """Return the unfinished entries that match: open mistakes first, then newest first.

    A mistake is unfinished while it is open, any entry while it has none of the other parts. One
    part is enough: those who filled one in are not asked for the rest.

    Args:
        log: Where the entries are read.
        entry_filter: Which entries; its limit is the number of unfinished ones.
    """
    open_mistakes = []
    others = []
    # All of them, because the limit counts what is left to finish, not what is looked at.
    for entry in select_entries(log, entry_filter._replace(limit=None)):
        parts = PARTS[entry.kind]
        missing = tuple(part for part in parts if getattr(entry, part) is None)
        if entry.is_open:
            open_mistakes.append(UnfinishedEntry(entry, missing))
        elif missing and set(parts) - set(missing) <= {"recovery"}:
            others.append(UnfinishedEntry(entry, missing))
    return [*open_mistakes, *others][: entry_filter.limit]
