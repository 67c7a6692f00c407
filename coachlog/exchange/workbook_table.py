"""The sheet of a workbook that is imported, as a table like a CSV."""

from collections.abc import Iterator
from itertools import islice
from operator import itemgetter

from coachlog.domain.workbook import ENTRIES
from coachlog.errors import UsageError
from coachlog.exchange.csv_header import MOST_TITLES, KnowsName, header_index
from coachlog.exchange.headed_table import HeadedTable
from coachlog.exchange.source import Source
from coachlog.exchange.table import Row
from coachlog.exchange.workbook import SheetPart, Workbook


class WorkbookTable(HeadedTable):
    """The sheet `entries` of a workbook, or else its first one with a header."""

    # In a workbook a text needs no guard, so an apostrophe is a text's own.
    guarded = False
    notes_short_rows = False

    def _open(self, source: Source, is_known_name: KnowsName) -> None:
        self._workbook = Workbook(source.name, source.file)
        self._sheet = self._choose(is_known_name)

    def rows(self) -> Iterator[Row]:
        """Read every row that is not blank."""
        yield from super().rows()
        others = [sheet.name for sheet in self._workbook.sheets if sheet != self._sheet]
        if others:
            self.notes.append(
                f"the sheet {self._sheet.name} was read, and nothing of {', '.join(others)}"
            )

    def _all_rows(self) -> Iterator[Row]:
        return self._workbook.rows(self._sheet)

    def _choose(self, is_known_name: KnowsName) -> SheetPart:
        """Return the sheet of entries, else the first with known columns, else the first filled.

        Raises:
            UsageError: no sheet that can be seen has anything in it.
        """
        filled: list[tuple[bool, SheetPart]] = []
        for sheet in self._workbook.sheets:
            rows = [row.cells for row in islice(self._workbook.rows(sheet), MOST_TITLES)]
            if rows and sheet.name.casefold() == ENTRIES:
                return sheet
            if rows and not sheet.is_hidden:
                header = rows[header_index(rows, is_known_name)]
                filled.append((not any(map(is_known_name, header)), sheet))
        if not filled:
            raise UsageError(f"{self.name} has no sheet with anything in it.")
        # Of equals the first one.
        return min(filled, key=itemgetter(0))[1]
