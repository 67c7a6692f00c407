"""Dates as people say them. Nothing here is loaded unless somebody gives one that is not plainly ISO 8601."""

import re
from datetime import date, datetime
from typing import NamedTuple

from coachlog.clock import zone_id
from coachlog.domain.periods import Period, month_of, plain_week, week_named, week_of

EXAMPLES = 'Try 2026-11-19, "yesterday 3pm" or "last friday"'
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ISO_WEEK = re.compile(r"\d{4}-?[Ww]\d\d?")
_NUMBERS = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{2}|\d{4})\b")
# What dateparser may be asked about: it finds days in "=1+1" and in "-1".
_PHRASE = re.compile(r"\w[\w\s:/.,'’-]*")
_EARLIEST, _LATEST = 1900, 9998
LONGEST = 200  # characters of a date phrase


class Moment(NamedTuple):
    """When something happened: the civil day, and the aware local instant where a time of day was given."""

    day: date
    at: datetime | None


def parse_moment(
    text: str, now: datetime, order: str | None = None, languages: str = "en"
) -> Moment:
    """What `text` means, leaning to the past.

    Args:
        text: a date as people say it, with or without a time of day.
        now: the present, aware, in the writer's time zone.
        order: how 03/04/2026 is read: `dmy`, `mdy` or `ymd`; None where nobody said.
        languages: language codes, by commas.

    Raises:
        ValueError: it is not understood, or could mean two days; the message has three examples.
    """
    words = _words(text)
    if _ISO_DAY.match(words) and (moment := _iso(words)):
        return _checked(moment, text)
    moment, period = _spoken(words, now, order, languages)
    if period in ("month", "year") or words.isdigit():
        raise ValueError(f"{text!r} is not one day. {EXAMPLES}")
    return _checked(moment, text)


def parse_day(
    text: str, now: datetime, order: str | None = None, languages: str = "en", *, last: bool = False
) -> date:
    """The day that `text` means in a filter; of a month or a year its first day, or its last one.

    Raises:
        ValueError: as for `parse_moment`.
    """
    words = _words(text)
    if _ISO_DAY.fullmatch(words) and (moment := _iso(words)):
        return _checked(moment, text).day
    if _ISO_WEEK.fullmatch(words):
        week = _week(words, "monday", text)
        return week.last if last else week.first
    if re.fullmatch(r"\d{4}", words):
        year = _checked_year(int(words), text)
        return date(year, 12, 31) if last else date(year, 1, 1)
    if re.fullmatch(r"\d{4}-\d\d", words):
        month = month_of(_checked(Moment(date.fromisoformat(f"{words}-01"), None), text).day)
        return month.last if last else month.first
    moment, period = _spoken(words, now, order, languages)
    if words.isdigit() or period == "year":
        raise ValueError(f"{text!r} is not a day. {EXAMPLES}")
    day = _checked(moment, text).day
    if period == "month" and not re.search(r"\d|ago|last", words):
        return month_of(day).last if last else month_of(day).first
    return day


def parse_week(
    text: str, now: datetime, week_start: str, order: str | None = None, languages: str = "en"
) -> Period:
    """The week that `text` names: `this`, `last`, `2026-W46`, or any date in it.

    Raises:
        ValueError: it is not understood.
    """
    words = text.strip().lower()
    if plain := plain_week(words, now.date(), week_start):
        return plain
    if _ISO_WEEK.fullmatch(words):
        return _week(words, week_start, text)
    try:
        return week_of(parse_day(text, now, order, languages), week_start)
    except ValueError as error:
        raise ValueError(str(error).replace("Try", "Try last, 2026-W46,")) from None


def _week(words: str, week_start: str, text: str) -> Period:
    try:
        _checked_year(int(words[:4]), text)
        return week_named(re.sub(r"-?[Ww]", "-W", words), week_start)
    except ValueError:
        raise ValueError(f"there is no week {text!r}. Try last, 2026-W46 or 2026-11-19") from None


def _words(text: str) -> str:
    """The phrase on one line, where it can be one."""
    words = " ".join(text.split())
    if not words.isprintable() or len(words) > LONGEST:
        raise ValueError(f"{_shown(words)} is not a date that I know. {EXAMPLES}")
    if _ISO_DAY.match(words):
        try:
            _checked(Moment(date.fromisoformat(words[:10]), None), words)
        except ValueError:  # dateparser would try day and month the other way round
            raise ValueError(
                f"{_shown(words)}: {words[:10]} is no day that can be meant. {EXAMPLES}"
            ) from None
    return words


def _shown(words: str) -> str:
    return repr(words if len(words) <= 60 else words[:59] + "…")


def _iso(words: str) -> Moment | None:
    try:
        if _ISO_DAY.fullmatch(words):
            return Moment(date.fromisoformat(words), None)
        at = datetime.fromisoformat(words)
    except ValueError:
        return None
    local = _local(at) if at.tzinfo is None else at.astimezone()
    return Moment(local.date(), local)


def _local(naive: datetime) -> datetime:
    """A wall-clock time in the local zone; one that a clock change skips is moved on."""
    import pendulum

    try:
        zone = pendulum.timezone(zone_id() or "")
    except ValueError:
        # A rule such as `UTC+3`, or no zone at all: the C library's reading of it is the clock's.
        return naive.astimezone()
    found = pendulum.instance(naive, tz=zone)
    if found.naive() != naive:
        # Skipped: pendulum moves it back, by default, which at midnight is the day before.
        found = pendulum.instance(naive.replace(fold=1), tz=zone)
    return datetime.fromtimestamp(found.timestamp()).astimezone()


def check_languages(languages: str) -> None:
    """See that dates can be read in these languages.

    Raises:
        ValueError: one of them is not known.
    """
    from dateparser.data import language_order

    for language in languages.split(","):
        if language not in language_order:
            raise ValueError(
                f"dates cannot be read in the language {language!r}: the setting takes codes such as en or de,en"
            )


def _spoken(words: str, now: datetime, order: str | None, languages: str) -> tuple[Moment, str]:
    if not _PHRASE.fullmatch(words):
        raise ValueError(f"{words!r} is not a date that I know. {EXAMPLES}")
    check_languages(languages)
    from dateparser.date import DateDataParser

    parser = DateDataParser(
        languages=languages.split(","),
        settings={
            "PREFER_DATES_FROM": "past",
            "PREFER_DAY_OF_MONTH": "first",
            # The odd microsecond: dateparser sees no time of day in "yesterday 3pm" at 15:00:00.000000.
            "RELATIVE_BASE": now.replace(tzinfo=None, microsecond=1),
            "DATE_ORDER": _order(words, order).upper(),
            "RETURN_TIME_AS_PERIOD": True,
            # All is wall-clock time of the writer's, and never leaves for another zone: what dateparser would take for the
            # local one it asks of tzlocal, which knows no rules such as TZ=UTC+3.
            "TIMEZONE": "UTC",
        },
    )
    found = parser.get_date_data(words)
    if found.date_obj is None:
        raise ValueError(f"{words!r} is not a date that I know. {EXAMPLES}")
    at = found.date_obj.replace(microsecond=0)
    if found.period in ("time", "part_of_day"):
        local = _local(at) if at.tzinfo is None else at.astimezone()
        return Moment(local.date(), local), "time"
    return Moment(at.date(), None), found.period


def _order(words: str, order: str | None) -> str:
    """Day or month first: as the setting says, else as the numbers themselves say.

    Between dots the day comes first, in every language that writes dates so (Unicode CLDR, dateFormats).

    Raises:
        ValueError: it could be either.
    """
    if _ISO_DAY.match(words):
        return "ymd"
    numbers = _NUMBERS.search(words)
    if not numbers or order:
        return order or "dmy"
    first, second = int(numbers[1]), int(numbers[2])
    if first > 12:
        return "dmy"
    if second > 12:
        return "mdy"
    if first == second or "." in numbers[0]:
        return "dmy"
    raise ValueError(
        f"{words!r} could be two days. Write it as 2026-11-19, or say once what comes first: coachlog config set date-order dmy"
    )


def _checked(moment: Moment, text: str) -> Moment:
    _checked_year(moment.day.year, text)
    return moment


def _checked_year(year: int, text: str) -> int:
    if not _EARLIEST <= year <= _LATEST:
        raise ValueError(f"{text!r} is not in a year that can be meant. {EXAMPLES}")
    return year
