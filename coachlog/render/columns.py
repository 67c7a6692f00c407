"""The columns of a report: each declares its name, its label, its value and how it is drawn.

A report is a list of them, and every format is written from that list alone, so that no two
formats of a command can differ in what they show.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache
from operator import attrgetter, itemgetter

from coachlog.domain.audience import Audience
from coachlog.domain.entry import Entry
from coachlog.domain.fields import FIELD_NAMES, FIELDS, LIST_SEPARATOR, LONG_TEXT
from coachlog.domain.periods import week_of
from coachlog.errors import UsageError
from coachlog.render.page import FigureHead, FigureRow, Figures

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


# What a column of a list is, for a terminal. Only there is it drawn otherwise than others.
ID, DAY, KIND, TEAM, TOPICS = "id", "day", "kind", "team", "topics"
ROLES = {"short_id": ID, "occurred_on": DAY, "kind": KIND, "team": TEAM, "topics": TOPICS}


class Column:
    """One column of a report.

    Attributes:
        name: what it is called in files.
        label: what it is called on the screen: the name, unless another is given.
        value: gets its value from a row: the attribute of that name, unless it is given.
        wide: takes the room that is left on the screen.
        number: is right-aligned.
        wraps: goes over several lines on the screen, where other texts are cut.
        role: `ID`, `DAY`, `KIND`, `TEAM` or `TOPICS` if it is that of an entry.
        value_type: what it holds, in the words of `domain.fields`, if it is a field of an entry.
    """

    def __init__(
        self,
        name: str,
        label: str = "",
        value: Callable[[Any], Any] | None = None,
        *,
        wide: bool = False,
        number: bool = False,
        wraps: bool = False,
        role: str = "",
        value_type: str = "",
    ) -> None:
        self.name = name
        self.label = label or name.replace("_", " ")
        self.value = value or attrgetter(name)
        self.wide = wide
        self.number = number
        self.wraps = wraps
        self.role = role
        self.value_type = value_type

    def of_entry(self) -> Column:
        """Return the same column for rows that have the entry as their attribute `entry`."""
        value = self.value
        return Column(
            name=self.name,
            label=self.label,
            value=lambda row: value(row.entry),
            wide=self.wide,
        )


def entry_columns(names: Iterable[str] = FIELD_NAMES) -> list[Column]:
    """Return the columns of entries for some fields."""
    # An export reads millions of values: by index is twice as fast as by name.
    columns = []
    for name in names:
        index = Entry._fields.index(name)
        columns.append(_field_column(name, itemgetter(index)))
    return columns


def team_record_columns() -> list[Column]:
    """Return the columns of whole entries, in a listing that the team may see.

    It has every field of the published record; a learner stands in no list, not even one's own.
    """
    columns = entry_columns()
    columns[FIELD_NAMES.index("learner")] = Column("learner", value=lambda _entry: None)
    return columns


def nested_entry_columns(names: Iterable[str]) -> list[Column]:
    """Return the columns of rows that have an entry as their attribute `entry`."""
    return [_field_column(name, attrgetter(f"entry.{name}")) for name in names]


def _field_column(name: str, value: Callable[[Any], Any]) -> Column:
    field = FIELDS[name]
    is_wide = field.value_type == LONG_TEXT
    return Column(
        name,
        field.label,
        value,
        wide=is_wide,
        role=ROLES.get(name, ""),
        value_type=field.value_type,
    )


def audience_columns(audience: Audience, week_start: str) -> list[Column]:
    """Return the columns of entries that an audience may see.

    Args:
        audience: if days are hidden from it, the week comes first instead.
        week_start: the weekday on which weeks begin.
    """
    columns = entry_columns(name for name in FIELD_NAMES if name not in audience.hidden)
    if "occurred_on" in audience.hidden:
        columns.insert(0, week_column(week_start))
    return columns


def chosen_columns(columns: Sequence[Column], names: str) -> list[Column]:
    """Return some columns, in the order in which they are named.

    Args:
        columns: the columns to choose from.
        names: names of columns in files or on the screen, separated by commas.

    Raises:
        UsageError: one of the names is unknown.
    """
    by_name = {}
    for column in columns:
        by_name[_plain_name(column.label)] = column
        by_name[column.name] = column
    chosen = []
    for name in names.split(","):
        plain_name = _plain_name(name)
        if plain_name not in by_name:
            known = ", ".join(column.name for column in columns)
            raise UsageError(f"there is no column {name.strip()!r} here. Choose from {known}.")
        chosen.append(by_name[plain_name])
    # Named twice, it is still one column.
    return list(dict.fromkeys(chosen))


def filled_columns(columns: Sequence[Column], records: Iterable[Any]) -> Sequence[Column]:
    """Return the columns in which one of the records has something; all without any records."""
    empty = list(columns)
    for record in records:
        empty = [column for column in empty if not column.value(record)]
        if not empty:
            break
    if len(empty) == len(columns):
        return columns
    return [column for column in columns if column not in empty]


def _plain_name(name: str) -> str:
    return name.strip().lower().replace(" ", "_").replace("-", "_")


def week_column(week_start: str) -> Column:
    """Return the column of the week that an entry's day is in, as `2026-W47`.

    Args:
        week_start: the weekday on which weeks begin.
    """

    @cache  # a million entries have a few thousand days
    def label(day: str) -> str:
        return week_of(date.fromisoformat(day), week_start).label

    return Column("week", "week", lambda entry: label(entry.occurred_on))


def figures_of(
    columns: Sequence[Column],
    records: Iterable[Any],
    *,
    has_total: bool = False,
) -> Figures:
    """Return records as a table of a page.

    Args:
        columns: what to write of each record; the first one names its row.
        records: the records.
        has_total: whether the last one is the total of the others.
    """
    first, *others = columns
    rows = []
    for record in records:
        cells = [cell_text(column.value(record)) for column in others]
        rows.append(FigureRow(cell_text(first.value(record)), cells))
    if has_total:
        rows[-1] = rows[-1]._replace(strong=True)
    heads = [FigureHead(column.label, number=column.number) for column in others]
    return Figures(
        name=first.label,
        heads=heads,
        rows=rows,
    )


def cell_text(value: Any) -> str:
    """Return a value as the text of a cell: yes or no, a list on one line, nothing for None."""
    # The most frequent first: an export has millions of cells.
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (tuple, list)):
        return LIST_SEPARATOR.join(map(str, value))
    return str(value)
