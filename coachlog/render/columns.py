"""A report is a list of columns: each declares its name, its label, where its value comes from, and how it stands."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from operator import itemgetter
from typing import Any, NamedTuple

from coachlog.domain.audience import Audience
from coachlog.domain.entry import Entry
from coachlog.domain.fields import FIELD_NAMES, FIELDS, LIST_SEPARATOR, LONG_TEXT
from coachlog.domain.periods import week_of


class Column(NamedTuple):
    """One column of a report. `name` stands in files, `label` on the screen."""

    name: str
    label: str
    value: Callable[[Any], Any]
    wide: bool = False  # takes what room there is
    number: bool = False  # right-aligned
    wraps: bool = False  # goes over several lines on a screen, where another is cut


def entry_columns(names: Iterable[str] = FIELD_NAMES) -> list[Column]:
    """Columns for entries, by field name."""
    return [_entry_column(name) for name in names]


def _entry_column(name: str) -> Column:
    field = FIELDS[name]
    return Column(
        name=name,
        label=field.label,
        # An export reads millions of values: by index is twice as fast as by name.
        value=itemgetter(Entry._fields.index(name)),
        wide=field.value_type == LONG_TEXT,
    )


def audience_columns(audience: Audience, week_start: str = "monday") -> list[Column]:
    """The columns of entries that an audience may see; where it sees no days, the week comes first."""
    columns = entry_columns(name for name in FIELD_NAMES if name not in audience.hidden)
    if "occurred_on" not in audience.hidden:
        return columns

    @cache
    def label(day: str) -> str:
        return week_of(date.fromisoformat(day), week_start).label

    return [Column("week", "week", lambda entry: label(entry.occurred_on)), *columns]


def cell_text(value: Any) -> str:
    """A value as the text of a cell: lists by `; `, yes or no, nothing for what is absent."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (tuple, list)):
        return LIST_SEPARATOR.join(map(str, value))
    return str(value)
