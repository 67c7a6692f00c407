"""Reading check-ins: what was said about an entry, and the counts of where coaching sticks."""

from coachlog.domain.checkins import NO_CHANCE, UNPROMPTED
from coachlog.domain.review.checkin_results import LATER_FROM
from coachlog.storage.names import known_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from coachlog.domain.filters import Filter
    from coachlog.storage.file.connection import Log

_COLUMN_OF = {"topic": "t.topic", "team": "t.team"}


def checkins_of(log: "Log", entry: str) -> "list[tuple[int, str, str | None, str, str | None]]":
    """`(days, seen, note, seen_on, author)` of an entry's check-ins, the oldest first."""
    return log.all(
        "SELECT days, seen, note, seen_on, author FROM checkin WHERE entry = ? ORDER BY seen_on, days, uuid",
        (entry,),
    )


def stored_checkin(log: "Log", uuid: str) -> "tuple[int, str, str | None] | None":
    """`(days, seen, note)` of a check-in; None where there is no such one."""
    row = log.one("SELECT days, seen, note FROM checkin WHERE uuid = ?", (uuid,))
    return (row[0], row[1], row[2]) if row else None


def count_results(
    log: "Log", entry_filter: "Filter", fields: "Sequence[str]"
) -> "list[tuple[tuple[str, ...], bool, int, int]]":
    """`(name, whether at the later time, answers, unprompted)` of the answers that were given in `entry_filter`'s period.

    Args:
        log: where.
        entry_filter: which entries they are about; private ones are in no count, whoever asks.
        fields: what the name is made of: `topic`, `team`, or both. An entry counts once in each of its topics.
    """
    assert entry_filter.period is not None
    values: dict[str, Any] = {
        "first": entry_filter.period.first.isoformat(),
        "last": entry_filter.period.last.isoformat(),
    }
    values |= {"no_chance": NO_CHANCE, "unprompted": UNPROMPTED, "later": LATER_FROM}
    name = ", ".join(_COLUMN_OF[field] for field in fields)
    where = _where(log, entry_filter, values)
    # Without the topic an answer counts once, however many topics its entry has.
    answers, seen = "count(*)", "sum(c.seen = :unprompted)"
    if "topic" not in fields:
        answers, seen = (
            "count(DISTINCT c.uuid)",
            "count(DISTINCT CASE WHEN c.seen = :unprompted THEN c.uuid END)",
        )
    rows = log.all(
        f"""SELECT {name}, c.days >= :later AS is_later, {answers}, {seen}
            FROM checkin c CROSS JOIN entry e ON e.uuid = c.entry CROSS JOIN entry_topic t ON t.entry = e.id
            WHERE c.seen_on BETWEEN :first AND :last AND c.seen <> :no_chance AND t.private = 0 {where}
            GROUP BY {name}, is_later""",
        values,
    )
    return [(tuple(row[:-3]), bool(row[-3]), row[-2], row[-1]) for row in rows]


def _where(log: "Log", entry_filter: "Filter", values: "dict[str, Any]") -> str:
    parts = []
    for name, column, given in (
        (
            "topic",
            "t.topic",
            [known_name(log, "topic", topic) or topic for topic in entry_filter.topics],
        ),
        ("kind", "t.kind", list(entry_filter.kinds)),
        (
            "team",
            "t.team",
            [known_name(log, "team", entry_filter.team) or entry_filter.team]
            if entry_filter.team is not None
            else [],
        ),
        (
            "trainer",
            "e.trainer",
            [entry_filter.trainer] if entry_filter.trainer is not None else [],
        ),
        ("status", "e.status", [entry_filter.status] if entry_filter.status is not None else []),
    ):
        if given:
            values |= {f"{name}{number}": value for number, value in enumerate(given)}
            parts.append(
                f"AND {column} IN ({', '.join(f':{name}{number}' for number in range(len(given)))})"
            )
    return " ".join(parts)
