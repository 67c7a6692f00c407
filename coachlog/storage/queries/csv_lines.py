"""Entries as lines of CSV, which SQLite joins from their fields.

An export has millions of cells, and an object of Python for each of them takes longer than all
else. Hardly any cell has to be quoted or guarded: SQLite finds those that may have to be, and has
them written by the function that writes the cells of every other CSV.
"""

from __future__ import annotations

from coachlog.domain.fields import DAYS, FIELDS, FLAG, ID, INSTANT, LONG_TEXTS
from coachlog.domain.filters import Filter
from coachlog.storage.file.connection import Log
from coachlog.storage.queries.entries import entry_rows
from coachlog.storage.queries.entry_rows import CHECKED_COLUMNS, check_entry

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

NEEDED = 4  # columns for the caller; behind them come those that are checked
DAY = NEEDED + len(CHECKED_COLUMNS) - 1  # the index of the last of them
# What never needs a quote or a guard: what is checked, and ids and instants, which nobody types.
PLAIN = frozenset(
    name
    for name, field in FIELDS.items()
    if name in CHECKED_COLUMNS or field.value_type in (ID, INSTANT)
)
OWN_LEARNER = "CASE WHEN e.trainer IS :reader THEN e.learner END"
# GLOB looks for one character with `strchr`, three times as fast as `instr`.
SPECIAL = " OR ".join(f"{{0}} GLOB '*{character}*'" for character in ',"\r\n')
# No formula begins with a letter: those and `[ \ ] ^ _` and the backtick lie between A and {.
# Most texts are empty, so that is asked first.
TEXT_CELL = f"""CASE WHEN {{0}} IS NULL THEN NULL
    WHEN {{0}} BETWEEN 'A' AND '{{{{' AND NOT ({SPECIAL}) THEN {{0}}
    WHEN {{0}} <> '' THEN csv_cell({{0}}) END"""
DAYS_CELL = """iif({0} GLOB '*,*', '"' || {0} || '"', {0})"""
FLAG_CELL = "iif({0} = 1, 'yes', 'no')"


def select_csv_lines(
    log: Log,
    entry_filter: Filter,
    names: Sequence[str],
    csv_cell: Callable[[str], str],
    newest: int | None = None,
) -> Iterator[Any]:
    """Yield the entries that match, as `select_entries` does, as lines of CSV.

    With each line, which has no end, come the short id, the learner if the reader may know of one,
    and then the texts below each other.

    Args:
        log: the log.
        entry_filter: which entries, how many, and in which order.
        names: the fields of a line; at least two.
        csv_cell: returns a text as a cell, guarded and quoted if it has to be.
        newest: how many of the last ones at most; for a filter that begins with the oldest.

    Raises:
        DamagedError: a kind, share, status or day is damaged.
    """
    log.db.create_function("csv_cell", 1, csv_cell, deterministic=True)
    texts = _joined([f"e.{name}" for name in LONG_TEXTS], "\n")
    columns = (
        _joined(list(map(_cell, names)), ","),
        "e.short_id",
        # Apart from the texts: whatever separates the two may be in a damaged name.
        OWN_LEARNER,
        f"CASE WHEN e.learner <> '' AND e.trainer IS :reader THEN {texts} END",
        *(f"e.{name}" for name in CHECKED_COLUMNS),
    )
    undamaged: set[Any] = set()
    for row in entry_rows(log, entry_filter, ", ".join(columns), newest):
        # Apart: there are few choices and few days, and many more days with each of the choices.
        choices = row[NEEDED:DAY]
        if choices not in undamaged or row[DAY] not in undamaged:
            check_entry(log, row[1], (*choices, row[DAY]))
            undamaged.update((choices, row[DAY]))
        yield row[:NEEDED]


def _cell(name: str) -> str:
    """Return the cell of a field in SQL; NULL where it is empty."""
    column = f"e.{name}"
    value_type = FIELDS[name].value_type
    if value_type == FLAG:
        return FLAG_CELL.format(column)
    if value_type == DAYS:
        return DAYS_CELL.format(column)
    if name in PLAIN:
        return column
    return TEXT_CELL.format(OWN_LEARNER if name == "learner" else column)


def _joined(cells: Sequence[str], separator: str) -> str:
    # One call for the whole line: `||` would copy what is joined once more for each cell.
    return f"printf('{separator.join(['%s'] * len(cells))}', {', '.join(cells)})"
