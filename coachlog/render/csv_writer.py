"""Records as CSV (RFC 4180), with formulas guarded by an apostrophe.

Written by hand, a column of a few hundred records at a time: the writer of the standard library
alone would take twice as long. A test reads every kind of cell back with
the reader of the standard library.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from operator import itemgetter

from coachlog.domain.formula_guard import MAY_NEED_GUARD, guarded
from coachlog.render.columns import Column, cell_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TextIO

LINE_END = "\r\n"
BATCH = 500  # records
CACHED_CELLS = 10_000
_first_character = itemgetter(slice(1))


def write_csv(columns: Sequence[Column], records: Iterable[Any], out: TextIO) -> None:
    """Write a header with the columns' names, then one line a record, as they come.

    Args:
        columns: what to write of each record.
        records: the records; never more than a batch of them is in memory.
        out: a text stream that leaves line ends as they are.
    """
    write_csv_lines([column.name for column in columns], _lines(columns, records), out)


def write_csv_lines(names: Iterable[str], lines: Iterable[str], out: TextIO) -> None:
    """Write a header, then lines of CSV as they come.

    Args:
        names: the names of the columns.
        lines: the lines, without their ends.
        out: a text stream that leaves line ends as they are.
    """
    out.write(",".join(map(csv_cell, names)) + LINE_END)
    rest = iter(lines)
    while batch := list(islice(rest, BATCH)):
        batch.append("")  # so that the last line ends, too
        out.write(LINE_END.join(batch))


def _lines(columns: Sequence[Column], records: Iterable[Any]) -> Iterator[str]:
    rest = iter(records)
    while batch := list(islice(rest, BATCH)):
        cells = [_column_cells(list(map(column.value, batch))) for column in columns]
        if len(columns) == 1:
            # An empty cell that is alone on its line has to be told from no line at all.
            cells[0] = [cell or '""' for cell in cells[0]]
        yield from map(",".join, zip(*cells, strict=True))


def csv_cell(value: Any) -> str:
    """Return one value as its cell: guarded if it is text, quoted if it has to be."""
    text = cell_text(value)
    if not isinstance(value, (int, float)):
        text = guarded(text)
    return _quoted(text)


# Of lists, the same few come again and again.
_list_cell = lru_cache(CACHED_CELLS)(csv_cell)


def _column_cells(values: list[Any]) -> Iterable[str]:
    # What holds for a whole column need not be checked for each of its cells.
    if values.count(None) == len(values):
        return [""] * len(values)
    types = set(map(type, values))
    if types == {tuple}:
        return map(_list_cell, values)
    if not types <= {str, type(None)}:
        return map(csv_cell, values)
    texts = values
    if type(None) in types:
        texts = [value or "" for value in values]
    if not MAY_NEED_GUARD.isdisjoint(map(_first_character, texts)):
        texts = list(map(guarded, texts))
    if any(map("".join(texts).__contains__, ',"\r\n')):
        return map(_quoted, texts)
    return texts


def _quoted(text: str) -> str:
    if '"' in text:
        text = text.replace('"', '""')
    elif "," not in text and "\n" not in text and "\r" not in text:
        return text
    return f'"{text}"'
