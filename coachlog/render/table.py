"""How a table is laid out on a screen: the one way to draw one, for records and for pages.

Names give way first, so that the text that is read has room. A number is never cut, because a cut
number is another number: where even that is too much, columns are left out, texts last of all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, zip_longest

from coachlog.named_tuple import NamedTuple
from coachlog.render.colours import BOLD, PLAIN
from coachlog.render.columns import Column, cell_text
from coachlog.render.text_width import fit_to_width, width_of, wrap_to_width
from coachlog.render.visible import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

NAME, WIDE, FIXED = "name", "wide", "fixed"  # may be cut, takes what is left, is never cut

BLOCK = 1_000  # rows that are measured and drawn together
GAP = "  "
READABLE = 24  # cells that a wide column should have, where there is that much
BARELY_READABLE = 12  # below that, names that are longer than a day give more
NARROW_NAME = 10  # as wide as a day or the longest kind
NARROWEST = 6
NOT_SHOWN = 0


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
    kinds = [_kind(column) for column in columns]
    needed = list(map(width_of, labels))
    for number, block in enumerate(_blocks(columns, records)):
        longest = list(map(_longest, block))
        needed = list(map(max, needed, longest))
        widths = fitted_widths(needed, kinds, width)
        if number == 0:
            yield from row_lines(columns, labels, widths, BOLD)
            shown = len(widths) - widths.count(NOT_SHOWN)
            yield Line("─" * (sum(widths) + _gaps(shown)))
        if any(map(_has_to_wrap, columns, longest, widths)):
            for row in zip(*block, strict=True):
                yield from row_lines(columns, row, widths)
        else:
            yield from _unwrapped_lines(columns, block, widths)


def _unwrapped_lines(
    columns: Sequence[Column],
    block: list[list[str]],
    widths: list[int],
) -> Iterator[Line]:
    # Column by column, at a third of the time.
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
        columns: they say which cells are wrapped, and which are right-aligned.
        cells: one text for each column, made visible already.
        widths: the cells of the screen for each column.
        style: of the whole row.
    """
    wrapped = []
    for column, cell, width in zip(columns, cells, widths, strict=True):
        wrapped.append(wrap_to_width(cell, width) if column.wraps and width else [cell])
    for parts in zip_longest(*wrapped, fillvalue=""):
        fitted = []
        for column, part, width in zip(columns, parts, widths, strict=True):
            if width == NOT_SHOWN:
                continue
            fitted.append(fit_to_width(part, width, right=column.number))
        yield Line(GAP.join(fitted).rstrip(), style)


def widest(rows: Iterable[Sequence[str]]) -> list[int]:
    """Return how wide each column of some rows is."""
    return [max(map(width_of, cells)) for cells in zip(*rows, strict=True)]


def fitted_widths(needed: Sequence[int], kinds: Sequence[str], width: int | None) -> list[int]:
    """Return the widths of the columns; `NOT_SHOWN` for those that do not fit on the screen.

    Args:
        needed: how wide each column would have to be for all its cells.
        kinds: `NAME`, `WIDE` or `FIXED` for each column.
        width: the terminal's columns; None for a pipe, where every column is as wide as it needs.
    """
    if width is None:
        return list(needed)
    shown = _shown_columns(needed, kinds, width)
    widths = [NOT_SHOWN] * len(needed)
    wide = []
    long_names = []
    for index in shown:
        if kinds[index] == WIDE:
            wide.append(index)
            continue
        widths[index] = needed[index]
        if kinds[index] == NAME and needed[index] > NARROW_NAME:
            long_names.append(index)
    room = width - _gaps(len(shown))
    _shrink(widths, long_names, NARROW_NAME, room - len(wide) * READABLE)
    _shrink(widths, long_names, NARROWEST, room - len(wide) * BARELY_READABLE)
    for before, index in enumerate(wide):
        widths[index] = (room - sum(widths)) // (len(wide) - before)
    widths[0] = min(widths[0], width)
    return widths


def _shown_columns(needed: Sequence[int], kinds: Sequence[str], width: int) -> list[int]:
    """Return the indexes of the columns that fit: the first always, and texts before others."""
    shown = list(range(len(needed)))
    least = list(map(_least_width, needed, kinds))
    texts_last = sorted(shown[:0:-1], key=lambda index: kinds[index] == WIDE)
    for index in texts_last:
        needed_room = sum(least[other] for other in shown)
        if needed_room + _gaps(len(shown)) <= width:
            break
        shown.remove(index)
    return shown


def _kind(column: Column) -> str:
    if column.wide:
        return WIDE
    return FIXED if column.number else NAME


def _least_width(needed: int, kind: str) -> int:
    if kind == WIDE or (kind == NAME and needed > NARROW_NAME):
        return NARROWEST
    return needed


def _shrink(widths: list[int], columns: list[int], floor: int, room: int) -> None:
    """Narrow some columns, always the widest, until all fit into the room or these the floor."""
    while sum(widths) > room:
        shrinkable = [index for index in columns if widths[index] > floor]
        if not shrinkable:
            return
        widest_index = max(shrinkable, key=widths.__getitem__)
        widths[widest_index] -= 1


def _gaps(columns: int) -> int:
    return len(GAP) * (columns - 1)


def _blocks(columns: Sequence[Column], records: Iterable[Any]) -> Iterator[list[list[str]]]:
    """Yield the cells of all records in blocks, by column; an empty one if there are no records."""
    rest = iter(records)
    while True:
        rows = list(islice(rest, BLOCK))
        yield [_cells(column, rows) for column in columns]
        if len(rows) < BLOCK:
            return


def _cells(column: Column, records: Iterable[Any]) -> list[str]:
    texts = list(map(cell_text, map(column.value, records)))
    # One look at the whole column: hardly any text has to be made visible.
    if "".join(texts).isprintable():
        return texts
    return list(map(visible, texts))


def _longest(cells: Sequence[str]) -> int:
    measure = len if "".join(cells).isascii() else width_of
    return max(map(measure, cells), default=0)


def _has_to_wrap(column: Column, longest: int, width: int) -> bool:
    return column.wraps and longest > width


def _fitted(column: Column, cells: Sequence[str], width: int) -> list[str]:
    if "".join(cells).isascii() and _longest(cells) <= width:
        pad = str.rjust if column.number else str.ljust
        return [pad(cell, width) for cell in cells]
    return [fit_to_width(cell, width, right=column.number) for cell in cells]
