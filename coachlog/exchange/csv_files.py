"""CSV as it comes: RFC 4180, or with semicolons or tabs, with or without names in its first line."""

import csv
from collections.abc import Iterable, Iterator
from itertools import islice

from coachlog.domain.fields import MAX_TEXT
from coachlog.errors import UsageError
from coachlog.exchange.source import Source
from coachlog.exchange.table import Known, Row

# A longer cell is no text of ours: most likely a quotation mark that is never closed.
LONGEST_CELL = 8 * MAX_TEXT
DELIMITERS = ",;\t|"
SAMPLE = 50
NEVER_CLOSED = "a quotation mark opens a cell here that never ends. Close it, or double it inside a cell; nothing was taken"


class CsvTable:
    """A CSV file: what separates its cells, the names of its columns, its rows."""

    guarded = True

    def __init__(self, source: Source, known: Known, *, header: bool = True) -> None:
        """Understand a file.

        Args:
            source: the file.
            known: whether a column's name says which field it is; such names tell the header's separator.
            header: the first line has the names; otherwise columns are called 1, 2, 3 …

        Raises:
            UsageError: the first line cannot be read.
        """
        csv.field_size_limit(LONGEST_CELL)
        self.name = source.name
        self.notes: list[str] = []
        self._source = source
        self._header = header
        beginning = source.beginning()
        # Excel's own way of naming the separator in a first line.
        self._said = beginning[:4].lower() == "sep=" and beginning[5:6] in "\r\n"
        self.delimiter = beginning[4] if self._said else _delimiter(beginning, known)
        self._blanks = f'{self.delimiter} "' in beginning and f'{self.delimiter}"' not in beginning
        self.columns = self._names()
        self._short: list[int] = []

    def rows(self) -> Iterator[Row]:
        """Every row that is not blank; one with too many cells, or a stray quotation mark, says so.

        Raises:
            UsageError: a quotation mark is never closed.
        """
        self._short.clear()
        wide = len(self.columns)
        for row in self._records():
            if row.wrong is None:
                missing = wide - len(row.cells)
                if missing > 0:
                    self._short.append(row.line)
                    row.cells.extend([""] * missing)
                elif missing < 0:
                    if any(row.cells[wide:]):
                        yield row._replace(
                            wrong=f"it has {len(row.cells)} cells, and the first line has {wide}"
                        )
                        continue
                    del row.cells[wide:]
            yield row
        if self._short:
            some = ", ".join(map(str, self._short[:3])) + (" …" if len(self._short) > 3 else "")
            rows = "1 row has" if len(self._short) == 1 else f"{len(self._short):,} rows have"
            self.notes = [
                f"{rows} fewer cells than the first line; the rest was taken as empty (line {some})"
            ]

    def _records(self, *, first: bool = False) -> Iterator[Row]:
        with self._source.text() as text:
            held: list[str] = []
            reader = csv.reader(
                _held(text, held),
                delimiter=self.delimiter,
                skipinitialspace=self._blanks,
                strict=True,
            )
            skip = self._said + (self._header and not first)
            while True:
                line = reader.line_num + 1
                held.clear()
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    if "expected after" not in str(error):
                        raise UsageError(f"{self.name}, line {line}: {NEVER_CLOSED}.") from None
                    cells = ["".join(held).rstrip("\r\n")]
                    yield Row(
                        line,
                        cells,
                        "text follows a closing quotation mark; double the quotation marks inside a cell",
                    )
                    continue
                if skip and any(cells):
                    skip -= 1
                elif any(cells):
                    yield Row(line, cells)

    def _names(self) -> list[str]:
        first = next(self._records(first=True), None)
        if first is None or first.wrong:
            raise UsageError(
                f"{self.name}, line 1: the names of the columns cannot be read. Look at its quotation marks."
            )
        if not self._header:
            return [str(number) for number in range(1, len(first.cells) + 1)]
        while len(first.cells) > 1 and not first.cells[-1].strip():
            first.cells.pop()
        return unique_names(first.cells)


def unique_names(names: Iterable[str]) -> list[str]:
    """Names without blanks around them; an empty one is called after its place, a second one of a kind gets a number."""
    found: list[str] = []
    for place, name in enumerate(names, 1):
        wanted = stripped = " ".join(name.split()) or f"column {place}"
        number = 2
        while wanted in found:
            wanted = f"{stripped} {number}"
            number += 1
        found.append(wanted)
    return found


def _held(text: Iterable[str], held: list[str]) -> Iterator[str]:
    """Keeps the lines of the row that is being read, to be shown where it cannot be."""
    for line in text:
        held.append(line)
        yield line


def _delimiter(beginning: str, known: Known) -> str:
    """What separates the cells: with it, the most columns have names that are known, then the most rows are alike."""

    def score(delimiter: str) -> tuple[int, float, int]:
        reader = csv.reader(beginning.splitlines(keepends=True), delimiter=delimiter)
        rows = [row for row in islice(reader, SAMPLE) if any(row)]
        if not rows or len(rows[0]) < 2:
            return 0, 0.0, 0
        alike = sum(len(row) == len(rows[0]) for row in rows) / len(rows)
        return sum(map(known, rows[0])), alike, len(rows[0])

    # Of equals the first counts, which is the comma.
    return max(DELIMITERS, key=score)
