"""Tests of when a lesson is asked again."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachlog.domain.drill import MAX_INTERVAL, RATINGS, schedule

DAY = date(2026, 11, 19)


def days_until_next(ratings, start=DAY):
    """Return the days from each rating to the next, if each is given on the day it is due."""
    card, day = None, start
    intervals = []
    for rating in ratings:
        card, next_day = schedule(card, rating, day)
        intervals.append((next_day - day).days)
        day = next_day
    return intervals


def test_the_intervals_of_a_known_lesson_grow():
    assert days_until_next(["good"] * 4) == [2, 11, 46, 163]


def test_an_unknown_lesson_comes_tomorrow_and_an_easy_lesson_much_later():
    first = {rating: days_until_next([rating])[0] for rating in RATINGS}
    assert first == {"again": 1, "hard": 1, "good": 2, "easy": 8}


def test_the_same_ratings_on_the_same_days_give_the_same_dates():
    assert schedule(None, "good", DAY) == schedule(None, "good", DAY)


@pytest.mark.parametrize(
    "start", [date(2028, 2, 29), date(2026, 12, 31), date(2026, 3, 29), date(9998, 1, 1)]
)
def test_intervals_are_the_same_over_leap_days_years_and_clock_changes(start):
    assert days_until_next(["good"] * 2, start) == [2, 11]


@given(st.lists(st.tuples(st.sampled_from(RATINGS), st.integers(0, 500)), min_size=1, max_size=12))
def test_every_lesson_comes_again_within_a_year(history):
    card, day = None, DAY
    for rating, late in history:
        day += timedelta(late)
        card, next_day = schedule(card, rating, day)
        assert 1 <= (next_day - day).days <= MAX_INTERVAL
