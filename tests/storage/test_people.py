"""Tests of whose names masks look for."""

import pytest

from coachlog.services.delete import delete
from coachlog.services.names import add, list_words, make_mask, remove
from coachlog.services.record import record
from coachlog.services.settings import Settings
from coachlog.services.undo import undo
from coachlog.storage import ledger, purge, rebuild, revisions
from coachlog.storage.people import known_people, taught_names
from coachlog.storage.queries.entries import find_entry
from tests.conftest import NOW

ROBIN = Settings({"trainer": "robin", "similar": "no"})
TEXT = {"team": "permits", "topics": ["fees"], "kind": "correction", "happened": "Showed how"}


@pytest.fixture
def entry(log):
    """Record an entry by Ana with the learner Ben, and return it."""
    fields = record(log, ROBIN, TEXT | {"trainer": "Ana", "learner": "Ben"}).fields
    return find_entry(log, fields["short_id"])


def change(log, table, uuid, patch, author="robin"):
    log.reader = author
    with log.atomic():
        hlc = revisions.begin_action(log, "edit")
        ledger.change_records(log, hlc, [(table, uuid, patch)])


def test_trainers_learners_and_answerers_are_known(log, clock, entry):
    reply = {"entry": entry.uuid, "kind": "thanks", "author": "Cleo", "said_on": "2026-11-19"}
    change(log, "reply", clock.uuid7(), reply)
    assert known_people(log) == ["Ana", "Ben", "Cleo"]


def test_they_stay_known_after_an_edit_a_deletion_and_an_undo(log, clock, entry):
    reply = {"entry": entry.uuid, "kind": "thanks", "author": "Cleo", "said_on": "2026-11-19"}
    change(log, "reply", clock.uuid7(), reply)
    undo(log)
    change(log, "entry", entry.uuid, {"learner": "Dora", "trainer": "Emil"}, "Ana")
    assert known_people(log) == ["Ana", "Ben", "Cleo", "Dora", "Emil"]
    delete(log, [entry.short_id])
    assert known_people(log) == ["Ana", "Ben", "Cleo", "Dora", "Emil"]


def test_a_purge_forgets_them_with_their_entry(log, entry):
    delete(log, [entry.short_id])
    log.reader = "Ana"
    purge.purge(log)
    assert known_people(log) == []


def test_a_text_with_the_word_trainer_names_nobody(log, entry):
    change(log, "entry", entry.uuid, {"happened": 'The field "trainer" was "Zoe"'})
    assert known_people(log) == ["Ana", "Ben"]


def test_the_records_that_changed_are_found_by_an_index(log):
    plan = log.all(
        """EXPLAIN QUERY PLAN SELECT patch FROM revision
           WHERE record IN (SELECT record FROM revision GROUP BY record HAVING count(*) > 1)"""
    )
    assert "SCAN revision USING COVERING INDEX revision_of_record" in [row[3] for row in plan]
    assert any(row[3].startswith("SEARCH revision USING INDEX") for row in plan)


def test_a_name_is_taught_once_in_any_case_and_forgotten_as_a_word_that_is_none(log):
    assert add(log, ["Miller", "@Anna  Lena"]).changed == ["Miller", "Anna Lena"]
    assert add(log, ["MILLER"]) == ([], ["MILLER"])
    assert taught_names(log) == ["Anna Lena", "Miller"]
    assert remove(log, ["miller", "Oak"]) == (["miller", "Oak"], [])
    words = [(word.name, word.is_name, word.author) for word in list_words(log)]
    assert words == [
        ("Anna Lena", True, "robin"),
        ("Miller", False, "robin"),
        ("Oak", False, "robin"),
    ]
    assert add(log, ["Miller"]).changed == ["Miller"]
    assert log.number("SELECT count(*) FROM taught_name") == 3


def test_two_spellings_of_a_name_are_one(log):
    assert add(log, ["Miller", "MILLER"]).changed == ["Miller"]
    assert log.number("SELECT count(*) FROM taught_name") == 1


def test_of_two_records_of_a_word_the_newer_one_counts(log, clock):
    add(log, ["Oak"])
    again = {"name": "oak", "is_name": 0, "author": "kim"}
    change(log, "taught_name", clock.uuid7(), again)
    assert taught_names(log) == []


def test_somebody_of_the_log_stays_masked_whatever_is_removed(log, entry):
    remove(log, ["ana"])
    assert make_mask(log).text("Ana said") == "[name] said"


def test_a_mask_has_known_taught_and_given_names(log, entry):
    add(log, ["Miller", "Stone"])
    mask = make_mask(log, "robin")
    assert mask.text("Ana, Ben, Robin, Miller, Stone") == "[name], [name], [name], [name], [name]"


def test_taught_names_are_rebuilt_from_the_history(log):
    add(log, ["Miller"])
    with log.atomic():
        log.run("UPDATE taught_name SET is_name = 0")
    assert rebuild.table_problems(log) == "taught_name (1)"
    with log.atomic():
        rebuild.rebuild(log, "doctor")
    assert taught_names(log) == ["Miller"]


def test_a_private_entry_without_a_trainer_makes_nobody_known(log, clock):
    new = TEXT | {"uuid": clock.uuid7(), "short_id": "8f3a", "share": "private", "learner": "Zoe"}
    day = {"occurred_on": "2026-11-19", "recorded_at": NOW, "updated_at": NOW}
    with log.atomic():
        ledger.create_entries(log, revisions.begin_action(log, "log"), [new | day])
    assert known_people(log) == []
