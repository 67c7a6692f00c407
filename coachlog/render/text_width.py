"""How many terminal cells a text takes, and texts cut or wrapped to a number of cells.

The only module that knows rich, and of rich only the widths of characters: its console and its
tables take longer to load than a report's queries take to run.
"""

import re
from collections.abc import Iterator
from itertools import islice

from rich.cells import cell_len, chop_cells, set_cell_size

_HALF_FLAG = re.compile(
    "(?<![\U0001f1e6-\U0001f1ff])((?:[\U0001f1e6-\U0001f1ff]{2})*)[\U0001f1e6-\U0001f1ff]…"
)


def width_of(text: str) -> int:
    """Return how many terminal cells a line of text takes."""
    return cell_len(text)


def fit_to_width(text: str, width: int | None, *, right: bool = False, fill: bool = True) -> str:
    """Return `text` in exactly `width` cells: filled with blanks, or cut with `…`.

    Args:
        text: one line, already made visible.
        width: the cells; None leaves the text as it is.
        right: fill on the left, so that the text ends at the right edge.
        fill: whether to fill at all.
    """
    if width is None:
        return text
    length = cell_len(text)
    if length > width:
        # Cut to one cell less, which the sign for what was left out takes.
        cut = set_cell_size(text, max(width - 1, 0)).rstrip() + "…"
        return set_cell_size(_without_half_flag(cut), width)
    if not fill:
        return text
    blanks = " " * (width - length)
    if right:
        return blanks + text
    return text + blanks


def wrap_to_width(text: str, width: int | None, most: int | None = None) -> list[str]:
    """Return `text` on lines of at most `width` cells, broken between words where possible.

    Args:
        text: one line, already made visible.
        width: the cells of a line; None leaves the text as it is.
        most: the most lines to return; the last one ends with `…` where there is more.
    """
    if width is None or cell_len(text) <= width:
        return [text]
    if most is None:
        return list(_wrapped_lines(text, width))
    # A text may have a million characters: no more lines are made than are needed.
    lines = list(islice(_wrapped_lines(text, width), most + 1))
    if len(lines) <= most:
        return lines
    last_line = f"{lines[most - 1]} {lines[most]}"
    return [*lines[: most - 1], fit_to_width(last_line, width).rstrip()]


def _wrapped_lines(text: str, width: int) -> Iterator[str]:
    line = ""
    for word in text.split():
        pieces = [word]
        if cell_len(word) > width:
            pieces = chop_cells(word, width)
        for piece in pieces:
            longer = f"{line} {piece}"
            if not line:
                line = piece
            elif cell_len(longer) <= width:
                line = longer
            else:
                yield line
                line = piece
    yield line


def _without_half_flag(text: str) -> str:
    """Return `text` with a blank for half a flag before `…`.

    Rich cuts between graphemes, except for flags, which are pairs of letters.
    """
    if text.isascii():
        return text
    return _HALF_FLAG.sub(r"\1 …", text)
