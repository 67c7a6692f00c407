"""Counts of entries: one grouped query per table, which a week answers from an index alone.

No count includes private entries, whoever reads.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from coachlog.domain.entry import Entry
from coachlog.domain.fields import KINDS
from coachlog.domain.filters import Filter
from coachlog.domain.periods import Period
from coachlog.storage.conditions import SHOWN_FIRST
from coachlog.storage.file.connection import Log
from coachlog.storage.names import spelling_in_use
from coachlog.storage.queries.entry_rows import check_value
from coachlog.storage.queries.query import Query
from coachlog.storage.queries.source import ENTRIES, TOPICS, Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# The columns of the indexes that entries, and their topics, are counted by.
_COUNTED_IN_ORDER = (frozenset({"occurred_on", "team"}), frozenset({"occurred_on", "topic"}))
_ENTRIES_BY_TOPIC = ENTRIES._replace(tables="entry e CROSS JOIN entry_topic t ON t.entry = e.id")


FEWEST_WRITERS = 3  # what is told of a smaller team leads to one person


def small_teams(log: Log, period: Period | None) -> set[str]:
    """Return the teams of which fewer than three people recorded what is shared from a period."""
    # Of each team only as many entries are read as it takes to meet three writers.
    of_team = _shared(log, Filter(period=period)).where("e.team = name")
    entry = of_team.sql("1")
    writers = of_team.where("e.trainer IS NOT NULL").sql("DISTINCT e.trainer")
    sql = f"""SELECT name FROM team WHERE EXISTS ({entry})
        AND (SELECT count(*) FROM ({writers} LIMIT {FEWEST_WRITERS})) < {FEWEST_WRITERS}"""
    return set(log.column(sql, of_team.values))


def team_days(log: Log, entry_filter: Filter) -> list[tuple[str, str, int]]:
    """Return `(day, team, entries)` for every day and team in the filter's period."""
    return _count_entries(log, entry_filter, "occurred_on, team")


def team_kinds(log: Log, entry_filter: Filter) -> list[tuple[str, str, int]]:
    """Return `(team, kind, entries)` for every team and kind in the filter's period."""
    rows = _count_entries(log, entry_filter, "team, kind")
    for _, kind, _ in rows:
        check_value(log, "kind", kind)
    return rows


def topic_days(log: Log, entry_filter: Filter) -> list[tuple[str, str, int]]:
    """Return `(day, topic, entries)` for every day and topic in the filter's period."""
    query = _shared(log, entry_filter, TOPICS)
    return query.rows("occurred_on, topic, count(*)", "GROUP BY occurred_on, topic")


def topic_cells(log: Log, entry_filter: Filter, first: date) -> list[tuple[Any, ...]]:
    """Return the fields of `week.Cell` for every team and topic in the filter's period.

    Args:
        log: the log.
        entry_filter: which entries; its period is the week and the one before it.
        first: the first day of the week.
    """
    query = _shared(log, entry_filter, TOPICS)
    query.values["week"] = first.isoformat()
    kinds = ", ".join(f"sum(kind = '{kind}' AND occurred_on >= :week)" for kind in KINDS)
    totals = f"sum(occurred_on >= :week), {kinds}, sum(occurred_on < :week)"
    return query.rows(f"team, topic, {totals}", "GROUP BY topic, team")


def first_entries(log: Log, entry_filter: Filter, most: int) -> list[Entry]:
    """Return the first entries of a week: good catches and leaders' own mistakes, then the newest.

    Args:
        log: the log.
        entry_filter: which entries; its limit does not apply.
        most: how many to return at most.
    """
    entries = _shared(log, entry_filter).where(SHOWN_FIRST).entries(most)
    if len(entries) < most:
        others = _shared(log, entry_filter).where(f"{SHOWN_FIRST} IS NOT TRUE")
        entries += others.entries(most - len(entries))
    return entries


def good_catches(log: Log, entry_filter: Filter) -> int:
    """Return how many entries were caught before they had an effect."""
    return _shared(log, entry_filter).where("e.caught = 'before-effect'").count()


def entries_with(
    log: Log,
    entry_filter: Filter,
    column: str,
    most: int,
) -> tuple[list[Entry], int]:
    """Return the newest entries that have a value in a column, and how many there are in all.

    Args:
        log: the log.
        entry_filter: which entries; its limit does not apply.
        column: a column of the table `entry`, such as `lesson`.
        most: how many to return at most.
    """
    query = _shared(log, entry_filter).where(f"e.{column} IS NOT NULL")
    entries = query.entries(most)
    total = len(entries)
    if total == most:
        total = query.count()
    return entries, total


def grouped(
    log: Log,
    entry_filter: Filter,
    fields: Sequence[str],
    with_value: str | None = None,
) -> tuple[list[tuple[Any, ...]], int]:
    """Return `(*fields, kind, entries)` of every group, and how many entries there are in all.

    Args:
        log: the log.
        entry_filter: which entries; its limit does not apply to them.
        fields: columns of an entry, or `topic`.
        with_value: one of these columns, if only entries that have a value in it are in groups.
    """
    total = _shared(log, entry_filter).count()
    query, table = query_of_groups(log, entry_filter, fields)
    if with_value is not None:
        query.where(f"e.{with_value} IS NOT NULL")
    columns = [f"{table}.{field}" for field in fields]
    if "topic" in fields:
        columns[fields.index("topic")] = "t.topic"
    kind = f"{table}.kind"
    if any(order.issuperset(fields) for order in _COUNTED_IN_ORDER):
        rows = _counted_by_day(log, query, columns, kind)
    else:
        groups = ", ".join([*columns, kind])
        rows = query.rows(f"{groups}, count(*)", f"GROUP BY {groups}")
    for row in rows:
        for field, value in zip((*fields, "kind"), row, strict=False):
            check_value(log, field, value)
    return rows, total


def query_of_groups(log: Log, entry_filter: Filter, fields: Sequence[str]) -> tuple[Query, str]:
    """Return a query of the entries by some fields, and the letter of the table that has these.

    A topic is always in the table `t`. If the filter names topics, only those are groups.
    """
    if "topic" not in fields:
        return _shared(log, entry_filter), "e"
    if _are_with_topics(entry_filter, fields):
        return _shared(log, entry_filter, TOPICS), "t"
    query = _shared(log, entry_filter, _ENTRIES_BY_TOPIC)
    if entry_filter.topics:
        topics = [spelling_in_use(log, "topic", topic) for topic in entry_filter.topics]
        query.where_in("t.topic", topics)
    return query, "e"


def _counted_by_day(
    log: Log,
    query: Query,
    columns: Sequence[str],
    kind: str,
) -> list[tuple[Any, ...]]:
    """Return `(*values, kind, entries)` of every group of values of some columns, and every kind.

    An index has the rows of one day and value together. To count those first, and then add up the
    days, takes half the time of sorting all rows by value and kind.
    """
    counts = [f"count(*) FILTER (WHERE {kind} = '{name}') AS {name}" for name in KINDS]
    names = [f"value{number}" for number in range(len(columns))]
    values = [f"{column} AS {name}" for column, name in zip(columns, names, strict=True)]
    in_order = dict.fromkeys((query.order[0], *columns))
    by_day = query.sql(
        ", ".join([*values, *counts, "count(*) AS entries"]),
        f"GROUP BY {', '.join(in_order)}",
    )
    groups = ", ".join(names)
    sums = ", ".join(f"sum({name})" for name in KINDS)
    rows = log.all(
        f"SELECT {groups}, {sums}, sum(entries) FROM ({by_day}) GROUP BY {groups}",
        query.values,
    )
    counted = []
    for row in rows:
        group = row[: len(names)]
        *numbers, total = row[len(names) :]
        # What has none of the kinds is damaged, and refused by whoever checks the kind.
        of_kinds = dict(zip(KINDS, numbers, strict=True)) | {"": total - sum(numbers)}
        counted += [(*group, name, number) for name, number in of_kinds.items() if number]
    return counted


def _are_with_topics(entry_filter: Filter, fields: Sequence[str]) -> bool:
    """Return whether the table of topics alone, by an index, can count entries by some fields."""
    if entry_filter.trainer or entry_filter.status:
        return False
    return {"topic", "team", "occurred_on"}.issuperset(fields)


def _count_entries(log: Log, entry_filter: Filter, columns: str) -> list[Any]:
    count = "count(*)"
    source = ENTRIES
    if entry_filter.topics:
        # The table of topics has all that is needed; an entry with two of them counts once.
        count = "count(DISTINCT entry)"
        source = TOPICS
    query = _shared(log, entry_filter, source)
    return query.rows(f"{columns}, {count}", f"GROUP BY {columns}")


def _shared(log: Log, entry_filter: Filter, source: Source = ENTRIES) -> Query:
    return Query(log, entry_filter, source, shared_only=True)
