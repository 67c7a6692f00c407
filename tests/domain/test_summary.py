"""Tests of counts over any span."""

from datetime import date

import pytest

from coachlog.domain.periods import Period
from coachlog.domain.review.checkin_results import UnpromptedRate
from coachlog.domain.review.summary import read_keys, summary_lines, with_rates

SPAN = Period(date(2026, 11, 2), date(2026, 11, 22), "three weeks")
TODAY = date(2026, 11, 19)


def test_keys_are_separated_by_commas_or_given_one_at_a_time():
    assert read_keys(["team, Topic", "detected_by"]) == ["team", "topic", "detected-by"]


@pytest.mark.parametrize(
    "key", ["", "team,", "team,team", "trainer", "learner", "happened", "nonsense"]
)
def test_persons_texts_nothing_and_repeats_are_no_keys(key):
    with pytest.raises(ValueError, match=r"a summary cannot count by|is named twice"):
        read_keys([key])


def test_the_most_entries_come_first():
    rows = [("fees", "mistake", 1), ("fees", "strength", 1), ("waivers", "question", 3)]
    lines = summary_lines(["topic"], rows, total=4, span=SPAN, week_start="monday", today=TODAY)
    assert [line[:7] for line in lines] == [
        (("waivers",), 3, 0, 0, 3, 0, 75.0),
        (("fees",), 2, 1, 0, 0, 1, 50.0),
    ]


def test_weeks_are_in_order_and_empty_ones_are_listed():
    lines = summary_lines(
        ["week"],
        [("2026-11-03", "mistake", 1), ("2026-11-20", "mistake", 4)],
        total=5,
        span=SPAN,
        week_start="monday",
        today=TODAY,
    )
    assert [(line.keys[0], line.entries) for line in lines] == [
        ("2026-W45", 1),
        ("2026-W46", 0),
        ("2026-W47", 4),
    ]


def test_days_of_one_month_are_counted_together():
    rows = [("2026-11-03", "permits", "mistake", 1), ("2026-11-20", "permits", "mistake", 4)]
    (line,) = summary_lines(
        ["month", "team"], rows, total=5, span=SPAN, week_start="monday", today=TODAY
    )
    assert (line.keys, line.mistake) == (("2026-11", "permits"), 5)


def test_an_entry_with_two_factors_counts_once_in_each():
    lines = summary_lines(
        ["factor"],
        [("tool; workload", "mistake", 2), ("", "mistake", 1)],
        total=3,
        span=SPAN,
        week_start="monday",
        today=TODAY,
    )
    assert [(line.keys[0], line.entries) for line in lines] == [
        ("tool", 2),
        ("workload", 2),
        (None, 1),
    ]


def test_an_open_span_includes_entries_later_than_today():
    span = Period(date(2026, 11, 9), date.max, "from 2026-11-09")
    lines = summary_lines(
        ["week"],
        [("2026-12-01", "mistake", 1)],
        total=1,
        span=span,
        week_start="monday",
        today=TODAY,
    )
    assert [line.keys[0] for line in lines] == ["2026-W46", "2026-W47", "2026-W48", "2026-W49"]


def test_check_ins_stand_beside_their_entries_and_others_come_last():
    lines = summary_lines(
        ["topic"],
        [("fees", "mistake", 1), ("forms", "mistake", 2)],
        total=3,
        span=SPAN,
        week_start="monday",
        today=TODAY,
    )
    joined = with_rates(
        lines, [UnpromptedRate(("letters",), 2, 1), UnpromptedRate(("fees",), 0, 0, 3, 3)]
    )
    assert [(line.keys[0], line.entries, line[7:]) for line in joined] == [
        ("forms", 2, (0, 0, 0, 0)),
        ("fees", 1, (0, 0, 3, 3)),
        ("letters", 0, (2, 1, 0, 0)),
    ]
