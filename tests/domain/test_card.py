"""Cards: what a topic's entries teach."""

import pytest

from coachlog.domain.card import best_cards, lesson_keys, teaching_of
from coachlog.domain.entry import Entry
from coachlog.domain.fields import FIELD_NAMES


def entry(number, **given):
    """An entry that says only what is given."""
    said = {
        "topics": (),
        "factors": (),
        "own": False,
        "status": "logged",
        "kind": "mistake",
        "happened": "Paid twice",
    }
    said |= {"short_id": f"{number:04}", "occurred_on": f"2026-11-{number:02}"}
    said |= {"uuid": f"{number:032}"} | given
    return Entry(**{field: said.get(field) for field in FIELD_NAMES})


def test_a_mistake_gives_the_wrong_way_and_what_was_expected_the_right_one():
    (card,) = best_cards(
        [
            entry(
                1,
                expected="Pay once",
                recovery="Paid back",
                lesson="Tick it off",
                why="Money is short",
            )
        ]
    )
    assert card == ("0001", "Paid twice", "Pay once", "Tick it off", "Money is short", None, ())


def test_a_recovery_is_the_right_way_where_nobody_said_what_was_expected():
    (card,) = best_cards([entry(1, recovery="Paid back")])
    assert (card.wrong, card.right) == ("Paid twice", "Paid back")


def test_a_strength_is_the_right_way_itself():
    (card,) = best_cards([entry(1, kind="strength", happened="Counted twice")])
    assert (card.wrong, card.right) == (None, "Counted twice")


def test_an_entry_that_says_only_what_happened_is_no_card():
    assert best_cards([entry(1), entry(2, kind="question")]) == []


def test_adopted_comes_first_then_the_fuller_then_the_newer():
    entries = [
        entry(1, recovery="one"),
        entry(2, recovery="two"),
        entry(3, recovery="three", why="because"),
        entry(4, recovery="four", status="adopted"),
    ]
    assert [card.short_id for card in best_cards(entries)] == ["0004", "0003", "0002", "0001"]


def test_the_same_right_way_is_one_card_with_every_wrong_way():
    (card,) = best_cards(
        [
            entry(1, happened="Paid twice", expected="Pay  once"),
            entry(2, happened="Paid early", expected="pay once", why="Money is short"),
            entry(3, happened="Paid late", expected="Pay once"),
            entry(4, happened="Paid late", expected="Pay once"),
        ]
    )
    assert (card.wrong, card.also) == ("Paid early", ("Paid late", "Paid twice"))


def test_the_same_lesson_is_one_card_where_nobody_said_the_right_way():
    entries = [entry(1, lesson="Ask first"), entry(2, lesson="ask first", happened="Guessed")]
    assert len(best_cards(entries)) == 1


def test_the_card_of_equal_lessons_shows_the_right_way_that_only_one_of_them_has():
    entries = [
        entry(1, lesson="Ask first", happened="Guessed", status="adopted"),
        entry(2, lesson="ask first", expected="Ask Finance"),
    ]
    (card,) = best_cards(entries)
    assert (card.right, card.wrong, card.also) == ("Ask Finance", "Paid twice", ("Guessed",))


def test_of_two_right_ways_none_is_shown_for_the_same_lesson_without_one():
    entries = [entry(1, lesson="Ask first"), entry(2, lesson="Ask first", expected="Ask Finance")]
    assert len(best_cards(entries)) == 1
    another = entry(3, lesson="Ask first", expected="Ask the grants office")
    assert [card.right for card in best_cards([*entries, another])] == [
        "Ask the grants office",
        "Ask Finance",
        None,
    ]


def test_an_equal_question_has_the_answer_that_was_given_once():
    asked = {"kind": "question", "happened": "May it be split?"}
    (card,) = best_cards([entry(1, **asked, why="It is a rule"), entry(2, **asked, expected="Yes")])
    assert card.right == "Yes"


def test_mistakes_that_were_put_right_alike_stay_apart():
    same_day = {"recovery": "Corrected it the same day", "why": "It is the rule"}
    entries = [entry(number, happened=f"Case {number}", **same_day) for number in (1, 2, 3)]
    assert [card.wrong for card in best_cards(entries)] == ["Case 3", "Case 2", "Case 1"]


def test_a_strength_that_was_seen_twice_is_one_card():
    entries = [entry(number, kind="strength", happened="Counted twice") for number in (1, 2)]
    assert len(best_cards(entries)) == 1


@pytest.mark.parametrize(
    ("expected", "rule"),
    [
        ("Per 2 CFR section 200.303(a), a non-Federal entity must", "2 CFR section 200.303(a)"),
        ("2 CFR 200.303The Department must", "2 CFR 200.303"),
        ("see 42 U.S.C. 1396", "42 U.S.C. 1396"),
        ("nach § 15 Absatz 2", "§ 15"),
        ("Article 5 says so", "Article 5"),
        ("Pay once in 30 days", None),
    ],
)
def test_a_rule_that_the_text_cites_stands_on_the_card(expected, rule):
    (card,) = best_cards([entry(1, expected=expected)])
    assert card.rule == rule


def test_the_rule_that_the_writer_named_is_the_one():
    (card,) = best_cards([entry(1, expected="2 CFR 200.303", rule_ref="Fee schedule 4")])
    assert card.rule == "Fee schedule 4"


@pytest.mark.parametrize(
    ("first", "second", "is_same"),
    [
        ("Look at its date", "look  at its date.", True),
        ("Sign the form (page 2)", "Sign form, page 2!", True),
        ("Answer within 30 days", "Answer within 60 days", False),
        ("See 2 CFR 200.303", "See 2 CFR 200303", False),
        ("Round to -5", "Round to 5", False),
        ("Sign before you file", "File before you sign", False),
        ("Approve it", "Never approve it", False),
        ("Use form A", "Use form", False),
        ("?", "!", False),
    ],
)
def test_lessons_are_the_same_only_if_nothing_differs_that_could_matter(first, second, is_same):
    entries = [entry(1, expected=first), entry(2, expected=second)]
    keys = lesson_keys(map(teaching_of, entries))
    assert (len(set(keys.values())) == 1) == is_same
