"""Tests of counts and lists of names in messages."""

import pytest

from coachlog.render.words import capped_count, count_of, join_names, team_and_topics


@pytest.mark.parametrize(
    ("number", "noun", "text"),
    [
        (0, "entry", "0 entries"),
        (1, "entry", "1 entry"),
        (1_200, "entry", "1,200 entries"),
        (2, "day", "2 days"),
        (2, "address", "2 addresses"),
        (3, "lesson", "3 lessons"),
    ],
)
def test_a_number_stands_with_its_noun(number, noun, text):
    assert count_of(number, noun) == text


def test_a_plural_that_does_not_follow_the_rules_is_named():
    assert count_of(1, "row has", "rows have") == "1 row has"
    assert count_of(2, "row has", "rows have") == "2 rows have"


def test_a_number_that_was_counted_up_to_a_cap_admits_it():
    assert capped_count(999, 1_000) == "999"
    assert capped_count(1_000, 1_000) == "1,000 or more"


@pytest.mark.parametrize(
    ("names", "text"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
        (["a", "b", "c", "d", "e"], "a, b, c and 2 more"),
        (["x" * 40, "b\x1b"], f"{'x' * 31}… and b␛"),
    ],
)
def test_names_are_listed_as_people_list_them(names, text):
    assert join_names(names) == text


def test_a_team_stands_before_its_topics():
    assert team_and_topics("permits", ("fees", "waivers")) == "permits / fees, waivers"
