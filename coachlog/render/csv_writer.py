"""Records to CSV (RFC 4180), with cells that a spreadsheet would run as a formula guarded by an apostrophe.

Written by hand, a column of a few hundred records at a time: the standard library's writer alone would take twice the
time that a whole export may. A test reads every kind of cell back with the standard library's reader.
"""

from collections.abc import Iterable, Sequence
from itertools import islice
from operator import itemgetter
from typing import Any, TextIO

from coachlog.domain.formula_guard import MAY_NEED_GUARD, guarded
from coachlog.render.columns import Column, cell_text

LINE_END = "\r\n"
BATCH = 500
KEPT = 10_000
_first_character = itemgetter(slice(1))


def write_csv(columns: Sequence[Column], rows: Iterable[Any], out: TextIO) -> None:
    """A header of the columns' names, then one line a record, streamed."""
    one = (
        len(columns) == 1
    )  # where an empty cell alone on its line has to be told from no line at all
    out.write(",".join(csv_cell(column.name) for column in columns) + LINE_END)
    rest = iter(rows)
    lists = _Cells()
    while batch := list(islice(rest, BATCH)):
        cells = [_column_cells(list(map(column.value, batch)), lists) for column in columns]
        if one:
            cells[0] = [cell or '""' for cell in cells[0]]
        out.write(LINE_END.join(map(",".join, zip(*cells, strict=True))) + LINE_END)


def csv_cell(value: Any) -> str:
    """One value as it stands in the file: guarded where it is text, quoted where it has to be."""
    text = cell_text(value)
    return _quoted(text if isinstance(value, (int, float)) else guarded(text))


class _Cells(dict[Any, str]):
    """Lists, yes and no as cells; the same few come again and again."""

    def __missing__(self, value: Any) -> str:
        cell = csv_cell(value)
        if len(self) < KEPT:
            self[value] = cell
        return cell


def _column_cells(values: list[Any], lists: _Cells) -> Iterable[str]:
    if values.count(None) == len(values):
        return [""] * len(values)
    kinds = set(map(type, values))
    if not kinds <= {str, type(None)}:
        # A list could not be looked up; true and 1 are one key, but not one cell.
        return map(lists.__getitem__, values) if kinds == {tuple} else map(csv_cell, values)
    if kinds != {str}:
        values = [value or "" for value in values]
    # What holds for the whole column need not be asked of each of its cells.
    if not MAY_NEED_GUARD.isdisjoint(map(_first_character, values)):
        values = list(map(guarded, values))
    whole = "".join(values)
    return list(map(_quoted, values)) if any(map(whole.__contains__, ',"\r\n')) else values


def _quoted(text: str) -> str:
    if '"' in text:
        return '"' + text.replace('"', '""') + '"'
    return f'"{text}"' if "," in text or "\n" in text or "\r" in text else text
