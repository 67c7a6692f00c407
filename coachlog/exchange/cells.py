"""Reading the cells of a row as the fields of an entry."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import Any

from coachlog.domain.fields import CHOICES, FACTORS, FIELDS, LISTS, LONG_TEXTS, Fields
from coachlog.domain.formula_guard import unguarded
from coachlog.domain.row_identity import REMEMBERED
from coachlog.domain.typed_text import MAX_NAME, clean_choice
from coachlog.exchange.cell_values import (
    SEPARATORS,
    plain_text,
    read_caught,
    read_factors,
    read_list,
    read_word,
    read_yes,
    says_nothing,
    separator_pattern,
    text_of,
)
from coachlog.exchange.column_mapping import Match, plain_name
from coachlog.exchange.date_columns import CellDate, DateReader
from coachlog.exchange.headings import ENTRY_NAMES, entry_names
from coachlog.exchange.table import CellReader, RecordType

IDS = ("uuid", "short_id")
_DATES = ("occurred_on", "occurred_at")
TIMESTAMPS = ("recorded_at", "updated_at")
WEEK = "week"
JOINED_TEXTS = (*LONG_TEXTS, "comment")  # several columns of one become paragraphs
SELDOM_REPEATED = frozenset(JOINED_TEXTS).union(IDS)


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
        as_typed: bool = False,
    ) -> None:
        """Prepare to read the rows of one table.

        Args:
            record_type: what its rows become.
            matches: which column is which field.
            dates: reads dates.
            guarded: cells may carry the guard against formulas, which is taken off.
            separators: the characters between several topics in one cell.
            as_typed: no row comes from another program, so no text is tidied.
        """
        self._dates = dates
        self._guarded = guarded
        self._as_typed = as_typed
        self._own_columns = [match.column_index for match in matches if is_own_id(match)]
        if (index := own_week_index(matches)) is not None:
            self._own_columns.append(index)
        self._columns: list[tuple[int, str, str, CellReader]] = []
        split = separator_pattern(separators)
        for match in matches:
            if match.field:
                reader = record_type.reader_for(match.field, dates, split) or text_of
                if match.field not in SELDOM_REPEATED:
                    reader = _remembering(reader)
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
        # What came out of a log goes back in as it is.
        as_typed = self._as_typed or any(map(cells.__getitem__, self._own_columns))
        for index, column, field, reader in self._columns:
            try:
                cell = self._cleaned(cells[index], field, as_typed=as_typed)
                if cell is None or cell == "":
                    continue
                if field == "occurred_at" and "occurred_on" in fields:
                    value: Any = self._dates.read_on(fields["occurred_on"], text_of(cell))
                else:
                    value = reader(cell)
            except ValueError as error:
                raise ValueError(f"{column}: {error}") from None
            _add(fields, field, value, is_exact=as_typed or column == field)
        return fields

    def _cleaned(self, cell: Any, field: str, *, as_typed: bool) -> Any:
        if not isinstance(cell, str):
            return cell
        # Hardly any cell has the guard, and this runs for every cell of a large file.
        if self._guarded and cell[:1] == "'":
            cell = unguarded(cell)
        if as_typed:
            return cell
        text = plain_text(cell)
        return None if says_nothing(text, field) else text


def _remembering(reader: CellReader) -> CellReader:
    """Return a reader that reads a short text only once, however many cells have it."""
    read_once = lru_cache(REMEMBERED)(reader)

    def read(cell: Any) -> Any:
        is_short = isinstance(cell, str) and len(cell) <= MAX_NAME
        return read_once(cell) if is_short else reader(cell)

    return read


def is_own_id(match: Match) -> bool:
    """Return whether a column has the ids of a log. A column `ID` of another program has its own.

    Args:
        match: the column.
    """
    if match.field not in IDS:
        return False
    return match.is_mapped or plain_name(match.column) != "id"


def own_week_index(matches: Sequence[Match]) -> int | None:
    """Return the index of the weeks in a file to hand around, where small teams have no ids."""
    if {match.field for match in matches if is_own_id(match)} == {"short_id"}:
        for match in matches:
            if match.column == WEEK:
                return match.column_index
    return None


_READERS: dict[str, CellReader] = {
    "caught": read_caught,
    "factors": read_factors,
    "kind": partial(read_word, field="kind"),
    "own": read_yes,
    "status": partial(read_word, field="status"),
}


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
    # `Near miss: no` leaves the field empty.
    if value is None:
        return True
    words = value if isinstance(value, list) else [value]
    return any(_is_choice(word, field) for word in words)


def _is_choice(word: str, field: str) -> bool:
    """Return whether a word is one that the field can hold."""
    try:
        clean_choice(word, field, FIELDS[field].choices)
    except ValueError:
        return False
    return True


def _reader_for(field: str, dates: DateReader, split: re.Pattern[str]) -> CellReader | None:
    """Return what reads the cells of a field, or None where their text stays as it is."""
    if field in _DATES:
        return _of_text(dates.read)
    if field in TIMESTAMPS:
        return _of_text(dates.read_instant)
    # Of the lists only topics have names of the user's own, and signs of their own between them.
    if field == "topics":
        return partial(read_list, split=split)
    return _READERS.get(field)


def _of_text(read: Callable[[str], Any]) -> CellReader:
    """Return a reader that first refuses what is not text."""
    return lambda cell: read(text_of(cell))


def _add(fields: Fields, field: str, value: Any, *, is_exact: bool) -> None:
    """Add a date, or one more value: columns of one field make one list, or one text's paragraphs.

    Args:
        fields: the fields of the row so far. They are changed.
        field: the field of the column.
        value: what its reader made of the cell: a `CellDate` for the day or instant of an entry.
        is_exact: an instant is that of the entry. A `Timestamp` on another day than the row's is
            the time at which somebody filled in a form.
    """
    if field not in fields and field not in _DATES:
        fields[field] = value
    elif field == "occurred_on":
        fields["occurred_on"] = value.day
        _add_instant(fields, value)
    elif field == "occurred_at":
        day = fields.setdefault("occurred_on", value.day)
        if is_exact or day == value.day:
            _add_instant(fields, value)
    elif field in LISTS:
        fields[field] = [*fields[field], *value]
    elif field in JOINED_TEXTS:
        fields[field] = f"{fields[field]}\n\n{value}"


def _add_instant(fields: Fields, value: CellDate) -> None:
    """Add the instant of a date that has a time of day."""
    if value.at:
        fields["occurred_at"] = value.at


ENTRIES = RecordType(
    noun="entry",
    names=ENTRY_NAMES,
    required=("happened",),
    required_name="what happened",
    choices={**CHOICES, "factors": FACTORS},
    has_choice=has_choice,
    date_fields=(*_DATES, *TIMESTAMPS),
    day_fields=_DATES,
    reader_for=_reader_for,
)


def entries_in(languages: str) -> RecordType:
    """Return entries in lists with headings in some languages first.

    Args:
        languages: codes, separated by commas.
    """
    return ENTRIES._replace(names=entry_names(languages))
