"""What each learner knows: the table `drill`, which has no revisions and leaves the file in nothing that is exported."""

from typing import NamedTuple

from coachlog.domain.entry import Entry
from coachlog.domain.filters import Filter
from coachlog.storage.file.connection import Log
from coachlog.storage.queries.entry_rows import ENTRY_COLUMNS, to_entry
from coachlog.storage.queries.query import Query


class Known(NamedTuple):
    """What a learner knows of one entry; the days are civil days (ISO 8601)."""

    card: str
    due_on: str
    rated_on: str
    begun_on: str
    answer: str


_KNOWN = ", ".join(Known._fields)
# An entry that practice can ask about, as `domain.tabletop.is_playable` says of one.
_ASKED = """e.kind <> 'strength'
    AND (e.recovery IS NOT NULL OR e.expected IS NOT NULL OR e.lesson IS NOT NULL)"""
_NEW = """NOT EXISTS (SELECT 1 FROM drill d WHERE d.learner = :learner AND d.entry = e.uuid)"""


def known_lessons(log: Log, learner: str, entry_filter: Filter) -> list[tuple[Entry, Known]]:
    """Return the entries that a learner has begun, the soonest due first; deleted ones are not among them."""
    query = Query(log, "drill d JOIN entry e ON e.uuid = d.entry", entry_filter)
    query.where("d.learner = :learner", learner=learner).where(_ASKED)
    known = ", ".join(f"d.{name}" for name in Known._fields)
    rows = query.rows(f"{ENTRY_COLUMNS}, {known}", "ORDER BY d.due_on, d.entry")
    return [(to_entry(row), Known(*row[-len(Known._fields) :])) for row in rows]


def new_lessons(log: Log, learner: str, entry_filter: Filter, most: int) -> list[Entry]:
    """Return at most `most` entries that a learner has not begun, the newest first."""
    query = _new_lessons(log, learner, entry_filter)
    return query.entries(f"ORDER BY e.occurred_on DESC, e.id DESC LIMIT {most}")


def count_new(log: Log, learner: str, entry_filter: Filter) -> int:
    """Return how many entries a learner has not begun."""
    return _new_lessons(log, learner, entry_filter).count()


def _new_lessons(log: Log, learner: str, entry_filter: Filter) -> Query:
    return Query(log, "entry e", entry_filter).where(_ASKED).where(_NEW, learner=learner)


def begun_on(log: Log, learner: str, day: str) -> int:
    """How many lessons a learner began on a day."""
    number: int = log.one(
        "SELECT count(*) FROM drill WHERE learner = ? AND begun_on = ?", (learner, day)
    )[0]
    return number


def keep_lesson(log: Log, learner: str, entry: str, known: Known) -> None:
    """Note what a learner knows of an entry (its uuid), inside the caller's transaction."""
    log.run(
        f"INSERT OR REPLACE INTO drill (learner, entry, {_KNOWN}) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (learner, entry, *known),
    )


def forget_lessons(log: Log, learner: str) -> int:
    """Remove all that is known of a learner, inside the caller's transaction; of how many lessons."""
    return log.run("DELETE FROM drill WHERE learner = ?", (learner,))
