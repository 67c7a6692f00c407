"""Workbooks for Excel, LibreOffice and others (.xlsx), in constant memory.

Written by hand: XlsxWriter takes 23 times as long as the CSV of the same 100,000 entries, this less
than 4 times; and XlsxWriter takes a text `<r>…</r>` for markup. The same sheets always make the
same bytes: no time and no name is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import islice
from zipfile import ZIP_DEFLATED, ZipFile

from coachlog.domain.fields import DAY, INSTANT
from coachlog.errors import UsageError
from coachlog.named_tuple import NamedTuple
from coachlog.render.columns import Column
from coachlog.render.xlsx_cells import WIDE, RowWriter, column_letters, column_style
from coachlog.render.xlsx_parts import COLUMN, SHADES, SHEET_END, SHEET_START, other_parts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import IO, Any

BATCH = 500  # records
# From "Excel specifications and limits".
MOST_ROWS = 1_048_576
MOST_IN_PAGE_HEAD = 255  # characters
# Programs differ in whether they read a part of more than 2 GiB (ZIP64).
MOST_BYTES = 2_000_000_000
LEVEL = 1  # of compression; 6 takes as long as all else for a file that is a quarter smaller
WIDTHS = {DAY: 12, INSTANT: 26}  # characters
NAMED_WIDTHS = {"uuid": 38, "part": 24}
WIDTH = 16


class Sheet(NamedTuple):
    """A sheet of a workbook.

    Attributes:
        name: its name.
        columns: what to write of each record; their names are its first row.
        records: the records; never more than a batch of them is in memory.
        note: what stands at the head of each printed page.
        is_shaded: whether the cells are shaded by their numbers, but for the first column, which
            has names, and the last row and column, which have totals.
    """

    name: str
    columns: Sequence[Column]
    records: Iterable[Any]
    note: str = ""
    is_shaded: bool = False


def write_workbook(sheets: Iterable[Sheet], out: IO[bytes]) -> list[str]:
    """Write a workbook, and return the cells whose texts had to be cut: `entries F12`.

    Args:
        sheets: its sheets, the first of which is shown first.
        out: where to; it may be a pipe.

    Raises:
        UsageError: a sheet would be too large.
    """
    cut = []
    cells_by_sheet = {}
    # Parts are opened, because `writestr` would write the time of day with them.
    with ZipFile(out, "w", ZIP_DEFLATED, compresslevel=LEVEL) as archive:
        for number, sheet in enumerate(sheets, 1):
            rows = RowWriter(sheet.columns)
            with archive.open(f"xl/worksheets/sheet{number}.xml", "w") as part:
                cells_by_sheet[sheet.name] = _write_sheet(sheet, rows, part, is_first=number == 1)
            cut += [f"{sheet.name} {cell}" for cell in rows.cut]
        for path, xml in other_parts(cells_by_sheet).items():
            with archive.open(path, "w") as part:
                part.write(xml.encode())
    return cut


def _write_sheet(sheet: Sheet, rows: RowWriter, part: IO[bytes], *, is_first: bool) -> str:
    """Write a sheet, and return the cells that it has: `A1:F12`.

    Raises:
        UsageError: it would be too large.
    """
    columns = ""
    for number, column in enumerate(sheet.columns, 1):
        columns += COLUMN.format(number=number, width=_width(column), style=column_style(column))
    selected = ' tabSelected="1"' if is_first else ""
    part.write(SHEET_START.format(selected=selected, columns=columns).encode())
    part.write(rows.head().encode())
    records = iter(sheet.records)
    last_row = 1
    size = 0
    while batch := list(islice(records, BATCH)):
        size += part.write(rows.rows(last_row + 1, batch).encode())
        last_row += len(batch)
        if last_row > MOST_ROWS or size > MOST_BYTES:
            raise UsageError(
                f"this is too much for one sheet, which holds {MOST_ROWS - 1:,} entries and"
                f" {MOST_BYTES // 10**9} GB of text. Leave some out, for example with --since,"
                " or use --format csv."
            )
    last_column = len(sheet.columns) - 1
    cells = f"A1:{column_letters(last_column)}{last_row}"
    shades = ""
    # Nothing is left between the names and the totals of an empty grid.
    if sheet.is_shaded and last_row > 2 and last_column > 1:
        shades = SHADES.format(cells=f"B2:{column_letters(last_column - 1)}{last_row - 1}")
    head = _page_head(sheet.note)
    part.write(SHEET_END.format(cells=cells, shades=shades, head=head).encode())
    return cells


def _width(column: Column) -> int:
    """Return the width of a column in characters; a name has the button of the filter beside it."""
    width = WIDTHS.get(column.value_type, WIDTH)
    if column.wide:
        width = WIDE
    if column.number:
        width = 0
    width = NAMED_WIDTHS.get(column.name, width)
    return max(width, len(column.name) + 4)


def _page_head(note: str) -> str:
    """Return what stands at the head of each page, in XML; in it `&` begins a command."""
    if not note:
        return ""
    text = "&L" + note.replace("&", "&&")
    return f"<oddHeader>{escape(text[:MOST_IN_PAGE_HEAD])}</oddHeader>"
