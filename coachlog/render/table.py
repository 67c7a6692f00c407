"""Tables and text for the screen. The only room that knows rich.

Of rich, only the widths of characters are loaded at once; its console costs more than a report's queries, so that it is
loaded where a table of its own is drawn.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, TextIO

from rich.cells import cell_len, chop_cells, set_cell_size

from coachlog.render.columns import Column, cell_text
from coachlog.render.visible import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

PIPE_WIDTH = 1_000_000
BLOCK = 1_000
GAP = 2  # between two columns
ROOM = 24  # what a text that is read should have at least, where there is that much
_HALF_FLAG = re.compile(
    "(?<![\U0001f1e6-\U0001f1ff])((?:[\U0001f1e6-\U0001f1ff]{2})*)[\U0001f1e6-\U0001f1ff]…"
)
NARROWEST = 10  # as wide as a day or the longest kind
LITTLE_ROOM = 12  # below that a text cannot be read, and names that are longer than a day give more
LEAST = 6


def console(out: TextIO, *, width: int | None, colour: bool) -> "Console":
    """A console that adds nothing of its own: no markup, no emoji codes, no highlighting.

    Args:
        out: where to write.
        width: the terminal's columns; None for a pipe, where no line is ever broken.
        colour: whether to use it.
    """
    from rich.console import Console

    return Console(
        file=out,
        width=width or PIPE_WIDTH,
        force_terminal=colour,
        no_color=not colour,
        color_system="standard" if colour else None,
        markup=False,
        emoji=False,
        highlight=False,
        soft_wrap=width is None,
    )


def write_table(
    columns: Sequence[Column], rows: Iterable[Any], out: TextIO, *, width: int | None, colour: bool
) -> None:
    """A table. On a screen a long text is cut with `…` at the edge of its column, or wrapped; in a pipe nothing is cut.

    A long table is drawn in blocks: a column that has to grow does so from one block to the next, and the first rows
    are there, and the memory is small, however many follow.
    """
    rows = iter(rows)
    widths = [width_of(column.label) for column in columns]
    head = True
    while (block := list(islice(rows, BLOCK))) or head:
        cells = [[visible(cell_text(column.value(row))) for column in columns] for row in block]
        for line in cells:
            widths = [max(known, width_of(cell)) for known, cell in zip(widths, line, strict=True)]
        _write_block(columns, cells, widths, out, head=head, width=width, colour=colour)
        head = False


def _write_block(
    columns: Sequence[Column],
    cells: Iterable[Iterable[str]],
    widths: Sequence[int],
    out: TextIO,
    *,
    head: bool,
    width: int | None,
    colour: bool,
) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(
        box=box.SIMPLE_HEAD,
        show_header=head,
        pad_edge=False,
        show_edge=False,
        padding=(0, 1, 0, 0),
        header_style="bold",
    )
    for column, needed, most in zip(columns, widths, _capped(columns, widths, width), strict=True):
        flexible = column.wide and width is not None
        table.add_column(
            column.label,
            justify="right" if column.number else "left",
            ratio=1 if flexible else None,
            # a number that is cut is another number
            min_width=None if flexible else needed if column.number or most is None else most,
            max_width=most,
            no_wrap=not column.wraps,
            overflow="fold" if column.wraps else "ellipsis",
        )
    for line in cells:
        table.add_row(*map(Text, line))
    table.expand = width is not None and any(column.wide for column in columns)
    _print_stripped(console(out, width=width, colour=colour), table, out)


def _capped(
    columns: Sequence[Column], widths: Sequence[int], width: int | None
) -> list[int | None]:
    """How wide each column may be, so that names and lists leave room for the text that is read: the longest give first."""
    capped = list(widths)
    names = [place for place, column in enumerate(columns) if not column.wide and not column.number]
    wide = sum(column.wide for column in columns)
    while width and names:
        room = (
            width
            - sum(capped[place] for place, column in enumerate(columns) if not column.wide)
            - GAP * (len(columns) - 1)
        )
        longest = max(names, key=lambda place: capped[place])
        if room >= ROOM * wide or capped[longest] <= NARROWEST:
            break
        capped[longest] -= 1
    while width and (
        cut := [place for place in names if widths[place] > NARROWEST and capped[place] > LEAST]
    ):
        room = (
            width
            - sum(capped[place] for place, column in enumerate(columns) if not column.wide)
            - GAP * (len(columns) - 1)
        )
        if room >= LITTLE_ROOM * wide:
            break
        capped[max(cut, key=lambda place: capped[place])] -= 1
    return [
        None if column.wide or not width else most
        for column, most in zip(columns, capped, strict=True)
    ]


def write_sheet(
    title: str,
    groups: Iterable[Sequence[tuple[str, str]]],
    out: TextIO,
    *,
    width: int | None,
    colour: bool,
) -> None:
    """A title, then groups of labelled texts, each text in full beside its label, with an empty line between groups."""
    from rich.table import Table
    from rich.text import Text

    screen = console(out, width=width, colour=colour)
    screen.print(Text(visible(title), style="bold"))
    for group in groups:
        grid = Table.grid(padding=(0, 2))
        grid.add_column(no_wrap=True, style="bold")
        grid.add_column(overflow="fold", ratio=1 if width else None)
        for label, text in group:
            grid.add_row(label, Text(visible(text, lines=True)))
        out.write("\n")
        _print_stripped(screen, grid, out)


def _print_stripped(screen: "Console", table: "Table", out: TextIO) -> None:
    """Rich pads every line to the table's width; a pipe and a copied screen are better off without."""
    with screen.capture() as capture:
        screen.print(table)
    out.write("\n".join(line.rstrip() for line in _whole_flags(capture.get()).split("\n")))


def _whole_flags(text: str) -> str:
    """`text` with a blank for half a flag before `…`: rich cuts between graphemes, but for flags, which are two letters."""
    return text if text.isascii() else _HALF_FLAG.sub(r"\1 …", text)


def width_of(text: str) -> int:
    """How many terminal cells a line of text takes."""
    return cell_len(text)


def fit_to_width(text: str, width: int | None, *, right: bool = False, fill: bool = True) -> str:
    """`text` in exactly `width` terminal cells: filled with blanks, or cut between graphemes with `…`.

    Args:
        text: one line, already `visible`.
        width: the cells; None leaves the text as it is.
        right: fill on the left.
        fill: whether to fill at all.
    """
    if width is None:
        return text
    length = cell_len(text)
    if length > width:
        return set_cell_size(
            _whole_flags(set_cell_size(text, max(width - 1, 0)).rstrip() + "…"), width
        )
    blanks = " " * (width - length) if fill else ""
    return blanks + text if right else text + blanks


def wrap_to_width(text: str, width: int | None, most: int) -> list[str]:
    """`text` on at most `most` lines of at most `width` terminal cells, with `…` where there is more."""
    if width is None or cell_len(text) <= width:
        return [text]
    lines = [""]
    for word in text.split():
        for piece in [word] if cell_len(word) <= width else chop_cells(word, width):
            joined = f"{lines[-1]} {piece}" if lines[-1] else piece
            if cell_len(joined) <= width:
                lines[-1] = joined
            else:
                lines.append(piece)
        if len(lines) > most:
            return [
                *lines[: most - 1],
                fit_to_width(f"{lines[most - 1]} {lines[most]}"[: 4 * width], width).rstrip(),
            ]
    return lines
