"""Rows of the table `entry`, read back as entries."""

from coachlog.domain.entry import Entry
from coachlog.domain.fields import FIELD_NAMES, LIST_SEPARATOR

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# What a query selects from `entry e` for `to_entry`.
ENTRY_COLUMNS = ", ".join(f"e.{field}" for field in FIELD_NAMES)

_MOST_CACHED = 10_000
_WIDTH = len(FIELD_NAMES)
_TOPICS = FIELD_NAMES.index("topics")
_FACTORS = FIELD_NAMES.index("factors")
_OWN = FIELD_NAMES.index("own")


class _ListCache(dict[str, tuple[str, ...]]):
    """Stored lists as tuples. The same few topics come up again and again."""

    def __missing__(self, stored: str) -> tuple[str, ...]:
        items = tuple(stored.split(LIST_SEPARATOR)) if stored else ()
        if len(self) < _MOST_CACHED:
            self[stored] = items
        return items


_lists = _ListCache()
# `Entry._make` checks the length once more, which is a tenth of the time of listing 100,000 entries.
_new_entry: "Any" = tuple.__new__


def to_entry(row: "tuple[Any, ...]") -> Entry:
    """Return the entry of a row that begins with `ENTRY_COLUMNS`."""
    values = [*row[:_WIDTH]]
    values[_TOPICS] = _lists[values[_TOPICS]]
    values[_FACTORS] = _lists[values[_FACTORS]]
    values[_OWN] = values[_OWN] == 1
    entry: Entry = _new_entry(Entry, values)
    return entry
