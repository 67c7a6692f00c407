"""A grid of counts as a block of a page, and as records for a spreadsheet or a program."""

from collections.abc import Iterator, Sequence
from datetime import date
from operator import itemgetter

from coachlog.domain.review.grid import GridCounts, GridLine
from coachlog.domain.review.summary import TIME_KEYS
from coachlog.named_tuple import NamedTuple
from coachlog.render.columns import Column
from coachlog.render.page import TOTAL, Grid
from coachlog.render.words import MONTHS, count_of, plural_of

ABSENT = "not given"
LISTS = ("topic", "factor")  # of which an entry can have several
# What a record of a grid counts.
CELL, ROW, COLUMN, ALL = "cell", "row", "column", "all"


class GridRecord(NamedTuple):
    """One number of a grid: of a cell, a row, a column or all entries."""

    row: str | None
    column: str | None
    entries: int
    of: str


def grid_block(counts: GridCounts, *, for_file: bool = False) -> Grid:
    """Return a grid as a block of a page.

    Args:
        counts: the counts.
        for_file: name weeks and months as files do, with their year and without a mark.
    """
    rows = _names(counts.rows, for_file=for_file)
    columns = _names(counts.columns, for_file=for_file)
    notes: list[str] = []
    mark = "*"
    if for_file:
        mark = ""
    names_of_time = columns
    if counts.by in TIME_KEYS:
        names_of_time = rows
    _mark_parts(
        counts,
        names_of_time,
        notes,
        mark,
    )
    lists = [plural_of(key) for key in LISTS if key in (counts.by, counts.across)]
    if lists:
        several = " or ".join(lists)
        notes.append(f"An entry with several {several} counts once in each, and once in a total.")
    return Grid(
        name=counts.by,
        rows=rows,
        columns=columns,
        cells=counts.cells,
        row_totals=[row.entries for row in counts.rows],
        column_totals=[column.entries for column in counts.columns],
        total=counts.total,
        notes=notes,
        is_last_row_rest=_ends_with_others(counts.rows),
        is_last_column_rest=_ends_with_others(counts.columns),
    )


def _ends_with_others(lines: Sequence[GridLine]) -> bool:
    return bool(lines) and lines[-1].others > 0


def grid_records(counts: GridCounts) -> Iterator[GridRecord]:
    """Yield every number of a grid, row by row, then the totals of columns and that of all."""
    for row, cells in zip(counts.rows, counts.cells, strict=True):
        name = _value(row)
        for column, entries in zip(counts.columns, cells, strict=True):
            yield GridRecord(
                name,
                _value(column),
                entries,
                CELL,
            )
        yield GridRecord(
            name,
            None,
            row.entries,
            ROW,
        )
    for column in counts.columns:
        yield GridRecord(
            None,
            _value(column),
            column.entries,
            COLUMN,
        )
    yield GridRecord(
        None,
        None,
        counts.total,
        ALL,
    )


def record_columns(counts: GridCounts) -> list[Column]:
    """Return the columns of the records of a grid."""
    return [
        Column(counts.by.replace("-", "_"), value=itemgetter(0)),
        Column(counts.across.replace("-", "_"), value=itemgetter(1)),
        Column("entries", number=True),
        Column("of"),
    ]


def table_columns(grid: Grid) -> list[Column]:
    """Return the columns of the rows of `Grid.table`."""
    columns = [Column(grid.name.replace("-", "_"), value=itemgetter(0))]
    for index, name in enumerate([*grid.columns, TOTAL], 1):
        columns.append(Column(name, value=itemgetter(index), number=True))
    return columns


def _value(line: GridLine) -> str | None:
    """Return what a row or a column stands for; None where entries have no value."""
    if line.others:
        return count_of(line.others, "other")
    return line.value


def _names(lines: Sequence[GridLine], *, for_file: bool) -> list[str]:
    names = [_value(line) or ABSENT for line in lines]
    years = {name[:4] for name in names}
    if for_file or len(years) != 1 or not lines[0].period:
        return names
    # The year goes without saying: "Nov", "W47".
    return list(map(_without_year, names))


def _without_year(name: str) -> str:
    _, _, rest = name.partition("-")
    if not rest.isdecimal():
        return rest
    month = MONTHS[int(rest) - 1]
    return month[:3]


def _mark_parts(
    counts: GridCounts,
    names: list[str],
    notes: list[str],
    mark: str,
) -> None:
    """Mark the first and the last week or month where they are cut off, and note the day."""
    cuts = []
    if counts.only_from:
        cuts.append((0, f"only from {_day(counts.only_from)}"))
    if counts.only_to:
        cuts.append((-1, f"only to {_day(counts.only_to)}"))
    for index, note in cuts:
        # A single week can be cut off at both ends: it has one mark.
        unmarked = names[index].removesuffix(mark)
        marked = unmarked + mark
        names[index] = marked
        notes.append(f"{marked}: {note}")


def _day(day: date) -> str:
    month = MONTHS[day.month - 1]
    return f"{day.day} {month} {day.year}"
