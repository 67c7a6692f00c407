"""How wide the columns of a table are on a screen.

Names give way first, so that the text that is read has room. A number is never cut, because a cut
number is another number: where even that is too much, columns are left out, texts last of all.
"""

from __future__ import annotations

from collections.abc import Sequence

NAME, WIDE, FIXED = "name", "wide", "fixed"  # wraps, takes what is left, stays on one line

GAP = "  "
READABLE = 24  # cells that a wide column should have, where there is that much
BARELY_READABLE = 12  # below that, names that are longer than a day give more
NARROW_NAME = 10  # as wide as a day or the longest kind
NARROWEST = 6
NOT_SHOWN = 0


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
    room = width - gaps(len(shown))
    readable = len(wide) * READABLE
    _shrink(widths, long_names, NARROW_NAME, room - readable)
    barely_readable = len(wide) * BARELY_READABLE
    _shrink(widths, long_names, NARROWEST, room - barely_readable)
    for before, index in enumerate(wide):
        left = room - sum(widths)
        widths[index] = left // (len(wide) - before)
    widths[0] = min(widths[0], width)
    return widths


def _shown_columns(needed: Sequence[int], kinds: Sequence[str], width: int) -> list[int]:
    """Return the indexes of the columns that fit: the first always, and texts before others."""
    shown = list(range(len(needed)))
    least = list(map(_least_width, needed, kinds))
    last_first = shown[:0:-1]
    texts_last = sorted(last_first, key=lambda index: kinds[index] == WIDE)
    for index in texts_last:
        needed_room = gaps(len(shown))
        for other in shown:
            needed_room += least[other]
        if needed_room <= width:
            break
        shown.remove(index)
    return shown


def _least_width(needed: int, kind: str) -> int:
    """Return the width below which a column is left out."""
    if kind == WIDE:
        return NARROWEST
    if kind == NAME and needed > NARROW_NAME:
        return NARROWEST
    return needed


def _shrink(
    widths: list[int],
    columns: list[int],
    floor: int,
    room: int,
) -> None:
    """Narrow some columns, always the widest, until all fit into the room.

    Args:
        widths: of all columns; it is changed.
        columns: the indexes of those that may be narrowed.
        floor: the narrowest that they may be.
        room: the cells for all columns.
    """
    while sum(widths) > room:
        shrinkable = [index for index in columns if widths[index] > floor]
        if not shrinkable:
            return
        widest_index = max(shrinkable, key=widths.__getitem__)
        widths[widest_index] -= 1


def gaps(columns: int) -> int:
    """Return how many cells stand between so many columns."""
    return len(GAP) * (columns - 1)
