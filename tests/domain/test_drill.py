"""When a lesson is asked again."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachlog.domain.drill import LONGEST, RATINGS, rated

DAY = date(2026, 11, 19)


def days_until_next(ratings, start=DAY):
    """How many days there are between the questions, where each is answered on its day."""
    card, day, found = None, start, []
    for rating in ratings:
        card, following = rated(card, rating, day)
        found.append((following - day).days)
        day = following
    return found


def test_what_is_known_is_asked_less_and_less_often():
    assert days_until_next(["good"] * 4) == [2, 11, 46, 163]


def test_what_was_not_known_comes_tomorrow_and_what_was_easy_much_later():
    first = {rating: days_until_next([rating])[0] for rating in RATINGS}
    assert first == {"again": 1, "hard": 1, "good": 2, "easy": 8}


def test_the_same_ratings_on_the_same_days_give_the_same_dates():
    assert rated(None, "good", DAY) == rated(None, "good", DAY)


@pytest.mark.parametrize(
    "start", [date(2028, 2, 29), date(2026, 12, 31), date(2026, 3, 29), date(9998, 1, 1)]
)
def test_days_are_days_over_leap_days_years_and_clock_changes(start):
    assert days_until_next(["good"] * 2, start) == [2, 11]


@given(st.lists(st.tuples(st.sampled_from(RATINGS), st.integers(0, 500)), min_size=1, max_size=12))
def test_whatever_is_rated_whenever_it_comes_again_within_a_year(history):
    card, day = None, DAY
    for rating, late in history:
        day += timedelta(late)
        card, following = rated(card, rating, day)
        assert 1 <= (following - day).days <= LONGEST
