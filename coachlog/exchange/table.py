"""What every file becomes: columns, and rows that know their line."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, Protocol


class Row(NamedTuple):
    """One row. `wrong` says why it cannot be read; its cells are then what there is of it."""

    line: int
    cells: list[Any]
    wrong: str | None = None


class Table(Protocol):
    """A file that has been understood. `guarded`: its cells may carry the guard against formulas."""

    name: str
    columns: list[str]
    guarded: bool
    notes: list[str]

    def rows(self) -> Iterator[Row]:
        """Every row that is not blank, from the start."""
        ...


Known = Callable[[str], bool]
