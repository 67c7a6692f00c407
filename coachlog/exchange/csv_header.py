"""Where the table of a CSV file begins, and what separates its cells.

Spreadsheets have titles above their tables, and programs write lines of their own before the
header. What the names of columns say gives both away.
"""

import csv
import re
from collections.abc import Callable, Sequence
from itertools import islice

DELIMITERS = ",;\t|"
SAMPLE_ROWS = 50
MOST_TITLES = 20  # rows above the header
# So many known names show that a row is neither a title nor data.
NAMES_OF_HEADER = 2
# Excel's own way to name the separator in a first line. Programs that quote every cell quote it.
_SEPARATOR_LINE = re.compile(r'("?)sep=([^\r\n"])\1(?:\r\n?|\n|\Z)', re.I)
# SharePoint's export "with schema" begins with the definition of the list, as JSON in one line.
_SCHEMA_LINE = re.compile(r'"?ListSchema=[^\r\n]*(?:\r\n?|\n|\Z)')

KnowsName = Callable[[str], bool]


def own_line(beginning: str) -> tuple[int, str | None]:
    """Return how many lines a program wrote for programs, and the separator that it names.

    Args:
        beginning: the first characters of the file.
    """
    if _SCHEMA_LINE.match(beginning):
        return 1, None
    match = _SEPARATOR_LINE.match(beginning)
    if match:
        return 1, match[2]
    return 0, None


def guess_delimiter(lines: Sequence[str], is_known_name: KnowsName) -> str:
    """Return the separator that gives the most known names, then the most rows of one length.

    Args:
        lines: the first lines of the file.
        is_known_name: whether the name of a column says which field it is.
    """

    def score(delimiter: str) -> tuple[int, float, int]:
        """Return how much speaks for a separator, what counts most first."""
        reader = csv.reader(lines, delimiter=delimiter)
        rows = list(islice(filter(any, reader), SAMPLE_ROWS))
        header = rows[header_index(rows, is_known_name)] if rows else []
        width = len(header)
        if width < 2:
            return 0, 0.0, 0
        widths = list(map(len, rows))
        share_alike = widths.count(width) / len(widths)
        return sum(map(is_known_name, header)), share_alike, width

    # Of equals the first counts, which is the comma.
    return max(DELIMITERS, key=score)


def header_index(rows: Sequence[Sequence[str]], is_known_name: KnowsName) -> int:
    """Return the index of the row that names the columns; those above it are titles.

    Args:
        rows: the first rows of the file that are not blank.
        is_known_name: whether the name of a column says which field it is.
    """
    best = None
    most_names = NAMES_OF_HEADER - 1
    widest = 0
    for index, row in enumerate(rows[:MOST_TITLES]):
        width = _count_filled(row)
        # A title is narrower than its table: no row of data is taken for a header.
        if width <= widest:
            continue
        widest = width
        names = sum(map(is_known_name, row))
        if names > most_names:
            best, most_names = index, names
    if best is None:
        return _first_wide_row(rows, is_known_name)
    return best


def _first_wide_row(rows: Sequence[Sequence[str]], is_known_name: KnowsName) -> int:
    """Return the index of the first row that is not a title, where no column names show it."""
    for index, row in enumerate(rows[:MOST_TITLES]):
        # The only column of a table may be filled in more cells below than it has.
        if _count_filled(row) > 1:
            return index
        if any(map(is_known_name, row)):
            break
    return 0


def _count_filled(row: Sequence[str]) -> int:
    """Return how many cells of a row have something in them."""
    return sum(1 for cell in row if cell.strip())
