"""How much work SQLite has with a query: the plans that it chose, and the steps that it took.

Time says nothing on a busy machine. The steps of SQLite's virtual machine are the same every time
(https://www.sqlite.org/c3ref/progress_handler.html).
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from coachlog.storage.entry_table import insert_entries
from coachlog.storage.file.connection import Log
from coachlog.storage.revisions import next_number

STEPS = 100  # of the virtual machine, at which they are counted


def add_entries(log: Log, count: int, *, first: int = 0, **fields: Any) -> None:
    """Insert entries numbered from `first` on, which have some fields in common."""
    records = []
    for number in range(first, first + count):
        record = {
            "uuid": f"01900000-0000-7000-8000-{number:012x}",
            "short_id": f"{number:08x}",
            "kind": "correction",
            "team": "permits",
            "topics": ["fees"],
            "happened": f"Entry {number}",
            "trainer": "ana",
            "share": "team",
            "occurred_on": "2026-11-17",
            "recorded_at": "2026-11-17T10:00:00Z",
            "updated_at": "2026-11-17T10:00:00Z",
        }
        records.append(record | fields)
    with log.atomic():
        number = next_number(log)
        insert_entries(log, records, range(number, number + count))


@contextmanager
def plans_of_queries(log: Log) -> Iterator[list[str]]:
    """Yield a list that gets the lines of the plans of every query that is made meanwhile."""
    queries: list[str] = []
    plans: list[str] = []
    # SQLite hands over each statement as it runs, with its values filled in.
    log.db.set_trace_callback(queries.append)
    try:
        yield plans
    finally:
        log.db.set_trace_callback(None)
        for query in queries:
            if query.lstrip().startswith("SELECT"):
                rows = log.db.execute(f"EXPLAIN QUERY PLAN {query}")
                plans.extend(row[3] for row in rows)


def steps_of(log: Log, work: Callable[[], Any], size: int = STEPS) -> int:
    """Return how often SQLite takes so many steps while something is done."""
    steps: list[int] = []
    log.db.set_progress_handler(lambda: steps.append(1), size)
    try:
        work()
    finally:
        log.db.set_progress_handler(None, 0)
    return len(steps)


def hints_of(err):
    """Return the lines after a receipt, the words as stored, and what is new in the log."""
    receipt, stored, *hints = err.splitlines()
    assert "undo: coachlog undo" in receipt
    assert stored.startswith("  ")
    if hints and hints[0].startswith("New ") and "Did you mean" not in hints[0]:
        del hints[0]
    return hints


def positions(statements: list[str], start: str) -> list[int]:
    """Return the indexes of those statements that begin with a text."""
    return [index for index, text in enumerate(statements) if text.startswith(start)]


def without_random_ids(patch: str) -> str:
    """Return a stored patch without the ids of the revisions that its writer knew."""
    return re.sub(r"\b[0-9a-f]{32}\b", "id", patch)
