"""What a file is read into: a table of rows, and the type of record that its rows become.

CSV and JSON files both become a `Table`, and entries and feedback answers are both a `RecordType`,
so that reading a file does not depend on what its rows become.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, Protocol

from coachlog.exchange.column_mapping import FieldNames
from coachlog.exchange.date_columns import DateReader

CellReader = Callable[[Any], Any]


class Row(NamedTuple):
    """One row, with the line on which it begins.

    `problem` says why the row cannot be read; `cells` is then whatever could be read of it.
    """

    line: int
    cells: list[Any]
    problem: str | None = None


class Table(Protocol):
    """A file that has been understood.

    `guarded` says that its cells may carry the guard against formulas. `notes` are for the user,
    and complete once all rows have been read.
    """

    name: str
    columns: list[str]
    guarded: bool
    notes: list[str]

    def rows(self) -> Iterator[Row]:
        """Read every row that is not blank, from the start."""
        ...


class RecordType(NamedTuple):
    """A type of record that rows can become.

    Attributes:
        noun: what one of them is called.
        names: its fields, and what other programs call them.
        required: fields of which a file must have at least one.
        required_name: what those are, in words.
        choices: by field the words that it can hold, where it has a choice of them.
        has_choice: whether a cell holds at least one of the words of a field.
        date_fields: the fields that tell the order of day and month.
        day_fields: the fields among them that say when it happened.
        reader_for: returns what makes a value of a cell, given the field, the reader of dates and
            the separators of lists; or None where the text stays as it is. Such a reader raises
            ValueError.
    """

    noun: str
    names: FieldNames
    required: tuple[str, ...]
    required_name: str
    choices: Mapping[str, tuple[str, ...]]
    has_choice: Callable[[Any, str], bool]
    date_fields: tuple[str, ...]
    day_fields: tuple[str, ...]
    reader_for: Callable[[str, DateReader, re.Pattern[str]], CellReader | None]
