"""CSV as it comes: RFC 4180, or with semicolons or tabs, with or without a header.

The header may stand below titles, and below a line that a program wrote for itself.
"""

import csv
from collections.abc import Iterable, Iterator
from itertools import islice

from coachlog.domain.typed_text import MAX_TEXT
from coachlog.errors import UsageError
from coachlog.exchange.csv_header import (
    MOST_TITLES,
    KnowsName,
    guess_delimiter,
    header_index,
    own_line,
)
from coachlog.exchange.source import Source
from coachlog.exchange.table import Row

# No text of ours is longer: most likely a quotation mark was never closed.
LONGEST_CELL = 8 * MAX_TEXT
LINES_SHOWN = 3


class CsvTable:
    """A CSV file: its separator, the names of its columns, its rows."""

    guarded = True

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
                away the separator, and the header below titles.
            header: a line has the names; otherwise the columns are called 1, 2, 3 …

        Raises:
            UsageError: the line with the names cannot be read.
        """
        # The module's own limit of 131,072 characters is less than a text may have.
        csv.field_size_limit(LONGEST_CELL)
        self.name = source.name
        self.notes: list[str] = []
        self._source = source
        beginning = source.beginning()
        self._lines_to_skip, delimiter = own_line(beginning)
        lines = beginning.splitlines(keepends=True)[self._lines_to_skip :]
        self.delimiter = delimiter or guess_delimiter(lines, is_known_name)
        # After a blank a quotation mark is only one if the blank is skipped.
        self._has_spaces = (
            f'{self.delimiter} "' in beginning and f'{self.delimiter}"' not in beginning
        )
        rows = list(islice(self._all_rows(), MOST_TITLES))
        titles = 0
        if header:
            titles = header_index([row.cells for row in rows], is_known_name)
        self._titles = rows[:titles]
        self._rows_to_skip = titles + int(header)
        self._first_row = "the header" if header else "the first line"
        self.columns = self._column_names(rows[titles:], header=header)

    def rows(self) -> Iterator[Row]:
        """Read every row that is not blank; where one cannot be read, its `problem` says why.

        Raises:
            UsageError: a quotation mark is never closed.
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
            elif missing and any(row.cells[width:]):
                problem = f"it has {len(row.cells)} cells, but {self._first_row} has {width}"
                yield row._replace(problem=problem)
                continue
            elif missing:
                del row.cells[width:]
            yield row
        self.notes = [*self._notes_on_titles(), *self._notes_on_short_rows(short_lines)]

    def _column_names(self, rows: list[Row], *, header: bool) -> list[str]:
        """Return the names in the first row, or numbers where it has none.

        Args:
            rows: those from the header on.
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

    def _all_rows(self) -> Iterator[Row]:
        """Read every row that is not blank, the header too.

        Raises:
            UsageError: a quotation mark is never closed.
        """
        with self._source.text() as text:
            # The lines of the row that is being read, to be shown if it cannot be.
            lines: list[str] = []
            reader = csv.reader(
                _remember(islice(text, self._lines_to_skip, None), lines),
                delimiter=self.delimiter,
                skipinitialspace=self._has_spaces,
                # Otherwise a stray quotation mark would be dropped without a word.
                strict=True,
            )
            while True:
                line = self._lines_to_skip + reader.line_num + 1
                lines.clear()
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    # Python's csv module has one error class and tells them apart by message only.
                    if "expected after" not in str(error):
                        raise UsageError(
                            f"{self.name}, line {line}: the quotation mark that opens a cell here"
                            " is never closed. Close it, or double it inside a cell."
                            " Nothing was imported."
                        ) from None
                    yield Row(
                        line=line,
                        cells=["".join(lines).rstrip("\r\n")],
                        problem="text follows a closing quotation mark;"
                        " double the quotation marks inside a cell",
                    )
                    continue
                if any(cells):
                    yield Row(line, cells)

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


def _remember(text: Iterable[str], lines: list[str]) -> Iterator[str]:
    """Pass lines on, and add each of them to `lines`.

    Args:
        text: the lines of a file.
        lines: what the caller empties before each row: the csv module does not tell what it read.
    """
    for line in text:
        lines.append(line)
        yield line
