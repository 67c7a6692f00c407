"""The days of check-ins: which is next, and when it is due."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachlog.domain.checkins import (
    RESULTS,
    clean_days,
    due_when,
    next_checkin,
    next_due,
    parse_days,
)

DAYS = st.lists(st.integers(1, 400), min_size=1, max_size=6, unique=True).map(
    lambda days: ", ".join(map(str, sorted(days)))
)
DATES = st.dates(date(2020, 1, 1), date(2032, 12, 31)).map(date.isoformat)
CHECKINS = st.lists(st.tuples(st.integers(1, 400), st.sampled_from(RESULTS), DATES), max_size=6)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("30, 60", "30, 60"),
        ("60,30", "30, 60"),
        ("14 45", "14, 45"),
        ("14;45", "14, 45"),
        ("030", "30"),
        ("7, 7", "7"),
        (" NONE ", "none"),
        ("1825", "1825"),
    ],
)
def test_days_are_read_as_people_write_them(typed, stored):
    assert clean_days(typed) == stored
    assert clean_days(stored) == stored


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "0",
        "-3",
        "30, x",
        "1826",
        "30.5",
        "²",
        "1e2",
        "9" * 5000,
        "1,2,3,4,5,6,7",
        "30 none",
    ],
)
def test_anything_else_is_refused_with_an_example(typed):
    with pytest.raises(ValueError, match="follow-up") as refusal:
        clean_days(typed)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("day", "first", "second"),
    [
        ("2026-01-31", "2026-03-02", "2026-04-01"),  # past a short month
        ("2028-01-30", "2028-02-29", "2028-03-30"),  # a leap day
        ("2027-01-30", "2027-03-01", "2027-03-31"),  # none
        ("2026-12-02", "2027-01-01", "2027-01-31"),  # the turn of the year
        ("2028-12-31", "2029-01-30", "2029-03-01"),
        ("2026-10-24", "2026-11-23", "2026-12-23"),  # the clocks are set back in Berlin on the 25th
        ("2026-03-28", "2026-04-27", "2026-05-27"),  # and forward on the 29th
    ],
)
def test_days_are_days_of_the_calendar(day, first, second):
    assert next_due(day, "30, 60") == first
    assert next_due(day, "30, 60", [(30, "not-yet", first)]) == second
    assert next_due(day, "30, 60", [(60, "with-help", second)]) is None


def test_no_chance_puts_a_check_in_off_by_two_weeks_and_settles_nothing():
    results = [(30, "no-chance", "2026-11-19")]
    assert next_due("2026-10-20", "30, 60", results) == "2026-12-03"
    assert (
        next_due("2026-10-20", "30, 60", [*results, (30, "unprompted", "2026-12-03")])
        == "2026-12-19"
    )
    assert (
        next_due("2026-10-20", "30, 60", [*results, (30, "no-chance", "2026-12-10")])
        == "2026-12-24"
    )


@pytest.mark.parametrize(
    ("today", "checkin"),
    [
        ("2026-10-21", (30, "2026-11-19")),
        ("2026-11-19", (30, "2026-11-19")),
        ("2026-12-18", (30, "2026-11-19")),
        ("2026-12-19", (60, "2026-11-19")),  # day 60 has come meanwhile
        ("2030-01-01", (60, "2026-11-19")),
    ],
)
def test_a_check_in_is_about_the_last_day_that_was_reached(today, checkin):
    assert next_checkin("2026-10-20", "30, 60", [], today) == checkin


def test_a_result_about_a_later_day_settles_the_earlier_ones():
    assert next_checkin(
        "2026-10-20", "30, 60, 90", [(60, "not-yet", "2026-12-20")], "2026-12-20"
    ) == (
        90,
        "2027-01-18",
    )
    assert (
        next_checkin("2026-10-20", "30, 60", [(60, "not-yet", "2026-12-20")], "2026-12-20") is None
    )


def test_a_check_in_that_is_put_off_past_the_next_day_is_about_that_day():
    assert next_checkin(
        "2026-10-20", "30, 60", [(30, "no-chance", "2026-12-10")], "2026-12-11"
    ) == (
        60,
        "2026-12-24",
    )


def test_without_days_there_is_no_check_in():
    assert next_due("2026-10-20", None) is None
    assert next_checkin("2026-10-20", None, [], "2026-12-20") is None


def test_a_check_in_after_the_end_of_the_calendar_is_due_on_its_last_day():
    assert next_checkin("9999-12-20", "30, 60", [], "2026-11-19") == (60, "9999-12-31")


@pytest.mark.parametrize(
    ("due_on", "when"),
    [
        ("2026-11-18", "overdue"),
        ("2026-11-19", "this week"),
        ("2026-11-22", "this week"),
        ("2026-11-23", "coming"),
    ],
)
def test_this_week_goes_from_today_to_its_last_day(due_on, when):
    assert due_when(due_on, "2026-11-19", "2026-11-22") == when


@given(day=DATES, follow_up=DAYS, results=CHECKINS, order=st.randoms(use_true_random=False))
def test_the_order_of_the_results_does_not_matter(day, follow_up, results, order):
    shuffled = results[:]
    order.shuffle(shuffled)
    assert next_due(day, follow_up, results) == next_due(day, follow_up, shuffled)


@given(day=DATES, follow_up=DAYS, results=CHECKINS, more=CHECKINS)
def test_more_results_never_make_a_check_in_due_sooner(day, follow_up, results, more):
    before = next_due(day, follow_up, results)
    after = next_due(day, follow_up, results + more)
    assert after is None or (before is not None and before <= after)


@given(day=DATES, follow_up=DAYS, results=CHECKINS, today=DATES, later=st.integers(0, 500))
def test_as_time_goes_by_a_check_in_is_about_the_same_day_or_a_later_one(
    day, follow_up, results, today, later
):
    later_day = (date.fromisoformat(today) + timedelta(later)).isoformat()
    first = next_checkin(day, follow_up, results, today)
    then = next_checkin(day, follow_up, results, later_day)
    assert (first is None) == (then is None) == (next_due(day, follow_up, results) is None)
    if first:
        assert first[0] <= then[0]
        assert first[1] == then[1] == next_due(day, follow_up, results)
        assert {first[0], then[0]} <= set(parse_days(follow_up))


@given(day=DATES, follow_up=DAYS, results=CHECKINS, today=DATES)
def test_one_result_settles_every_day_that_was_reached(day, follow_up, results, today):
    checkin = next_checkin(day, follow_up, results, today)
    if checkin:
        after = next_due(day, follow_up, [*results, (checkin[0], "not-yet", today)])
        assert after is None or after > today
