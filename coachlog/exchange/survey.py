"""A first look at all of a file: how full its columns are, and what only a whole column can tell."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from coachlog.exchange.days import Order
from coachlog.exchange.mapping import Match
from coachlog.exchange.rows import Table
from coachlog.exchange.values import has_known_word, is_choice, words_of

DATES = ("occurred_on", "occurred_at", "recorded_at", "updated_at")


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


def survey(table: Table, matches: Sequence[Match], order: str | None) -> Surveyed:
    """Read a table once.

    Args:
        table: the file.
        matches: which column is which field.
        order: how dates are written, where somebody has said so.

    Raises:
        UsageError: the file cannot be read to its end.
        DecisionNeededError: dates could have the day or the month first.
    """
    wide = len(matches)
    filled, examples = [0] * wide, [None] * wide
    choices = {match.place: match.field or "" for match in matches if is_choice(match.field)}
    seen: dict[int, set[Any]] = {place: set() for place in choices}
    known: set[int] = set()
    dates = {match.place: Order() for match in matches if match.field in DATES and order is None}
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
            _look(row.cells[place], choices[place], seen[place], known, place)
        for place, found in dates.items():
            if isinstance(cell := row.cells[place], str):
                found.look(cell, row.line)
    strange = [matches[place] for place in choices if place not in known and filled[place]]
    settled = [found.settled(table.name) for found in dates.values()]
    return Surveyed(rows, filled, examples, strange, order or next(filter(None, settled), None))


def unknown_words(match: Match) -> str:
    """One line that says why a column is left out."""
    return f"{match.column} is left out: none of its values is one of {', '.join(words_of(match.field or ''))}"


def _look(cell: Any, field: str, seen: set[Any], known: set[int], place: int) -> None:
    key = cell if isinstance(cell, str) else repr(cell)
    if cell and len(seen) < 10_000 and key not in seen:
        seen.add(key)
        if has_known_word(cell, field):
            known.add(place)
