"""How many terminal cells a text takes, and texts cut or wrapped to a number of cells.

The only module that knows rich, and of rich only the widths of characters: its console and its
tables take longer to load than a report's queries take to run. Even the widths are loaded late,
because most texts have none but narrow characters.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

# Here the combining marks begin. Before them every visible character is one cell wide.
FIRST_OF_OTHER_WIDTH = "\u0300"
# Signs beyond that which we draw or people type, and which are narrow too.
NARROW_SIGNS = "‘’“”–—…→─│├└▁▂▃▄▅▆▇█▌░▒▓"
MOST_CHARACTERS_A_CELL = 8  # of what people write: a family has seven in two cells
_WITHOUT_SIGNS = str.maketrans("", "", NARROW_SIGNS)


def _is_narrow(text: str) -> bool:
    """Return whether a quick look shows that each character of a text takes one cell."""
    if text.isascii():
        return True
    return max(text.translate(_WITHOUT_SIGNS), default="") < FIRST_OF_OTHER_WIDTH


def width_of(text: str) -> int:
    """Return how many terminal cells a line of text takes."""
    if _is_narrow(text):
        return len(text)
    from rich.cells import cell_len

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
    length = width_of(text)
    if length > width:
        # Cut to one cell less, which the sign for what was left out takes.
        cut = _sized(text, max(width - 1, 0)).rstrip() + "…"
        return _sized(_without_half_flag(cut), width)
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
    if width is None or width_of(text) <= width:
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
        pieces: Iterable[str] = [word]
        if width_of(word) > width:
            pieces = _chopped(word, width)
        for piece in pieces:
            longer = f"{line} {piece}"
            if not line:
                line = piece
            elif width_of(longer) <= width:
                line = longer
            else:
                yield line
                line = piece
    yield line


def _sized(text: str, width: int) -> str:
    """Return `text` cut or filled to exactly `width` cells."""
    if _is_narrow(text):
        return text[:width].ljust(width)
    from rich.cells import set_cell_size

    # rich 15.0 fails at a text that begins with a joiner, or cuts too little of it.
    try:
        sized = set_cell_size(text, width)
    except (IndexError, ZeroDivisionError):
        sized = ""
    if width_of(sized) == width:
        return sized
    while width_of(text) > width:
        text = text[:-1]
    return text + " " * (width - width_of(text))


def _chopped(word: str, width: int) -> Iterator[str]:
    """Yield a long word in pieces of at most `width` cells, if possible behind a hyphen."""
    from rich.cells import chop_cells

    start = 0
    while start < len(word):
        # No more is looked at than a piece can have, for a word may have a million characters.
        piece = word[start : start + width * MOST_CHARACTERS_A_CELL]
        if width_of(piece) > width:
            piece = chop_cells(piece, width)[0] or piece[0]
            before, hyphen, _ = piece.rpartition("-")
            if before:
                piece = before + hyphen
        yield piece
        start += len(piece)


def _without_half_flag(text: str) -> str:
    """Return `text` with a blank for half a flag before `…`.

    Rich cuts between graphemes, except for flags, which are pairs of letters.
    """
    if _is_narrow(text):
        return text
    import re

    flag = "[\U0001f1e6-\U0001f1ff]"
    half_flag = f"(?<!{flag})((?:{flag}{{2}})*){flag}…"
    return re.sub(half_flag, r"\1 …", text)
