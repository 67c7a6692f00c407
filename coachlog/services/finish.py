"""Mistakes that nobody has put right yet, and what to ask about each.

Only those: a note without a lesson is a note, and asking for more made people write fewer.
"""

from typing import NamedTuple

from coachlog.domain.entry import Entry
from coachlog.domain.filters import Filter
from coachlog.storage.file.connection import Log
from coachlog.storage.queries.entries import select_entries

# What a reader learns from, in the order in which it is asked.
PARTS = ("recovery", "lesson", "why")


class UnfinishedEntry(NamedTuple):
    """An open mistake.

    Attributes:
        entry: The entry.
        missing: The parts of `PARTS` that it lacks, in the order in which they are asked.
    """

    entry: Entry
    missing: tuple[str, ...]


def unfinished(log: Log, entry_filter: Filter) -> list[UnfinishedEntry]:
    """Return the open mistakes that match, the newest first.

    Args:
        log: Where the entries are read.
        entry_filter: Which entries.
    """
    mistakes = []
    for entry in select_entries(log, entry_filter._replace(list_name="open")):
        missing = [part for part in PARTS if getattr(entry, part) is None]
        mistakes.append(UnfinishedEntry(entry, tuple(missing)))
    return mistakes
