"""How a table is laid out on a screen: the one way to draw one, for records and for pages.

A name goes over several lines where its column is narrow, because a cut name names nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, zip_longest
from operator import itemgetter

from coachlog.named_tuple import NamedTuple
from coachlog.render.colours import BOLD, PLAIN
from coachlog.render.column_widths import (
    FIXED,
    GAP,
    NAME,
    NOT_SHOWN,
    WIDE,
    fitted_widths,
    gaps,
)
from coachlog.render.columns import Column, cell_text
from coachlog.render.page import Form
from coachlog.render.text_width import fit_to_width, width_of, wrap_to_width
from coachlog.render.visible import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

BLOCK = 1_000  # rows that are measured and drawn together


class Line(NamedTuple):
    """A line of the screen; its label, if any, stands before the text in bold.

    What follows the text are pairs of a text and its style.
    """

    text: str
    style: str = PLAIN
    label: str = ""
    more: tuple[tuple[str, str], ...] = ()


def line_of(parts: Iterable[tuple[str, str]]) -> Line:
    """Return a line of texts, each with its style, without blanks at its end."""
    joined: list[tuple[str, str]] = []
    for text, style in parts:
        if joined and joined[-1][1] == style:
            joined[-1] = (joined[-1][0] + text, style)
        else:
            joined.append((text, style))
    while joined and not joined[-1][0].rstrip():
        joined.pop()
    *before, (text, style) = joined or [("", PLAIN)]
    return Line("", more=(*before, (text.rstrip(), style)))


def table_lines(
    columns: Sequence[Column],
    records: Iterable[Any],
    width: int | None,
) -> Iterator[Line]:
    """Yield the lines of a table.

    A long table is drawn in blocks: a column that has to grow does so from one block to the next.
    So the first rows are there, and the memory is small, however many follow.

    Args:
        columns: the columns.
        records: what their values are taken from.
        width: the terminal's columns; None for a pipe, where nothing is cut.
    """
    labels = [column.label for column in columns]
    kinds = [kind_of(column) for column in columns]
    needed = list(map(width_of, labels))
    for number, block in enumerate(blocks_of(columns, records)):
        longest = list(map(longest_of, block))
        needed = list(map(max, needed, longest))
        widths = fitted_widths(needed, kinds, width)
        if number == 0:
            yield from row_lines(columns, labels, widths, BOLD)
            yield rule(widths)
        if any(map(_has_to_wrap, columns, longest, widths)):
            for row in zip(*block, strict=True):
                yield from row_lines(columns, row, widths)
        else:
            yield from _unwrapped_lines(columns, block, widths)


def rule(widths: Sequence[int]) -> Line:
    """Return the line below the head of a table."""
    shown = len(widths) - widths.count(NOT_SHOWN)
    return Line("─" * (sum(widths) + gaps(shown)))


def _unwrapped_lines(
    columns: Sequence[Column],
    block: list[list[str]],
    widths: list[int],
) -> Iterator[Line]:
    """Yield the lines of a block none of whose cells takes several.

    Column by column, at a third of the time.
    """
    fitted = []
    for column, cells, width in zip(columns, block, widths, strict=True):
        if width != NOT_SHOWN:
            fitted.append(_fitted(column, cells, width))
    for row in zip(*fitted, strict=True):
        yield Line(GAP.join(row).rstrip())


def row_lines(
    columns: Sequence[Column],
    cells: Sequence[str],
    widths: Sequence[int],
    style: str = PLAIN,
) -> Iterator[Line]:
    """Yield a row on as many lines as its wrapped cells take.

    Args:
        columns: they say which cells are cut, and which are right-aligned.
        cells: one text for each column, made visible already.
        widths: the cells of the screen for each column.
        style: of the whole row.
    """
    wrapped = list(map(cell_lines, columns, cells, widths))
    most = max(map(len, wrapped))
    if most > 1:
        # A text that would be cut has those lines, too.
        for index, column in enumerate(columns):
            wrapped[index] = cell_lines(column, cells[index], widths[index], most)
    for parts in zip_longest(*wrapped, fillvalue=""):
        fitted = []
        for column, part, width in zip(columns, parts, widths, strict=True):
            if width == NOT_SHOWN:
                continue
            fitted.append(fit_to_width(part, width, right=column.number))
        yield Line(GAP.join(fitted).rstrip(), style)


def cell_lines(column: Column, cell: str, width: int, most: int = 1) -> list[str]:
    """Return a cell on its lines: a name on all that it takes, a text on `most`, a number on one.

    Args:
        column: says which of them it is.
        cell: the text, made visible already.
        width: the cells of the screen; `NOT_SHOWN` for none.
        most: where a text is cut off that does not wrap.
    """
    if width == NOT_SHOWN:
        return [""]
    if wraps(column):
        return wrap_to_width(cell, width)
    if column.number or most == 1:
        # Cut as it stands: wrapping would drop the blanks at its beginning.
        return [fit_to_width(cell, width, fill=False)]
    return wrap_to_width(cell, width, most)


def wraps(column: Column) -> bool:
    """Whether a column goes over several lines where it is too narrow: a name always does."""
    return column.wraps or kind_of(column) == NAME


def widest(rows: Iterable[Sequence[str]]) -> list[int]:
    """Return how wide each column of some rows is."""
    return [max(map(width_of, cells)) for cells in zip(*rows, strict=True)]


def kind_of(column: Column) -> str:
    """Return how a column gives way: `NAME`, `WIDE` or `FIXED`."""
    if column.wide:
        return WIDE
    return FIXED if column.number else NAME


def blocks_of(columns: Sequence[Column], records: Iterable[Any]) -> Iterator[list[list[str]]]:
    """Yield the cells of all records in blocks, by column; an empty one if there are no records."""
    rest = iter(records)
    while True:
        rows = list(islice(rest, BLOCK))
        yield [_cells(column, rows) for column in columns]
        if len(rows) < BLOCK:
            return


def _cells(column: Column, records: Iterable[Any]) -> list[str]:
    """Return the texts of a column, made visible."""
    texts = list(map(cell_text, map(column.value, records)))
    # One look at the whole column: hardly any text has to be made visible.
    if "".join(texts).isprintable():
        return texts
    return list(map(visible, texts))


def longest_of(cells: Sequence[str]) -> int:
    """Return the width of the widest of some cells."""
    measure = len if "".join(cells).isascii() else width_of
    return max(map(measure, cells), default=0)


def _has_to_wrap(column: Column, longest: int, width: int) -> bool:
    """Whether a cell of a column takes more than one line.

    Args:
        column: the column.
        longest: the width of its widest cell.
        width: its cells on the screen.
    """
    return wraps(column) and longest > width


def _fitted(column: Column, cells: Sequence[str], width: int) -> list[str]:
    """Return the cells of a column in its width, filled or cut."""
    if "".join(cells).isascii() and longest_of(cells) <= width:
        pad = str.rjust if column.number else str.ljust
        return [pad(cell, width) for cell in cells]
    return [fit_to_width(cell, width, right=column.number) for cell in cells]


def form_lines(form: Form, width: int | None) -> Iterator[Line]:
    """Yield a table to be filled in by hand."""
    columns = []
    for index, head in enumerate(form.heads):
        is_wide = index in form.wide
        column = Column(
            head,
            value=itemgetter(index),
            wide=is_wide,
            wraps=True,
        )
        columns.append(column)
    yield from table_lines(columns, form.rows, width)
