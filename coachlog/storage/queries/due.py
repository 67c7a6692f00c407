"""Reading what is due: a filter whose span of time is that of the days on which the entries ask."""

from datetime import date
from itertools import chain, islice

from coachlog.domain.audience import FULL
from coachlog.domain.entry import Entry
from coachlog.domain.periods import DAY, Period
from coachlog.domain.review.checkin_results import DueCounts
from coachlog.storage.entry_table import COLUMNS
from coachlog.storage.names import known_name
from coachlog.storage.queries.entries import BATCH, conditions, to_entry

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from coachlog.domain.filters import Filter
    from coachlog.storage.file.connection import Log

_ENTRY = ", ".join(f"e.{column}" for column in COLUMNS.split(", "))


def select_due(log: "Log", entry_filter: "Filter") -> "Iterator[tuple[str, Entry]]":
    """`(day, entry)` of the entries that `entry_filter` describes and that ask, the soonest first.

    They are read in batches with nothing held open between. Private entries are among them for their writer alone.
    """
    rows = _rows(log, entry_filter)
    return islice(rows, entry_filter.limit) if entry_filter.limit is not None else rows


def count_due(
    log: "Log", entry_filter: "Filter", today: "date", week_end: "date", most: int | None = None
) -> DueCounts:
    """How many entries `select_due` finds, whatever the limit: before `today`, from then to `week_end`, and later.

    Each number is counted up to `most`, where an index alone counts it.
    """
    where, values, of_entry = _conditions(log, entry_filter._replace(period=None))
    whole = entry_filter.period or Period(date.min, date.max, "")
    # One pair of days each: beside a second condition on the day SQLite may walk through all that the first one allows.
    days = (
        (whole.first, min(whole.last, today - DAY)),
        (max(whole.first, today), min(whole.last, week_end)),
        (max(whole.first, week_end + DAY), whole.last),
    )
    values |= {f"day{number}": day.isoformat() for number, day in enumerate(chain(*days))}
    spans = [f"d.due_on BETWEEN :day{2 * number} AND :day{2 * number + 1}" for number in range(3)]
    if of_entry:
        sums = ", ".join(f"coalesce(sum({span}), 0)" for span in spans)
        return DueCounts(
            *log.one(
                f"SELECT {sums} FROM due d JOIN entry e ON e.id = d.entry WHERE {where}", values
            )
        )
    limit = -1 if most is None else most
    sql = f"SELECT count(*) FROM (SELECT 1 FROM due d WHERE {where} AND {{}} LIMIT {limit})"
    return DueCounts(*(log.one(sql.format(span), values)[0] for span in spans))


def _rows(log: "Log", entry_filter: "Filter") -> "Iterator[tuple[str, Entry]]":
    where, values, _ = _conditions(log, entry_filter)
    size = BATCH if entry_filter.limit is None else min(BATCH, entry_filter.limit)
    sql = f"""SELECT {_ENTRY}, d.due_on, d.entry FROM due d CROSS JOIN entry e ON e.id = d.entry
              WHERE {where}{{after}} ORDER BY d.due_on, d.entry LIMIT {size}"""
    rows = log.all(sql.format(after=""), values)
    while rows:
        for row in rows:
            yield row[-2], to_entry(row)
        if len(rows) < size:
            return
        values |= {"day": rows[-1][-2], "id": rows[-1][-1]}
        rows = log.all(sql.format(after=" AND (d.due_on, d.entry) > (:day, :id)"), values)


def _conditions(log: "Log", entry_filter: "Filter") -> "tuple[str, dict[str, Any], bool]":
    """The SQL condition, its values, and whether it asks for more of an entry than the table of what is due holds."""
    rest = entry_filter._replace(audience=FULL, team=None, trainer=None, period=None)
    where, values = conditions(log, rest)
    parts = [where]
    if not (entry_filter.include_own and entry_filter.trainer == entry_filter.reader):
        parts.append("d.private = 0")
    if entry_filter.team is not None:
        values["team"] = known_name(log, "team", entry_filter.team) or entry_filter.team
        parts.append("d.team = :team")
    if entry_filter.trainer is not None:
        values["trainer"] = entry_filter.trainer
        parts.append("d.trainer = :trainer")
    if entry_filter.period is not None:
        values |= {
            "first": entry_filter.period.first.isoformat(),
            "last": entry_filter.period.last.isoformat(),
        }
        parts.append("d.due_on BETWEEN :first AND :last")
    return " AND ".join(parts), values, where != "1"
