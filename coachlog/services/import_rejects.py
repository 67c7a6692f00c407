"""The file of rejected rows, to be corrected and imported again."""

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
from coachlog.storage.file.output_file import whole_file

FOR_STREAM = "import.rejects.csv"


class RejectsFile:
    """A context manager: the file is made for the first row, and kept unless there is an error."""

    def __init__(
        self,
        table: Table,
        path: str | None,
        hidden_columns: Collection[int] = (),
    ) -> None:
        """Name the file.

        Args:
            table: where the rows come from.
            path: the file's name. Without one it is called after the table and lies beside it, or
                in the current folder for a stream; a name that is taken gets a number.
            hidden_columns: the indexes of columns that are never written.

        Raises:
            DecisionNeededError: there is a file `path`.
        """
        # Before anything is imported; a dangling link counts as a file, too.
        if path and os.path.lexists(path):
            raise DecisionNeededError(
                f"{path} already exists. Name another file with --rejects, or move it away."
            )
        self.path = Path(path) if path else _unused_path(table)
        self._table = table
        self._columns = [
            index for index in range(len(table.columns)) if index not in hidden_columns
        ]
        self._hides_columns = bool(hidden_columns)
        self._stack = ExitStack()
        self._writer: Any = None

    def __enter__(self) -> "RejectsFile":
        return self

    def __exit__(self, *error: Any) -> None:
        self._stack.__exit__(*error)

    def add(self, row: Row, reason: str) -> None:
        """Write a row: its line, why it was rejected, and its cells as they are.

        Args:
            row: the row; hidden columns are left out.
            reason: why it cannot be imported, without a full stop.

        Raises:
            StorageError: the file cannot be written.
        """
        if self._writer is None:
            self._open(row, reason)
        cells = row.cells
        if len(cells) == len(self._table.columns):
            cells = [cells[index] for index in self._columns]
        elif self._hides_columns:
            # With a cell too many, nobody can tell which ones to hide.
            cells = []
        texts = [str(row.line), guarded(_encodable(reason))]
        texts += map(self._cell_text, cells)
        self._writer.writerow(texts)

    def _open(self, row: Row, reason: str) -> None:
        """Make the file, with its header, for the first rejected row.

        Raises:
            StorageError: it cannot be written; the message tells what became of the row.
        """
        try:
            # The byte-order mark is for spreadsheets: this file is for a person to open.
            file = self._stack.enter_context(whole_file(str(self.path), bom=True))
        except CoachlogError as error:
            raise StorageError(
                f"line {row.line} was rejected ({reason}), and could not be saved: {error}"
                " Name another file for rejected rows with --rejects."
            ) from None
        self._writer = csv.writer(file, lineterminator="\r\n")
        columns = [guarded(self._table.columns[index]) for index in self._columns]
        self._writer.writerow(["line", "reason", *columns])

    def _cell_text(self, cell: Any) -> str:
        """Return a cell as a spreadsheet may open it: with one guard at most."""
        text = json.dumps(cell) if isinstance(cell, dict) else cell_text(cell)
        # What has a guard already must not get a second one.
        if self._table.guarded:
            text = unguarded(text)
        return guarded(_encodable(text))


def _encodable(text: str) -> str:
    """Show half of a surrogate pair, which no file can hold, as its number."""
    return text.encode("utf-8", "backslashreplace").decode()


def _unused_path(table: Table) -> Path:
    """Return a path beside the file, or in the current folder for a stream."""
    source = Path(table.name)
    path = Path(FOR_STREAM)
    if source.is_file():
        path = source.with_name(f"{source.stem}.rejects.csv")
    unused = path
    number = 2
    while unused.exists():
        unused = path.with_name(f"{path.stem}-{number}{path.suffix}")
        number += 1
    return unused
