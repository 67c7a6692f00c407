"""Reading the cells of a row as fields: lists, yes and no, dates, words of a choice, texts.

Only the form of a cell is checked here. What a field can hold is checked where entries are
recorded, so that a file meets the same rules as a command.
"""

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from coachlog.domain.fields import CHOICES, FACTORS, FIELDS, LISTS, LONG_TEXTS, Fields
from coachlog.domain.formula_guard import unguarded
from coachlog.domain.typed_text import clean_choice
from coachlog.exchange.column_mapping import ENTRY_NAMES, Match, plain_name
from coachlog.exchange.date_columns import CellDate, DateReader
from coachlog.exchange.table import CellReader, RecordType

_DATES = ("occurred_on", "occurred_at")
TIMESTAMPS = ("recorded_at", "updated_at")
JOINED_TEXTS = (*LONG_TEXTS, "comment")  # several columns of one become paragraphs
# English, and the neighbours' languages, in which spreadsheets show yes and no.
YES = "yes y true t 1 x on ja j oui o si sí s sim tak"
NO = "no n false f 0 off nein non não nao nej nie nee"
# What the README calls the kinds, and plurals.
KIND_SYNONYMS = {
    "bestpractice": "strength",
    "goodpractice": "strength",
    "strengths": "strength",
    "commonerror": "correction",
    "commonerrorcorrected": "correction",
    "corrections": "correction",
    "questions": "question",
    "mistakes": "mistake",
    "mistakerecovery": "mistake",
    "mistakerecoverynote": "mistake",
}
# No comma: names of topics have one in them more often than files separate topics by it.
SEPARATORS = ";|\n"


class RowReader:
    """Reads the cells of a row as fields."""

    def __init__(
        self,
        record_type: RecordType,
        matches: Sequence[Match],
        dates: DateReader,
        *,
        guarded: bool,
        separators: str = SEPARATORS,
    ) -> None:
        """Prepare to read the rows of one table.

        Args:
            record_type: what its rows become.
            matches: which column is which field.
            dates: reads dates.
            guarded: cells may carry the guard against formulas, which is taken off.
            separators: the characters between several topics in one cell.
        """
        self._guarded = guarded
        self._columns: list[tuple[int, str, str, CellReader | None]] = []
        split = separator_pattern(separators)
        for match in matches:
            if match.field:
                reader = record_type.reader_for(match.field, dates, split)
                self._columns.append((match.column_index, match.column, match.field, reader))
        # A day comes before its instant, which has a day as well.
        self._columns.sort(key=lambda column: column[2] != "occurred_on")

    def read(self, cells: Sequence[Any]) -> Fields:
        """Return the fields of one row, without the empty ones.

        Args:
            cells: one for each column of the table, in its order; None or an empty text is empty.

        Raises:
            ValueError: a cell cannot be read; the message names its column.
        """
        fields: Fields = {}
        for index, column, field, reader in self._columns:
            cell = cells[index]
            if cell is None or cell == "":
                continue
            # Hardly any cell has the guard, and this runs for every cell of a large file.
            if self._guarded and cell[0] == "'":
                cell = unguarded(cell)
            try:
                value = reader(cell) if reader else text_of(cell)
            except ValueError as error:
                raise ValueError(f"{column}: {error}") from None
            if field in fields or field in _DATES:
                _add(fields, field, value)
            else:
                fields[field] = value
        return fields


def text_of(cell: Any) -> str:
    """Return a cell that has to be text.

    Raises:
        ValueError: it is something else.
    """
    if isinstance(cell, str):
        return cell
    # The other types that JSON has; its numbers are read as text.
    what = {bool: "yes or no", list: "a list"}.get(type(cell), "an object")
    raise ValueError(f"this is {what}, not text")


def separator_pattern(separators: str) -> re.Pattern[str]:
    """Return what separates the names in one cell."""
    # The carriage return goes with any line end.
    return re.compile(f"[{re.escape(separators)}\r]")


def read_list(cell: Any, split: re.Pattern[str]) -> list[str]:
    """Return the names in one cell.

    Args:
        cell: a text such as `fees; waivers`, or a list from JSON, which stays as it is.
        split: what separates them, as `separator_pattern` returns it.

    Raises:
        ValueError: it is neither text nor a list of texts.
    """
    if isinstance(cell, list) and all(isinstance(item, str) for item in cell):
        return cell
    names = [name.strip() for name in split.split(text_of(cell))]
    return list(filter(None, names))


def read_factors(cell: Any) -> list[str]:
    """Return the factors in one cell. No factor has a comma in its name, so one separates them."""
    return read_list(cell, separator_pattern(SEPARATORS + ","))


def read_yes(cell: Any) -> bool:
    """Return whether a cell says yes; a blank one says no.

    Raises:
        ValueError: it says neither yes nor no.
    """
    if isinstance(cell, bool):
        return cell
    word = text_of(cell).strip().casefold()
    if word in YES.split():
        return True
    if not word or word in NO.split():
        return False
    raise ValueError(f"{cell!r} is neither yes nor no")


def read_kind(cell: Any) -> str:
    """Return a kind; another word stays as it is, and is refused where entries are recorded."""
    text = text_of(cell)
    return KIND_SYNONYMS.get(plain_name(text), text)


_READERS: dict[str, CellReader] = {"factors": read_factors, "own": read_yes, "kind": read_kind}


def has_choice(cell: Any, field: str) -> bool:
    """Return whether a cell holds at least one of the words that a field can hold.

    Args:
        cell: the cell as the file has it.
        field: a field with a choice of words.
    """
    read: CellReader = _READERS.get(field, text_of)
    try:
        value = read(cell)
    except ValueError:
        return False
    words = value if isinstance(value, list) else [value]
    return any(_is_choice(word, field) for word in words)


def _is_choice(word: str, field: str) -> bool:
    try:
        clean_choice(word, field, FIELDS[field].choices)
    except ValueError:
        return False
    return True


def _reader_for(field: str, dates: DateReader, split: re.Pattern[str]) -> CellReader | None:
    if field in _DATES:
        return _of_text(dates.read)
    if field in TIMESTAMPS:
        return _of_text(dates.read_instant)
    # Of the lists only topics have names of the user's own, and signs of their own between them.
    if field == "topics":
        return partial(read_list, split=split)
    return _READERS.get(field)


def _of_text(read: Callable[[str], Any]) -> CellReader:
    return lambda cell: read(text_of(cell))


def _add(fields: Fields, field: str, value: Any) -> None:
    """Add a date, or one more value: columns of one field make one list, or one text's paragraphs.

    Args:
        fields: the fields of the row so far. They are changed.
        field: the field of the column.
        value: what its reader made of the cell: a `CellDate` for the day or instant of an entry.
    """
    if field == "occurred_on":
        fields["occurred_on"] = value.day
        _add_instant(fields, value)
    elif field == "occurred_at":
        fields.setdefault("occurred_on", value.day)
        _add_instant(fields, value)
    elif field in LISTS:
        fields[field] = [*fields[field], *value]
    elif field in JOINED_TEXTS:
        fields[field] = f"{fields[field]}\n\n{value}"


def _add_instant(fields: Fields, value: CellDate) -> None:
    if value.at:
        fields["occurred_at"] = value.at


ENTRIES = RecordType(
    names=ENTRY_NAMES,
    required=("happened",),
    required_name="what happened",
    choices={**CHOICES, "factors": FACTORS},
    has_choice=has_choice,
    date_fields=(*_DATES, *TIMESTAMPS),
    day_fields=_DATES,
    reader_for=_reader_for,
)
