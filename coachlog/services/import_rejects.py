"""The rows of a file that were not taken, in a file of their own, to be mended and imported again."""

import csv
import json
import os
from collections.abc import Collection
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from coachlog.domain.formula_guard import guarded, unguarded
from coachlog.errors import CoachlogError, DecisionNeededError, StorageError
from coachlog.exchange.table import Row, Table
from coachlog.render.columns import cell_text
from coachlog.render.files import whole_file

FOR_STREAM = "import.rejects.csv"


class Rejects:
    """For a `with` statement: made with the first row that is given to it, and there when it ends without an error."""

    def __init__(self, table: Table, path: str | None, left_out: Collection[int] = ()) -> None:
        """Name the file.

        Args:
            table: where the rows come from.
            left_out: the places of columns that go into no file of ours.
            path: the file's name; else it is called after the table and lies beside it, or in the current folder where
                that is no file. Where there is one of that name, the new one gets a number.

        Raises:
            DecisionNeededError: there is a file `path`.
        """
        if path and os.path.lexists(path):
            raise DecisionNeededError(
                f"{path} is there already. Name another file with --rejects, or move it away."
            )
        source = Path(table.name)
        beside = (
            source.with_name(f"{source.stem}.rejects.csv") if source.is_file() else Path(FOR_STREAM)
        )
        self.path = Path(path) if path else _free(beside)
        self._table = table
        self._kept = [place for place in range(len(table.columns)) if place not in left_out]
        self._keeps_all = len(self._kept) == len(table.columns)
        self._stack = ExitStack()
        self._writer: Any = None

    def __enter__(self) -> "Rejects":
        return self

    def __exit__(self, *error: Any) -> None:
        self._stack.__exit__(*error)

    def __call__(self, row: Row, why: str) -> None:
        """Keep a row: its line, why it was not taken, and its cells as they are.

        Raises:
            StorageError: the file cannot be written.
        """
        if self._writer is None:
            # The mark by which a spreadsheet knows UTF-8: this file is for a person to open.
            try:
                file = self._stack.enter_context(whole_file(str(self.path), bom=True))
            except CoachlogError as error:
                raise StorageError(
                    f"line {row.line} cannot be taken ({why}), nor set aside: {error} Name a file for such rows with --rejects."
                ) from None
            self._writer = csv.writer(file, lineterminator="\r\n")
            self._writer.writerow(
                ["line", "reason", *(guarded(self._table.columns[place]) for place in self._kept)]
            )
        # A row that cannot be read may have more or fewer cells than there are columns.
        whole = len(row.cells) == len(self._table.columns)
        cells = (
            [row.cells[place] for place in self._kept]
            if whole
            else row.cells
            if self._keeps_all
            else []
        )
        self._writer.writerow([str(row.line), guarded(_storable(why)), *map(self._cell, cells)])

    def _cell(self, cell: Any) -> str:
        text = json.dumps(cell) if isinstance(cell, dict) else cell_text(cell)
        return guarded(_storable(unguarded(text) if self._table.guarded else text))


def _storable(text: str) -> str:
    """Text that a file can hold: half a surrogate pair is shown as its number."""
    return text.encode("utf-8", "backslashreplace").decode()


def _free(path: Path) -> Path:
    found, number = path, 2
    while found.exists():
        found = path.with_name(f"{path.stem}-{number}{path.suffix}")
        number += 1
    return found
