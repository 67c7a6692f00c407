"""Weeks, months and other spans of days.

Weeks are counted by the writer's civil day, so that a week has seven days in every time zone.
"""

from datetime import date, timedelta

from coachlog.domain.settings import ISO_WEEK_START, WEEKDAYS
from coachlog.named_tuple import NamedTuple

DAY = timedelta(days=1)
RECENT_WEEKS = 8  # how far a week looks back for its figures, itself included


class Period(NamedTuple):
    """A span of days, from `first` to `last`, and what people call it."""

    first: date
    last: date
    label: str


def week_of(day: date, week_start: str = ISO_WEEK_START) -> Period:
    """Return the week that a day is in.

    Args:
        day: a civil day.
        week_start: the weekday on which weeks begin, one of `WEEKDAYS`.
    """
    days_into_week = (day.weekday() - WEEKDAYS.index(week_start)) % 7
    return _week_from(day - days_into_week * DAY)


def week_before(week: Period, weeks: int = 1) -> Period:
    """Return the week that comes `weeks` weeks before `week`."""
    return _week_from(week.first - 7 * weeks * DAY)


def month_of(day: date) -> Period:
    """Return the calendar month that `day` is in."""
    first = day.replace(day=1)
    next_month = (first + 31 * DAY).replace(day=1)
    return Period(first, next_month - DAY, f"{day:%Y-%m}")


def last_weeks(today: date, weeks: int) -> Period:
    """Return the given number of weeks that end today."""
    first = today - (7 * weeks - 1) * DAY
    return Period(first, today, f"the last {weeks} weeks")


def _week_from(first: date) -> Period:
    # Named after the ISO 8601 week of its Thursday: every week has one, so a label names the same
    # week whatever day weeks begin on, and no label comes twice.
    thursday = first + (3 - first.weekday()) % 7 * DAY
    year, number, _ = thursday.isocalendar()
    return Period(first, first + 6 * DAY, f"{year}-W{number:02d}")
