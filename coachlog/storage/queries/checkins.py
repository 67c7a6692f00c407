"""Check-ins: the results of one entry, and the counts of where the coaching is sticking."""

from collections.abc import Sequence
from datetime import date

from coachlog.domain.checkins import NO_CHANCE, UNPROMPTED
from coachlog.domain.filters import Filter
from coachlog.domain.review.checkin_results import LATER_FROM
from coachlog.storage.file.connection import Log
from coachlog.storage.queries.entry_rows import split_list
from coachlog.storage.queries.query import Query
from coachlog.storage.queries.source import FEW_ENTRIES, TOPICS

# Joined in this order, which SQLite keeps: the check-ins of some days are few, and so are the
# topics of their entries.
_CHECKINS = TOPICS._replace(
    tables="""checkin c CROSS JOIN entry e ON e.uuid = c.entry
              CROSS JOIN entry_topic t ON t.entry = e.id""",
    day="c.seen_on",
)
_RECENT_CHECKINS = FEW_ENTRIES._replace(
    tables="checkin c INDEXED BY checkin_by_day CROSS JOIN entry e ON e.uuid = c.entry"
)


def checkins_of(log: Log, entry: str) -> list[tuple[int, str, str | None, str, str | None]]:
    """Return `(days, seen, note, seen_on, author)` of an entry's check-ins, the oldest first.

    Args:
        log: the log.
        entry: the uuid of an entry that the reader may see.
    """
    return log.all(
        """SELECT days, seen, note, seen_on, author FROM checkin
           WHERE entry = ? ORDER BY seen_on, days, uuid""",
        (entry,),
    )


def count_results_of(log: Log, author: str, day: date) -> int:
    """Return how many results somebody gave on a day."""
    return log.number(
        "SELECT count(*) FROM checkin WHERE seen_on = ? AND author = ?",
        (day.isoformat(), author),
    )


def stored_checkin(log: Log, uuid: str) -> tuple[int, str, str | None] | None:
    """Return `(days, seen, note)` of a check-in; None where there is none."""
    row = log.one("SELECT days, seen, note FROM checkin WHERE uuid = ?", (uuid,))
    return (row[0], row[1], row[2]) if row else None


def count_results(
    log: Log,
    entry_filter: Filter,
    fields: Sequence[str],
) -> list[tuple[tuple[str, ...], bool, int, int]]:
    """Count the results of the check-ins that were made in the filter's period.

    Args:
        log: the log.
        entry_filter: which entries they are about. No count includes private ones, whoever reads.
        fields: what to count by: `topic`, `team`, or both. An entry counts in each of its topics.

    Returns:
        `(values of fields, whether at the later time, results, unprompted results)` of each group.
    """
    query = Query(log, entry_filter, _CHECKINS, shared_only=True)
    query.where("c.seen <> :no_chance", no_chance=NO_CHANCE)
    query.values |= {"unprompted": UNPROMPTED, "later": LATER_FROM}
    groups = ", ".join(f"t.{field}" for field in fields)
    results, unprompted = "count(*)", "sum(c.seen = :unprompted)"
    if "topic" not in fields:
        # Without the topic a check-in counts once, however many topics its entry has.
        results = "count(DISTINCT c.uuid)"
        unprompted = "count(DISTINCT CASE WHEN c.seen = :unprompted THEN c.uuid END)"
    rows = query.rows(
        f"{groups}, c.days >= :later AS is_later, {results}, {unprompted}",
        f"GROUP BY {groups}, is_later",
    )
    counts = []
    for *group, is_later, result_count, unprompted_count in rows:
        counts.append((tuple(group), bool(is_later), result_count, unprompted_count))
    return counts


def later_results(
    log: Log,
    entry_filter: Filter,
) -> list[tuple[tuple[str, ...], tuple[int, int]]]:
    """Return how many check-ins at the later time had a result, and how many were unprompted.

    Args:
        log: the log.
        entry_filter: which entries, by the days on which they happened, whenever the check-ins
            were. It has a period. No count includes private entries, whoever reads.

    Returns:
        `(topics, (results, unprompted))`, of the entries with the same topics together.
    """
    assert entry_filter.period is not None
    query = Query(log, entry_filter, _RECENT_CHECKINS, shared_only=True)
    query.where("c.seen <> :no_chance AND c.days >= :later", no_chance=NO_CHANCE, later=LATER_FROM)
    # None was made before its entry. By their days they are few; by their entries all are read.
    query.where("c.seen_on >= :since", since=entry_filter.period.first.isoformat())
    query.values["unprompted"] = UNPROMPTED
    rows = query.rows(
        "e.topics, count(*), sum(c.seen = :unprompted)",
        "GROUP BY e.topics",
    )
    return [(split_list(topics), (results, unprompted)) for topics, results, unprompted in rows]
