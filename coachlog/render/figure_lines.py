"""A table of figures on a screen.

Its names wrap where there is no room and its numbers never do: on a screen that is too narrow for
all of them the table says that some are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coachlog.render.colours import ACCENT, BOLD, DIM, PLAIN
from coachlog.render.column_widths import FIXED, GAP, NAME, NOT_SHOWN, fitted_widths
from coachlog.render.columns import Column
from coachlog.render.page import FigureHead, FigureRow, Figures
from coachlog.render.sparkline import bars
from coachlog.render.table import Line, line_of, row_lines, widest
from coachlog.render.terminal import styled_text
from coachlog.render.text_width import fit_to_width, wrap_to_width
from coachlog.render.visible import visible

ROOM_FOR_LONG_HEADS = 100  # cells of the screen
WIDEST_NAME = 40  # beyond that the figures stand too far from their names
SHORTEST_BAR, LONGEST_BAR = 8, 24  # cells: shorter ones cannot be compared
WIDEST_OF_ONE = 2  # cells of a bar for each that it counts
LEFT_OUT = "This screen is too narrow: some figures are left out."


def figure_lines(figures: Figures, width: int | None) -> Iterator[Line]:
    """Yield the lines of a table of figures.

    Args:
        figures: what it has.
        width: the terminal's columns; None for a pipe, where no line is broken.
    """
    columns = _columns(figures, width)
    labels = [column.label for column in columns]
    rows = [labels]
    for row in figures.rows:
        rows.append([f"{_indent(row)}{visible(row.name)}", *row.cells])
    needed = widest(rows)
    if width is not None:
        needed[0] = min(needed[0], WIDEST_NAME)
    kinds = [NAME] + [FIXED] * len(figures.heads)
    widths = fitted_widths(needed, kinds, width)
    drawn_bars = _bars(figures, widths, width)
    yield from row_lines(
        columns,
        labels,
        widths,
        DIM,
    )
    for row, bar in zip(figures.rows, drawn_bars, strict=True):
        yield from _row_lines(
            row,
            figures.heads,
            widths,
            bar,
        )
    yield from styled_text(figures.legend, width, DIM)
    if NOT_SHOWN in widths:
        yield from styled_text(LEFT_OUT, width, DIM)


def _columns(figures: Figures, width: int | None) -> list[Column]:
    # Nobody knows how wide a pipe's reader is: it gets the short heads, as a narrow screen does.
    has_room = width is not None and width >= ROOM_FOR_LONG_HEADS
    columns = [Column(figures.name, wraps=True)]
    for head in figures.heads:
        label = head.short or head.long
        if has_room:
            label = head.long
        columns.append(Column(label, number=head.number))
    return columns


def _indent(row: FigureRow) -> str:
    if row.inner:
        return GAP
    return ""


def _row_lines(
    row: FigureRow,
    heads: Sequence[FigureHead],
    widths: Sequence[int],
    bar: str,
) -> Iterator[Line]:
    """Yield a row: its figures stand beside the first line of its name.

    Args:
        row: the row.
        heads: the heads of its figures, which say how each is aligned.
        widths: of its name and of its figures.
        bar: what stands behind them, empty or a drawing.
    """
    style = PLAIN
    if row.strong:
        style = BOLD
    indent = _indent(row)
    room = max(widths[0] - len(indent), 1)
    first, *further = wrap_to_width(visible(row.name), room)
    name = fit_to_width(f"{indent}{first}", widths[0])
    parts = [(name, style)]
    for head, cell, width in zip(heads, row.cells, widths[1:], strict=True):
        if width == NOT_SHOWN:
            continue
        cell_style = style
        if head.drawn:
            cell_style = ACCENT
        text = fit_to_width(cell, width, right=head.number)
        parts.append((f"{GAP}{text}", cell_style))
    parts.append((f"{GAP}{bar}", ACCENT))
    yield line_of(parts)
    for part in further:
        yield Line(f"{indent}{part}", style)


def _bars(figures: Figures, widths: Sequence[int], width: int | None) -> list[str]:
    """Return a bar for the first figure of each row; empty ones where there is no room."""
    room = 0
    if figures.bars and width is not None:
        gaps = len(GAP) * len(widths)
        room = min(width - sum(widths) - gaps, LONGEST_BAR)
    if room < SHORTEST_BAR:
        return [""] * len(figures.rows)
    numbers = [_number(row) for row in figures.rows]
    # So that a few entries do not look like many.
    longest = WIDEST_OF_ONE * max(numbers, default=0)
    return bars(numbers, min(room, longest))


def _number(row: FigureRow) -> int:
    digits = row.cells[0].replace(",", "")
    if not digits.isdecimal():
        return 0  # of the row that tells how many more there are
    return int(digits)
