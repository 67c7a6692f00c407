"""A first look at all of a file, for what only a whole column can tell.

It costs one more reading of the file. In return a column of free text is not taken for a field
with a fixed choice of words, and days and months are not swapped.
"""

from collections.abc import Sequence
from typing import Any

from coachlog.exchange.cells import is_own_id
from coachlog.exchange.column_mapping import Match, plain_name
from coachlog.exchange.date_columns import DateOrderDetector
from coachlog.exchange.table import RecordType, Row, Table

# A column with this many different words, none of them ours, will not have any of ours.
MOST_WORDS_TRIED = 10_000
# Different cells of a column without a field: enough to tell whether it holds dates.
SAMPLES = 20


class Survey:
    """What a file holds. Making a survey reads the file from start to end.

    Attributes:
        rows: the number of its rows.
        filled: by column how many cells are filled.
        examples: by column the first filled cell.
        samples: some different texts in each column without a field.
        without_choices: the filled columns of a field with a choice of words that use none of them.
        date_order: how dates are written; None where it makes no difference.
    """

    def __init__(
        self,
        table: Table,
        record_type: RecordType,
        matches: Sequence[Match],
        date_order: str | None,
    ) -> None:
        """Read a table once.

        Args:
            table: the file.
            record_type: what its rows become.
            matches: which column is which field.
            date_order: how dates are written; None to find it out from the dates themselves.

        Raises:
            UsageError: the file cannot be read to its end.
            DecisionNeededError: dates could have the day or the month first.
        """
        self.rows = 0
        self.filled = [0] * len(matches)
        self.examples: list[Any] = [None] * len(matches)
        self.samples: dict[int, set[str]] = {}
        self.without_choices: list[Match] = []
        self.date_order = date_order
        self._matches = matches
        self._has_choice = record_type.has_choice
        # Columns of which no word is known yet, each with the words tried so far.
        self._undecided: dict[int, set[str]] = {}
        self._orders: dict[int, DateOrderDetector] = {}
        for match in matches:
            field = match.field or ""
            if not field:
                self.samples[match.column_index] = set()
            if field in record_type.choices and not _is_ours(match, matches):
                self._undecided[match.column_index] = set()
            if field in record_type.date_fields and date_order is None:
                self._orders[match.column_index] = DateOrderDetector()

        for row in table.rows():
            self.rows += 1
            if row.problem is None:
                self._add(row)
        self._conclude(table.name)

    def _add(self, row: Row) -> None:
        """Take one more row into account."""
        for index, cell in enumerate(row.cells):
            # JSON has nulls and empty lists, CSV has empty texts.
            if not cell and cell in (None, "", []):
                continue
            self.filled[index] += 1
            if self.examples[index] is None:
                self.examples[index] = cell
        # One known word settles a column, so nearly all rows find nothing to do here.
        for index in list(self._undecided):
            if self._has_new_choice(index, row.cells[index]):
                del self._undecided[index]
        self._look_for_dates(row)

    def _look_for_dates(self, row: Row) -> None:
        """Keep some cells of columns without a field, and learn the order of day and month."""
        for index, samples in self.samples.items():
            cell = row.cells[index]
            if cell and isinstance(cell, str) and len(samples) < SAMPLES:
                samples.add(cell)
        for index, order in self._orders.items():
            cell = row.cells[index]
            if isinstance(cell, str):
                order.add(cell, row.line)

    def _conclude(self, file_name: str) -> None:
        """Decide what only all rows together can tell."""
        for index in self._undecided:
            if self.filled[index]:
                self.without_choices.append(self._matches[index])
        for order in self._orders.values():
            decision = order.decide(file_name)
            self.date_order = self.date_order or decision

    def _has_new_choice(self, index: int, cell: Any) -> bool:
        field = self._matches[index].field or ""
        tried = self._undecided[index]
        word = cell if isinstance(cell, str) else repr(cell)
        if not cell or word in tried or len(tried) >= MOST_WORDS_TRIED:
            return False
        tried.add(word)
        return self._has_choice(cell, field)


def _is_ours(match: Match, matches: Sequence[Match]) -> bool:
    """Whether a column has its heading from us: each odd word in it is refused with its row."""
    has_our_name = plain_name(match.column) == plain_name(match.field or "")
    return has_our_name and any(map(is_own_id, matches))
