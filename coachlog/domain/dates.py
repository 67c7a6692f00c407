"""Dates as people say them: `2026-11-20 14:30`, `yesterday 3pm`, `last Monday`, `2026-W46`.

No other module reads them, so that an option, a form and a file understand the same phrases.
Whatever could mean two days is refused: a wrong date in a log is never noticed.
"""

import re
from datetime import date, datetime, time
from typing import NamedTuple

from coachlog.clock import zone_id
from coachlog.domain.fields import DATE_EXAMPLES
from coachlog.domain.periods import Period, month_of, plain_week, week_named, week_of
from coachlog.domain.settings import ISO_WEEK_START
from coachlog.domain.usual_dates import usual_date

EARLIEST_YEAR = 1900
LATEST_YEAR = 9998  # a week of 9999 can end after the last day that Python knows
LONGEST_PHRASE = 200  # characters
LONGEST_QUOTE = 60
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ISO_WEEK = re.compile(r"\d{4}-?[Ww]\d\d?")
_ISO_SPAN = re.compile(rf"\d{{4}}|\d{{4}}-\d\d|{_ISO_DAY.pattern}|{_ISO_WEEK.pattern}")
_NUMBERS = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{2}|\d{4})\b")
# What dateparser may see: it finds days in "=1+1" and in "-1".
_PHRASE = re.compile(r"\w[\w\s:/.,'’-]*")


class Moment(NamedTuple):
    """When something happened.

    Attributes:
        day: the civil day.
        at: the aware local instant; None if no time of day was given.
    """

    day: date
    at: datetime | None


class DateParser(NamedTuple):
    """Reads dates for one writer.

    Attributes:
        now: the present, aware, in the writer's time zone.
        order: how 03/04/2026 is read: `dmy`, `mdy` or `ymd`; None if nobody chose.
        languages: language codes, separated by commas.
    """

    now: datetime
    order: str | None
    languages: str

    def moment(self, text: str) -> Moment:
        """Return the day or the instant that `text` means, in the past if it could be either.

        Args:
            text: a date as people say it, with or without a time of day.

        Raises:
            ValueError: the text is not understood, or could mean two days; the message has
                examples.
        """
        phrase = _phrase_of(text)
        moment = _iso_moment(phrase)
        if moment:
            return moment
        moment, precision = self._spoken_moment(phrase)
        if precision in ("month", "year") or phrase.isdigit():
            raise _refusal(f"{text!r} is not a single day")
        return moment

    def span(self, text: str, week_start: str = ISO_WEEK_START) -> Period:
        """Return the days that `text` means in a filter: a day, week, month or year.

        Args:
            text: a date as people say it, without a time of day.
            week_start: the weekday on which weeks begin.

        Raises:
            ValueError: as for `moment`.
        """
        phrase = _phrase_of(text)
        return _iso_span(phrase, week_start) or self._spoken_span(phrase)

    def week(self, text: str, week_start: str) -> Period:
        """Return the week that `text` names.

        Args:
            text: `this`, `last`, `2026-W46`, or any date in the week.
            week_start: the weekday on which weeks begin.

        Raises:
            ValueError: the text is not understood.
        """
        week = plain_week(text.strip().lower(), self.now.date(), week_start)
        if week:
            return week
        try:
            span = self.span(text, week_start)
        except ValueError as error:
            # The examples of a day are good ones for a week, too, but not the best.
            raise ValueError(str(error).replace("Try", "Try last, 2026-W46,")) from None
        return week_of(span.first, week_start)

    def _spoken_span(self, phrase: str) -> Period:
        moment, precision = self._spoken_moment(phrase)
        day = moment.day
        if phrase.isdigit() or precision == "year":
            raise _refusal(f"{phrase!r} is not a day")
        # "2 months ago" is a day, and dateparser calls it a month.
        if precision == "month" and not re.search(r"\d|ago|last", phrase):
            return month_of(day)
        return Period(day, day, phrase)

    def _spoken_moment(self, phrase: str) -> tuple[Moment, str]:
        """Return what a phrase that is not ISO 8601 means, and how precise it is, as in `month`."""
        if not _PHRASE.fullmatch(phrase):
            raise _not_understood(phrase)
        usual = usual_date(phrase, self.now, self.languages)
        if usual:
            return _usual_moment(*usual)
        return self._moment_of_dateparser(phrase)

    def _moment_of_dateparser(self, phrase: str) -> tuple[Moment, str]:
        check_languages(self.languages)
        from dateparser.date import DateDataParser

        parser = DateDataParser(
            languages=self.languages.split(","),
            settings={
                "PREFER_DATES_FROM": "past",
                "PREFER_DAY_OF_MONTH": "first",
                # The odd microsecond: at 15:00:00.000000, dateparser sees no time of day in
                # "yesterday 3pm".
                "RELATIVE_BASE": self.now.replace(tzinfo=None, microsecond=1),
                "DATE_ORDER": _date_order(phrase, self.order).upper(),
                "RETURN_TIME_AS_PERIOD": True,
                # All times are wall-clock times here and never converted. For the local zone,
                # dateparser asks tzlocal, which knows no rules such as TZ=UTC+3.
                "TIMEZONE": "UTC",
            },
        )
        result = parser.get_date_data(phrase)
        if result.date_obj is None:
            raise _not_understood(phrase)
        at = result.date_obj.replace(microsecond=0)
        if result.period in ("time", "part_of_day"):
            return _moment_at(at), "time"
        _check_year(at.year)
        return Moment(at.date(), None), result.period


def check_languages(languages: str) -> None:
    """Check that dates can be read in these languages.

    Raises:
        ValueError: one of them is not known.
    """
    from dateparser.data import language_order

    for language in languages.split(","):
        if language not in language_order:
            raise ValueError(
                f"coachlog cannot read dates in the language {language!r};"
                " use codes such as en or de,en"
            )


def _refusal(message: str) -> ValueError:
    return ValueError(f"{message}. Try {DATE_EXAMPLES}")


def _not_understood(phrase: str) -> ValueError:
    if len(phrase) > LONGEST_QUOTE:
        phrase = f"{phrase[: LONGEST_QUOTE - 1]}…"
    return _refusal(f"{phrase!r} is not a date coachlog understands")


def _phrase_of(text: str) -> str:
    """Return `text` on one line, if it can be a date at all."""
    phrase = " ".join(text.split())
    if not phrase.isprintable() or len(phrase) > LONGEST_PHRASE:
        raise _not_understood(phrase)
    if _ISO_DAY.match(phrase):
        # Checked first: dateparser would try 2026-13-01 with day and month exchanged.
        _iso_span(phrase[:10], ISO_WEEK_START)
    return phrase


def _check_year(year: int) -> None:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise _refusal(f"the year {year:04d} is not between {EARLIEST_YEAR} and {LATEST_YEAR}")


def _iso_moment(phrase: str) -> Moment | None:
    if not _ISO_DAY.match(phrase):
        return None
    try:
        at = datetime.fromisoformat(phrase)
    except ValueError:
        return None
    if _ISO_DAY.fullmatch(phrase):
        return Moment(at.date(), None)
    return _moment_at(at)


def _usual_moment(day: date, clock_time: time | None) -> tuple[Moment, str]:
    if clock_time is not None:
        return _moment_at(datetime.combine(day, clock_time)), "time"
    _check_year(day.year)
    return Moment(day, None), "day"


def _moment_at(at: datetime) -> Moment:
    """Return an instant as a moment; without a zone it is a wall-clock time here."""
    local = at.astimezone() if at.tzinfo else _local(at)
    _check_year(local.year)
    return Moment(local.date(), local)


def _local(naive: datetime) -> datetime:
    """Return a wall-clock time in the local zone; one that a clock change skips is moved on."""
    local = naive.astimezone()
    if local.replace(tzinfo=None) == naive:
        return local
    # Skipped. Python moves it back before 3.13, which at midnight is the day before, and on since.
    import pendulum

    try:
        zone = pendulum.timezone(zone_id() or "")
    except ValueError:
        # A rule such as `EST5EDT`: only the C library knows it, and moves the time on.
        return datetime.fromtimestamp(naive.timestamp()).astimezone()
    moved = pendulum.instance(naive.replace(fold=1), tz=zone)
    return datetime.fromtimestamp(moved.timestamp()).astimezone()


def _iso_span(phrase: str, week_start: str) -> Period | None:
    """Return the days of an ISO day, week, month or year; None for any other phrase."""
    if not _ISO_SPAN.fullmatch(phrase):
        return None
    year = int(phrase[:4])
    _check_year(year)
    try:
        if len(phrase) == 4:
            return Period(date(year, 1, 1), date(year, 12, 31), phrase)
        if _ISO_WEEK.fullmatch(phrase):
            return week_named(phrase, week_start)
        if len(phrase) == 7:
            return month_of(date.fromisoformat(f"{phrase}-01"))
        day = date.fromisoformat(phrase)
    except ValueError:
        raise _refusal(f"{phrase} is not in the calendar") from None
    return Period(day, day, phrase)


def _date_order(phrase: str, order: str | None) -> str:
    """Return whether day or month comes first: as the setting says, else as the numbers show.

    Between dots the day comes first in every language (Unicode CLDR, dateFormats).

    Raises:
        ValueError: it could be either.
    """
    if _ISO_DAY.match(phrase):
        return "ymd"
    numbers = _NUMBERS.search(phrase)
    if order or not numbers:
        return order or "dmy"
    first = int(numbers[1])
    second = int(numbers[2])
    if first > 12:
        return "dmy"
    if second > 12:
        return "mdy"
    if first == second or "." in numbers[0]:
        return "dmy"
    raise ValueError(
        f"{phrase!r} could be two days. Write it like 2026-11-20, or set the order once:"
        "  coachlog config set date-order dmy"
    )
