"""The figures of where the coaching is sticking."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachlog.domain.review.checkin_results import (
    AT,
    LATER_FROM,
    UnpromptedRate,
    hard_to_learn,
    rate_text,
    short_rate_text,
    unprompted_rates,
)


@given(st.integers(1, 1825))
def test_a_result_counts_at_the_nearer_day_and_halfway_at_the_later_one(days):
    nearer = min(reversed(AT), key=lambda at: abs(at - days))
    assert nearer == AT[days >= LATER_FROM]


def test_each_name_has_one_rate_and_those_with_most_results_come_first():
    counts = [(("fees",), False, 6, 4), (("forms",), True, 9, 1), (("fees",), True, 2, 2)]
    assert unprompted_rates(counts) == [
        UnpromptedRate(("forms",), 0, 0, 9, 1),
        UnpromptedRate(("fees",), 6, 4, 2, 2),
    ]
    assert unprompted_rates([]) == []


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        ((0, 0), ""),
        ((2, 2), "2 of 2"),
        ((4, 0), "0 of 4"),
        ((6, 4), "4 of 6 (67 %)"),
        ((8, 1), "1 of 8 (13 %)"),
        ((2000, 1999), "1,999 of 2,000 (100 %)"),
    ],
)
def test_a_rate_shows_its_numbers_and_from_five_on_the_percentage(numbers, text):
    assert rate_text(*numbers) == text


def test_hard_to_learn_is_what_under_half_of_at_least_five_did_unprompted_hardest_first():
    rates = [
        UnpromptedRate(("few",), 9, 0, 4, 0),
        UnpromptedRate(("half",), 0, 0, 6, 3),
        UnpromptedRate(("hard",), 0, 0, 5, 2),
        UnpromptedRate(("permits", "forms"), 0, 0, 9, 0),
    ]
    assert hard_to_learn(rates) == ["permits / forms", "hard"]


def test_where_there_is_less_room_a_rate_is_shorter():
    assert [short_rate_text(*numbers) for numbers in ((0, 0), (4, 1), (5, 5), (14, 11))] == [
        "",
        "1/4",
        "5/5 100 %",
        "11/14  79 %",
    ]
