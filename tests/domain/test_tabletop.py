"""What an entry gives for an exercise."""

import pytest

from coachlog.domain.entry import Entry
from coachlog.domain.fields import FIELD_NAMES
from coachlog.domain.tabletop import is_playable, most_telling, sheet_of, tabletop_rows


def entry(number, **given):
    """An entry that says only what is given."""
    said = {
        "topics": ("fees",),
        "team": "permits",
        "factors": (),
        "own": False,
        "status": "logged",
        "kind": "correction",
    }
    said |= {"happened": f"Case {number}", "short_id": f"{number:04}", "uuid": f"{number:04}"}
    said |= {"occurred_on": f"2026-11-{number:02}"} | given
    return Entry(**{field: said.get(field) for field in FIELD_NAMES})


def decisions(**given):
    (scenario,) = sheet_of("fees", [entry(1, **given)]).scenarios
    return " ".join(scenario.decisions)


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ({"caught": "after-effect"}, "what can still be taken back?"),
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
def test_a_decision_point_follows_from_what_the_entry_says(given, asked):
    assert asked in decisions(lesson="Ask", **given)
    if given:
        assert asked not in decisions(lesson="Ask", decision="followed", kind="correction")


def test_no_decision_point_objective_or_question_gives_the_answer_away():
    secret = {
        name: f"secret {name}"
        for name in ("recovery", "expected", "why", "lesson", "rule_ref", "changed_what")
    }
    sheet = sheet_of("fees", [entry(1, **secret, factors=("tool",))])
    before = [
        line
        for line in tabletop_rows(sheet)
        if line.section not in ("expected action", "improvement plan")
    ]
    assert [line for line in before if "secret" in (line.text or "")] == []
    told = " ".join(line.text for line in tabletop_rows(sheet) if line.section == "expected action")
    assert all(f"secret {name}" in told for name in secret)


def test_what_changed_already_is_looked_at_again_and_a_lesson_is_a_proposal():
    assert (
        sheet_of("fees", [entry(1, lesson="Ask", changed_what="New form")]).actions[0]
        == "Look whether this holds: New form"
    )
    assert sheet_of("fees", [entry(1, lesson="Ask")]).actions == ("Ask", "", "")
    assert sheet_of("fees", [entry(1, recovery="Mended")]).actions == ("", "")


def test_the_fullest_are_taken_each_lesson_once_and_mistakes_stand_first():
    entries = [
        entry(1, expected="one", why="because", lesson="a"),
        entry(2, expected="two", kind="mistake"),
        entry(3, expected="Two"),
        entry(4, kind="strength", expected="three"),
        entry(5),
    ]
    chosen, total = most_telling(entries, 9)
    assert ([one.short_id for one in chosen], total) == (["0001", "0003"], 2)
    chosen, _ = most_telling([*entries[:2], entry(6, recovery="mended", kind="mistake")], 9)
    assert [one.short_id for one in chosen] == ["0006", "0002", "0001"]
    assert most_telling(reversed(entries), 9) == most_telling(entries, 9)


def test_only_what_says_what_one_would_do_can_be_played():
    assert [
        is_playable(entry(1, **given))
        for given in ({}, {"why": "so"}, {"rule_ref": "4"}, {"lesson": "Ask"})
    ] == [
        False,
        False,
        False,
        True,
    ]
