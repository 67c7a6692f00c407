"""A report is a list of columns: each declares its name, its label, where its value comes from, and how it stands."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from operator import itemgetter
from typing import Any, NamedTuple

from coachlog.domain.audience import Audience
from coachlog.domain.entry import Entry
from coachlog.domain.fields import FIELDS
from coachlog.domain.periods import week_of

LABELS = {
    "short_id": "id",
    "occurred_on": "day",
    "rule_ref": "rule",
    "changed_what": "what changed",
    "detected_by": "detected by",
    "occurred_at": "at (UTC)",
    "recorded_at": "recorded (UTC)",
    "updated_at": "updated (UTC)",
    "follow_up": "asks after (days)",
}
WIDE = frozenset({"happened", "recovery", "expected", "why", "lesson", "changed_what", "snippet"})


class Column(NamedTuple):
    """One column of a report. `name` stands in files, `label` on the screen."""

    name: str
    label: str
    value: Callable[[Any], Any]
    wide: bool = False  # takes what room there is
    number: bool = False  # right-aligned
    wraps: bool = False  # goes over several lines on a screen, where another is cut


def entry_columns(names: Iterable[str] = FIELDS) -> list[Column]:
    """Columns for entries, by field name."""
    # An entry is a tuple, and an export asks for millions of its items: by number is twice as quick as by name.
    return [
        Column(
            name, LABELS.get(name, name), itemgetter(Entry._fields.index(name)), wide=name in WIDE
        )
        for name in names
    ]


def audience_columns(audience: Audience, week_start: str = "monday") -> list[Column]:
    """The columns of entries that an audience may see; where it sees no days, the week comes first."""
    columns = entry_columns(name for name in FIELDS if name not in audience.hidden)
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
        return "; ".join(map(str, value))
    return str(value)
