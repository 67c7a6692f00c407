"""CSV as it comes: RFC 4180, or with semicolons or tabs, with or without a header.

The header may stand below titles, and below a line that a program wrote for itself.
"""

import csv
from collections.abc import Iterable, Iterator
from itertools import islice

from coachlog.domain.typed_text import MAX_TEXT
from coachlog.errors import UsageError
from coachlog.exchange.csv_header import KnowsName, guess_delimiter, own_line
from coachlog.exchange.headed_table import HeadedTable
from coachlog.exchange.source import Source
from coachlog.exchange.table import Row

# No text of ours is longer: most likely a quotation mark was never closed.
LONGEST_CELL = 8 * MAX_TEXT


class CsvTable(HeadedTable):
    """A CSV file: its separator, the names of its columns, its rows."""

    def _open(self, source: Source, is_known_name: KnowsName) -> None:
        # The module's own limit of 131,072 characters is less than a text may have.
        csv.field_size_limit(LONGEST_CELL)
        self._source = source
        beginning = source.beginning()
        self._lines_to_skip, delimiter = own_line(beginning)
        lines = beginning.splitlines(keepends=True)[self._lines_to_skip :]
        self.delimiter = delimiter or guess_delimiter(lines, is_known_name)
        # After a blank a quotation mark is only one if the blank is skipped.
        self._has_spaces = (
            f'{self.delimiter} "' in beginning and f'{self.delimiter}"' not in beginning
        )

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


def _remember(text: Iterable[str], lines: list[str]) -> Iterator[str]:
    """Pass lines on, and add each of them to `lines`.

    Args:
        text: the lines of a file.
        lines: what the caller empties before each row: the csv module does not tell what it read.
    """
    for line in text:
        lines.append(line)
        yield line
