"""Rows of the table `entry`, read back as entries.

Days and choices are checked here: reports count and sort by them, so that a damaged one would give
a wrong answer, and no error.
"""

from __future__ import annotations

from functools import lru_cache
from operator import itemgetter

from coachlog.domain.entry import Entry
from coachlog.domain.fields import CHOICES, FIELD_NAMES, LIST_SEPARATOR
from coachlog.storage.checked import DamagedError, is_day
from coachlog.storage.file.connection import Log

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

# What a query selects from `entry e` for `to_entry`.
ENTRY_COLUMNS = ", ".join(f"e.{name}" for name in FIELD_NAMES)

_WIDTH = len(FIELD_NAMES)
_TOPICS = FIELD_NAMES.index("topics")
_FACTORS = FIELD_NAMES.index("factors")
_OWN = FIELD_NAMES.index("own")
_TRAINER = FIELD_NAMES.index("trainer")
_LEARNER = FIELD_NAMES.index("learner")
_SHORT_ID = FIELD_NAMES.index("short_id")
CHECKED_COLUMNS = ("kind", "share", "status", "occurred_on")
_checked_values = itemgetter(*map(FIELD_NAMES.index, CHECKED_COLUMNS))
_KIND = FIELD_NAMES.index("kind")
_SHARE = FIELD_NAMES.index("share")
_STATUS = FIELD_NAMES.index("status")
_DAY = FIELD_NAMES.index("occurred_on")
# Tuples: nearly every entry has the first value, which a tuple finds without hashing a text.
_KINDS = CHOICES["kind"]
_SHARES = CHOICES["share"]
_STATUSES = CHOICES["status"]
# Days that were checked and are valid. Even a large log has few.
_days: set[str] = set()

_FIRST_AND_LAST_DAY = """
    SELECT (SELECT min(occurred_on) FROM entry), (SELECT max(occurred_on) FROM entry)"""


@lru_cache(maxsize=10_000)  # the same few topics come up again and again
def split_list(stored: str) -> tuple[str, ...]:
    """Return the values of a stored list."""
    return tuple(stored.split(LIST_SEPARATOR)) if stored else ()


def to_entry(row: tuple[Any, ...], log: Log) -> Entry:
    """Return the entry of a row that begins with `ENTRY_COLUMNS`, as the reader may see it.

    Only its owner sees its learner. This is the innermost step of every listing.

    Raises:
        DamagedError: its kind, share, status or day is damaged.
    """
    values = list(row)
    del values[_WIDTH:]
    if (
        values[_STATUS] not in _STATUSES
        or values[_SHARE] not in _SHARES
        or values[_KIND] not in _KINDS
        or values[_DAY] not in _days
    ):
        check_entry(log, row[_SHORT_ID], _checked_values(row))
    values[_TOPICS] = split_list(values[_TOPICS])
    if values[_FACTORS]:
        values[_FACTORS] = split_list(values[_FACTORS])
    else:
        values[_FACTORS] = ()
    values[_OWN] = values[_OWN] == 1
    if values[_LEARNER] is not None and values[_TRAINER] != log.reader:
        values[_LEARNER] = None
    # `Entry._make` would check the length once more, a tenth of the time of this function.
    return tuple.__new__(Entry, values)


def check_value(log: Log, column: str, value: Any) -> None:
    """Make sure that a value by which entries are counted is one that its column can hold.

    Raises:
        DamagedError: it is not.
    """
    if column in CHOICES and value is not None and value not in CHOICES[column]:
        raise DamagedError(log, f"an entry ({column})")


def check_days(log: Log) -> None:
    """Make sure that no day is so damaged that it comes before or after all days.

    A span would leave such an entry out. `doctor` finds what is damaged in between.

    Raises:
        DamagedError: there is one.
    """
    if log.days_are_checked:
        return
    for day in log.one(_FIRST_AND_LAST_DAY):
        if day is not None and not is_day(day):
            # Which one is not said: it may be somebody else's private entry.
            raise DamagedError(log, "an entry (occurred_on)")
    log.days_are_checked = True


def check_entry(log: Log, short_id: str, values: Sequence[Any]) -> None:
    """Make sure that what reports count entries by is not damaged, and remember the day.

    Args:
        log: the log.
        short_id: the entry's.
        values: the values of its `CHECKED_COLUMNS`.

    Raises:
        DamagedError: one of them is.
    """
    for column, value in zip(CHECKED_COLUMNS, values, strict=True):
        if not (is_day(value) if column == "occurred_on" else value in CHOICES[column]):
            raise DamagedError(log, f"entry {short_id} ({column})")
    _days.add(values[-1])
