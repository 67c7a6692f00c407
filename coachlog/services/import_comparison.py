"""Whether a row that comes back says what the log has, however files write it."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from coachlog.domain.fields import LIST_SEPARATOR, Fields
from coachlog.domain.formula_guard import guarded
from coachlog.domain.people.masking import MASKS
from coachlog.domain.typed_text import name_key
from coachlog.domain.workbook import CUT_MARK, cut_to_cell
from coachlog.exchange.workbook_values import saved_by_libreoffice


def says_otherwise(fields: Fields, stored: Fields) -> bool:
    """Return whether a row says something else than the log; what it leaves out does not count."""
    for name, value in fields.items():
        # The log may have given the entry another short id.
        if name != "short_id" and differs(name, value, stored.get(name)):
            return True
    return False


def drop_equal(changed: Fields, view: Fields) -> None:
    """Take out the values that a view of the entry has, too."""
    for name in changed.keys() & view.keys():
        if not differs(name, changed[name], view[name]):
            del changed[name]


def drop_equal_in_cells(changed: Fields, view: Fields) -> None:
    """Take out the texts that a workbook has of a view of the entry."""
    for cells in views_in_cells(view):
        drop_equal(changed, cells)


def views_in_cells(view: Fields) -> Iterator[Fields]:
    """Yield what a workbook may have of a view of an entry.

    A long text is cut in a cell. If the workbook was a CSV before, the guard of that has become
    part of the text. Some texts are changed each time that LibreOffice saves them.

    Args:
        view: the fields of the entry, as they are or as they are masked for a meeting.
    """
    for written in (cut_to_cell, guarded):
        previous = None
        cells = _in_cells(view, written)
        while cells != previous:
            yield cells
            previous = cells
            cells = _in_cells(cells, saved_by_libreoffice)


def _in_cells(view: Fields, written: Callable[[str], str]) -> Fields:
    """Return a view of an entry with each text as it is written; the names of a list are one."""
    cells = dict(view)
    for name, value in view.items():
        if isinstance(value, str):
            cells[name] = written(value)
        elif isinstance(value, tuple):
            cell = written(LIST_SEPARATOR.join(value))
            cells[name] = tuple(cell.split(LIST_SEPARATOR))
    return cells


def differs(name: str, value: Any, other: Any) -> bool:
    """Return whether two values of a field say different things."""
    return bool(comparable(name, value) != comparable(name, other))


def comparable(name: str, value: Any) -> Any:
    """Return the value of a field so that two spellings of one name are equal.

    Args:
        name: the field.
        value: what a row or the log has; None where it has nothing.
    """
    if name == "team" and value:
        return name_key(value)
    if name == "topics":
        return list(dict.fromkeys(map(name_key, value or ())))
    # An entry holds its lists as tuples, a row as lists.
    if isinstance(value, tuple):
        value = list(value)
    # A spreadsheet keeps neither the kind of line ends nor those around a text.
    if isinstance(value, str):
        value = value.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    return value or None


def is_of_another_day(fields: Fields) -> bool:
    """Return whether a row's instant was left behind when somebody corrected its day."""
    day = datetime.fromisoformat(fields["occurred_at"]).astimezone().date()
    return day.isoformat() != fields.get("occurred_on")


def new_mask(value: Any, stored: Any) -> str | None:
    """Return what stands in a value from a file in place of something else in the log."""
    for mask in (*MASKS.values(), CUT_MARK):
        if mask in str(value) and mask not in str(stored):
            return mask
    return None
