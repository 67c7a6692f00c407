"""How a table is laid out on a screen: the one way to draw one, for records and for pages.

A number is never cut while anything else can give way, because a cut number is another number.
Names and lists give way first, so that the text that is read has room.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, zip_longest
from typing import Any

from coachlog.render.columns import Column, cell_text
from coachlog.render.text_width import fit_to_width, width_of, wrap_to_width
from coachlog.render.visible import visible

BLOCK = 1_000  # rows that are measured and drawn together
GAP = "  "
READABLE = 24  # cells that a wide column should have, where there is that much
BARELY_READABLE = 12  # below that, names that are longer than a day give more
NARROW_NAME = 10  # as wide as a day or the longest kind
NARROWEST = 6


def table_lines(
    columns: Sequence[Column], records: Iterable[Any], width: int | None
) -> Iterator[tuple[str, bool]]:
    """Yield the lines of a table, each with whether it belongs to the head.

    A long table is drawn in blocks: a column that has to grow does so from one block to the next.
    So the first rows are there, and the memory is small, however many follow.

    Args:
        columns: the columns.
        records: what their values are taken from.
        width: the terminal's columns; None for a pipe, where nothing is cut.
    """
    labels = [column.label for column in columns]
    wide = [index for index, column in enumerate(columns) if column.wide]
    names = [index for index, column in enumerate(columns) if not column.wide and not column.number]
    needed = [0] * len(columns)
    for number, rows in enumerate(_blocks(columns, records)):
        needed = list(map(max, needed, widest([labels, *rows])))
        widths = fitted_widths(needed, width, names=names, wide=wide)
        if number == 0:
            for line in row_lines(columns, labels, widths):
                yield line, True
            yield "─" * (sum(widths) + _gaps(widths)), False
        for row in rows:
            for line in row_lines(columns, row, widths):
                yield line, False


def row_lines(
    columns: Sequence[Column], cells: Sequence[str], widths: Sequence[int]
) -> Iterator[str]:
    """Yield a row on as many lines as its wrapped cells take; cells without a width are left out."""
    wrapped = []
    for column, cell, width in zip(columns, cells, widths, strict=False):
        wrapped.append(wrap_to_width(cell, width) if column.wraps else [cell])
    for parts in zip_longest(*wrapped, fillvalue=""):
        fitted = []
        for column, part, width in zip(columns, parts, widths, strict=False):
            fitted.append(fit_to_width(part, width, right=column.number))
        yield GAP.join(fitted).rstrip()


def widest(rows: Iterable[Sequence[str]]) -> list[int]:
    """Return how wide each column of some rows is."""
    return [max(map(width_of, cells)) for cells in zip(*rows, strict=True)]


def fitted_widths(
    needed: Sequence[int], width: int | None, *, names: Sequence[int], wide: Sequence[int] = ()
) -> list[int]:
    """Return the widths of the columns that fit on the screen; the last columns are left out first.

    Args:
        needed: how wide each column would have to be for all its cells.
        width: the terminal's columns; None for a pipe, where every column is as wide as it needs.
        names: the indexes of the columns that may be cut.
        wide: the indexes of the columns that share what room is left.
    """
    if width is None:
        return list(needed)
    least = list(needed)
    for index in wide:
        least[index] = NARROWEST
    for index in names:
        if needed[index] > NARROW_NAME:
            least[index] = NARROWEST
    while len(least) > 1 and sum(least) + _gaps(least) > width:
        least.pop()
    widths = list(needed[: len(least)])
    names = [index for index in names if index < len(widths)]
    wide = [index for index in wide if index < len(widths)]
    for index in wide:
        widths[index] = 0
    room = width - _gaps(widths)
    short = [min(cells, NARROW_NAME) for cells in needed]
    _shrink(widths, names, room - READABLE * len(wide), short)
    _shrink(widths, names, room - BARELY_READABLE * len(wide), least)
    for number, index in enumerate(wide):
        # What is left is shared with the wide columns after this one.
        widths[index] = (room - sum(widths)) // (len(wide) - number)
    widths[0] = min(widths[0], width)
    return widths


def _blocks(columns: Sequence[Column], records: Iterable[Any]) -> Iterator[list[list[str]]]:
    """Yield the cells of all records in blocks; one of no rows where there are no records."""
    records = iter(records)
    while True:
        rows = [_cells(columns, record) for record in islice(records, BLOCK)]
        yield rows
        if len(rows) < BLOCK:
            return


def _cells(columns: Sequence[Column], record: Any) -> list[str]:
    return [visible(cell_text(column.value(record))) for column in columns]


def _gaps(widths: Sequence[int]) -> int:
    return len(GAP) * (len(widths) - 1)


def _shrink(widths: list[int], indexes: Sequence[int], room: int, floors: Sequence[int]) -> None:
    """Narrow some columns, the widest first, until all fit into `room` or none can give more."""
    while sum(widths) > room:
        shrinkable = [index for index in indexes if widths[index] > floors[index]]
        if not shrinkable:
            return
        widths[max(shrinkable, key=widths.__getitem__)] -= 1
