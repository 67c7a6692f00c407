"""Groups of several logs: which are shown, and what they tell each other."""

import json

import pytest

from coachlog.domain.feedback_closing import (
    Closing,
    closing_text,
    make_marks,
    read_closing,
)
from coachlog.domain.feedback_figures import Figures
from coachlog.domain.feedback_groups import OWN, TEAM, showable_group
from coachlog.domain.feedback_overlaps import StoredGroup, groups_apart

MARKS = ("a", "b", "c", "d", "e")
FIGURES = Figures(answers=5, right=3, pace=3, too_few=2, examples=2, useful=4, points=13)
CLOSING = Closing(
    figures=FIGURES,
    trainers=("ana", "ben", "cid"),
    marks=MARKS,
    origin="one",
    imported=False,
)


def group(marks, *, origin="one", imported=False, trainers=("ana", "ben", "cid"), answers=()):
    closing = CLOSING._replace(
        marks=tuple(marks),
        origin=origin,
        imported=imported,
        trainers=trainers,
    )
    return StoredGroup(
        answers=answers,
        marks=frozenset(marks),
        team="permits",
        topic="fees",
        first_on="2026-11-16",
        last_on="2026-11-16",
        closing=closing,
    )


def test_of_groups_with_an_answer_in_common_the_first_stays_and_what_is_apart_from_it():
    first, overlapping, after_it = group("abcde"), group("efghi"), group("ijklm")
    # The second is never shown, so that the third may be.
    assert groups_apart([first, overlapping, after_it]) == [first, after_it]
    assert groups_apart([overlapping, first]) == [overlapping]


def test_what_was_imported_in_two_files_about_one_trainer_may_be_the_same_form():
    one = group("abcde", imported=True)
    for other, are_apart in (
        (group("fghij", origin="two", imported=True, trainers=("ana", "dot", "eva")), False),
        (group("fghij", origin="two", imported=True, trainers=("dot", "eva", "flo")), True),
        (group("fghij", origin="two"), True),
        (group("fghij", imported=True), True),
    ):
        assert (len(groups_apart([one, other])) == 2) == are_apart
        assert (len(groups_apart([other, one])) == 2) == are_apart


def test_a_log_knows_which_of_its_own_groups_overlap_whoever_closed_them():
    here = group("abcde", imported=True, answers=("1", "2", "3", "4", "5"))
    copied = group("fghij", origin="two", imported=True, answers=("6", "7", "8", "9", "10"))
    elsewhere = group("klmno", origin="three", imported=True)
    assert groups_apart([here, copied]) == [here, copied]
    assert groups_apart([here, elsewhere]) == [here]


def test_a_group_from_elsewhere_is_shown_as_it_was_closed():
    shown = showable_group(group(MARKS), {}, TEAM)
    assert (shown.figures, shown.team, shown.topic) == (FIGURES, "permits", "fees")
    assert shown.trainers == {"ana", "ben", "cid"}
    assert showable_group(group(MARKS)._replace(closing=None), {}, TEAM) is None
    assert showable_group(group(MARKS)._replace(first_on=None), {}, TEAM) is None
    two_trainers = group(MARKS, trainers=("ana", "ben"))
    assert showable_group(two_trainers, {}, TEAM) is None
    assert showable_group(two_trainers, {}, OWN) is not None
    four = CLOSING._replace(figures=Figures(answers=4), marks=MARKS[:4])
    assert showable_group(group(MARKS)._replace(closing=four), {}, OWN) is None


def test_what_a_group_tells_others_is_read_back_as_it_was():
    with_comments = CLOSING._replace(comments=("Très utile", "\x1b[31m"))
    for closing in (CLOSING, with_comments):
        assert read_closing(closing_text(closing)) == closing


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("answers", 6),
        ("answers", "5"),
        ("answers", True),
        ("right", 4),
        ("right", -1),
        ("too_fast", 1),
        ("examples", 6),
        ("points", 3),
        ("points", 21),
        ("points", 13.5),
        ("useful", 6),
        ("unknown", 1),
    ],
)
def test_figures_that_cannot_be_are_not_shown(field, value):
    fields = json.loads(closing_text(CLOSING))
    fields["figures"][field] = value
    assert read_closing(json.dumps(fields)) is None


@pytest.mark.parametrize(
    "text",
    [None, "", "{}", "[]", "1", "null", "{", '{"figures": []}', "[" * 100_000],
)
def test_a_damaged_text_says_nothing(text):
    assert read_closing(text) is None


def test_two_answers_with_one_mark_are_no_five():
    twice = closing_text(CLOSING._replace(marks=("a", "a", "c", "d", "e")))
    assert read_closing(twice) is None


def test_marks_tell_nothing_without_the_key_and_no_order():
    uuids = [f"{number}" for number in range(5)]
    marks = make_marks("00ff", uuids)
    assert marks == make_marks("00ff", reversed(uuids))
    assert len(set(marks)) == 5
    assert set(marks).isdisjoint(make_marks("00fe", uuids))
