"""Reading the dates in a file's cells.

A cell is never read relative to today: "yesterday" in a file means the day before it was written,
which nobody knows. Whether days or months come first is told by the column as a whole.
"""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from coachlog.clock import utc_text
from coachlog.domain.dates import DateParser
from coachlog.errors import DecisionNeededError

# A date in words takes dateparser 1.7 ms, and a file has the same days many times.
CACHE_SIZE = 50_000
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ISO_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*(?:Z|[+-]\d\d:?\d\d)")
_NUMERIC = re.compile(
    r"(?P<first>\d{1,4})(?P<sign>[/.\-])(?P<second>\d{1,2})[/.\-](?P<third>\d{4}|\d{1,2})\.?"
    r"(?:[ T,]+(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?::(?P<seconds>\d\d)[\d.]*)?"
    r"\s*(?P<half>[ap])?\.?(?:m\.?)?)?",
    re.I,
)
_YEAR_MONTH = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})")
_MONTH_YEAR = re.compile(r"(?P<month>\d{1,2})[-/.](?P<year>\d{4})")
_HAS_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)|\d.*[-/. ']\d\d$")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_SERIAL_ZERO = date(1899, 12, 30)  # from 1 March 1900 on (ECMA-376, part 1, 18.17.4.1)


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

    def add(self, text: str, line: int) -> None:
        """Take one more cell into account.

        Args:
            text: the cell; anything but a date of three numbers is skipped.
            line: where it stands, for the question that `decide` may have to ask.
        """
        # Most files have many rows for each day.
        if text in self._seen:
            return
        if len(self._seen) < CACHE_SIZE:
            self._seen.add(text)
        match = _NUMERIC.fullmatch(text.strip())
        if match is None or len(match["first"]) > 2:
            return
        first, second = int(match["first"]), int(match["second"])
        if first == second and first <= 12:
            return
        if first > 12 or match["sign"] == ".":
            order = "dmy"
        elif second > 12:
            order = "mdy"
        else:
            order = "either"
        self._first.setdefault(order, (line, text))

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

    def __init__(self, now: datetime, order: str | None, languages: str) -> None:
        """Prepare to read dates.

        Args:
            now: the present, in the local time zone.
            order: `dmy`, `mdy` or `ymd`: how 3/4/2026 is read; None where no cell needs it.
            languages: language codes, separated by commas.
        """
        self._order = order
        self._parser = DateParser(now, order or "dmy", languages)
        # For each reader its own: what a cell means depends on the order of day and month.
        self._parse_once = lru_cache(maxsize=CACHE_SIZE)(self._parse)

    def read(self, text: str) -> CellDate:
        """Return the date in a cell; of a month or a year its first day.

        The day of an instant is the day at its own offset. An instant in UTC gets the local day,
        because programs write UTC wherever they run.

        Args:
            text: the cell; blanks around and inside it do not matter.

        Raises:
            ValueError: it is not a date, or has no year.
        """
        try:
            return self._parse_once(text)
        except (ValueError, OverflowError):
            words = " ".join(text.split())
            raise ValueError(
                f"{words!r} is not a date coachlog understands"
                " (try 2026-11-19, 19.11.2026, 30 June 2023 or 2026)"
            ) from None

    def read_instant(self, text: str) -> str:
        """Return the instant in a cell, in UTC; of a day its first moment in UTC.

        Raises:
            ValueError: it is not a date.
        """
        result = self.read(text)
        return result.at or f"{result.day}T00:00:00.000Z"

    def _parse(self, text: str) -> CellDate:
        """Try the forms in which a date may be written, the quick ones first.

        Raises:
            ValueError: it is in none of them.
            OverflowError: it is so far away that it cannot be computed.
        """
        words = " ".join(text.split())
        if _ISO_DAY.fullmatch(words):
            return _whole_day(date.fromisoformat(words))
        if _ISO_INSTANT.fullmatch(words):
            return _instant(words)
        if day := _day_in_one_order(words):
            return _whole_day(day)
        if match := _NUMERIC.fullmatch(words):
            return self._numeric(match)
        # Without a year a date would be read relative to today.
        if not _HAS_YEAR.search(words):
            raise ValueError(words)
        try:
            return self._moment(words)
        except ValueError:
            # A month in words is not a moment, but its first day will do for a file.
            return _whole_day(self._parser.span(words).first)

    def _numeric(self, match: re.Match[str]) -> CellDate:
        """Return a date of three numbers, with or without a time of day."""
        day = self._ordered_day(match["first"], match["second"], match["third"])
        if match["hour"] is None:
            return _whole_day(day)
        # In 24 hours and with seconds, as the parser of moments takes it.
        hour = int(match["hour"])
        half = match["half"]
        if half:
            if not 1 <= hour <= 12:
                raise ValueError(match[0])
            hour %= 12
            if half in "pP":
                hour += 12
        seconds = match["seconds"] or "00"
        return self._moment(f"{day}T{hour:02d}:{match['minute']}:{seconds}")

    def _ordered_day(self, first: str, second: str, third: str) -> date:
        if len(first) > 2 or self._order == "ymd":
            return date(_year(first), int(second), int(third))
        # Nobody writes a year with one digit.
        if len(third) == 1:
            raise ValueError(third)
        if self._order == "mdy":
            return date(_year(third), int(first), int(second))
        return date(_year(third), int(second), int(first))

    def _moment(self, words: str) -> CellDate:
        moment = self._parser.moment(words)
        at = utc_text(moment.at) if moment.at else None
        return CellDate(moment.day.isoformat(), at)


def _whole_day(day: date) -> CellDate:
    return CellDate(_plausible(day).isoformat(), None)


def _instant(words: str) -> CellDate:
    """Return an ISO 8601 instant, with the civil day at its own offset or else the local one."""
    at = datetime.fromisoformat(words)
    own = at if at.utcoffset() else at.astimezone()
    return CellDate(_plausible(own.date()).isoformat(), utc_text(at))


def _plausible(day: date) -> date:
    """Return a day, if it is in a year that may be meant.

    Raises:
        ValueError: it is not.
    """
    if not 1900 <= day.year <= 9998:
        raise ValueError(day)
    return day


def _year(digits: str) -> int:
    """Return a year; of two digits, 69 to 99 are the last century's (POSIX, strptime, %y)."""
    year = int(digits)
    if len(digits) > 2:
        return year
    if year >= 69:
        return 1900 + year
    return 2000 + year


def _day_in_one_order(words: str) -> date | None:
    """Return the day of a year, a month, eight digits or a spreadsheet's serial number."""
    if words.isdigit() and len(words) == 4:
        return date(int(words), 1, 1)
    if words.isdigit() and len(words) == 8:
        return date.fromisoformat(words)
    if _SERIAL.fullmatch(words):
        return _SERIAL_ZERO + timedelta(days=int(float(words)))
    if match := _YEAR_MONTH.fullmatch(words) or _MONTH_YEAR.fullmatch(words):
        return date(int(match["year"]), int(match["month"]), 1)
    return None
