"""Cells to fields: lists, yes and no, dates, texts. What a field can hold is checked where entries are recorded."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from coachlog.domain.fields import CHOICES, FACTORS, LISTS, LONG_TEXTS, clean_choice
from coachlog.domain.formula_guard import unguarded
from coachlog.exchange.column_mapping import ENTRY_NAMES, Match, plain
from coachlog.exchange.date_columns import Days
from coachlog.exchange.record_shape import Reader, Shape

TIMES = ("recorded_at", "updated_at")
JOINED = (*LONG_TEXTS, "comment")  # of several columns a paragraph each
YES = frozenset(
    ["yes", "y", "true", "t", "1", "x", "on", "ja", "j", "oui", "o", "si", "sí", "s", "sim", "tak"]
)
NO = frozenset(
    ["no", "n", "false", "f", "0", "off", "nein", "non", "não", "nao", "nej", "nie", "nee"]
)
# The words of the README's table for the kinds, and plurals.
KINDS = {
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
# Names of topics have commas in them more often than files separate topics by commas.
SEPARATORS = ";|\n"


class Cells:
    """Makes fields of a row's cells."""

    def __init__(
        self,
        shape: Shape,
        matches: Sequence[Match],
        days: Days,
        *,
        guarded: bool,
        separators: str = SEPARATORS,
    ) -> None:
        """Read the rows of one table.

        Args:
            shape: what its rows are to become.
            matches: which column is which field.
            days: reads dates.
            guarded: cells may carry the guard against formulas, which is taken off.
            separators: the characters between several topics in one cell.
        """
        self._guarded = guarded
        reader = shape.readers(days, splitter(separators))
        # A day before the instant of it, which may say it, too.
        ordered = sorted(
            (match for match in matches if match.field),
            key=lambda match: match.field != "occurred_on",
        )
        self._columns = [
            (match.place, match.column, match.field or "", reader(match.field or ""))
            for match in ordered
        ]

    def read(self, cells: Sequence[Any]) -> dict[str, Any]:
        """The fields of one row, without those that are empty.

        Raises:
            ValueError: a cell that cannot be read, with its column.
        """
        fields: dict[str, Any] = {}
        for place, column, field, read in self._columns:
            cell = cells[place]
            if cell is None or cell == "":
                continue
            if self._guarded and cell[0] == "'":
                cell = unguarded(cell)
            value: Any = cell
            if read is not None:
                try:
                    value = read(cell)
                except ValueError as error:
                    raise ValueError(f"{column}: {error}") from None
            elif not isinstance(cell, str):
                raise ValueError(f"{column}: it is {_what(cell)}, and {field} is text")
            _put(fields, field, value)
        return fields


def splitter(separators: str) -> re.Pattern[str]:
    """What stands between the names in one cell; runs of line ends are one."""
    return re.compile(f"[{re.escape(separators)}\r]")


def read_list(cell: Any, split: re.Pattern[str]) -> list[str]:
    """The names in one cell.

    Raises:
        ValueError: it is no text and no list of texts.
    """
    if isinstance(cell, list) and all(isinstance(one, str) for one in cell):
        return cell
    return [name.strip() for name in split.split(_text(cell)) if name.strip()]


def read_factors(cell: Any) -> list[str]:
    """The factors in one cell; no name of one has a comma in it."""
    return read_list(cell, splitter(SEPARATORS + ","))


def read_yes(cell: Any) -> bool:
    """Whether a cell says yes.

    Raises:
        ValueError: it says neither yes nor no.
    """
    if isinstance(cell, bool):
        return cell
    word = _text(cell).strip().casefold()
    if word in YES:
        return True
    if word in NO or not word:
        return False
    raise ValueError(f"{cell!r} is neither yes nor no")


def read_choice(field: str) -> "Callable[[Any], str]":
    """Reads the words of a field that has a choice of them; they are checked where entries are recorded."""
    if field == "kind":
        return lambda cell: KINDS.get(plain(_text(cell)), _text(cell))
    return _text


def has_known_word(cell: Any, field: str) -> bool:
    """Whether a cell has at least one of the words of a field that has a choice of them."""
    try:
        words = read_factors(cell) if field == "factors" else [read_choice(field)(cell)]
    except ValueError:
        return False
    return any(_is_choice(word, field) for word in words)


def _is_choice(word: str, field: str) -> bool:
    try:
        clean_choice(word, field)
    except ValueError:
        return False
    return True


def _entry_readers(days: Days, split: re.Pattern[str]) -> Callable[[str], Reader | None]:
    def reader(field: str) -> Reader | None:
        if field in LISTS:
            return (lambda cell: read_list(cell, split)) if field == "topics" else read_factors
        if field == "own":
            return read_yes
        if field in ("occurred_on", "occurred_at"):
            return lambda cell: days.read(_text(cell))
        if field in TIMES:
            return lambda cell: days.instant(_text(cell))
        return read_choice(field) if field in CHOICES else None

    return reader


def _put(fields: dict[str, Any], field: str, value: Any) -> None:
    if field == "occurred_on":
        fields["occurred_on"] = value.day
        if value.at:
            fields["occurred_at"] = value.at
    elif field == "occurred_at":
        fields.setdefault("occurred_on", value.day)
        if value.at:
            fields["occurred_at"] = value.at
    elif field not in fields:
        fields[field] = value
    elif field in LISTS:
        fields[field] = [*fields[field], *value]
    elif field in JOINED:
        fields[field] = f"{fields[field]}\n\n{value}"


def _text(cell: Any) -> str:
    if isinstance(cell, str):
        return cell
    raise ValueError(f"it is {_what(cell)}, and not text")


def _what(cell: Any) -> str:
    return (
        "yes or no"
        if isinstance(cell, bool)
        else "a list"
        if isinstance(cell, list)
        else "an object"
    )


ENTRIES = Shape(
    "entries",
    ENTRY_NAMES,
    words={**CHOICES, "factors": FACTORS},
    has_word=has_known_word,
    dates=("occurred_on", "occurred_at", *TIMES),
    readers=_entry_readers,
)
