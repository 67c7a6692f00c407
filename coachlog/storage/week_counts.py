"""How many shared entries each team, topic and kind has in each week, by weekday.

To tell whether a week is usual takes the counts of half a year. In a log of a million entries those
are two thousand rows here, and a hundred and thirty thousand in the table of entries. Weeks may
begin on any day, so each day has a column; a row is a week from Monday on.
"""

from datetime import date

from coachlog.domain.settings import WEEKDAYS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from coachlog.domain.fields import Fields
    from coachlog.storage.file.connection import Log

    # entries on each weekday, by week, sort and name
    Counts = dict[tuple[int, str, str], list[int]]

_KEY = "week, sort, name"
_DAYS = ", ".join(WEEKDAYS)
_MARKS = ", ".join("?" * (3 + len(WEEKDAYS)))
_ADD = ", ".join(f"{day} = {day} + excluded.{day}" for day in WEEKDAYS)
_IS_EMPTY = f"week = ? AND sort = ? AND name = ? AND {' + '.join(WEEKDAYS)} = 0"
# By sort, where its names are, and which of those rows are shared entries.
_SOURCES = {
    "team": ("entry", "id", "share <> 'private'"),
    "kind": ("entry", "id", "share <> 'private'"),
    "topic": ("entry_topic", "entry", "private = 0"),
}


def week_number(day: date) -> int:
    """Return the number of the week from Monday on that a day is in."""
    # The first day of all, 1 January of the year 1, is a Monday.
    return (day.toordinal() - 1) // 7


def add_to_weeks(log: "Log", records: "Iterable[Fields]") -> None:
    """Count records, in a transaction; private ones are not counted."""
    _add(log, _counts_of(records))


def take_from_weeks(log: "Log", records: "Iterable[Fields]") -> None:
    """Take records out of the counts, in a transaction."""
    _subtract(log, _counts_of(records))


def take_entries_from_weeks(log: "Log", numbers: str) -> None:
    """Take entries that are still in their table out of the counts.

    Args:
        log: the log, in a transaction.
        numbers: a SELECT of their row numbers, in parentheses.
    """
    _subtract(log, _counted(log, numbers))


def move_weeks(
    log: "Log",
    sort: str,
    old: str,
    new: str,
) -> None:
    """Count all entries with a team or topic under another name, in a transaction."""
    log.run(
        f"""INSERT INTO week_count ({_KEY}, {_DAYS})
            SELECT week, sort, :new, {_DAYS} FROM week_count WHERE sort = :sort AND name = :old
            ON CONFLICT DO UPDATE SET {_ADD}""",
        {"sort": sort, "old": old, "new": new},
    )
    log.run("DELETE FROM week_count WHERE sort = ? AND name = ?", (sort, old))


def rewrite_weeks(log: "Log") -> None:
    """Count all entries again, in a transaction."""
    log.run("DELETE FROM week_count")
    _add(log, _counted(log))


def replace_weeks(log: "Log", rows: "Iterable[tuple[Any, ...]]") -> None:
    """Put counts that were made elsewhere in place of all others, in a transaction.

    Args:
        log: the log.
        rows: the sort, the name, the Monday of a week, and how many entries on each of its days.
    """
    counts: Counts = {}
    for sort, name, monday, *days in rows:
        counts[week_number(monday), sort, name] = days
    log.run("DELETE FROM week_count")
    _add(log, counts)


def wrong_weeks(log: "Log") -> int:
    """Return how many rows differ from what the entries add up to."""
    expected = set(_rows_of(_counted(log)))
    stored = set(log.all(f"SELECT {_KEY}, {_DAYS} FROM week_count"))
    return len({row[:3] for row in expected ^ stored})


def _add(log: "Log", counts: "Counts") -> None:
    log.run_many(
        f"""INSERT INTO week_count ({_KEY}, {_DAYS}) VALUES ({_MARKS})
            ON CONFLICT DO UPDATE SET {_ADD}""",
        _rows_of(counts),
    )


def _subtract(log: "Log", counts: "Counts") -> None:
    negative: Counts = {}
    for key, days in counts.items():
        negative[key] = [-entries for entries in days]
    _add(log, negative)
    # A name that no shared entry has must not be left behind.
    log.run_many(f"DELETE FROM week_count WHERE {_IS_EMPTY}", counts)


def _rows_of(counts: "Counts") -> "list[tuple[Any, ...]]":
    return [(*key, *days) for key, days in counts.items()]


def _counts_of(records: "Iterable[Fields]") -> "Counts":
    counts: Counts = {}
    for record in records:
        if record.get("share") == "private":
            continue
        names = [("team", record["team"]), ("kind", record.get("kind"))]
        names += [("topic", topic) for topic in record["topics"]]
        _count(
            counts,
            names=names,
            day=record.get("occurred_on"),
            entries=1,
        )
    return counts


def _counted(log: "Log", numbers: str | None = None) -> "Counts":
    """Return the counts of all entries, or of those whose row numbers a SELECT has."""
    counts: Counts = {}
    for sort, (table, number, shared) in _SOURCES.items():
        condition = shared
        if numbers is not None:
            condition += f" AND {number} IN {numbers}"
        rows = log.all(
            f"""SELECT {sort}, occurred_on, count(*) FROM {table} WHERE {condition}
                GROUP BY occurred_on, {sort}"""
        )
        for name, day, entries in rows:
            _count(
                counts,
                names=[(sort, name)],
                day=day,
                entries=entries,
            )
    return counts


def _count(
    counts: "Counts",
    names: "list[tuple[str, Any]]",
    day: "Any",
    entries: int,
) -> None:
    """Add entries on a day to the counts of some names, each with its sort."""
    try:
        week, weekday = divmod(date.fromisoformat(day).toordinal() - 1, 7)
    except (TypeError, ValueError):
        return  # it is damaged, and `doctor` is about to mend its entry
    for sort, name in names:
        days = counts.setdefault((week, sort, name), [0] * len(WEEKDAYS))
        days[weekday] += entries
