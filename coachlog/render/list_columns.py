"""The columns of a list of entries as a terminal has them: nothing said twice, names last.

A pipe and a file get the columns as they were declared.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain, islice

from coachlog.named_tuple import NamedTuple
from coachlog.render.colours import DIM, KINDS, PLAIN
from coachlog.render.columns import DAY, KIND, TEAM, TOPICS, Column
from coachlog.render.table import BLOCK, Line
from coachlog.render.visible import visible
from coachlog.render.words import short_day_text, team_and_topics

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

NAMES = "names"  # the role of the column that has the team and the topics of a row
STYLES = {kind[0].upper(): style for kind, style in KINDS.items()}


class ListColumns(NamedTuple):
    """How a list is drawn: what is said once above it, its columns, and its records."""

    caption: Line | None
    columns: list[Column]
    records: Iterable[Any]


def list_columns(columns: Sequence[Column], records: Iterable[Any], today: date) -> ListColumns:
    """Return the columns of a list for a terminal.

    The day is without its year where it is this one, the kind is a letter, and team and topics
    are left out where all rows have the same: the caption has them, and what the letters mean.

    Args:
        columns: as they are declared.
        records: the rows; only the first block of them is looked at before they are drawn.
        today: the reader's day.
    """
    rest = iter(records)
    first = list(islice(rest, BLOCK))
    # A block that is not full is all there is.
    is_all = 1 < len(first) < BLOCK
    drawn = []
    names: dict[str, Column] = {}
    same: dict[str, str] = {}
    letters: list[tuple[str, str]] = []
    for column in columns:
        if column.role in (TEAM, TOPICS):
            same_name = _same_in_all(column, first)
            if is_all and same_name:
                same[column.role] = same_name
            else:
                names[column.role] = column
        elif column.role == KIND:
            letters = _letters(column, first)
            drawn.append(_kind_column(column))
        elif column.role == DAY:
            drawn.append(_day_column(column, today))
        else:
            drawn.append(column)
    if names:
        drawn.append(_names_column(names))
    return ListColumns(_caption(same, letters), drawn, chain(first, rest))


def _same_in_all(column: Column, rows: list[Any]) -> str:
    """Return the names that all rows have, as people list them; empty if they differ."""
    values = set(map(column.value, rows))
    if len(values) != 1:
        return ""
    value = values.pop()
    if column.role == TOPICS:
        value = ", ".join(value)
    return visible(value)


def _kind_column(column: Column) -> Column:
    """Return the column with a letter for each kind."""
    value = column.value
    # The caption says what the letters are, so the column needs no head.
    return Column(column.name, " ", lambda row: _letter(value(row)), role=KIND)


def _letter(kind: str) -> str:
    return kind[:1].upper()


def _day_column(column: Column, today: date) -> Column:
    """Return the column with days as people write them."""
    value = column.value
    return Column(
        column.name,
        column.label,
        lambda row: short_day_text(value(row), today),
        role=DAY,
    )


def _names_column(names: dict[str, Column]) -> Column:
    """Return one column for the names that differ from row to row."""
    if TOPICS not in names:
        return Column(NAMES, "team", names[TEAM].value, role=NAMES)
    topics = names[TOPICS].value
    if TEAM not in names:
        return Column(NAMES, "topics", lambda row: ", ".join(topics(row)), role=NAMES)
    team = names[TEAM].value
    return Column(
        NAMES,
        "team / topics",
        lambda row: team_and_topics(team(row), topics(row)),
        role=NAMES,
    )


def _letters(column: Column, rows: list[Any]) -> list[tuple[str, str]]:
    """Return the letters of the kinds that occur, each with the kind."""
    kinds = set(map(column.value, rows))
    return [(_letter(kind), kind) for kind in KINDS if kind in kinds]


def _caption(same: dict[str, str], letters: list[tuple[str, str]]) -> Line | None:
    """Return the line above a list; None if there is nothing to say.

    Args:
        same: the team and the topics that all rows have, by their role.
        letters: the letters of the kinds that occur, each with its kind.
    """
    pieces = []
    if same:
        pieces.append((_same_text(same), PLAIN))
    for letter, kind in letters:
        if pieces:
            pieces.append((" · ", DIM))
        pieces.append((letter, STYLES[letter]))
        pieces.append((f" {kind}", DIM))
    if not pieces:
        return None
    return Line("", more=tuple(pieces))


def _same_text(same: dict[str, str]) -> str:
    """Return what all rows have in common: `All of permits`, `All of permits / fees`."""
    if TEAM not in same:
        return f"All about {same[TOPICS]}"
    text = f"All of {same[TEAM]}"
    if TOPICS in same:
        text += f" / {same[TOPICS]}"
    return text
