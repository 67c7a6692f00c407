"""CSV as it comes: RFC 4180, or with semicolons or tabs, with or without a header."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from coachlog.domain.typed_text import MAX_TEXT
from coachlog.errors import UsageError
from coachlog.exchange.source import Source
from coachlog.exchange.table import Row

# No text of ours is longer: most likely a quotation mark was never closed.
LONGEST_CELL = 8 * MAX_TEXT
DELIMITERS = ",;\t|"
SAMPLE_ROWS = 50
LINES_SHOWN = 3
# Excel's own way to name the separator in a first line.
_SEPARATOR_LINE = re.compile(r'sep=([^\r\n"])(?:\r|\n|\Z)', re.I)


class CsvTable:
    """A CSV file: its separator, the names of its columns, its rows."""

    guarded = True

    def __init__(
        self,
        source: Source,
        is_known_name: Callable[[str], bool],
        *,
        header: bool = True,
    ) -> None:
        """Look at the beginning of a file.

        Args:
            source: the file.
            is_known_name: whether the name of a column says which field it is. Such names give
                away the separator.
            header: the first line has the names; otherwise the columns are called 1, 2, 3 …

        Raises:
            UsageError: the first line cannot be read.
        """
        # The module's own limit of 131,072 characters is less than a text may have.
        csv.field_size_limit(LONGEST_CELL)
        self.name = source.name
        self.notes: list[str] = []
        self._source = source
        beginning = source.beginning()
        match = _SEPARATOR_LINE.match(beginning)
        if match:
            self.delimiter = match[1]
        else:
            self.delimiter = _guess_delimiter(beginning, is_known_name)
        # After a blank a quotation mark is only one if the blank is skipped.
        self._has_spaces = (
            f'{self.delimiter} "' in beginning and f'{self.delimiter}"' not in beginning
        )
        rows_before_header = int(match is not None)
        self.columns = self._column_names(rows_before_header, header=header)
        self._rows_to_skip = rows_before_header + int(header)

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
            elif any(row.cells[width:]):
                problem = f"it has {len(row.cells)} cells, but the first line has {width}"
                yield row._replace(problem=problem)
                continue
            else:
                del row.cells[width:]
            yield row
        self.notes = _notes_on_short_rows(short_lines)

    def _column_names(self, rows_before: int, *, header: bool) -> list[str]:
        """Return the names in the first row, or numbers where it has none.

        Args:
            rows_before: 1 if a line names the separator, else 0.
            header: whether the first row has the names.

        Raises:
            UsageError: the first row cannot be read.
        """
        first = next(islice(self._all_rows(), rows_before, None), None)
        if first is None or first.problem:
            raise UsageError(
                f"{self.name}, line 1: the column names cannot be read. Check the quotation marks."
            )
        cells = first.cells
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
                _remember(text, lines),
                delimiter=self.delimiter,
                skipinitialspace=self._has_spaces,
                # Otherwise a stray quotation mark would be dropped without a word.
                strict=True,
            )
            while True:
                line = reader.line_num + 1
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


def _notes_on_short_rows(lines: list[int]) -> list[str]:
    if not lines:
        return []
    rows = f"{len(lines):,} rows have"
    where = f"lines {', '.join(map(str, lines[:LINES_SHOWN]))}"
    if len(lines) > LINES_SHOWN:
        where += " …"
    if len(lines) == 1:
        rows, where = "1 row has", f"line {lines[0]}"
    return [f"{rows} fewer cells than the first line; the rest was left empty ({where})"]


def _guess_delimiter(beginning: str, is_known_name: Callable[[str], bool]) -> str:
    """Return the separator that gives the most known names, then the most rows of one length.

    Args:
        beginning: the first characters of the file.
        is_known_name: whether the name of a column says which field it is.
    """
    lines = beginning.splitlines(keepends=True)

    def score(delimiter: str) -> tuple[int, float, int]:
        reader = csv.reader(lines, delimiter=delimiter)
        rows = list(islice(filter(any, reader), SAMPLE_ROWS))
        if not rows or len(rows[0]) < 2:
            return 0, 0.0, 0
        known_names = sum(map(is_known_name, rows[0]))
        widths = list(map(len, rows))
        share_alike = widths.count(widths[0]) / len(widths)
        return known_names, share_alike, widths[0]

    # Of equals the first counts, which is the comma.
    return max(DELIMITERS, key=score)
