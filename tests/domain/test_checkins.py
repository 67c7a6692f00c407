"""On which day an entry asks next, and about which of its days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachlog.domain.checkins import SEEN, clean_days, due_when, next_due, parse_days, stage_on

DAYS = st.lists(st.integers(1, 400), min_size=1, max_size=6, unique=True).map(
    lambda found: ", ".join(map(str, sorted(found)))
)
DATES = st.dates(date(2020, 1, 1), date(2032, 12, 31)).map(date.isoformat)
ANSWERS = st.lists(st.tuples(st.integers(1, 400), st.sampled_from(SEEN), DATES), max_size=6)


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
def test_other_days_are_refused_with_an_example(typed):
    with pytest.raises(ValueError, match="follow-up") as refused:
        clean_days(typed)
    assert "\n" not in str(refused.value)


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


def test_no_chance_puts_the_question_off_by_two_weeks_and_settles_nothing():
    answers = [(30, "no-chance", "2026-11-19")]
    assert next_due("2026-10-20", "30, 60", answers) == "2026-12-03"
    assert (
        next_due("2026-10-20", "30, 60", [*answers, (30, "unprompted", "2026-12-03")])
        == "2026-12-19"
    )
    assert (
        next_due("2026-10-20", "30, 60", [*answers, (30, "no-chance", "2026-12-10")])
        == "2026-12-24"
    )


@pytest.mark.parametrize(
    ("today", "asked"),
    [
        ("2026-10-21", (30, "2026-11-19")),
        ("2026-11-19", (30, "2026-11-19")),
        ("2026-12-18", (30, "2026-11-19")),
        ("2026-12-19", (60, "2026-11-19")),  # the later one has come meanwhile
        ("2030-01-01", (60, "2026-11-19")),
    ],
)
def test_one_question_is_asked_about_the_last_day_that_was_reached(today, asked):
    assert stage_on("2026-10-20", "30, 60", [], today) == asked


def test_the_answer_about_a_later_day_settles_the_earlier_ones():
    assert stage_on("2026-10-20", "30, 60, 90", [(60, "not-yet", "2026-12-20")], "2026-12-20") == (
        90,
        "2027-01-18",
    )
    assert stage_on("2026-10-20", "30, 60", [(60, "not-yet", "2026-12-20")], "2026-12-20") is None


def test_a_question_that_was_put_off_past_the_later_day_is_about_that_one():
    assert stage_on("2026-10-20", "30, 60", [(30, "no-chance", "2026-12-10")], "2026-12-11") == (
        60,
        "2026-12-24",
    )


def test_without_days_nothing_is_asked():
    assert next_due("2026-10-20", None) is None
    assert stage_on("2026-10-20", None, [], "2026-12-20") is None


def test_the_end_of_the_calendar_is_a_day_like_any_other():
    assert stage_on("9999-12-20", "30, 60", [], "2026-11-19") == (60, "9999-12-31")


@pytest.mark.parametrize(
    ("due_on", "when"),
    [
        ("2026-11-18", "overdue"),
        ("2026-11-19", "this week"),
        ("2026-11-22", "this week"),
        ("2026-11-23", "coming"),
    ],
)
def test_this_week_is_from_today_to_its_last_day(due_on, when):
    assert due_when(due_on, "2026-11-19", "2026-11-22") == when


@given(day=DATES, follow_up=DAYS, answers=ANSWERS, order=st.randoms(use_true_random=False))
def test_answers_in_any_order_ask_the_same(day, follow_up, answers, order):
    shuffled = answers[:]
    order.shuffle(shuffled)
    assert next_due(day, follow_up, answers) == next_due(day, follow_up, shuffled)


@given(day=DATES, follow_up=DAYS, answers=ANSWERS, more=ANSWERS)
def test_more_answers_never_ask_sooner(day, follow_up, answers, more):
    before, after = next_due(day, follow_up, answers), next_due(day, follow_up, answers + more)
    assert after is None or (before is not None and before <= after)


@given(day=DATES, follow_up=DAYS, answers=ANSWERS, today=DATES, later=st.integers(0, 500))
def test_as_days_go_by_the_question_is_about_the_same_day_or_a_later_one_of_the_entrys(
    day, follow_up, answers, today, later
):
    first = stage_on(day, follow_up, answers, today)
    then = stage_on(
        day, follow_up, answers, (date.fromisoformat(today) + timedelta(later)).isoformat()
    )
    assert (first is None) == (then is None) == (next_due(day, follow_up, answers) is None)
    if first:
        assert first[0] <= then[0]
        assert first[1] == then[1] == next_due(day, follow_up, answers)
        assert {first[0], then[0]} <= set(parse_days(follow_up))


@given(day=DATES, follow_up=DAYS, answers=ANSWERS, today=DATES)
def test_one_answer_settles_all_that_has_been_reached(day, follow_up, answers, today):
    if asked := stage_on(day, follow_up, answers, today):
        after = next_due(day, follow_up, [*answers, (asked[0], "not-yet", today)])
        assert after is None or after > today
