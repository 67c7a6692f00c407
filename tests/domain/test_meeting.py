"""Whose turn it is, and what a team reads out."""

from datetime import date, timedelta

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


def held(*names):
    """Meetings week after week; a name with a `-` before it was skipped in the week of the next one."""
    found, week = [], 0
    for name in names:
        found.append(
            Meeting(
                str(len(found)),
                day(week),
                name.removeprefix("-"),
                SKIPPED if name[0] == "-" else DONE,
            )
        )
        week += name[0] != "-"
    return found


def line(teams, meetings, week):
    return [
        turn.team
        for turn in turns([MeetingTeam(name, day(0)) for name in teams], meetings, day(week))
    ]


def test_without_a_meeting_the_turn_is_the_first_that_joined():
    assert [
        turn.team
        for turn in turns(
            [MeetingTeam("b", day(1)), MeetingTeam("c", day(0)), MeetingTeam("a", day(1))],
            [],
            day(2),
        )
    ] == [
        "c",
        "a",
        "b",
    ]


def test_a_team_that_had_a_turn_goes_behind_all_others():
    assert line("abc", held("a"), 1) == ["b", "c", "a"]
    assert line("abc", held("a", "b", "c"), 3) == ["a", "b", "c"]


def test_a_new_team_waits_like_any_other_and_has_nothing_to_catch_up_on():
    meetings = held("a", "b", "a", "b", "a", "b")
    teams = [MeetingTeam("a", day(0)), MeetingTeam("b", day(0)), MeetingTeam("c", day(4))]
    order = []
    for week in range(6, 12):
        order.append(turns(teams, meetings, day(week))[0].team)
        meetings = [*meetings, Meeting(str(week), day(week), order[-1], DONE)]
    assert order == ["c", "a", "b", "c", "a", "b"]


def test_a_team_that_left_is_skipped_over_and_can_come_back():
    meetings = held("a", "b", "c")
    assert line("bc", meetings, 3) == ["b", "c"]
    assert line("abc", [*meetings, Meeting("9", day(3), "b", DONE)], 4) == ["a", "c", "b"]


def test_a_skipped_team_is_out_of_this_meeting_and_first_in_the_next():
    meetings = held("a", "b", "-c")
    assert line("abc", meetings, 2) == ["a", "b"]
    assert line("abc", [*meetings, Meeting("9", day(2), "a", DONE)], 3) == ["c", "b", "a"]


def test_a_team_that_was_skipped_for_weeks_gets_one_turn_only():
    meetings = held("a", "-b", "c", "-b", "a", "-b", "c", "b")
    assert line("abc", meetings, 5) == ["a", "c", "b"]


def test_a_team_that_went_before_its_turn_goes_behind_the_others():
    assert line("abc", held("a", "c"), 2) == ["b", "a", "c"]


def test_a_turn_says_when_the_last_one_was_and_whether_it_was_skipped():
    first, second = turns(
        [MeetingTeam("a", day(0)), MeetingTeam("b", day(0))], held("a", "-b", "a"), day(5)
    )
    assert (first.team, first.last, first.skipped) == ("b", None, day(1))
    assert (second.team, second.last, second.skipped) == ("a", day(1), None)


# What can happen in a week: who is there, and how many of the first in the line are skipped.
WEEK = st.tuples(st.sets(st.sampled_from("abcdefgh")), st.integers(0, 9))
BEFORE = st.lists(st.integers(0, 20), min_size=8, max_size=8)


def simulated(weeks, before):
    """A year of weekly meetings: `(who was there, who was skipped, whose turn it was or None)` of each."""
    meetings, story, joined = [], [], {}
    there = set()
    for week, (changes, dice) in enumerate(weeks):
        there ^= changes if len(changes) < 3 else set()  # most weeks change little
        for name in there:
            # Those of the first meeting have been there for some weeks; a log may begin long before its meetings do.
            joined.setdefault(name, day(week if week else -before["abcdefgh".index(name)]))
        teams = [MeetingTeam(name, joined[name]) for name in sorted(there)]
        skipped = set()
        for _ in range(max(0, dice - 6)):
            if order := turns(teams, meetings, day(week)):
                skipped.add(order[0].team)
                meetings.append(Meeting(f"{len(meetings):04}", day(week), order[0].team, SKIPPED))
        order = turns(teams, meetings, day(week))
        if order:
            meetings.append(Meeting(f"{len(meetings):04}", day(week), order[0].team, DONE))
        story.append((frozenset(there), frozenset(skipped), order[0].team if order else None))
    return story


@settings(max_examples=300)
@given(st.lists(WEEK, min_size=YEAR, max_size=YEAR), BEFORE)
def test_in_any_span_of_meetings_no_team_is_more_than_one_turn_ahead(weeks, before):
    story = simulated(weeks, before)
    for length in (2, 5, 12, 26):
        for start in range(len(story) - length + 1):
            window = story[start : start + length]
            through = frozenset.intersection(*(there for there, _, _ in window))
            through -= frozenset.union(*(skipped for _, skipped, _ in window))
            had = [sum(turn == name for _, _, turn in window) for name in through]
            assert not had or max(had) - min(had) <= 1


@settings(max_examples=300)
@given(st.lists(WEEK, min_size=YEAR, max_size=YEAR), BEFORE)
def test_a_skipped_team_comes_first_next_time(weeks, before):
    waiting = set()
    for there, skipped, turn in simulated(weeks, before):
        if waiting & there - skipped and turn is not None:
            assert turn in waiting
        waiting = (waiting | skipped) - {turn}


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


def test_the_highlight_is_a_leaders_mistake_then_the_fullest_then_the_newest():
    bare = ENTRY._replace(short_id="bare", occurred_on=day(9))
    told_ = ENTRY._replace(short_id="told", recovery="Paid back", lesson="Look", occurred_on=day(1))
    newer = told_._replace(short_id="newer", occurred_on=day(2))
    own = ENTRY._replace(
        short_id="own", recovery="Paid back", own=True, role="leader", occurred_on=day(0)
    )
    assert highlight([]) is None
    assert highlight([bare]) == bare
    assert highlight([bare, told_]) == told_
    assert highlight([newer, bare, told_]) == newer
    assert highlight([newer, bare, own, told_]) == own


@pytest.mark.parametrize(
    "change", [{"role": "member"}, {"own": False}, {"recovery": None}, {"kind": "correction"}]
)
def test_only_a_leaders_own_mistake_that_was_put_right_comes_first(change):
    own = ENTRY._replace(
        recovery="Paid back", own=True, role="leader", occurred_on=day(0)
    )._replace(**change)
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
