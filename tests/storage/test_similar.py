"""Entries like a new one."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coachlog.services.record import record
from coachlog.services.settings import load_settings
from coachlog.storage.queries.similar import (
    distinctive_words,
    similar_entries,
    similar_team_and_topics,
)


@pytest.fixture
def say(log, clock):
    def call(happened, team="permits", topic="fees", **more):
        given = {
            "kind": "correction",
            "team": team,
            "topics": [topic],
            "happened": happened,
            **more,
        }
        return record(log, clock, load_settings(log), given).fields

    return call


def test_the_most_alike_comes_first_and_the_entry_itself_never(log, say):
    say("The waiver table hangs at the counter")
    near = say("Looked up the waiver table for the school")
    own = say("The school asked for the waiver table")
    found = similar_entries(log, own["happened"], own["uuid"])
    assert found[0] == (near["short_id"], near["happened"])
    assert own["short_id"] not in [short_id for short_id, _ in found]


def test_one_word_in_common_is_no_likeness(log, say):
    say("The waiver was signed")
    assert similar_entries(log, "A waiver nobody knew about", "") == []
    assert similar_entries(log, "the and of", "") == []


def test_a_private_entry_is_never_offered(log, say):
    say("Looked up the waiver table for the school", share="private")
    assert similar_entries(log, "Looked up the waiver table", "") == []
    assert similar_team_and_topics(log, "Looked up the waiver table") is None


def test_the_place_is_that_of_the_most_alike_in_the_team(log, say):
    say("Looked up the waiver table for the school", team="permits", topic="fees")
    say("Looked up the waiver table", team="Finance", topic="waivers")
    assert similar_team_and_topics(log, "Looked up the waiver table for the school") == (
        "permits",
        ["fees"],
    )
    assert similar_team_and_topics(log, "Looked up the waiver table for the school", "finance") == (
        "Finance",
        ["waivers"],
    )
    assert similar_team_and_topics(log, "Looked up the waiver table for the school", "hall") is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(text=st.text(max_size=40))
def test_no_text_is_a_bad_query(log, text):
    assert similar_entries(log, f"{text} waiver table {text}", "") == []


def test_only_the_beginning_of_a_huge_text_is_looked_at():
    assert len(distinctive_words("abcde " * 100_000 + "fghij")) == 1
