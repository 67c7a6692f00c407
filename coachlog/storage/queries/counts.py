"""Counting entries: one grouped query a table, answered by an index alone where a week is asked for.

Private entries are in no count, whoever asks.
"""

from coachlog.storage.entry_table import COLUMNS
from coachlog.storage.names import known_name
from coachlog.storage.queries.entries import conditions, to_entry

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from typing import Any

    from coachlog.domain.entry import Entry
    from coachlog.domain.filters import Filter
    from coachlog.storage.file.connection import Log

# A week's best come first: what was caught in time, and what a leader owned up to.
FIRST = "(e.caught = 'before-effect' OR (e.own = 1 AND e.role = 'leader'))"


def team_days(log: "Log", entry_filter: "Filter") -> "list[tuple[str, str, int]]":
    """`(day, team, entries)` for every day and team in `entry_filter`'s period."""
    source, counted, where, values = _source(log, entry_filter)
    return log.all(
        f"SELECT occurred_on, team, {counted} FROM {source} WHERE {where} GROUP BY occurred_on, team",
        values,
    )


def team_kinds(log: "Log", entry_filter: "Filter") -> "list[tuple[str, str, int]]":
    """`(team, kind, entries)` for every team and kind in `entry_filter`'s period."""
    source, counted, where, values = _source(log, entry_filter)
    return log.all(
        f"SELECT team, kind, {counted} FROM {source} WHERE {where} GROUP BY team, kind", values
    )


def topic_days(log: "Log", entry_filter: "Filter") -> "list[tuple[str, str, int]]":
    """`(day, topic, entries)` for every day and topic in `entry_filter`'s period."""
    where, values = _topic_conditions(log, entry_filter)
    return log.all(
        f"SELECT occurred_on, topic, count(*) FROM entry_topic WHERE {where} GROUP BY occurred_on, topic",
        values,
    )


def topic_cells(log: "Log", entry_filter: "Filter", first: "date") -> "list[tuple[Any, ...]]":
    """The fields of `week.Cell`, where the week begins on `first` and `entry_filter`'s period a week earlier."""
    where, values = _topic_conditions(log, entry_filter)
    kinds = ", ".join(
        f"sum(kind = '{kind}' AND occurred_on >= :week)"
        for kind in ("strength", "correction", "question", "mistake")
    )
    return log.all(
        f"""SELECT team, topic, sum(occurred_on >= :week), {kinds}, sum(occurred_on < :week)
            FROM entry_topic WHERE {where} GROUP BY topic, team""",
        values | {"week": first.isoformat()},
    )


def first_entries(log: "Log", entry_filter: "Filter", most: int | None) -> "list[Entry]":
    """Entries in `entry_filter`'s period: good catches and leaders' own mistakes first, then the newest."""
    where, values = conditions(log, entry_filter)
    order = "ORDER BY e.occurred_on DESC, e.id DESC LIMIT"
    limit = -1 if most is None else most
    rows = log.all(
        f"SELECT {COLUMNS} FROM entry e WHERE {where} AND {FIRST} {order} {limit}", values
    )
    if most is None or len(rows) < most:
        rest = -1 if most is None else most - len(rows)
        rows += log.all(
            f"SELECT {COLUMNS} FROM entry e WHERE {where} AND {FIRST} IS NOT TRUE {order} {rest}",
            values,
        )
    return [to_entry(row) for row in rows]


def good_catches(log: "Log", entry_filter: "Filter") -> int:
    """How many of `entry_filter`'s entries were caught before they had an effect."""
    where, values = conditions(log, entry_filter)
    found: int = log.one(
        f"SELECT count(*) FROM entry e WHERE {where} AND e.caught = 'before-effect'", values
    )[0]
    return found


def entries_with(
    log: "Log", entry_filter: "Filter", column: str, most: int | None
) -> "tuple[list[Entry], int]":
    """The newest `most` of `entry_filter`'s entries that have something in `column`, and how many there are in all."""
    where, values = conditions(log, entry_filter)
    where += f" AND e.{column} IS NOT NULL"
    limit = -1 if most is None else most
    rows = log.all(
        f"SELECT {COLUMNS} FROM entry e WHERE {where} ORDER BY e.occurred_on DESC, e.id DESC LIMIT {limit}",
        values,
    )
    if most is None or len(rows) < most:
        return [to_entry(row) for row in rows], len(rows)
    return [to_entry(row) for row in rows], log.one(
        f"SELECT count(*) FROM entry e WHERE {where}", values
    )[0]


def grouped(
    log: "Log", entry_filter: "Filter", fields: "Sequence[str]"
) -> "tuple[list[tuple[Any, ...]], int]":
    """The values of `fields`, the kind and the number of entries for every group; and how many entries there are.

    Args:
        log: where.
        entry_filter: which entries; its limit is not for them.
        fields: columns of an entry, or `topic`; with named topics only those are counted.
    """
    where, values = conditions(log, entry_filter._replace(include_own=False))
    total = log.one(f"SELECT count(*) FROM entry e WHERE {where}", values)[0]
    source = "entry e"
    if "topic" in fields:
        source = "entry e CROSS JOIN entry_topic t ON t.entry = e.id"
        if entry_filter.topics:
            where += f" AND t.topic IN ({_marks('only', _known_topics(log, entry_filter), values)})"
    columns = ", ".join(
        "t.topic" if field == "topic" else f"e.{field}" for field in (*fields, "kind")
    )
    return log.all(
        f"SELECT {columns}, count(*) FROM {source} WHERE {where} GROUP BY {columns}", values
    ), total


def _source(log: "Log", entry_filter: "Filter") -> "tuple[str, str, str, dict[str, Any]]":
    """Where a week's entries are counted: by topic in the table of topics, else in that of entries."""
    if entry_filter.topics:
        return "entry_topic", "count(DISTINCT entry)", *_topic_conditions(log, entry_filter)
    return "entry", "count(*)", *_conditions(log, entry_filter, "share <> 'private'")


def _topic_conditions(log: "Log", entry_filter: "Filter") -> "tuple[str, dict[str, Any]]":
    where, values = _conditions(log, entry_filter, "private = 0")
    if entry_filter.topics:
        where += f" AND topic IN ({_marks('topic', _known_topics(log, entry_filter), values)})"
    return where, values


def _conditions(log: "Log", entry_filter: "Filter", public: str) -> "tuple[str, dict[str, Any]]":
    """`public` is said in the words of the partial index, so that it can be used."""
    assert entry_filter.period is not None
    values: dict[str, Any] = {
        "first": entry_filter.period.first.isoformat(),
        "last": entry_filter.period.last.isoformat(),
    }
    parts = [public, "occurred_on BETWEEN :first AND :last"]
    if entry_filter.team is not None:
        values["team"] = known_name(log, "team", entry_filter.team) or entry_filter.team
        parts.append("team = :team")
    if entry_filter.kinds:
        parts.append(f"kind IN ({_marks('kind', entry_filter.kinds, values)})")
    return " AND ".join(parts), values


def _known_topics(log: "Log", entry_filter: "Filter") -> list[str]:
    return [known_name(log, "topic", topic) or topic for topic in entry_filter.topics]


def _marks(name: str, found: "Sequence[str]", values: "dict[str, Any]") -> str:
    values |= {f"{name}{number}": value for number, value in enumerate(found)}
    return ", ".join(f":{name}{number}" for number in range(len(found)))
