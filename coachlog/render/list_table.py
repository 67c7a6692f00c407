"""How a list of entries is laid out on a terminal: the text first.

Its column has at least 45 cells on a screen of 80. The names of a row stand in a column behind the
text where there is room, over several lines if need be, and otherwise after its last words. They
are never cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import zip_longest

from coachlog.render.colours import ACCENT, BOLD, DIM, PLAIN
from coachlog.render.column_widths import GAP, NOT_SHOWN, fitted_widths
from coachlog.render.columns import ID, KIND, Column
from coachlog.render.list_columns import NAMES, STYLES, list_columns
from coachlog.render.table import Line, blocks_of, cell_lines, kind_of, line_of, longest_of, rule
from coachlog.render.text_width import fit_to_width, width_of, wrap_to_width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

LEAST_TEXT = 45  # cells that a column of names leaves to the text
READABLE_NAMES = 24  # a narrower column of names would have too many lines
LEAST_REST = 16  # cells of a text's second line, before names

Pieces = list[tuple[str, str]]  # of one line: texts, each with its style


class ListTable:
    """A list of entries for a terminal.

    Attributes:
        rows: how many records were drawn.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        records: Iterable[Any],
        width: int,
        today: date,
        most_lines: int | None = None,
    ) -> None:
        """Prepare to draw it.

        Args:
            columns: as they are declared.
            records: the rows, which are drawn as they come.
            width: the terminal's columns.
            today: the reader's day.
            most_lines: end before a row that would not fit into so many, but draw at least one.
        """
        self._list = list_columns(columns, records, today)
        self._columns: list[Column] = []
        self._has_names = False
        self._text = -1  # the index of the column whose text the names may follow
        for column in self._list.columns:
            if column.role == NAMES:
                self._has_names = True
                continue
            if column.wide:
                self._text = len(self._columns)
            self._columns.append(column)
        self._width = width
        self._most = most_lines
        self.rows = 0

    def lines(self) -> Iterator[Line]:
        """Yield its lines."""
        caption = list(self._caption())
        yield from caption
        columns = self._list.columns
        labels = [column.label for column in columns]
        needed = list(map(width_of, labels))
        used = len(caption)
        is_first = True
        for block in blocks_of(columns, self._list.records):
            longest = map(longest_of, block)
            needed = list(map(max, needed, longest))
            widths, aside = self._widths(needed)
            if is_first:
                head = list(_head(columns, labels, [*widths, aside]))
                yield from head
                used += len(head)
                is_first = False
            for cells in zip(*block, strict=True):
                row = list(self._row(cells, widths, aside))
                used += len(row)
                is_full = self._most is not None and used > self._most
                if is_full and self.rows:
                    return
                self.rows += 1
                yield from row

    def _caption(self) -> Iterator[Line]:
        """Yield what is said above the list; in one colour where it takes several lines."""
        caption = self._list.caption
        if caption is None:
            return
        text = "".join(piece for piece, _ in caption.more)
        if width_of(text) <= self._width:
            yield caption
            return
        for line in wrap_to_width(text, self._width):
            yield Line(line, DIM)

    def _widths(self, needed: list[int]) -> tuple[list[int], int]:
        """Return the widths of all columns but the names, and that of these or `NOT_SHOWN`."""
        kinds = list(map(kind_of, self._columns))
        width = self._width
        aside = NOT_SHOWN
        if self._has_names:
            aside = self._width_aside(needed)
        if aside:
            width -= aside
            width -= len(GAP)
        widths = fitted_widths(needed[: len(kinds)], kinds, width)
        return widths, aside

    def _width_aside(self, needed: list[int]) -> int:
        """Return the width of the column of names; `NOT_SHOWN` if they follow the text."""
        room = self._width
        for column, cells in zip(self._columns, needed, strict=False):
            room -= len(GAP)
            if column.wide:
                room -= LEAST_TEXT
            else:
                room -= cells
        # On a wide screen the names do not take all that the text can do without.
        fair_share = self._width * 3 // 10
        most = min(room, max(READABLE_NAMES, fair_share))
        names = needed[-1]
        if names <= most:
            return names
        if most < READABLE_NAMES:
            return NOT_SHOWN
        return most

    def _row(self, cells: Sequence[str], widths: list[int], aside: int) -> Iterator[Line]:
        """Yield a row, on as many lines as its names and its wrapped cells take.

        Args:
            cells: one text for each column, made visible already; the names are last.
            widths: the cells of the screen for each column but the names.
            aside: those of the column of names; `NOT_SHOWN` if they follow the text.
        """
        most = 1
        names_aside = []
        names_below = []
        if aside:
            names_aside = wrap_to_width(cells[-1], aside)
            most = len(names_aside)
        drawn = []
        for column, cell, width in zip(self._columns, cells, widths, strict=False):
            lines = cell_lines(column, cell, width, most)
            style = _style(column, cell)
            drawn.append(_in_style(lines, style))
        if aside:
            drawn.append(_in_style(names_aside, DIM))
        elif self._has_names:
            text = self._text
            width = widths[text]
            if width < LEAST_REST:
                # So narrow a column would break the names into bits.
                names_below = wrap_to_width(cells[-1], self._width - len(GAP))
            else:
                drawn[text] = _with_names(
                    column=self._columns[text],
                    text=cells[text],
                    names=cells[-1],
                    width=width,
                )
        for parts in zip_longest(*drawn, fillvalue=[("", PLAIN)]):
            yield _line(self._list.columns, parts, [*widths, aside])
        for line in names_below:
            yield Line(GAP, more=((line, DIM),))


def _head(columns: list[Column], labels: list[str], widths: list[int]) -> Iterator[Line]:
    """Yield the head of the table and the line below it."""
    parts = []
    for label, width in zip(labels, widths, strict=False):
        shown = fit_to_width(label, width, fill=False)
        parts.append([(shown, BOLD)])
    yield _line(columns, parts, widths)
    yield rule(widths)


def _in_style(lines: list[str], style: str) -> list[Pieces]:
    """Return the lines of a cell, each as one piece of a style."""
    return [[(line, style)] for line in lines]


def _style(column: Column, cell: str) -> str:
    """Return the colour of an id and of a kind; texts and numbers have none."""
    if column.role == ID:
        return ACCENT
    if column.role == KIND:
        return STYLES.get(cell, PLAIN)
    return PLAIN


def _with_names(column: Column, text: str, names: str, width: int) -> list[Pieces]:
    """Return a text and the names after its last words, on two lines if it is cut elsewhere.

    Args:
        column: the column of the text.
        text: made visible already.
        names: the team and the topics, made visible already.
        width: the cells of the column.
    """
    room = width - len(GAP) - width_of(names)
    lines = cell_lines(column, text, width)
    is_cut = len(lines) == 1 and lines[0] != text
    if is_cut and room >= LEAST_REST:
        # The names need a second line, and leave the text some of it.
        first, *further = wrap_to_width(text, width, 3)
        rest = " ".join(further)
        second = fit_to_width(rest, room, fill=False)
        lines = [first, second]
    drawn = _in_style(lines, PLAIN)
    if width_of(lines[-1]) <= room:
        drawn[-1] += [(GAP, PLAIN), (names, DIM)]
        return drawn
    names_lines = wrap_to_width(names, width)
    return drawn + _in_style(names_lines, DIM)


def _line(columns: list[Column], parts: Sequence[Pieces], widths: list[int]) -> Line:
    """Return one line of the screen; nothing follows what is last on it."""
    pieces: Pieces = []
    blank = 0
    for column, part, width in zip(columns, parts, widths, strict=False):
        if width == NOT_SHOWN:
            continue
        taken = sum(width_of(text) for text, _ in part)
        if column.number:
            blank += width - taken
        if taken:
            pieces += [(" " * blank, PLAIN), *part]
            blank = 0
        if not column.number:
            blank += width - taken
        blank += len(GAP)
    return line_of(pieces)
