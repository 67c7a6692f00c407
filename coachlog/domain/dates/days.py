"""From the values of a form to its days. Each function is named by forms in `forms`.

A form without a year means the latest such day up to today, because a log is about the past.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from coachlog.domain.dates.span import AmbiguousError, DateError, Span, Writer, check_year, day_span
from coachlog.domain.dates.tokens import Values
from coachlog.domain.periods import DAY, month_of, week_of
from coachlog.domain.settings import WEEKDAYS

NOT_IN_CALENDAR = "is not in the calendar"
_HOURS_ON_A_DIAL = 12
_MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}
_DAYS_IN = {"day": 1, "week": 7}
_MINUTES_IN = {"minute": 1, "hour": 60}


def day_word(values: Values, writer: Writer) -> Span:
    """Return the day of a word such as `yesterday`, counted from today."""
    return day_span(writer.today() + values["day-word"] * DAY)


def present_time(values: Values, writer: Writer) -> Span:
    """Return the present."""
    del values
    return _instant_span(writer.present())


def latest_weekday(values: Values, writer: Writer) -> Span:
    """Return the last day up to today with that weekday; the last one before today if so named."""
    today = writer.today()
    days_ago = (today.weekday() - values["weekday"]) % 7
    if "last" in values:
        # On a Friday, "last Friday" was a week ago.
        days_ago = days_ago or 7
    return day_span(today - days_ago * DAY)


def weekday_of_week(values: Values, writer: Writer) -> Span | None:
    """Return a weekday of this week, the last or the next one."""
    week = unit_span(values, writer)
    if week is None or week.precision != "week":
        return None
    days_on = (values["weekday"] - week.first.weekday()) % 7
    return day_span(week.first + days_on * DAY)


def day_of_month(values: Values, writer: Writer) -> Span:
    """Return the latest day up to today that has that number in its month.

    If there is a weekday, too, it has to be that of the day.
    """
    number = values["day"]
    # "Monday the 9th", "le lundi 9" and "Monday 16" can only be days.
    is_day = {"the", "th"} & values.keys() or number > _HOURS_ON_A_DIAL
    if "weekday" in values and not is_day:
        raise AmbiguousError(f"could be the day {number} or {number} o'clock")
    today = writer.today()
    # This month may not have come so far, and the one before may be too short.
    for months_ago in range(3):
        first = _months_away(today.replace(day=1), -months_ago)
        day = first + (number - 1) * DAY
        if day.month == first.month and day <= today:
            _check_weekday(day, values)
            return day_span(day)
    raise DateError(NOT_IN_CALENDAR)


def calendar_day(values: Values, writer: Writer) -> Span:
    """Return a day of a month; if there is a weekday, too, it has to be that of the day."""
    month = _month_of(values)

    def day_of(year: int) -> date:
        return date(year, month, values["day"])

    day = _latest(day_of, values, writer)
    _check_weekday(day, values)
    return day_span(day)


def packed_day(values: Values, writer: Writer) -> Span:
    """Return a day of eight digits."""
    digits = values["yyyymmdd"]
    values["year"] = int(digits[:4])
    values["month#"] = int(digits[4:6])
    values["day"] = int(digits[6:])
    return calendar_day(values, writer)


def distance(values: Values, writer: Writer) -> Span:
    """Return the day that lies so many days, weeks, months or years away, or the instant."""
    direction = values.get("ago") or values.get("before") or values["ahead"]
    count = direction * values["count"]
    unit = values["unit"]
    if unit in _MINUTES_IN:
        minutes = count * _MINUTES_IN[unit]
        return _instant_span(writer.present() + timedelta(minutes=minutes))
    today = writer.today()
    if unit in _DAYS_IN:
        return day_span(today + count * _DAYS_IN[unit] * DAY)
    return day_span(_months_away(today, count * _MONTHS_IN[unit]))


def unit_span(values: Values, writer: Writer) -> Span | None:
    """Return this week, month, quarter or year, the last or the next one."""
    unit = values["unit"]
    steps = values.get("last", 0) + values.get("next", 0)
    today = writer.today()
    if unit == "week":
        return _week_span(today + 7 * steps * DAY, writer)
    if unit not in _MONTHS_IN:
        return None
    # From the first of the month, because the month before may have no 31st.
    day = _months_away(today.replace(day=1), steps * _MONTHS_IN[unit])
    return _months_span(unit, day)


def month_span(values: Values, writer: Writer) -> Span:
    """Return a month."""
    return _months_from(_month_of(values), "month", values, writer)


def quarter_span(values: Values, writer: Writer) -> Span:
    """Return a quarter of a year."""
    first_month = 3 * values["number"] - 2
    return _months_from(first_month, "quarter", values, writer)


def year_span(values: Values, writer: Writer) -> Span | None:
    """Return a whole year, which may follow the word for it."""
    if values.get("unit", "year") != "year":
        return None
    return _months_from(1, "year", values, writer)


def numbered_week(values: Values, writer: Writer) -> Span:
    """Return a week by its number in ISO 8601; it is the week that has its Thursday in it."""
    number = values["number"]

    def first_of(year: int) -> date:
        return week_of(date.fromisocalendar(year, number, 4), writer.week_start).first

    return _week_span(_latest(first_of, values, writer), writer)


def _month_of(values: Values) -> int:
    month: int = values.get("month") or values["month#"]
    return month


def _year_of(values: Values) -> int | None:
    """Return the year; of two digits, 69 to 99 are the last century's (POSIX, strptime, %y)."""
    year: int | None = values.get("year")
    short: int | None = values.get("year2")
    if short is None:
        return year
    if short >= 69:
        return 1900 + short
    return 2000 + short


def _latest(day_of: Callable[[int], date], values: Values, writer: Writer) -> date:
    """Return a day of a year, or without a year the latest one up to today.

    Args:
        day_of: the day in a year; raises a ValueError where the calendar has none.
        values: have the year, if it was written.
        writer: gives the present.
    """
    year = _year_of(values)
    if year is None:
        last = writer.today()
        # No further back: whoever means the 29 February of four years ago has to say so.
        years = [last.year, last.year - 1]
    else:
        check_year(year)
        last = date.max
        years = [year]
    for possible_year in years:
        try:
            day = day_of(possible_year)
        except ValueError:
            continue
        if day <= last:
            return day
    raise DateError(NOT_IN_CALENDAR)


def _check_weekday(day: date, values: Values) -> None:
    weekday = values.get("weekday", day.weekday())
    if weekday != day.weekday():
        right = WEEKDAYS[day.weekday()].title()
        wrong = WEEKDAYS[weekday].title()
        raise DateError(f"does not fit: {day} is a {right}, not a {wrong}")


def _months_away(day: date, months: int) -> date:
    """Return the day so many months away; the last of the month where that has no such day."""
    months += day.year * 12 + day.month - 1
    year, month0 = divmod(months, 12)
    check_year(year)
    month = month_of(date(year, month0 + 1, 1))
    return min(month.last, month.first + (day.day - 1) * DAY)


def _months_from(first_month: int, unit: str, values: Values, writer: Writer) -> Span:
    """Return the month, quarter or year that begins with a month of a year, or the latest one."""
    first = _latest(lambda year: date(year, first_month, 1), values, writer)
    return _months_span(unit, first)


def _months_span(unit: str, day: date) -> Span:
    """Return the month, quarter or year that a day is in."""
    length = _MONTHS_IN[unit]
    months_before = (day.month - 1) % length
    first_month = day.month - months_before
    last_month = first_month + length - 1
    first = day.replace(month=first_month, day=1)
    last = month_of(first.replace(month=last_month)).last
    return Span(first, last, unit)


def _instant_span(at: datetime) -> Span:
    # Once more to the local zone: between then and now the clocks may have changed.
    at = at.astimezone().replace(microsecond=0)
    return Span(at.date(), at.date(), "time", at)


def _week_span(day: date, writer: Writer) -> Span:
    week = week_of(day, writer.week_start)
    return Span(week.first, week.last, "week")
