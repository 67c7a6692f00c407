"""Tests of what an exercise takes from an entry, and of what it must not give away."""

import pytest

from coachlog.domain.entry import Entry
from coachlog.domain.fields import FIELD_NAMES
from coachlog.domain.tabletop import (
    answer_rows,
    fullest_entries,
    is_playable,
    player_rows,
    tabletop_sheet,
)


def entry(number, **fields):
    """Return an entry with some fields of its own: `entry(1, lesson="Ask")`."""
    defaults = {
        "topics": ("fees",),
        "team": "permits",
        "factors": (),
        "own": False,
        "status": "logged",
        "kind": "correction",
        "happened": f"Case {number}",
        "short_id": f"{number:04}",
        "uuid": f"{number:04}",
        "occurred_on": f"2026-11-{number:02}",
    }
    return Entry(**(dict.fromkeys(FIELD_NAMES) | defaults | fields))


def decision_points(**fields):
    (scenario,) = tabletop_sheet("fees", [entry(1, **fields)]).scenarios
    return " ".join(scenario.decision_points)


@pytest.mark.parametrize(
    ("fields", "question"),
    [
        ({"caught": "after-effect"}, "what can still be undone?"),
        ({"caught": "before-effect"}, "so that it never takes effect?"),
        ({"rule_ref": "2 CFR 200.303"}, "Which rule applies"),
        ({"expected": "as 2 CFR 200.303 says"}, "Which rule applies"),
        ({"basis": "judgement"}, "The rule leaves room."),
        ({"decision": "escalated"}, "The rule leaves room."),
        ({"expected": "Ask first"}, "How would it have gone right from the start?"),
        ({"kind": "question"}, "You are asked this now."),
        ({}, "Is this yours to decide"),
    ],
)
def test_a_decision_point_follows_from_the_fields_of_the_entry(fields, question):
    assert question in decision_points(lesson="Ask", **fields)
    if fields:
        without = decision_points(lesson="Ask", decision="followed", kind="correction")
        assert question not in without


def test_the_players_read_no_part_of_the_answer():
    names = ("recovery", "expected", "why", "lesson", "rule_ref", "changed_what")
    secrets = {name: f"secret {name}" for name in names}
    sheet = tabletop_sheet("fees", [entry(1, **secrets, factors=("tool",))])
    for_players = [row.text for row in player_rows(sheet)]
    assert [text for text in for_players if "secret" in (text or "")] == []
    rows = answer_rows(sheet)
    expected = " ".join(row.text for row in rows if row.section == "expected action")
    assert all(secret in expected for secret in secrets.values())


def test_a_change_already_made_is_checked_and_a_lesson_is_a_proposal():
    def actions(**fields):
        return tabletop_sheet("fees", [entry(1, **fields)]).actions

    changed = actions(lesson="Ask", changed_what="New form")
    assert changed[0] == "Check that this still holds: New form"
    assert actions(lesson="Ask") == ("Ask",)
    assert actions(recovery="Mended") == ()


def test_the_fullest_entries_are_chosen_mistakes_first_and_each_lesson_once():
    entries = [
        entry(1, expected="one", why="because", lesson="a"),
        entry(2, expected="two", kind="mistake"),
        entry(3, expected="Two"),
        entry(4, kind="strength", expected="three"),
        entry(5),
    ]
    chosen, total = fullest_entries(entries, 9)
    assert ([entry.short_id for entry in chosen], total) == (["0001", "0003"], 2)
    mistake = entry(6, recovery="mended", kind="mistake")
    chosen, _ = fullest_entries([*entries[:2], mistake], 9)
    assert [entry.short_id for entry in chosen] == ["0006", "0002", "0001"]
    assert fullest_entries(reversed(entries), 9) == fullest_entries(entries, 9)


@pytest.mark.parametrize(
    ("fields", "playable"),
    [({}, False), ({"why": "so"}, False), ({"rule_ref": "4"}, False), ({"lesson": "Ask"}, True)],
)
def test_only_an_entry_that_says_what_to_do_can_be_played(fields, playable):
    assert is_playable(entry(1, **fields)) == playable
