"""What is usual: each series of weekly counts against its own weeks before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachlog.domain.review.usual import ALL, WEEKS, judge

PERMITS = ("team", "permits")
STEADY = [5, 6, 4, 5, 7, 3, 5, 5, 6, 4, 5, 4, 6, 5, 5, 7, 4, 3, 6, 5, 5, 4, 6, 5, 4, 6]


def judged(*weeks, is_over=True):
    """Judge one series that has all entries; its last week is the last number."""
    counts = [0] * (WEEKS - len(weeks)) + list(weeks)
    return judge({ALL: counts}, is_over=is_over)[0]


def judged_by_name(weeks_of):
    """Judge several series, of which the teams add up to all; return the verdicts by name."""
    teams = [weeks for (sort, _), weeks in weeks_of.items() if sort == "team"]
    total = [sum(numbers) for numbers in zip(*teams, strict=True)]
    return {usual.name: usual for usual in judge({ALL: total, **weeks_of})}


def test_a_week_like_the_others_is_usual():
    usual = judged(*STEADY, 6)
    assert (usual.verdict, usual.span, usual.is_unusual) == ("usual", 0, False)
    assert usual.low <= 6 <= usual.high
    assert usual.weeks == (*STEADY[1:], 6)
    assert usual.before == sum(STEADY) / 26


def test_the_limits_are_where_the_verdict_changes():
    usual = judged(*STEADY, 5)
    assert [judged(*STEADY, entries).verdict for entries in (usual.high, usual.high + 1)] == [
        "usual",
        "more",
    ]
    assert [judged(*STEADY, entries).verdict for entries in (usual.low, usual.low - 1)] == [
        "usual",
        "fewer",
    ]
    assert usual.low > 0


def test_a_lasting_change_is_seen_that_no_single_week_shows():
    usual = judged(*[10, 12, 9, 11, 8] * 4, *[5, 6, 5, 4, 5, 6, 5])
    assert (usual.verdict, usual.span) == ("fewer", 7)
    assert usual.in_span == 36
    assert usual.before == 10.0
    assert usual.low <= usual.entries


def test_a_series_of_less_than_nine_weeks_is_too_new():
    # The week of the first entry itself is not one of the weeks before.
    usual = judged(3, *[5] * 7, 50)
    assert (usual.verdict, usual.low, usual.high) == ("too-new", None, None)
    assert judged(3, *[5] * 8, 50).verdict == "more"


def test_a_week_that_is_not_over_has_never_too_few():
    assert judged(*STEADY, 0).verdict == "fewer"
    usual = judged(*STEADY, 0, is_over=False)
    assert (usual.verdict, usual.low) == ("usual", 0)
    assert judged(*STEADY, 30, is_over=False).verdict == "more"


def test_rare_entries_are_seen_by_the_days_between_them():
    usual = judged(*[1, 0, 0, 0, 0] * 4, *[0, 0, 0, 2, 2, 2])
    assert (usual.verdict, usual.span, usual.in_span) == ("more", 3, 6)
    assert usual.before < 1


def test_too_few_entries_tell_nothing():
    assert judged(*[1, *[0] * 24], 0, 4).verdict == "usual"


def test_a_holiday_of_everybody_is_said_once():
    weeks_of = {("team", name): [*[12, 14, 10] * 8, 11, 13, 1] for name in "abcdef"}
    verdicts = judged_by_name(weeks_of)
    assert verdicts[""].verdict == "fewer"
    assert {verdicts[name].verdict for name in "abcdef"} == {"usual"}


def test_after_a_holiday_nothing_is_unusual():
    weeks_of = {("team", name): [*[12, 14, 10] * 8, 0, 1, 12] for name in "abcdef"}
    assert {usual.verdict for usual in judged_by_name(weeks_of).values()} == {"usual"}


def test_a_span_counts_the_holidays_in_it():
    weeks_of = {("team", name): [*[12, 14, 10] * 7, 0, 11, 13, 12, 14, 12] for name in "abcde"}
    weeks_of["team", "f"] = [*[12, 14, 10] * 6, 3, 2, 4, 0, 3, 2, 4, 3, 2]
    unusual = judged_by_name(weeks_of)["f"]
    assert (unusual.verdict, unusual.span, unusual.in_span) == ("fewer", 9, 23)
    assert unusual.before == 12


def test_what_all_teams_do_together_is_said_once():
    weeks_of = {("team", name): [*[30, 33, 27] * 7, *[15, 17, 14] * 2] for name in "abcdef"}
    verdicts = judged_by_name(weeks_of)
    assert verdicts[""].verdict == "fewer"
    assert {verdicts[name].verdict for name in "abcdef"} == {"usual"}


def test_a_team_that_goes_on_nearly_as_before_is_not_accused_of_what_the_others_do():
    weeks_of = {("team", name): [*[30, 33, 27] * 7, *[60, 66, 54] * 2] for name in "abcde"}
    weeks_of["team", "f"] = [*[4, 5, 3] * 7, 2, 3, 2, 2, 3, 2]
    verdicts = judged_by_name(weeks_of)
    assert (verdicts[""].verdict, verdicts["f"].verdict) == ("more", "usual")


def test_a_team_that_was_always_irregular_may_go_on_so():
    weeks_of = {("team", name): [30, 33, 27] * 9 for name in "abcde"}
    weeks_of["team", "f"] = [*[1, 20, 3, 16, 2, 18] * 4, 1, 17, 24]
    assert judged_by_name(weeks_of)["f"].verdict == "usual"
    weeks_of["team", "f"] = [*[9, 11, 10] * 8, 9, 11, 24]
    assert judged_by_name(weeks_of)["f"].verdict == "more"


def test_what_one_team_does_is_not_said_of_the_others():
    weeks_of = {("team", name): [*[12, 14, 10] * 8, 11, 13, 12] for name in "abcde"}
    weeks_of["team", "f"] = [*[12, 14, 10] * 8, 11, 13, 40]
    unusual = [usual.name for usual in judged_by_name(weeks_of).values() if usual.is_unusual]
    assert unusual == ["f"]


def test_a_series_that_has_all_entries_is_not_said_twice():
    weeks = [*STEADY, 30]
    results = judge({ALL: weeks, PERMITS: weeks, ("kind", "mistake"): [*STEADY, 3]})
    assert [(usual.sort, usual.name) for usual in results] == [("all", ""), ("kind", "mistake")]


def test_nothing_recorded_is_too_new():
    assert judge({ALL: [0] * WEEKS})[0].verdict == "too-new"


def test_the_shape_is_ready_for_json():
    assert judged(*STEADY, 6).shape() == {
        "sort": "all",
        "name": "",
        "entries": 6,
        "low": 1,
        "high": 12,
        "verdict": "usual",
        "weeks": [*STEADY[1:], 6],
        "span": 0,
        "before": 5.0,
    }


COUNTS = st.lists(st.integers(0, 12), min_size=WEEKS, max_size=WEEKS)
ORDER = {"fewer": 0, "usual": 1, "more": 2}


@given(COUNTS, st.integers(1, 30))
def test_more_entries_never_turn_more_into_fewer(weeks, added):
    before = judge({ALL: weeks})[0].verdict
    after = judge({ALL: [*weeks[:-1], weeks[-1] + added]})[0].verdict
    if "too-new" not in (before, after):
        assert ORDER[after] >= min(ORDER[before], 1)


@given(st.dictionaries(st.sampled_from("abcdefg"), COUNTS, min_size=1), st.randoms())
def test_the_order_of_the_series_does_not_matter(teams, dice):
    total = [sum(numbers) for numbers in zip(*teams.values(), strict=True)]
    series = [(ALL, total), *((("team", name), weeks) for name, weeks in teams.items())]
    results = judge(dict(series))
    dice.shuffle(series)
    assert judge(dict(series)) == results


@given(st.dictionaries(st.sampled_from("abcdefg"), COUNTS, min_size=1), st.booleans())
def test_this_week_alone_is_unusual_beyond_its_limits(teams, is_over):
    total = [sum(numbers) for numbers in zip(*teams.values(), strict=True)]
    series = {ALL: total} | {("team", name): weeks for name, weeks in teams.items()}
    for usual in judge(series, is_over=is_over):
        if usual.verdict != "too-new" and not usual.low <= usual.entries <= usual.high:
            assert usual.is_unusual
        if usual.span == 1:
            assert not usual.low <= usual.entries <= usual.high


@pytest.mark.parametrize("factor", [0, 1000])
def test_no_numbers_are_too_great(factor):
    weeks_of = {("team", name): [factor * n for n in [*STEADY, 6]] for name in "ab"}
    assert {usual.verdict for usual in judged_by_name(weeks_of).values()} <= {"usual", "too-new"}
