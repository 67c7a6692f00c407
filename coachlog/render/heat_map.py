"""The shades of a heat map: the larger a number, the darker its cell.

A shade is a sign behind the number, so that it is there without colour, too. Where the terminal
has many colours, `rich_lines` makes a background of it. A legend tells the numbers of each shade.
"""

from collections.abc import Iterator, Sequence
from itertools import chain

from coachlog.render.colours import DIM, PLAIN
from coachlog.render.column_widths import GAP
from coachlog.render.page import Grid
from coachlog.render.table import Line, line_of
from coachlog.render.text_width import width_of

SIGNS = "░▒▓█"
HEAT = ("heat 1", "heat 2", "heat 3", "heat 4")
NO_SHADE = (" ", PLAIN)
LEGEND = "Shades:"


def compared(grid: Grid) -> list[list[int]]:
    """Return the cells of a grid that are compared by their shades; those of others are 0."""
    rows = [list(cells) for cells in grid.cells]
    for cells in rows:
        if grid.is_last_column_rest:
            cells[-1] = 0
    if grid.is_last_row_rest:
        rows[-1] = [0] * len(grid.columns)
    return rows


class Shades:
    """The shades of some counts, each for a quarter of the way to the largest."""

    def __init__(self, cells: Sequence[Sequence[int]]) -> None:
        """Find the largest of the counts that are to be shaded."""
        self._largest = max(chain.from_iterable(cells), default=0)

    def of(self, number: int) -> tuple[str, str]:
        """Return the sign and the style of a count; a zero has no shade."""
        if number <= 0:
            return NO_SHADE
        # Rounded up, so that the largest has the last one.
        level = -(-number * len(SIGNS) // self._largest)
        return SIGNS[level - 1], HEAT[level - 1]

    def legend(self, width: int) -> Iterator[Line]:
        """Yield the lines that tell the numbers of each shade; none if there is only one."""
        if self._largest < 2:
            return
        parts = [(LEGEND, DIM)]
        used = width_of(LEGEND)
        for numbers, sign, style in self.ranges():
            text = f" {numbers} {sign}"
            if used + len(GAP) + width_of(text) > width:
                yield line_of(parts)
                parts = []
                used = 0
            parts += [(GAP, PLAIN), (text, style)]
            used += len(GAP) + width_of(text)
        yield line_of(parts)

    def ranges(self) -> Iterator[tuple[str, str, str]]:
        """Yield the numbers of each shade, with its sign and its style."""
        first = 1
        for level, (sign, style) in enumerate(zip(SIGNS, HEAT, strict=True), 1):
            last = self._largest * level // len(SIGNS)
            if last < first:
                continue  # of few numbers there are fewer than four shades
            numbers = f"{first:,}"
            if last > first:
                numbers += f"-{last:,}"
            yield numbers, sign, style
            first = last + 1
