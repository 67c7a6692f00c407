"""The rows of a sheet as XML (ECMA-376, part 1, 18.3.1), column by column for a few hundred rows.

A text is an inline string whatever it looks like, so no spreadsheet takes it for a formula, a
number or a link, and none needs the guard of a CSV. A day is a date; an instant stays text, because
a sheet has no time zones.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache, lru_cache
from html import escape
from operator import itemgetter

from coachlog.domain.fields import DAY
from coachlog.domain.workbook import LONGEST_CELL, cut_to_cell
from coachlog.render.columns import Column, cell_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# The formats of cells, by their index in the styles of the workbook.
TEXT, DATE, NUMBER, HEAD = 1, 2, 3, 4
WIDE = 50  # characters of a column of long texts
# LibreOffice shows rows as high as the file says, while Excel fits them to the texts (points).
LINE_HEIGHT = 15
MOST_HEIGHT = 409
# Day 0 of a sheet. Excel has a 29 February 1900, so days before March are one off (18.17.4.1).
ZERO = date(1899, 12, 30).toordinal()
FIRST_DAY = "1900-03-01"
# What XML cannot hold, or would change, is written by its number; and so is the first sign of what
# looks like such a number already (22.9.2.19, ST_Xstring), or will where the number of the next
# sign begins. LibreOffice reads shorter ones, too.
_BY_NUMBER = "\0-\x08\x0b-\x1f\ufffe\uffff"
_NOT_IN_XML = re.compile(f"[{_BY_NUMBER}]|_(?=x[0-9A-Fa-f]{{1,4}}[_{_BY_NUMBER}])")
_TEXT_TYPES = frozenset({str, type(None)})
# Of lists, the same few come again and again. A bool equals a number, which is another value.
_short_text = lru_cache(10_000, typed=True)(cell_text)
_first_character = itemgetter(slice(1))
_last_character = itemgetter(slice(-1, None))


class RowWriter:
    """Writes records as rows of a sheet.

    Args:
        columns: what to write of each record.

    Attributes:
        cut: the cells of texts that were cut, because a cell cannot hold them: `F12`.
    """

    def __init__(self, columns: Sequence[Column]) -> None:
        self.cut: list[str] = []
        self._columns = [
            (column_letters(index), column_style(column), column)
            for index, column in enumerate(columns)
        ]

    def head(self) -> str:
        """Return the first row: the names of the columns."""
        cells: list[str] = []
        for letters, _, column in self._columns:
            cells += self._text_cells(letters, HEAD, ["1"], [column.name])
        return f'<row r="1">{"".join(cells)}</row>'

    def rows(self, first: int, records: Sequence[Any]) -> str:
        """Return records as rows, of which the first has the number `first`."""
        numbers = list(map(str, range(first, first + len(records))))
        lines = [1] * len(records)
        columns: list[list[str]] = []
        for letters, style, column in self._columns:
            values = list(map(column.value, records))
            # Empty cells are not written.
            if values.count(None) < len(values):
                columns.append(self._cells(letters, style, numbers, values))
            if column.wide:
                _count_lines(lines, values)
        starts = []
        for number, count in zip(numbers, lines, strict=True):
            height = min(count * LINE_HEIGHT, MOST_HEIGHT)
            starts.append(f'<row r="{number}" ht="{height}">')
        columns.insert(0, starts)
        columns.append(["</row>"] * len(numbers))
        return "".join(map("".join, zip(*columns, strict=True)))

    def _cells(
        self,
        letters: str,
        style: int,
        numbers: Sequence[str],
        values: Sequence[Any],
    ) -> list[str]:
        """Return the cells of a column in some rows; an empty text for an empty one."""
        if style == TEXT:
            texts = values
            if not _TEXT_TYPES.issuperset(map(type, values)):
                texts = list(map(_short_text, values))
            return self._text_cells(letters, style, numbers, texts)
        cells = []
        for number, value in zip(numbers, values, strict=True):
            amount = _day_number(value) if style == DATE else value
            if isinstance(amount, int):
                cells.append(f'<c r="{letters}{number}" s="{style}"><v>{amount}</v></c>')
            else:
                cells += self._text_cells(letters, style, [number], [cell_text(value)])
        return cells

    def _text_cells(
        self,
        letters: str,
        style: int,
        numbers: Sequence[str],
        texts: Sequence[str | None],
    ) -> list[str]:
        space = ""
        filled = list(filter(None, texts))
        if not _are_plain(filled):
            self._note_cuts(letters, numbers, texts)
            texts = [xml_text(text or "") for text in texts]
            # Otherwise blanks at the ends of a text would be lost.
            space = ' xml:space="preserve"'
        start = f'<c r="{letters}'
        middle = f'" s="{style}" t="inlineStr"><is><t{space}>'
        end = "</t></is></c>"
        pairs = zip(numbers, texts, strict=True)
        cells = [f"{start}{number}{middle}{text}{end}" for number, text in pairs]
        if len(filled) < len(texts):
            for index, text in enumerate(texts):
                if not text:
                    cells[index] = ""
        return cells

    def _note_cuts(
        self,
        letters: str,
        numbers: Sequence[str],
        texts: Sequence[str | None],
    ) -> None:
        for number, text in zip(numbers, texts, strict=True):
            if text and cut_to_cell(text) != text:
                self.cut.append(f"{letters}{number}")


def _count_lines(lines: list[int], texts: Sequence[str | None]) -> None:
    """Raise the number of lines of each row to what its text in a wide column takes."""
    for index, text in enumerate(texts):
        # Nearly all others are shorter than a line.
        if text and (len(text) > WIDE or "\n" in text):
            count = 1 + len(text) // WIDE
            if "\n" in text:
                count = sum(1 + len(line) // WIDE for line in text.split("\n"))
            lines[index] = max(lines[index], count)


def column_letters(index: int) -> str:
    """Return what a sheet calls the column of an index: A to Z, AA, AB."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_style(column: Column) -> int:
    """Return the format of the cells of a column, and of those that are typed below them."""
    if column.value_type == DAY:
        return DATE
    return NUMBER if column.number else TEXT


def xml_text(text: str) -> str:
    """Return a text as XML, cut to what a cell holds."""
    text = _NOT_IN_XML.sub(_by_number, cut_to_cell(text))
    return escape(text, quote=False)


def _by_number(match: re.Match[str]) -> str:
    return f"_x{ord(match[0]):04X}_"


def _are_plain(texts: Sequence[str]) -> bool:
    """Whether no text of a column has anything that XML, or the limit of a cell, would change."""
    joined = "".join(texts)
    # Of texts that can be printed none has a control character, nor any blank but the usual one.
    if not joined.isprintable() or any(map(joined.__contains__, ("&", "<", ">", "_x"))):
        return False
    if len(joined) > LONGEST_CELL // 2 and max(map(len, texts)) > LONGEST_CELL // 2:
        return False
    return " " not in map(_first_character, texts) and " " not in map(_last_character, texts)


@cache  # a million entries have a few thousand days
def _day_number(day: str) -> int | None:
    """Return the number of a day in a sheet; None where it has none, and for the total of days."""
    if not day or day < FIRST_DAY:
        return None
    return date.fromisoformat(day).toordinal() - ZERO
