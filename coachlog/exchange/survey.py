"""A first look at all of a file, for what only a whole column can tell.

It costs one more reading of the file. In return a column of free text is not taken for a field
with a fixed choice of words, and days and months are not swapped.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from coachlog.exchange.column_mapping import Match
from coachlog.exchange.date_columns import DateOrder
from coachlog.exchange.table import RecordType, Row, Table

# A column with so many different words, none of them ours, holds no words of ours.
MOST_WORDS_TRIED = 10_000


class Survey(NamedTuple):
    """What a file holds.

    Attributes:
        rows: the number of its rows.
        filled: by column how many cells are filled.
        examples: by column the first filled cell.
        without_choices: the columns of a field with a choice of words that use none of them.
        date_order: how dates are written; None where it makes no difference.
    """

    rows: int
    filled: list[int]
    examples: list[Any]
    without_choices: list[Match]
    date_order: str | None


def survey_table(
    table: Table, record_type: RecordType, matches: Sequence[Match], date_order: str | None
) -> Survey:
    """Read a table once.

    Args:
        table: the file.
        record_type: what its rows become.
        matches: which column is which field.
        date_order: how dates are written, where that is known.

    Raises:
        UsageError: the file cannot be read to its end.
        DecisionNeededError: dates could have the day or the month first.
    """
    columns = _Columns(record_type, matches, known_order=date_order)
    rows = 0
    for row in table.rows():
        rows += 1
        if row.problem is None:
            columns.add(row)
    return Survey(
        rows=rows,
        filled=columns.filled,
        examples=columns.examples,
        without_choices=columns.without_choices(),
        date_order=date_order or columns.decide_order(table.name),
    )


class _Columns:
    """The columns of a table, as far as it has been read."""

    def __init__(
        self, record_type: RecordType, matches: Sequence[Match], known_order: str | None
    ) -> None:
        self.filled = [0] * len(matches)
        self.examples: list[Any] = [None] * len(matches)
        self._matches = matches
        self._has_choice = record_type.has_choice
        # Columns of which no word is known yet, each with its field and the words tried so far.
        self._undecided: dict[int, tuple[str, set[str]]] = {}
        self._orders: dict[int, DateOrder] = {}
        for match in matches:
            field = match.field or ""
            if field in record_type.choices:
                self._undecided[match.column_index] = (field, set())
            if field in record_type.date_fields and known_order is None:
                self._orders[match.column_index] = DateOrder()

    def add(self, row: Row) -> None:
        """Take one more row into account."""
        cells = row.cells
        for index, cell in enumerate(cells):
            if cell is None or cell in ("", []):
                continue
            self.filled[index] += 1
            if self.examples[index] is None:
                self.examples[index] = cell
        for index in list(self._undecided):
            if self._has_new_choice(index, cells[index]):
                del self._undecided[index]
        for index, order in self._orders.items():
            cell = cells[index]
            if isinstance(cell, str):
                order.add(cell, row.line)

    def without_choices(self) -> list[Match]:
        """Return the filled columns that use none of their field's words."""
        return [self._matches[index] for index in self._undecided if self.filled[index]]

    def decide_order(self, file_name: str) -> str | None:
        """Return how dates are written, by the first column that tells."""
        decisions = [order.decide(file_name) for order in self._orders.values()]
        return next(filter(None, decisions), None)

    def _has_new_choice(self, index: int, cell: Any) -> bool:
        field, tried = self._undecided[index]
        word = cell if isinstance(cell, str) else repr(cell)
        if not cell or word in tried or len(tried) >= MOST_WORDS_TRIED:
            return False
        tried.add(word)
        return self._has_choice(cell, field)
