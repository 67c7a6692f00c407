"""Reading the dates in a file's cells.

A cell is never read relative to today: "yesterday" in a file means the day before it was written,
which nobody knows. Whether days or months come first is told by the column as a whole.
"""

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from coachlog.clock import utc_text
from coachlog.domain.dates.parser import DateParser
from coachlog.domain.dates.span import DateError, Span, day_span
from coachlog.domain.dates.times import span_at
from coachlog.domain.dates.words import LANGUAGES
from coachlog.errors import DecisionNeededError

CACHE_SIZE = 50_000  # texts; a file has the same days many times
_FOUR_DIGITS = re.compile(r"^\s*(\d\d)(\d\d)\s*$")
SECONDS_A_DAY = 24 * 60 * 60
# From 1 March 1900 on (ECMA-376, part 1, 18.17.4.1).
_SERIAL_ZERO = datetime.combine(date(1899, 12, 30), time())


class CellDate(NamedTuple):
    """A civil day (ISO 8601), and the instant in UTC where the cell has a time of day."""

    day: str
    at: str | None


class DateOrderDetector:
    """Finds out from all cells of a column whether days or months come first.

    No language writes the month first with dots (Unicode CLDR, short date formats).
    """

    def __init__(self) -> None:
        # The first line and text that speaks for `dmy` or `mdy`, or that could be either.
        self._first: dict[str, tuple[int, str]] = {}
        self._seen: set[str] = set()
        languages = ",".join(LANGUAGES)
        self._readers = {}
        for order in ("dmy", "mdy", None):
            self._readers[order] = DateParser(None, order, languages)

    def add(self, text: str, line: int) -> None:
        """Take one more cell into account.

        Args:
            text: the cell; anything but a date whose order of numbers matters is skipped.
            line: where it stands, for the question that `decide` may have to ask.
        """
        trimmed = text.strip()
        # Most files have many rows for each day. With the year first there is only one order.
        if not trimmed or trimmed in self._seen or trimmed[:4].isdecimal():
            return
        day = _day_part(trimmed)
        if day in self._seen:
            return
        if len(self._seen) < CACHE_SIZE:
            self._seen.add(day)
        order = self._order_of(day)
        if order:
            self._first.setdefault(order, (line, text))

    def _order_of(self, text: str) -> str | None:
        """Return `dmy`, `mdy` or `either`; None where the order makes no difference."""
        day_first, month_first, without_order = (
            _span_or_none(reader, text) for reader in self._readers.values()
        )
        if day_first == month_first:
            return None
        if without_order is None:
            return "either"
        return "dmy" if without_order == day_first else "mdy"

    def decide(self, file_name: str) -> str | None:
        """Return `dmy` or `mdy`, or None where it makes no difference.

        Args:
            file_name: what the message calls the file.

        Raises:
            DecisionNeededError: it could be either.
        """
        orders = self._first.keys()
        if {"dmy", "mdy"} <= orders:
            line, text = self._first["dmy"]
            month_line, month_text = self._first["mdy"]
            problem = (
                f"{file_name} has the day first on line {line} ({text})"
                f" and the month first on line {month_line} ({month_text})"
            )
        elif orders == {"either"}:
            line, text = self._first["either"]
            problem = f"{file_name}, line {line}: {text} could be two days"
        else:
            known = orders - {"either"}
            return known.pop() if known else None
        raise DecisionNeededError(
            f"{problem}. Say which comes first with --date-order dmy (or mdy),"
            " or set the order once:  coachlog config set date-order dmy"
        )


class DateReader:
    """Reads the dates of a file."""

    def __init__(self, order: str | None, languages: str) -> None:
        """Prepare to read dates.

        Args:
            order: `dmy`, `mdy` or `ymd`: how 3/4/2026 is read; None where no cell needs it.
            languages: language codes, separated by commas.
        """
        self._order = order
        self._parser = DateParser(None, order, languages)
        # For each reader its own: what a cell means depends on the order of day and month.
        self._read_once = lru_cache(maxsize=CACHE_SIZE)(self._read)

    def read(self, text: str) -> CellDate:
        """Return the date in a cell; of a week, a month or a year its first day.

        Args:
            text: the cell; blanks around and inside it do not matter.

        Raises:
            ValueError: it is not a date, or not a whole one.
        """
        try:
            return self._read_once(text)
        except DateError as error:
            words = " ".join(text.split())
            advice = self._language_advice(text)
            advice = advice or " (try 2026-11-19, 19.11.2026, 30 June 2023 or 2026)"
            raise ValueError(f"{words!r} {error}{advice}") from None

    def read_on(self, day: str, text: str) -> CellDate:
        """Return the date in a cell, which may be a time of day alone.

        Args:
            day: the day of another column, to which such a time belongs.
            text: the cell.

        Raises:
            ValueError: it is neither a date nor a time of day.
        """
        # Beside a day, 2030 is half past eight, not a year.
        text = _FOUR_DIGITS.sub(r"\1:\2", text)
        try:
            return self._read_once(text)
        except DateError:
            return self.read(f"{day} {text}")

    def read_instant(self, text: str) -> str:
        """Return the instant in a cell, in UTC; of a day its first moment in UTC.

        Raises:
            ValueError: it is not a date.
        """
        result = self.read(text)
        return result.at or f"{result.day}T00:00:00.000Z"

    def _language_advice(self, text: str) -> str:
        """Say which language the settings lack, where a cell is a date in it."""
        for language in LANGUAGES:
            if _span_or_none(DateParser(None, self._order, language), text):
                return f"; for dates in this language:  coachlog config set language {language}"
        return ""

    def _read(self, text: str) -> CellDate:
        span = _serial_date(text.strip()) or self._parser.read(text)
        at = utc_text(span.at) if span.at else None
        return CellDate(span.first.isoformat(), at)


def _day_part(text: str) -> str:
    """Return a cell without the time of day behind its numbers."""
    words = text.split() or [""]
    first = words[0]
    if first[:1].isdecimal() and len(first) > len("31.12."):
        return first.rstrip(",")
    return " ".join(words)


def _span_or_none(parser: DateParser, text: str) -> Span | None:
    try:
        return parser.read(text)
    except DateError:
        return None


def _serial_date(text: str) -> Span | None:
    """Return the date of a spreadsheet's serial number, such as 45980, or 45980.625 for 15:00."""
    days, _, fraction = text.partition(".")
    is_serial = len(days) == 5 and f"{days}{fraction}".isdecimal()
    if not is_serial or not text.isascii():
        return None
    at = _SERIAL_ZERO + timedelta(seconds=round(float(text) * SECONDS_A_DAY))
    if at.time() == time():
        return day_span(at.date())
    return span_at(at.date(), at.time(), None)
