"""Tests of weeks: they cover every day once, and each has a label."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachlog.domain.periods import DAY, month_of, week_before, week_of
from coachlog.domain.settings import WEEKDAYS

DAYS = st.dates(date(1901, 1, 1), date(9990, 1, 1))
STARTS = st.sampled_from(WEEKDAYS)


@given(DAYS, STARTS)
def test_every_day_is_in_exactly_one_week(day, start):
    week = week_of(day, start)
    assert week.first <= day <= week.last
    assert week.first.weekday() == WEEKDAYS.index(start)
    assert (week.last - week.first).days == 6
    assert {week_of(week.first + n * DAY, start) for n in range(7)} == {week}


@given(DAYS, STARTS)
def test_weeks_follow_each_other_without_a_gap(day, start):
    week = week_of(day, start)
    after = week_of(week.last + DAY, start)
    assert after.first == week.last + DAY
    assert after.label > week.label
    assert week_before(after) == week
    assert week_before(after, 8) == week_of(after.first - 56 * DAY, start)


@pytest.mark.parametrize(
    ("day", "start", "label", "first"),
    [
        ("2026-01-01", "monday", "2026-W01", "2025-12-29"),
        ("2026-12-31", "monday", "2026-W53", "2026-12-28"),
        ("2027-01-03", "monday", "2026-W53", "2026-12-28"),
        ("2027-01-03", "sunday", "2027-W01", "2027-01-03"),
        ("2027-01-02", "sunday", "2026-W53", "2026-12-27"),
        ("2024-12-30", "monday", "2025-W01", "2024-12-30"),
        ("2024-02-29", "monday", "2024-W09", "2024-02-26"),
        ("2024-02-29", "saturday", "2024-W09", "2024-02-24"),
    ],
)
def test_new_year_and_leap_days_are_in_the_right_week(day, start, label, first):
    week = week_of(date.fromisoformat(day), start)
    assert (week.label, week.first.isoformat()) == (label, first)


@given(DAYS)
def test_every_day_is_in_exactly_one_month(day):
    month = month_of(day)
    assert month.first <= day <= month.last
    assert {month_of(month.first), month_of(month.last)} == {month}
    assert month_of(month.last + DAY).first == month.last + DAY


@pytest.mark.parametrize(
    ("day", "last"),
    [("2024-02-10", "2024-02-29"), ("2026-02-28", "2026-02-28"), ("2026-12-31", "2026-12-31")],
)
def test_a_month_ends_on_its_own_last_day(day, last):
    month = month_of(date.fromisoformat(day))
    assert (month.first.day, month.last.isoformat(), month.label) == (1, last, day[:7])
