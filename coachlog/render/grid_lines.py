"""A grid of counts on a screen: where its columns do not fit, it is drawn in parts.

No number is cut and no column left out: a grid with a part missing would not add up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coachlog.render.colours import BOLD, DIM, PLAIN
from coachlog.render.column_widths import GAP
from coachlog.render.columns import Column
from coachlog.render.heat_map import NO_SHADE, Shades, compared
from coachlog.render.page import TOTAL, Grid
from coachlog.render.table import Line, line_of, row_lines, rule, widest
from coachlog.render.text_width import fit_to_width, wrap_to_width
from coachlog.render.visible import visible

# Longer names go over several lines.
WIDEST_ROW_NAME = 32
NARROWEST_ROW_NAME = 12
WIDEST_COLUMN_NAME = 13  # as wide as the longest choice of a field that is often counted by
Mark = tuple[str, str]  # the sign of a cell's shade, and its style
NONE = "·"  # most cells of a large grid are empty, and 0 everywhere hides the others


def grid_lines(grid: Grid, width: int | None) -> Iterator[Line]:
    """Yield the lines of a grid.

    Args:
        grid: the grid.
        width: the terminal's columns; None for a pipe, where no line is broken.
    """
    names = [grid.name, *grid.columns, TOTAL]
    head = list(map(visible, names))
    rows = [_texts(row) for row in grid.table()]
    widths = widest([head, *rows])
    if width is not None:
        widths = _wrapped_widths(widths, rows, width)
    parts = _parts(widths, width)
    shades = Shades(compared(grid))
    marks = None
    if width is not None:
        marks = _marks(grid, shades)
    for number, columns in enumerate(parts):
        if number:
            yield Line("")
        yield from _part_lines(
            [head, *rows],
            [0, *columns],
            widths,
            marks,
        )
    if width is not None:
        yield from shades.legend(width)
    notes = [*grid.notes]
    if len(parts) > 1:
        notes.append(f"In {len(parts)} parts, because this screen has no room for all columns.")
    for note in notes:
        for text in wrap_to_width(visible(note), width):
            yield Line(text, DIM)


def _texts(row: Sequence[str | int]) -> list[str]:
    name, *numbers = row
    texts = [visible(str(name))]
    for number in numbers:
        text = NONE
        if number:
            text = f"{number:,}"
        texts.append(text)
    return texts


def _wrapped_widths(
    needed: Sequence[int],
    rows: Sequence[Sequence[str]],
    width: int,
) -> list[int]:
    """Return the widths of columns whose names are wrapped, but none of whose numbers is."""
    numbers = widest(rows)
    third = width // 3
    most = min(WIDEST_ROW_NAME, third)
    most = max(NARROWEST_ROW_NAME, most)
    first = min(needed[0], most)
    widths = [first]
    for index in range(1, len(needed)):
        name_width = min(needed[index], WIDEST_COLUMN_NAME)
        widths.append(max(numbers[index], name_width))
    return widths


def _parts(widths: Sequence[int], width: int | None) -> list[list[int]]:
    """Return the columns after the first one in parts that fit beside it."""
    parts: list[list[int]] = []
    room = 0
    for index in range(1, len(widths)):
        needed = len(GAP) + widths[index]
        if not parts or (width is not None and needed > room):
            parts.append([])
            room = width or 0
            room -= widths[0]
            room -= 1  # for the shade of the last one
        parts[-1].append(index)
        room -= needed
    return parts


def _marks(grid: Grid, shades: Shades) -> list[list[Mark]]:
    """Return the shade of each cell, in rows and columns as `_part_lines` has them."""
    plain = [NO_SHADE] * (len(grid.columns) + 2)
    marks = [plain]
    for cells in compared(grid):
        shaded = map(shades.of, cells)
        # Neither the name nor the total of a row has a shade.
        marks.append([NO_SHADE, *shaded, NO_SHADE])
    return [*marks, plain]


def _part_lines(
    rows: Sequence[Sequence[str]],
    shown: Sequence[int],
    all_widths: Sequence[int],
    marks: Sequence[Sequence[Mark]] | None,
) -> Iterator[Line]:
    """Yield the lines of a part of the columns.

    Args:
        rows: all cells: the head, the rows, and the totals last.
        shown: the indexes of the part's columns; the first one has the names.
        all_widths: of all columns.
        marks: the shades of all cells; None in a pipe, which has none.
    """
    columns = [Column("", number=index > 0, wraps=True) for index in shown]
    widths = [all_widths[index] for index in shown]
    for number, row in enumerate(rows):
        is_head = number == 0
        is_total = number == len(rows) - 1
        cells = [row[index] for index in shown]
        if is_head or is_total:
            yield from row_lines(
                columns,
                cells,
                widths,
                style=BOLD,
            )
        elif marks is None:
            yield from row_lines(columns, cells, widths)
        else:
            row_marks = [marks[number][index] for index in shown]
            yield from _shaded_lines(cells, widths, row_marks)
        if is_head:
            yield rule(widths)


def _shaded_lines(
    cells: Sequence[str],
    widths: Sequence[int],
    marks: Sequence[Mark],
) -> Iterator[Line]:
    """Yield a row whose cells have their shades in the gap behind them."""
    first, *further = wrap_to_width(cells[0], widths[0])
    name = fit_to_width(first, widths[0])
    parts = [(f"{name}{GAP[1:]}", PLAIN)]
    for cell, width, mark in zip(cells[1:], widths[1:], marks[1:], strict=True):
        sign, style = mark
        number = fit_to_width(cell, width, right=True)
        parts.append((f"{GAP[1:]}{number}{sign}", style))
    yield line_of(parts)
    yield from map(Line, further)
