"""Rows of the table `entry`, read back as entries."""

from __future__ import annotations

from functools import lru_cache

from coachlog.domain.entry import Entry
from coachlog.domain.fields import FIELD_NAMES, LIST_SEPARATOR

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# What a query selects from `entry e` for `to_entry`.
ENTRY_COLUMNS = ", ".join(f"e.{name}" for name in FIELD_NAMES)

_WIDTH = len(FIELD_NAMES)
_TOPICS = FIELD_NAMES.index("topics")
_FACTORS = FIELD_NAMES.index("factors")
_OWN = FIELD_NAMES.index("own")
_TRAINER = FIELD_NAMES.index("trainer")
_LEARNER = FIELD_NAMES.index("learner")


@lru_cache(maxsize=10_000)  # the same few topics come up again and again
def split_list(stored: str) -> tuple[str, ...]:
    """Return the values of a stored list."""
    return tuple(stored.split(LIST_SEPARATOR)) if stored else ()


def to_entry(row: tuple[Any, ...], reader: str | None) -> Entry:
    """Return the entry of a row that begins with `ENTRY_COLUMNS`, as a reader may see it.

    Only its owner sees its learner. This is the innermost step of every listing.
    """
    values = [*row[:_WIDTH]]
    values[_TOPICS] = split_list(values[_TOPICS])
    values[_FACTORS] = split_list(values[_FACTORS])
    values[_OWN] = values[_OWN] == 1
    if values[_TRAINER] != reader:
        values[_LEARNER] = None
    # `Entry._make` would check the length once more, a tenth of the time of this function.
    return tuple.__new__(Entry, values)
