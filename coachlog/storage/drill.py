"""What each learner knows: the table `drill`, which has no revisions and leaves the file in nothing that is exported."""

from typing import NamedTuple

from coachlog.domain.entry import Entry
from coachlog.domain.filters import Filter
from coachlog.storage.entry_table import COLUMNS
from coachlog.storage.file.connection import Log
from coachlog.storage.queries.entries import conditions, to_entry


class Known(NamedTuple):
    """What a learner knows of one entry; the days are civil days (ISO 8601)."""

    card: str
    due_on: str
    rated_on: str
    begun_on: str
    answer: str


_KNOWN = ", ".join(Known._fields)
# With an answer that can be asked for, in the words of `domain.drill.is_asked`.
_ASKED = "e.kind <> 'strength' AND (e.recovery IS NOT NULL OR e.expected IS NOT NULL OR e.lesson IS NOT NULL)"
_NEW = f"{_ASKED} AND NOT EXISTS (SELECT 1 FROM drill d WHERE d.learner = :learner AND d.entry = e.uuid)"


def known_lessons(log: Log, learner: str, entry_filter: Filter) -> list[tuple[Entry, Known]]:
    """The entries of a filter that a learner has begun, the soonest due first; deleted ones are not among them."""
    where, values = conditions(log, entry_filter)
    columns = ", ".join(f"e.{column}" for column in COLUMNS.split(", "))
    rows = log.all(
        f"""SELECT {columns}, {", ".join(f"d.{name}" for name in Known._fields)} FROM drill d JOIN entry e ON e.uuid = d.entry
            WHERE d.learner = :learner AND {_ASKED} AND {where} ORDER BY d.due_on, d.entry""",
        {**values, "learner": learner},
    )
    return [(to_entry(row), Known(*row[-len(Known._fields) :])) for row in rows]


def new_lessons(log: Log, learner: str, entry_filter: Filter, most: int) -> list[Entry]:
    """At most `most` entries of a filter that a learner has not begun, the newest first."""
    where, values = conditions(log, entry_filter)
    rows = log.all(
        f"SELECT {COLUMNS} FROM entry e WHERE {_NEW} AND {where} ORDER BY e.occurred_on DESC, e.id DESC LIMIT :most",
        {**values, "learner": learner, "most": most},
    )
    return [to_entry(row) for row in rows]


def count_new(log: Log, learner: str, entry_filter: Filter) -> int:
    """How many entries of a filter a learner has not begun."""
    where, values = conditions(log, entry_filter)
    number: int = log.one(
        f"SELECT count(*) FROM entry e WHERE {_NEW} AND {where}", {**values, "learner": learner}
    )[0]
    return number


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
