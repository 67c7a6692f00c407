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


def team_days(log: "Log", wanted: "Filter") -> "list[tuple[str, str, int]]":
    """`(day, team, entries)` for every day and team in `wanted`'s period."""
    source, counted, where, values = _source(log, wanted)
    return log.all(
        f"SELECT occurred_on, team, {counted} FROM {source} WHERE {where} GROUP BY occurred_on, team",
        values,
    )


def team_kinds(log: "Log", wanted: "Filter") -> "list[tuple[str, str, int]]":
    """`(team, kind, entries)` for every team and kind in `wanted`'s period."""
    source, counted, where, values = _source(log, wanted)
    return log.all(
        f"SELECT team, kind, {counted} FROM {source} WHERE {where} GROUP BY team, kind", values
    )


def topic_days(log: "Log", wanted: "Filter") -> "list[tuple[str, str, int]]":
    """`(day, topic, entries)` for every day and topic in `wanted`'s period."""
    where, values = _topic_conditions(log, wanted)
    return log.all(
        f"SELECT occurred_on, topic, count(*) FROM entry_topic WHERE {where} GROUP BY occurred_on, topic",
        values,
    )


def topic_cells(log: "Log", wanted: "Filter", first: "date") -> "list[tuple[Any, ...]]":
    """The fields of `week.Cell`, where the week begins on `first` and `wanted`'s period a week earlier."""
    where, values = _topic_conditions(log, wanted)
    kinds = ", ".join(
        f"sum(kind = '{kind}' AND occurred_on >= :week)"
        for kind in ("strength", "correction", "question", "mistake")
    )
    return log.all(
        f"""SELECT team, topic, sum(occurred_on >= :week), {kinds}, sum(occurred_on < :week)
            FROM entry_topic WHERE {where} GROUP BY topic, team""",
        values | {"week": first.isoformat()},
    )


def first_entries(log: "Log", wanted: "Filter", most: int | None) -> "list[Entry]":
    """Entries in `wanted`'s period: good catches and leaders' own mistakes first, then the newest."""
    where, values = conditions(log, wanted)
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


def good_catches(log: "Log", wanted: "Filter") -> int:
    """How many of `wanted`'s entries were caught before they had an effect."""
    where, values = conditions(log, wanted)
    found: int = log.one(
        f"SELECT count(*) FROM entry e WHERE {where} AND e.caught = 'before-effect'", values
    )[0]
    return found


def entries_with(
    log: "Log", wanted: "Filter", column: str, most: int | None
) -> "tuple[list[Entry], int]":
    """The newest `most` of `wanted`'s entries that have something in `column`, and how many there are in all."""
    where, values = conditions(log, wanted)
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
    log: "Log", wanted: "Filter", fields: "Sequence[str]"
) -> "tuple[list[tuple[Any, ...]], int]":
    """The values of `fields`, the kind and the number of entries for every group; and how many entries there are.

    Args:
        log: where.
        wanted: which entries; its limit is not for them.
        fields: columns of an entry, or `topic`; with named topics only those are counted.
    """
    where, values = conditions(log, wanted._replace(with_mine=False))
    total = log.one(f"SELECT count(*) FROM entry e WHERE {where}", values)[0]
    source = "entry e"
    if "topic" in fields:
        source = "entry e CROSS JOIN entry_topic t ON t.entry = e.id"
        if wanted.topics:
            where += f" AND t.topic IN ({_marks('only', _known_topics(log, wanted), values)})"
    columns = ", ".join(
        "t.topic" if field == "topic" else f"e.{field}" for field in (*fields, "kind")
    )
    return log.all(
        f"SELECT {columns}, count(*) FROM {source} WHERE {where} GROUP BY {columns}", values
    ), total


def _source(log: "Log", wanted: "Filter") -> "tuple[str, str, str, dict[str, Any]]":
    """Where a week's entries are counted: by topic in the table of topics, else in that of entries."""
    if wanted.topics:
        return "entry_topic", "count(DISTINCT entry)", *_topic_conditions(log, wanted)
    return "entry", "count(*)", *_conditions(log, wanted, "share <> 'private'")


def _topic_conditions(log: "Log", wanted: "Filter") -> "tuple[str, dict[str, Any]]":
    where, values = _conditions(log, wanted, "private = 0")
    if wanted.topics:
        where += f" AND topic IN ({_marks('topic', _known_topics(log, wanted), values)})"
    return where, values


def _conditions(log: "Log", wanted: "Filter", public: str) -> "tuple[str, dict[str, Any]]":
    """`public` is said in the words of the partial index, so that it can be used."""
    assert wanted.period is not None
    values: dict[str, Any] = {
        "first": wanted.period.first.isoformat(),
        "last": wanted.period.last.isoformat(),
    }
    parts = [public, "occurred_on BETWEEN :first AND :last"]
    if wanted.team is not None:
        values["team"] = known_name(log, "team", wanted.team) or wanted.team
        parts.append("team = :team")
    if wanted.kinds:
        parts.append(f"kind IN ({_marks('kind', wanted.kinds, values)})")
    return " AND ".join(parts), values


def _known_topics(log: "Log", wanted: "Filter") -> list[str]:
    return [known_name(log, "topic", topic) or topic for topic in wanted.topics]


def _marks(name: str, found: "Sequence[str]", values: "dict[str, Any]") -> str:
    values |= {f"{name}{number}": value for number, value in enumerate(found)}
    return ", ".join(f":{name}{number}" for number in range(len(found)))
