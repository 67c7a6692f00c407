"""The dates in a file's cells: whole columns of them, in one form or another, and never relative to today."""

import re
from datetime import date, datetime, timedelta
from typing import NamedTuple

from coachlog.clock import utc_text
from coachlog.domain.dates import parse_day, parse_moment
from coachlog.errors import DecisionNeededError

MOST_KEPT = 50_000
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_OURS = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*(?:Z|[+-]\d\d:?\d\d)")
_NUMBERS = re.compile(
    r"(\d{1,4})[/.\-](\d{1,2})[/.\-](\d{4}|\d{1,2})\.?(?:[ T,]+(\d{1,2})[:.](\d\d)(?::(\d\d)[\d.]*)?\s*([ap])?\.?(?:m\.?)?)?",
    re.I,
)
_MONTH = re.compile(r"(?:(\d{4})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{4}))")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)|\d.*[-/. ']\d\d$")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_FIRST_SERIAL = date(1899, 12, 30)  # as of 1 March 1900 (ECMA-376, part 1, 18.17.4.1)
_CALLED_DATE = re.compile(r"date|year|month|day|when|due|complet", re.I)
LONGEST_DATE = 30
_FORMS = "2026-11-19, 19.11.2026, June 30, 2023 and 2026 are"


class When(NamedTuple):
    """A civil day (ISO 8601), and the instant in UTC where a time of day was given."""

    day: str
    at: str | None


class Order:
    """Finds out from a whole column whether days or months come first.

    No language writes the month first with dots (Unicode CLDR, short date formats).
    """

    def __init__(self) -> None:
        self._seen: dict[str, tuple[int, str]] = {}

    def look(self, text: str, line: int) -> None:
        """Note what one cell says about it."""
        found = _NUMBERS.fullmatch(text.strip())
        if found and len(found[1]) <= 2:
            first, second = int(found[1]), int(found[2])
            if first != second or first > 12:
                says = (
                    "dmy"
                    if first > 12 or found[0][len(found[1])] == "."
                    else "mdy"
                    if second > 12
                    else "either"
                )
                self._seen.setdefault(says, (line, text))

    def settled(self, name: str) -> str | None:
        """`dmy` or `mdy`; None where it makes no difference.

        Raises:
            DecisionNeededError: it could be either.
        """
        if "dmy" in self._seen and "mdy" in self._seen:
            (one, day), (other, month) = self._seen["dmy"], self._seen["mdy"]
            why = f"{name} has the day first on line {one} ({day}) and the month first on line {other} ({month})"
        elif "either" in self._seen and len(self._seen) == 1:
            line, text = self._seen["either"]
            why = f"{name}, line {line}: {text} could be two days"
        else:
            return next((says for says in ("dmy", "mdy") if says in self._seen), None)
        raise DecisionNeededError(
            f"{why}. Say what comes first: --date-order dmy (or mdy), or  coachlog config set date-order dmy"
        )


class Days:
    """Reads the dates of a file."""

    def __init__(self, now: datetime, order: str | None, languages: str) -> None:
        """Read dates as somebody writes them.

        Args:
            now: the present, in the local time zone.
            order: `dmy`, `mdy` or `ymd`: how 3/4/2026 is read; None where the file has no such date.
            languages: language codes, by commas.
        """
        self._now = now
        self._order = order
        self._languages = languages
        self._kept: dict[str, When] = {}

    def read(self, text: str) -> When:
        """When a cell says.

        An instant's day is the one that its own offset says; in UTC, which is nobody's in particular, it is the local one.
        A month or a year is its first day.

        Raises:
            ValueError: it is not a date, or has no year.
        """
        found = self._kept.get(text)
        if found is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            found = self._kept[text] = self._parsed(" ".join(text.split()))
        return found

    def instant(self, text: str) -> str:
        """The instant that a cell says, in UTC; of a day its start there.

        Raises:
            ValueError: it is not a date.
        """
        when = self.read(text)
        return when.at or f"{when.day}T00:00:00.000Z"

    def _parsed(self, words: str) -> When:
        try:
            if _DAY.fullmatch(words):
                return self._of(date.fromisoformat(words))
            if _OURS.fullmatch(words) or _INSTANT.fullmatch(words):
                at = datetime.fromisoformat(words)
                return When(
                    self._checked(
                        (at if at.utcoffset() else at.astimezone()).date(), words
                    ).isoformat(),
                    utc_text(at),
                )
            if day := self._numbered(words):
                return day
            if not _YEAR.search(words):
                raise ValueError
            return self._spoken(words)
        except (ValueError, OverflowError):
            raise ValueError(f"{words!r} is not a date that I know ({_FORMS})") from None

    def _numbered(self, words: str) -> When | None:
        if day := _alone(words):
            return self._of(day)
        found = _NUMBERS.fullmatch(words)
        if not found:
            return None
        day = self._ordered(found[1], found[2], found[3])
        if found[4] is None:
            return self._of(day)
        hour = int(found[4])
        if found[7]:
            if not 1 <= hour <= 12:
                raise ValueError
            hour = hour % 12 + (12 if found[7] in "pP" else 0)
        return self._of_moment(f"{day}T{hour:02d}:{found[5]}:{found[6] or '00'}")

    def _ordered(self, first: str, second: str, third: str) -> date:
        if len(first) > 2 or self._order == "ymd":
            return date(_year(first), int(second), int(third))
        if len(third) == 1:
            raise ValueError
        day, month = (second, first) if self._order == "mdy" else (first, second)
        return date(_year(third), int(month), int(day))

    def _spoken(self, words: str) -> When:
        try:
            return self._of_moment(words)
        except ValueError:
            return self._of(parse_day(words, self._now, self._order or "dmy", self._languages))

    def _of_moment(self, words: str) -> When:
        moment = parse_moment(words, self._now, self._order or "dmy", self._languages)
        return When(moment.day.isoformat(), utc_text(moment.at) if moment.at else None)

    def _of(self, day: date) -> When:
        return When(self._checked(day, str(day)).isoformat(), None)

    def _checked(self, day: date, words: str) -> date:
        if not 1900 <= day.year <= 9998:
            raise ValueError(words)
        return day


def looks_dated(column: str, example: object) -> bool:
    """Whether a column seems to hold dates or years, by its name and one of its cells."""
    text = str(example or "").strip()
    return len(text) <= LONGEST_DATE and bool(_CALLED_DATE.search(column) and _YEAR.search(text))


def _year(digits: str) -> int:
    """A year of two digits is the one that POSIX means (strptime, %y): 69 to 99 are the last century's."""
    year = int(digits)
    return year if len(digits) > 2 else year + (1900 if year >= 69 else 2000)


def _alone(words: str) -> date | None:
    """A year, a month, a day without signs in it, or a spreadsheet's number of a day."""
    if words.isdigit() and len(words) == 4:
        return date(int(words), 1, 1)
    if words.isdigit() and len(words) == 8:
        return date.fromisoformat(words)
    if _SERIAL.fullmatch(words):
        return _FIRST_SERIAL + timedelta(days=int(float(words)))
    if month := _MONTH.fullmatch(words):
        year, number = (month[1], month[2]) if month[1] else (month[4], month[3])
        return date(int(year), int(number), 1)
    return None
