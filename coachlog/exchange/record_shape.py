"""What the rows of a file are to become: entries, or answers. All that reading them needs to know of it."""

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from coachlog.exchange.column_mapping import Names
from coachlog.exchange.date_columns import Days

Reader = Callable[[Any], Any]


class Shape(NamedTuple):
    """A kind of record as files have it.

    `words` are those of the fields that have words of their own, and `has_word(cell, field)` says whether a cell has one of
    them; `dates` are the fields from which the order of day and month is read; `readers(days, split)` gives by field what
    makes a value of a cell, or None where it is text as it stands. Such a reader raises ValueError.
    """

    name: str
    names: Names
    words: Mapping[str, tuple[str, ...]]
    has_word: Callable[[Any, str], bool]
    dates: tuple[str, ...]
    readers: Callable[[Days, "re.Pattern[str]"], Callable[[str], Reader | None]]
