"""Weeks and other spans of days. Weeks are counted by the writer's civil day, so a week has seven days in every zone."""

from datetime import date, timedelta
from typing import NamedTuple

from coachlog.domain.settings import WEEKDAYS

DAY = timedelta(days=1)


class Period(NamedTuple):
    """A span of days, `first` and `last` included, and what people call it."""

    first: date
    last: date
    label: str


def week_of(day: date, week_start: str = "monday") -> Period:
    """The week that holds `day`, from the weekday `week_start` on.

    It is called after the ISO 8601 week of its Thursday, of which every week has one, so that a label names the same
    week whatever day weeks begin on, and none twice.
    """
    first = day - timedelta(days=(day.weekday() - WEEKDAYS.index(week_start)) % 7)
    thursday = first + timedelta(days=(3 - WEEKDAYS.index(week_start)) % 7)
    year, number, _ = thursday.isocalendar()
    return Period(first, first + 6 * DAY, f"{year}-W{number:02d}")


def week_named(label: str, week_start: str = "monday") -> Period:
    """The week called `2026-W46`.

    Raises:
        ValueError: there is no such week.
    """
    year, _, number = label.upper().partition("-W")
    thursday = date.fromisocalendar(int(year), int(number), 4)
    return week_of(thursday, week_start)


def week_before(week: Period, weeks: int = 1) -> Period:
    """The week `weeks` before."""
    first = week.first - 7 * weeks * DAY
    thursday = first + timedelta(days=(3 - first.weekday()) % 7)
    year, number, _ = thursday.isocalendar()
    return Period(first, first + 6 * DAY, f"{year}-W{number:02d}")


def plain_week(words: str, today: date, week_start: str) -> Period | None:
    """The week that is named without a date, `this` or `last`; None where `words` are something else."""
    if words in ("", "this", "this week"):
        return week_of(today, week_start)
    return week_of(today - 7 * DAY, week_start) if words in ("last", "last week") else None


def month_of(day: date) -> Period:
    """The calendar month that holds `day`."""
    first = day.replace(day=1)
    following = (first + 31 * DAY).replace(day=1)
    return Period(first, following - DAY, f"{day:%Y-%m}")
