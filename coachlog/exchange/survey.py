"""A first look at all of a file: how full its columns are, and what only a whole column can tell."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from coachlog.exchange.column_mapping import Match
from coachlog.exchange.date_columns import Order
from coachlog.exchange.record_shape import Shape
from coachlog.exchange.table import Table


class Surveyed(NamedTuple):
    """What was found: the number of rows, by column how many cells are filled and a first example.

    `strange` are the columns of a field with words of its own, none of which they use; `order` is how dates are
    written, or None where it makes no difference.
    """

    rows: int
    filled: list[int]
    examples: list[Any]
    strange: list[Match]
    order: str | None


def survey(table: Table, shape: Shape, matches: Sequence[Match], order: str | None) -> Surveyed:
    """Read a table once.

    Args:
        table: the file.
        shape: what its rows are to become.
        matches: which column is which field.
        order: how dates are written, where somebody has said so.

    Raises:
        UsageError: the file cannot be read to its end.
        DecisionNeededError: dates could have the day or the month first.
    """
    wide = len(matches)
    filled, examples = [0] * wide, [None] * wide
    choices = {match.place: match.field or "" for match in matches if match.field in shape.words}
    seen: dict[int, set[Any]] = {place: set() for place in choices}
    known: set[int] = set()
    dates = {
        match.place: Order() for match in matches if match.field in shape.dates and order is None
    }
    rows = 0
    for row in table.rows():
        rows += 1
        if row.wrong is not None:
            continue
        for place, cell in enumerate(row.cells):
            if cell is None or cell in ("", []):
                continue
            filled[place] += 1
            if examples[place] is None:
                examples[place] = cell
        for place in choices.keys() - known:
            if _is_new(row.cells[place], seen[place]) and shape.has_word(
                row.cells[place], choices[place]
            ):
                known.add(place)
        for place, found in dates.items():
            if isinstance(cell := row.cells[place], str):
                found.look(cell, row.line)
    strange = [matches[place] for place in choices if place not in known and filled[place]]
    settled = [found.settled(table.name) for found in dates.values()]
    return Surveyed(rows, filled, examples, strange, order or next(filter(None, settled), None))


def unknown_words(shape: Shape, match: Match) -> str:
    """One line that says why a column is left out."""
    return f"{match.column} is left out: none of its values is one of {', '.join(shape.words[match.field or ''])}"


def _is_new(cell: Any, seen: set[Any]) -> bool:
    key = cell if isinstance(cell, str) else repr(cell)
    if not cell or len(seen) >= 10_000 or key in seen:
        return False
    seen.add(key)
    return True
