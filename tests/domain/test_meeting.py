"""Tests of whose turn it is, and of what a team reads out."""

from datetime import date, timedelta
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coachlog.domain.entry import Entry
from coachlog.domain.meeting import (
    DONE,
    SKIPPED,
    Meeting,
    MeetingTeam,
    highlight,
    highlight_texts,
    turns,
)

START = date(2026, 1, 5)
YEAR = 52


def day(week):
    return (START + timedelta(weeks=week)).isoformat()


def weekly(*names):
    """Return meetings week after week, each of the team that had the turn.

    A name with a `-` before it was skipped in the week of the next name.
    """
    meetings = []
    week = 0
    for name in names:
        uuid = str(len(meetings))
        if name.startswith("-"):
            meetings.append(Meeting(uuid, day(week), name[1:], SKIPPED))
        else:
            meetings.append(Meeting(uuid, day(week), name, DONE))
            week += 1
    return meetings


def order_of(names, meetings, week):
    """Return the teams in the order of their turns, if all of them joined at the start."""
    teams = [MeetingTeam(name, day(0)) for name in names]
    return [turn.team for turn in turns(teams, meetings, day(week))]


def test_before_the_first_meeting_the_team_that_joined_first_has_the_turn():
    teams = [MeetingTeam("b", day(1)), MeetingTeam("c", day(0)), MeetingTeam("a", day(1))]
    assert [turn.team for turn in turns(teams, [], day(2))] == ["c", "a", "b"]


def test_a_team_that_had_a_turn_goes_behind_all_others():
    assert order_of("abc", weekly("a"), 1) == ["b", "c", "a"]
    assert order_of("abc", weekly("a", "b", "c"), 3) == ["a", "b", "c"]


def test_a_new_team_waits_its_turn_and_does_not_catch_up():
    meetings = weekly("a", "b", "a", "b", "a", "b")
    teams = [MeetingTeam("a", day(0)), MeetingTeam("b", day(0)), MeetingTeam("c", day(4))]
    order = []
    for week in range(6, 12):
        order.append(turns(teams, meetings, day(week))[0].team)
        meetings = [*meetings, Meeting(str(week), day(week), order[-1], DONE)]
    assert order == ["c", "a", "b", "c", "a", "b"]


def test_a_team_that_left_loses_its_turn_and_can_come_back():
    meetings = weekly("a", "b", "c")
    assert order_of("bc", meetings, 3) == ["b", "c"]
    assert order_of("abc", [*meetings, Meeting("9", day(3), "b", DONE)], 4) == ["a", "c", "b"]


def test_a_skipped_team_misses_this_meeting_and_is_first_in_the_next():
    meetings = weekly("a", "b", "-c")
    assert order_of("abc", meetings, 2) == ["a", "b"]
    assert order_of("abc", [*meetings, Meeting("9", day(2), "a", DONE)], 3) == ["c", "b", "a"]


def test_a_team_that_was_skipped_for_weeks_gets_a_single_turn():
    meetings = weekly("a", "-b", "c", "-b", "a", "-b", "c", "b")
    assert order_of("abc", meetings, 5) == ["a", "c", "b"]


def test_a_team_that_had_an_early_turn_goes_behind_the_others():
    assert order_of("abc", weekly("a", "c"), 2) == ["b", "a", "c"]


def test_a_turn_has_the_day_of_the_last_and_of_a_skip():
    teams = [MeetingTeam("a", day(0)), MeetingTeam("b", day(0))]
    first, second = turns(teams, weekly("a", "-b", "a"), day(5))
    assert (first.team, first.last, first.skipped) == ("b", None, day(1))
    assert (second.team, second.last, second.skipped) == ("a", day(1), None)


NAMES = "abcdefgh"
# What can happen in a week: which teams come or leave, and a die for how many are skipped.
WEEK = st.tuples(st.sets(st.sampled_from(NAMES)), st.integers(0, 9))
WEEKS = st.lists(WEEK, min_size=YEAR, max_size=YEAR)
# For how many weeks each team has recorded entries before the first meeting.
WEEKS_BEFORE = st.lists(st.integers(0, 20), min_size=len(NAMES), max_size=len(NAMES))


class Week(NamedTuple):
    """A week of a simulation: its teams, those that were skipped, and the one with the turn."""

    present: frozenset[str]
    skipped: frozenset[str]
    turn: str | None


def simulate(weeks, weeks_before):
    """Return a year of weekly meetings, a `Week` each."""
    meetings = []
    year = []
    present = set()
    joined = {}
    for week, (changes, die) in enumerate(weeks):
        if len(changes) < 3:  # most weeks change little
            present ^= changes
        for name in present:
            # A log may begin long before its meetings do.
            first_week = week
            if week == 0:
                first_week = -weeks_before[NAMES.index(name)]
            joined.setdefault(name, day(first_week))
        teams = [MeetingTeam(name, joined[name]) for name in sorted(present)]
        skipped = set()
        for _ in range(max(0, die - 6)):
            name = take_turn(teams, meetings, week, SKIPPED)
            if name is not None:
                skipped.add(name)
        turn = take_turn(teams, meetings, week, DONE)
        year.append(Week(frozenset(present), frozenset(skipped), turn))
    return year


def take_turn(teams, meetings, week, state):
    """Record that the first team had its turn or was skipped; return its name."""
    order = turns(teams, meetings, day(week))
    if not order:
        return None
    meetings.append(Meeting(f"{len(meetings):04}", day(week), order[0].team, state))
    return order[0].team


@settings(max_examples=300)
@given(WEEKS, WEEKS_BEFORE)
def test_in_any_span_of_meetings_no_team_is_more_than_one_turn_ahead(weeks, weeks_before):
    year = simulate(weeks, weeks_before)
    for length in (2, 5, 12, 26):
        for start in range(len(year) - length + 1):
            span = year[start : start + length]
            throughout = frozenset.intersection(*(week.present for week in span))
            throughout -= frozenset.union(*(week.skipped for week in span))
            taken = [week.turn for week in span]
            counts = [taken.count(name) for name in throughout]
            assert not counts or max(counts) - min(counts) <= 1


@settings(max_examples=300)
@given(WEEKS, WEEKS_BEFORE)
def test_a_skipped_team_comes_first_next_time(weeks, weeks_before):
    waiting = set()
    for week in simulate(weeks, weeks_before):
        if waiting & week.present - week.skipped and week.turn is not None:
            assert week.turn in waiting
        waiting = (waiting | week.skipped) - {week.turn}


ENTRY = Entry(
    **dict.fromkeys(Entry._fields)
    | {
        "kind": "mistake",
        "happened": "Took it twice",
        "topics": ("fees",),
        "own": False,
        "occurred_on": day(3),
        "recorded_at": "x",
    }
)


def test_the_highlight_is_a_leaders_mistake_or_the_fullest_or_newest_entry():
    bare = ENTRY._replace(short_id="bare", occurred_on=day(9))
    full = ENTRY._replace(short_id="full", recovery="Paid back", lesson="Look", occurred_on=day(1))
    newer = full._replace(short_id="newer", occurred_on=day(2))
    own = ENTRY._replace(
        short_id="own", recovery="Paid back", own=True, role="leader", occurred_on=day(0)
    )
    assert highlight([]) is None
    assert highlight([bare]) == bare
    assert highlight([bare, full]) == full
    assert highlight([newer, bare, full]) == newer
    assert highlight([newer, bare, own, full]) == own


@pytest.mark.parametrize(
    "change", [{"role": "member"}, {"own": False}, {"recovery": None}, {"kind": "correction"}]
)
def test_only_a_leaders_own_mistake_that_was_put_right_comes_first(change):
    own = ENTRY._replace(recovery="Paid back", own=True, role="leader", occurred_on=day(0))
    own = own._replace(**change)
    newer = ENTRY._replace(recovery="Paid back", lesson="Look", occurred_on=day(5))
    assert highlight([own, newer]) == newer


@pytest.mark.parametrize(
    ("fields", "answers"),
    [
        ({"recovery": "Paid back", "lesson": "Look"}, ("Paid back", "Look")),
        ({"recovery": "Paid back", "expected": "Once"}, ("Paid back", "Once")),
        ({"expected": "Once"}, (None, "Once")),
        ({"kind": "correction", "expected": "Once"}, ("Once", None)),
        ({"kind": "question", "expected": "Once", "lesson": "Ask"}, ("Once", "Ask")),
        ({"kind": "strength"}, (None, None)),
    ],
)
def test_an_entry_answers_the_three_questions(fields, answers):
    assert highlight_texts(ENTRY._replace(**fields)) == ("Took it twice", *answers)
