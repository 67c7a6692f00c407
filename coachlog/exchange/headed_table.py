"""What tables with a header have in common: titles above it, names of columns, ragged rows."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from itertools import islice

from coachlog.errors import UsageError
from coachlog.exchange.csv_header import MOST_TITLES, KnowsName, header_index
from coachlog.exchange.source import Source
from coachlog.exchange.table import Row

LINES_SHOWN = 3


class HeadedTable(ABC):
    """A table whose rows are read one after the other.

    Attributes:
        name: what messages call the file.
        columns: the names of its columns.
        guarded: whether its cells may carry the guard against formulas.
        notes: what the user should hear of it, complete once all rows have been read.
    """

    guarded = True
    # In a CSV a short row may be a mistake; sheets leave out the empty cells at its end.
    notes_short_rows = True

    def __init__(
        self,
        source: Source,
        is_known_name: KnowsName,
        *,
        header: bool = True,
    ) -> None:
        """Look at the beginning of a file.

        Args:
            source: the file.
            is_known_name: whether the name of a column says which field it is. Such names give
                away the separator of a CSV, the sheet of a workbook, and the header below titles.
            header: a row has the names; otherwise the columns are called 1, 2, 3 …

        Raises:
            UsageError: the file or the row with the names cannot be read.
        """
        self.name = source.name
        self._open(source, is_known_name)
        self.notes: list[str] = []
        rows = list(islice(self._all_rows(), MOST_TITLES))
        titles = 0
        if header:
            titles = header_index([row.cells for row in rows], is_known_name)
        self._titles = rows[:titles]
        self._rows_to_skip = titles + int(header)
        self._first_row = "the header" if header else "the first line"
        self.columns = self._column_names(rows[titles:], header=header)

    @abstractmethod
    def _open(self, source: Source, is_known_name: KnowsName) -> None:
        """Find out how the rows of the file are read.

        Raises:
            UsageError: the file cannot be read, or has nothing in it.
        """

    @abstractmethod
    def _all_rows(self) -> Iterator[Row]:
        """Read every row that is not blank, the header too.

        Raises:
            UsageError: the file cannot be read to its end.
        """

    def rows(self) -> Iterator[Row]:
        """Read every row that is not blank; where one cannot be read, its `problem` says why.

        Raises:
            UsageError: the file cannot be read to its end.
        """
        short_lines: list[int] = []
        width = len(self.columns)
        for row in islice(self._all_rows(), self._rows_to_skip, None):
            if row.problem is not None:
                yield row
                continue
            missing = width - len(row.cells)
            # Some programs leave out the empty cells at the end of a row.
            if missing > 0:
                short_lines.append(row.line)
                row.cells.extend([""] * missing)
            elif any(row.cells[width:]):
                problem = f"it has {len(row.cells)} cells, but {self._first_row} has {width}"
                yield row._replace(problem=problem)
                continue
            else:
                del row.cells[width:]
            yield row
        self.notes = self._notes_on_titles()
        if self.notes_short_rows:
            self.notes += self._notes_on_short_rows(short_lines)

    def _column_names(self, rows: list[Row], *, header: bool) -> list[str]:
        """Return the names in the first row, or numbers where it has none.

        Args:
            rows: the rows from the header on.
            header: whether the first row has the names.

        Raises:
            UsageError: the first row cannot be read.
        """
        if not rows or rows[0].problem:
            line = rows[0].line if rows else 1
            raise UsageError(
                f"{self.name}, line {line}: the column names cannot be read."
                " Check the quotation marks."
            )
        cells = rows[0].cells
        if not header:
            return [str(number) for number in range(1, len(cells) + 1)]
        # Spreadsheets leave empty columns behind at the right.
        while len(cells) > 1 and not cells[-1].strip():
            cells.pop()
        return unique_names(cells)

    def _notes_on_titles(self) -> list[str]:
        """Tell which lines above the header were left out: a row of data may be among them."""
        if not self._titles:
            return []
        first = self._titles[0].line
        last = self._titles[-1].line
        if first == last:
            return [f"line {first} stands above the header and was left out"]
        return [f"lines {first} to {last} stand above the header and were left out"]

    def _notes_on_short_rows(self, lines: list[int]) -> list[str]:
        if not lines:
            return []
        rows = f"{len(lines):,} rows have"
        where = f"lines {', '.join(map(str, lines[:LINES_SHOWN]))}"
        if len(lines) > LINES_SHOWN:
            where += " …"
        if len(lines) == 1:
            rows, where = "1 row has", f"line {lines[0]}"
        return [f"{rows} fewer cells than {self._first_row}; the rest was left empty ({where})"]


def unique_names(names: Iterable[str]) -> list[str]:
    """Give every column a name of its own, so that --map can tell them apart.

    Args:
        names: the cells of the header, from left to right.

    Returns:
        As many names: an empty one becomes `column 3`, and a repeated one gets a number.
    """
    result: list[str] = []
    for number, name in enumerate(names, 1):
        trimmed = " ".join(name.split()) or f"column {number}"
        unique = trimmed
        repetition = 2
        while unique in result:
            unique = f"{trimmed} {repetition}"
            repetition += 1
        result.append(unique)
    return result
