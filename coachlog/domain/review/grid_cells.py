"""The cells of a grid, their totals, and the others.

An entry with two topics, or two factors, counts once in each of them and once in a total. So no
total is a sum of cells, and neither are the others: what is in two of them counts once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from functools import cache
from itertools import product

from coachlog.domain.review.summary import TIME_KEYS, labels_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

NAMES = ("team", "topic")  # of which there can be too many for the columns


class Mark(Enum):
    """What stands for several values of a key: all, or those that are not at the top."""

    TOTAL = "total"
    OTHERS = "others"


Keys = tuple[str, str]  # that of the rows, and that of the columns
Label = str | Mark | None
Kept = Sequence[frozenset[Label] | None]
Cells = Counter[tuple[Label, Label]]
ALL_KEPT: Kept = (None, None)


def count_cells(
    keys: Keys,
    rows: Iterable[tuple[Any, Any, int]],
    week_start: str,
    kept: Kept = ALL_KEPT,
) -> Cells:
    """Return how many entries each cell has, and each total.

    Args:
        keys: the key of the rows and the key of the columns.
        rows: two values, of the fields of the keys, and how many entries have both. Each entry is
            in one of the rows. Only with the topic as a key it is in one for each of its topics, in
            one for their total, and perhaps in one for the others.
        week_start: the day on which weeks begin.
        kept: for each key the labels that are not among the others; None for all.
    """
    row_labels = _labeller(keys[0], week_start, kept[0])
    column_labels = _labeller(keys[1], week_start, kept[1])
    cells: Cells = Counter()
    for first, second, entries in rows:
        for pair in product(row_labels(first), column_labels(second)):
            cells[pair] += entries
    return cells


def _labeller(
    key: str,
    week_start: str,
    kept: frozenset[Label] | None,
) -> Callable[[Any], Sequence[Label]]:
    """Return what gives the labels that a value counts under."""

    @cache  # a day comes again with every team
    def labels(value: Any) -> Sequence[Label]:
        if isinstance(value, Mark):
            return (value,)
        if key == "topic":
            is_kept = kept is None or value in kept
            return (value,) if is_kept else ()
        shown: list[Label] = []
        for label in labels_of(key, value, week_start):
            is_kept = kept is None or label in kept
            shown.append(label if is_kept else Mark.OTHERS)
        # Two others of one entry are one.
        return (*dict.fromkeys(shown), Mark.TOTAL)

    return labels


def kept_labels(keys: Keys, cells: Cells, top: int) -> tuple[Kept, list[int]]:
    """Return the labels with the most entries, and how many are left: both for rows and columns.

    Args:
        keys: the key of the rows and the key of the columns.
        cells: the counts of all labels.
        top: how many labels of the rows to keep, and how many names of columns.
    """
    kept: list[frozenset[Label] | None] = [None, None]
    others = [0, 0]
    for side, is_limited in enumerate(limited_sides(keys)):
        labels = by_entries(totals_of(cells, side))
        if is_limited and len(labels) > top:
            kept[side] = frozenset(labels[:top])
            others[side] = len(labels) - top
    return kept, others


def limited_sides(keys: Keys) -> tuple[bool, bool]:
    """Return whether rows, and columns, can be among the others: weeks and months never are."""
    return keys[0] not in TIME_KEYS, keys[1] in NAMES


def totals_of(cells: Cells, side: int) -> dict[Label, int]:
    """Return the entries of every row (side 0) or column (1), without those of all together."""
    totals = {}
    for pair, entries in cells.items():
        if pair[1 - side] is Mark.TOTAL and pair[side] is not Mark.TOTAL:
            totals[pair[side]] = entries
    return totals


def by_entries(totals: dict[Label, int]) -> list[Label]:
    """Return the labels of some totals: those with the most entries first, the others last."""

    def order(label: Label) -> tuple[bool, int, str]:
        return label is Mark.OTHERS, -totals[label], str(label or "")

    return sorted(totals, key=order)
