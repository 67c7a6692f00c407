"""Finding recent entries that are similar to a text."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coachlog.services.record import record
from coachlog.services.settings import load_settings
from coachlog.storage import ledger, recent, revisions
from coachlog.storage.recent import (
    LAST_ENTRIES,
    distinctive_words,
    recent_twin,
    similar_entries,
    similar_team_and_topics,
)
from tests.work import add_entries, steps_of

FEW_STEPS = 20  # in hundreds; to count the latest 2,000 entries takes many more


@pytest.fixture
def add(log):
    """Return a function that records an entry and returns its fields."""

    def call(happened, team="permits", topic="fees", **more):
        typed = {
            "kind": "correction",
            "team": team,
            "topics": [topic],
            "happened": happened,
            **more,
        }
        return record(log, load_settings(log), typed).fields

    return call


def test_the_most_similar_entry_comes_first_and_the_entry_itself_is_left_out(log, add):
    add("The waiver table hangs at the counter")
    near = add("Looked up the waiver table for the school")
    own = add("The school asked for the waiver table")
    similar = similar_entries(log, own["happened"], own["uuid"])
    assert similar[0] == (near["short_id"], near["happened"])
    assert own["short_id"] not in [short_id for short_id, _ in similar]


def test_entries_with_one_word_in_common_are_not_similar(log, add):
    add("The waiver was signed")
    assert similar_entries(log, "A waiver nobody knew about", "") == []
    assert similar_entries(log, "the and of", "") == []


def test_a_private_entry_is_never_suggested(log, add):
    add("Looked up the waiver table for the school", share="private")
    assert similar_entries(log, "Looked up the waiver table", "") == []
    assert similar_team_and_topics(log, "Looked up the waiver table") is None


def test_team_and_topics_come_from_the_most_similar_entry_of_the_team(log, add):
    add("Looked up the waiver table for the school", team="permits", topic="fees")
    add("Looked up the waiver table", team="Finance", topic="waivers")
    assert similar_team_and_topics(log, "Looked up the waiver table for the school") == (
        "permits",
        ["fees"],
    )
    assert similar_team_and_topics(log, "Looked up the waiver table for the school", "finance") == (
        "Finance",
        ["waivers"],
    )
    assert similar_team_and_topics(log, "Looked up the waiver table for the school", "hall") is None


def test_the_same_text_is_found_among_the_last_entries_whatever_was_changed_since(log, add):
    add("Another one")
    changed = add("Yet another one")["uuid"]
    same = add("Took the old form")
    with log.atomic():
        hlc = revisions.begin_action(log, "edit")
        for _ in range(2 * LAST_ENTRIES):
            ledger.change_records(log, hlc, [("entry", changed, {"status": "shared"})])
    add("The next one")
    twin = recent_twin(log, "Took the old form", same["recorded_at"], 60)
    assert twin == same["short_id"]
    for number in range(LAST_ENTRIES):
        add(f"One more {number}")
    assert recent_twin(log, "Took the old form", same["recorded_at"], 60) is None


@pytest.mark.parametrize(("newer", "is_recent"), [(1, True), (2, False)])
def test_an_entry_is_similar_only_among_the_latest(log, add, monkeypatch, newer, is_recent):
    monkeypatch.setattr(recent, "MOST_RECENT", 3)
    old = add("Looked up the waiver table for the school")
    changed = add("Something else", share="private")["uuid"]
    with log.atomic():
        hlc = revisions.begin_action(log, "edit")
        # Neither private entries nor the row numbers of changes count.
        for number in range(9):
            ledger.change_records(log, hlc, [("entry", changed, {"lesson": f"{number}"})])
    for number in range(newer):
        add(f"One more {number}")
    own = add("The school asked for the waiver table")
    expected = [(old["short_id"], old["happened"])] if is_recent else []
    assert similar_entries(log, own["happened"], own["uuid"]) == expected


def test_the_latest_entries_are_not_counted_where_the_similar_ones_are_new(log, add):
    add_entries(log, 5_000)
    near = add("Looked up the waiver table for the school")
    own = add("The school asked for the waiver table")

    def look():
        similar = similar_entries(log, own["happened"], own["uuid"])
        assert similar == [(near["short_id"], near["happened"])]

    assert steps_of(log, look) < FEW_STEPS


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(text=st.text(max_size=40))
def test_any_text_makes_a_valid_query(log, text):
    assert similar_entries(log, f"{text} waiver table {text}", "") == []


def test_only_the_beginning_of_a_huge_text_is_read():
    assert len(distinctive_words("abcde " * 100_000 + "fghij")) == 1
