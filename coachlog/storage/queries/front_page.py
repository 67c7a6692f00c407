"""Counts for the front page of a week. None includes private entries, whoever reads."""

from collections import Counter
from collections.abc import Iterable

from coachlog.domain.entry import Entry
from coachlog.domain.filters import Filter
from coachlog.domain.review.front_page import PROMISED_DAYS, Answered, TeamCounts
from coachlog.storage.conditions import SHOWN_FIRST
from coachlog.storage.file.connection import Log
from coachlog.storage.queries.lists import list_queries
from coachlog.storage.queries.query import Query
from coachlog.storage.queries.source import ENTRIES, FEW_ENTRIES, Source
from coachlog.storage.queries.status_days import ANSWER, answered_on

# The last day on which an answer is in time. Nobody could answer a question before it was recorded;
# but where that is one day after it was asked, it may be the same day in the writer's time zone.
_LAST_DAY = f"""date(CASE WHEN substr(e.recorded_at, 1, 10) > date(e.occurred_on, '+1 day')
    THEN substr(e.recorded_at, 1, 10) ELSE e.occurred_on END, '+{PROMISED_DAYS} days')"""
# SQLite would rather read every mistake of a week, to find those of leaders.
_SHOWN_FIRST = FEW_ENTRIES._replace(tables="entry e INDEXED BY entry_first")
# This index has the kind of each entry. SQLite would rather read the entries themselves, by day.
_COUNTED = ENTRIES._replace(tables="entry e INDEXED BY entry_counts")


def count_by_team(log: Log, entry_filter: Filter, most: int | None) -> TeamCounts:
    """Return how many entries are on the list that a filter names, by team.

    Args:
        log: the log.
        entry_filter: which entries; its limit does not apply.
        most: how many are counted, of more than that the oldest; None for all.
    """
    by_team: Counter[str] = Counter()
    first_days = []
    for query in list_queries(log, entry_filter):
        day = query.order[0]
        ending = ""
        if most is not None:
            ending = f"ORDER BY {', '.join(query.order)} LIMIT {most + 1}"
        entries = query.sql(f"e.team AS team, {day} AS day", ending)
        rows = log.all(
            f"SELECT team, count(*), min(day) FROM ({entries}) GROUP BY team",
            query.values,
        )
        for team, number, first_day in rows:
            by_team[team] += number
            first_days.append(first_day)
    total = by_team.total()
    is_capped = False
    if most is not None and total > most:
        total = most
        is_capped = True
    return TeamCounts(
        entries=total,
        by_team=tuple(_busiest_first(by_team.items())),
        first_day=min(first_days, default=None),
        is_capped=is_capped,
    )


def leaders_own(log: Log, entry_filter: Filter, most: int) -> list[Entry]:
    """Return the newest entries in which a leader went first with a mistake of their own."""
    query = Query(log, entry_filter, _SHOWN_FIRST, shared_only=True).where(SHOWN_FIRST)
    return query.where("e.own = 1 AND e.role = 'leader' AND e.kind = 'mistake'").entries(most)


def count_answered(log: Log, entry_filter: Filter, most: int | None) -> Answered:
    """Return how many questions of the filter's period were answered in time.

    Args:
        log: the log.
        entry_filter: which questions; its limit does not apply.
        most: how many are looked at, the newest; None for all.
    """
    assert entry_filter.period is not None
    questions = entry_filter._replace(kinds=("question",))
    query = Query(log, questions, _counted_entries(questions), shared_only=True)
    ending = ""
    if most is not None:
        ending = f"ORDER BY {query.order[0]} DESC, {query.order[1]} DESC LIMIT {most}"
    # An index tells which they are; only those that are counted are read.
    newest = query.sql("e.id", ending)
    rows = log.all(
        f"""SELECT {_LAST_DAY}, e.occurred_on, {ANSWER}
            FROM entry e WHERE e.id IN ({newest})""",
        query.values,
    )
    in_time = 0
    for last_day, occurred_on, *answer in rows:
        day = answered_on(log, occurred_on, answer)
        if day and day <= last_day:
            in_time += 1
    return Answered(
        entry_filter.period,
        len(rows),
        in_time,
        is_capped=len(rows) == most,
    )


def _counted_entries(entry_filter: Filter) -> Source:
    """Return how to find the entries of a kind in a span."""
    if entry_filter.team is None and not entry_filter.topics:
        return _COUNTED
    # Those of a team or a topic are fewer, in an index of their own.
    return ENTRIES


def _busiest_first(teams: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    return sorted(teams, key=lambda team: (-team[1], team[0].casefold(), team[0]))
