"""Counts of entries by two keys at once, as the rows and columns of `summary --across`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from coachlog.domain.fields import FIELDS
from coachlog.domain.periods import Period
from coachlog.domain.review.grid_cells import (
    NAMES,
    Cells,
    Keys,
    Label,
    Mark,
    by_entries,
    totals_of,
)
from coachlog.domain.review.summary import (
    KEYS,
    TIME_KEYS,
    close_span,
    last_day,
    periods_in,
    read_keys,
)
from coachlog.named_tuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class GridLine(NamedTuple):
    """A row or a column: its value, None where an entry has none, and its entries, each once.

    The others have no value; `others` says how many values they are. A week or a month has its
    period.
    """

    value: str | None
    entries: int
    others: int = 0
    period: Period | None = None

    @property
    def label(self) -> Label:
        """What its cells are counted under."""
        return Mark.OTHERS if self.others else self.value


class GridCounts(NamedTuple):
    """Counts by two keys.

    Attributes:
        by: the key of the rows.
        across: the key of the columns.
        rows: in the order of a page, like the columns.
        columns: the columns.
        cells: how many entries, row by row.
        total: how many entries there are in all.
        only_from: the day from which the first week or month counts; None if from its first.
        only_to: the day up to which the last one counts; None if up to its last.
    """

    by: str
    across: str
    rows: list[GridLine]
    columns: list[GridLine]
    cells: list[list[int]]
    total: int
    only_from: date | None = None
    only_to: date | None = None

    def shape(self) -> dict[str, Any]:
        """Return its published shape."""
        rows = []
        for row, cells in zip(self.rows, self.cells, strict=True):
            rows.append({**_line_shape(row), "cells": cells})
        return {
            "by": self.by,
            "across": self.across,
            "entries": self.total,
            "only_from": self.only_from and self.only_from.isoformat(),
            "only_to": self.only_to and self.only_to.isoformat(),
            "columns": list(map(_line_shape, self.columns)),
            "rows": rows,
        }


def _line_shape(line: GridLine) -> dict[str, Any]:
    return {
        "value": line.value,
        "others": line.others,
        "entries": line.entries,
    }


def read_grid_keys(by: Sequence[str], across: str) -> Keys:
    """Return the key of the rows and that of the columns.

    Raises:
        ValueError: it is not one key each, they are the same, or both are of time.
    """
    if not by:
        raise ValueError("--across only works with --by, which says what the rows are")
    rows = read_keys(by)
    columns = read_keys([across], "--across")
    if len(rows) > 1 or len(columns) > 1:
        raise ValueError("--by and --across have several keys. Name one in each")
    if rows == columns:
        raise ValueError(f"{rows[0]!r} is in --by and in --across. Name another key in one of them")
    if {*rows, *columns} == set(TIME_KEYS):
        raise ValueError("weeks cannot stand across months. Name another key in --by or --across")
    return rows[0], columns[0]


def arranged(
    keys: Keys,
    cells: Cells,
    others: Sequence[int],
    *,
    span: Period,
    days: Sequence[str],
    week_start: str,
    today: date,
) -> GridCounts:
    """Return counts in the order of a page.

    Weeks and months come from the oldest on, with the empty ones; other rows, and columns of names,
    by the most entries; other columns as the choices of their field, all of them.

    Args:
        keys: the key of the rows and the key of the columns.
        cells: the counts.
        others: how many rows, and how many columns, are together as the others.
        span: the days that were asked for.
        days: the days of the entries, if a key is week or month.
        week_start: the day on which weeks begin.
        today: no later week or month is shown, unless it has entries.
    """
    last = min(span.last, last_day(days, today))
    counted = span._replace(last=last)
    sides = []
    for side, key in enumerate(keys):
        totals = totals_of(cells, side)
        if key in TIME_KEYS:
            shown = _range(counted, days)
            lines = _time_lines(key, totals, shown, week_start)
        else:
            is_row = side == 0
            lines = list(_lines(key, totals, others[side], is_row=is_row))
        sides.append(lines)
    rows, columns = sides
    counts = []
    for row in rows:
        row_counts = [cells[row.label, column.label] for column in columns]
        counts.append(row_counts)
    only_from, only_to = _partial(rows + columns, counted)
    return GridCounts(
        *keys,
        rows=rows,
        columns=columns,
        cells=counts,
        total=cells[Mark.TOTAL, Mark.TOTAL],
        only_from=only_from,
        only_to=only_to,
    )


def _range(counted: Period, days: Sequence[str]) -> Period | None:
    """Return the days whose weeks or months are shown; None without a first one."""
    if counted.first == date.min and not days:
        return None
    return close_span(counted, days, counted.last)


def _time_lines(
    key: str,
    totals: dict[Label, int],
    shown: Period | None,
    week_start: str,
) -> list[GridLine]:
    lines = []
    if shown:
        for period in periods_in(key, shown, week_start):
            line = GridLine(
                period.label,
                entries=totals.get(period.label, 0),
                period=period,
            )
            lines.append(line)
    return lines


def _lines(
    key: str,
    totals: dict[Label, int],
    others: int,
    *,
    is_row: bool,
) -> Iterator[GridLine]:
    labels = by_entries(totals)
    if not is_row and key not in NAMES:
        labels = [*FIELDS[KEYS[key]].choices]
        if None in totals:
            labels.append(None)
    for label in labels:
        entries = totals.get(label, 0)
        if isinstance(label, Mark):
            yield GridLine(None, entries, others)
        else:
            yield GridLine(label, entries)


def _partial(lines: Sequence[GridLine], counted: Period) -> tuple[date | None, date | None]:
    """Return where the first and the last week or month are cut off, if they are."""
    periods = [line.period for line in lines if line.period]
    if not periods:
        return None, None
    only_from = only_to = None
    if periods[0].first < counted.first:
        only_from = counted.first
    if counted.last < periods[-1].last:
        only_to = counted.last
    return only_from, only_to
