"""What each learner has practised: the table `drill`.

It has no revisions and no export holds it, because practice is the learner's own.
"""

from typing import NamedTuple

from coachlog.domain.entry import Entry
from coachlog.domain.filters import Filter
from coachlog.storage.file.connection import Log
from coachlog.storage.queries.entry_rows import ENTRY_COLUMNS, to_entry
from coachlog.storage.queries.query import Query
from coachlog.storage.queries.source import ENTRIES


class LessonProgress(NamedTuple):
    """What a learner knows of one entry.

    Attributes:
        card: the state of the scheduler, as JSON.
        due_on: the day on which it is asked next, like the other days an ISO date.
        rated_on: the day of the last rating.
        begun_on: the day of the first one.
        answer: the fingerprint of the answer that was rated.
    """

    card: str
    due_on: str
    rated_on: str
    begun_on: str
    answer: str


_BEGUN = ENTRIES._replace(tables="drill d JOIN entry e ON e.uuid = d.entry")
_COLUMNS = LessonProgress._fields
# An entry that practice can ask about, as `domain.tabletop.is_playable` says of one.
_HAS_ANSWER = """e.kind <> 'strength'
    AND (e.recovery IS NOT NULL OR e.expected IS NOT NULL OR e.lesson IS NOT NULL)"""
_NOT_BEGUN = """NOT EXISTS (
    SELECT 1 FROM drill d WHERE d.learner = :learner AND d.entry = e.uuid)"""


def begun_lessons(log: Log, entry_filter: Filter) -> list[tuple[Entry, LessonProgress]]:
    """Return the entries that a learner has begun, the soonest due first; no deleted ones.

    Args:
        log: the log.
        entry_filter: which entries of those that the team may see, and of the learner's own
            private ones. Its limit does not apply.
    """
    query = Query(log, entry_filter._replace(include_own=True), _BEGUN)
    query.where("d.learner = :learner", learner=log.user).where(_HAS_ANSWER)
    columns = ", ".join(f"d.{column}" for column in _COLUMNS)
    rows = query.rows(f"{ENTRY_COLUMNS}, {columns}", "ORDER BY d.due_on, d.entry")
    lessons = []
    for row in rows:
        progress = LessonProgress(*row[-len(_COLUMNS) :])
        lessons.append((to_entry(row, log), progress))
    return lessons


def new_lessons(log: Log, entry_filter: Filter, most: int) -> list[Entry]:
    """Return entries that a learner has not begun, the newest first.

    Args:
        log: the log.
        entry_filter: which entries; its limit does not apply.
        most: how many to return at most.
    """
    return _new_lessons(log, entry_filter).entries(most)


def count_new(log: Log, entry_filter: Filter) -> int:
    """Return how many entries a learner has not begun."""
    return _new_lessons(log, entry_filter).count()


def _new_lessons(log: Log, entry_filter: Filter) -> Query:
    query = Query(log, entry_filter._replace(include_own=True))
    return query.where(_HAS_ANSWER).where(_NOT_BEGUN, learner=log.user)


def begun_on(log: Log, day: str) -> int:
    """Return how many lessons a learner began on a day."""
    return log.number(
        "SELECT count(*) FROM drill WHERE learner = ? AND begun_on = ?",
        (log.user, day),
    )


def store_progress(log: Log, entry: str, progress: LessonProgress) -> None:
    """Store what a learner knows of the entry with a uuid, in the caller's transaction."""
    log.run(
        f"""INSERT OR REPLACE INTO drill (learner, entry, {", ".join(_COLUMNS)})
            VALUES (?, ?, ?, ?, ?, ?, ?)""",
        (log.user, entry, *progress),
    )


def delete_progress(log: Log) -> int:
    """Delete everything about a learner in the caller's transaction; return how many lessons."""
    return log.run("DELETE FROM drill WHERE learner = ?", (log.user,))
