"""What waits for somebody: questions without an answer, and lessons of which nobody has said what became of them.

Each query walks an index that holds little else, from the end that is shown, and counts up to a bound. Private entries
are in none of it, whoever asks.
"""

from heapq import merge
from itertools import islice

from coachlog.domain.fields import LIST_SEPARATOR
from coachlog.domain.reply import QUESTION, THANKS, OpenQuestion
from coachlog.storage.entry_table import COLUMNS
from coachlog.storage.names import known_name
from coachlog.storage.queries.entries import to_entry

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from typing import Any

    from coachlog.domain.entry import Entry
    from coachlog.domain.filters import Filter
    from coachlog.storage.file.connection import Log

BATCH = 500

# The words of the partial indexes, so that they can be used; and anything that was said is an answer, but for thanks.
_ENTRIES = f"""
    FROM entry e INDEXED BY entry_asking{{by_team}}
    WHERE e.kind = 'question' AND e.expected IS NULL AND e.share <> 'private'
      AND NOT EXISTS (SELECT 1 FROM reply r WHERE r.entry = e.uuid AND r.kind <> '{THANKS}')"""
# A question is not answered by another one of whoever asked it.
_REPLIES = f"""
    FROM reply q INDEXED BY reply_questions CROSS JOIN entry e ON e.uuid = q.entry
    WHERE q.kind = '{QUESTION}' AND e.share <> 'private'
      AND NOT EXISTS (SELECT 1 FROM reply r WHERE r.entry = q.entry AND r.hlc > q.hlc AND r.kind <> '{THANKS}'
                      AND (r.kind <> '{QUESTION}' OR r.author IS NOT q.author))"""
_LESSONS = """
    FROM entry e INDEXED BY entry_lessons{by_team}
    WHERE e.lesson IS NOT NULL AND e.status IN ('logged', 'shared') AND e.share <> 'private'"""


def open_questions(log: "Log", entry_filter: "Filter") -> "Iterator[OpenQuestion]":
    """The questions that nobody has answered, the newest first: those of entries, and those that were asked about entries.

    `entry_filter`'s period is that of the days on which they were asked.
    """
    where, values = about(log, entry_filter)
    entries = _pages(
        log,
        f"""SELECT e.occurred_on, e.short_id, e.trainer, e.team, e.topics, e.happened, NULL, e.occurred_on, e.id
            {_ENTRIES.format(by_team=_by_team(entry_filter))} {where} {_span("e.occurred_on", entry_filter, values)}""",
        dict(values),
        ("e.occurred_on", "e.id"),
        entry_filter.limit,
    )
    replies = _pages(
        log,
        f"""SELECT q.said_on, e.short_id, q.author, e.team, e.topics, q.text, e.happened, q.said_on, q.hlc, q.uuid
            {_REPLIES} {where} {_span("q.said_on", entry_filter, values)}""",
        values,
        ("q.said_on", "q.hlc", "q.uuid"),
        entry_filter.limit,
    )
    rows = merge(entries, replies, key=lambda row: row[0], reverse=True)
    return (
        OpenQuestion(
            row[0], row[1], row[2], row[3], tuple(row[4].split(LIST_SEPARATOR)), row[5], row[6]
        )
        for row in islice(rows, entry_filter.limit)
    )


def _asking(row: "Any") -> OpenQuestion:
    day, short_id, author, team, topics, question, happened, *_ = row
    return OpenQuestion(
        day, short_id, author, team, tuple(topics.split(LIST_SEPARATOR)), question, happened
    )


def count_questions(log: "Log", entry_filter: "Filter", most: int) -> int:
    """How many questions wait, counted up to `most`."""
    where, values = about(log, entry_filter)
    found = 0
    for source, day in (
        (_ENTRIES.format(by_team=_by_team(entry_filter)), "e.occurred_on"),
        (_REPLIES, "q.said_on"),
    ):
        found += _count(
            log, f"{source} {where} {_span(day, entry_filter, values)}", values, most - found
        )
    return found


def old_lessons(log: "Log", entry_filter: "Filter", before: "date", most: int) -> "list[Entry]":
    """Entries from before a day whose lesson was neither adopted nor closed, the oldest first."""
    source, values = _old_lessons(log, entry_filter, before)
    rows = log.all(f"SELECT {COLUMNS} {source} ORDER BY e.occurred_on, e.id LIMIT {most}", values)
    return [to_entry(row) for row in rows]


def count_old_lessons(log: "Log", entry_filter: "Filter", before: "date", most: int) -> int:
    """How many of those there are, counted up to `most`."""
    return _count(log, *_old_lessons(log, entry_filter, before), most)


def _old_lessons(
    log: "Log", entry_filter: "Filter", before: "date"
) -> "tuple[str, dict[str, Any]]":
    where, values = about(log, entry_filter)
    source = _LESSONS.format(by_team=_by_team(entry_filter))
    return f"{source} AND e.occurred_on < :before {where}", values | {"before": before.isoformat()}


def count_replies(log: "Log", entry_filter: "Filter") -> tuple[int, int]:
    """How many replies and how many thanks were said in `entry_filter`'s period."""
    where, values = about(log, entry_filter)
    rows = log.all(
        f"""SELECT r.kind = '{THANKS}', count(*) FROM reply r INDEXED BY reply_by_day CROSS JOIN entry e ON e.uuid = r.entry
            WHERE e.share <> 'private' {_span("r.said_on", entry_filter, values)} {where} GROUP BY 1""",
        values,
    )
    found = dict(rows)
    return found.get(0, 0), found.get(1, 0)


def about(log: "Log", entry_filter: "Filter") -> "tuple[str, dict[str, Any]]":
    """A filter's further conditions on `entry e`, but for its span of time; and their values.

    Topics are looked up entry by entry: of a frequent one there are many more entries than are asked about.
    """
    values: dict[str, Any] = {}
    parts = []
    topics = [known_name(log, "topic", topic) or topic for topic in entry_filter.topics]
    if entry_filter.team is not None:
        values["team"] = known_name(log, "team", entry_filter.team) or entry_filter.team
        parts.append("AND e.team = :team")
    if topics:
        marks = _marks("topic", topics, values)
        parts.append(
            f"AND EXISTS (SELECT 1 FROM entry_topic t WHERE t.entry = e.id AND t.topic IN ({marks}))"
        )
    if entry_filter.kinds:
        parts.append(f"AND e.kind IN ({_marks('kind', list(entry_filter.kinds), values)})")
    for column in ("trainer", "status"):
        if (value := getattr(entry_filter, column)) is not None:
            values[column] = value
            parts.append(f"AND e.{column} = :{column}")
    return " ".join(parts), values


def _by_team(entry_filter: "Filter") -> str:
    """The end of the name of the index that finds what `entry_filter` describes."""
    return "" if entry_filter.team is None else "_by_team"


def _span(column: str, entry_filter: "Filter", values: "dict[str, Any]") -> str:
    if entry_filter.period is None:
        return ""
    values |= {
        "first": entry_filter.period.first.isoformat(),
        "last": entry_filter.period.last.isoformat(),
    }
    return f"AND {column} BETWEEN :first AND :last"


def _marks(name: str, found: list[str], values: "dict[str, Any]") -> str:
    values |= {f"{name}{number}": value for number, value in enumerate(found)}
    return ", ".join(f":{name}{number}" for number in range(len(found)))


def _count(log: "Log", source: str, values: "dict[str, Any]", most: int) -> int:
    found: int = log.one(f"SELECT count(*) FROM (SELECT 1 {source} LIMIT {most})", values)[0]
    return found


def _pages(
    log: "Log", sql: str, values: "dict[str, Any]", order: tuple[str, ...], most: int | None = None
) -> "Iterator[Any]":
    """At most `most` rows, in batches, with nothing held open between; the last columns are those of `order`, descending."""
    size = BATCH if most is None else min(BATCH, most)
    by = f"ORDER BY {', '.join(f'{column} DESC' for column in order)} LIMIT {size}"
    rows = log.all(f"{sql} {by}", values)
    places = [f"place{number}" for number in range(len(order))]
    after = f"AND {order[0]} <= :place0 AND ({', '.join(order)}) < (:{', :'.join(places)})"
    while rows:
        yield from rows
        if len(rows) < size:
            return
        values |= dict(zip(places, rows[-1][-len(order) :], strict=True))
        rows = log.all(f"{sql} {after} {by}", values)
