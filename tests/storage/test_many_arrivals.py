"""Many revisions that arrive at once: written together, and as well as one by one."""

import pytest

from coachlog.services import teams
from coachlog.storage import ledger
from coachlog.storage.revisions import begin_action
from tests.undamaged import undamaged

COUNT = 600  # more than are looked at together


@pytest.fixture
def kim(replica):
    """Return a log with many entries, each of which was adopted when it was written down."""
    kim = replica("kim")
    records = []
    for number in range(COUNT):
        uuid = kim.clock.uuid7()
        record = {
            "uuid": uuid,
            "short_id": uuid[-8:],
            "kind": "correction",
            "team": "permits",
            "topics": ["fees"],
            "happened": f"Note {number}",
            "status": "adopted",
            "trainer": "kim",
            "occurred_on": "2026-11-17",
            "recorded_at": "2026-11-17T10:00:00.000Z",
            "updated_at": "2026-11-17T10:00:00.000Z",
        }
        records.append(record)
    with kim.log.atomic():
        ledger.create_entries(kim.log, begin_action(kim.log, "log"), records)
    return kim


@pytest.fixture
def take_traced():
    """Return a function that lets a log take revisions, and returns SQLite's statements."""

    def call(replica, revisions):
        statements = []
        replica.log.db.set_trace_callback(statements.append)
        replica.take(revisions)
        replica.log.db.set_trace_callback(None)
        return [statement.lstrip() for statement in statements]

    return call


def test_all_entries_are_indexed_by_one_statement(kim, replica, take_traced):
    robin = replica("robin")
    statements = take_traced(robin, kim.revisions())
    indexing = [each for each in statements if each.startswith("INSERT INTO entry_fts (rowid")]
    assert len(indexing) == 1
    assert robin.log.value("SELECT count(*) FROM entry_fts WHERE entry_fts MATCH 'note'") == COUNT
    with undamaged(robin.path):
        assert robin.tables() == kim.tables()


def test_entries_that_change_in_the_same_arrival_are_indexed_as_they_are_then(kim, replica):
    robin, ada = replica("robin"), replica("ada")
    ada.record("Ada's own", topics=["forms"])
    first, *_, last = kim.log.column("SELECT uuid FROM entry ORDER BY id")
    kim.edit(first, happened="Called ahead", topics=["forms"])
    teams.rename(kim.log, "team", "permits", "Desk")
    kim.edit(last, lesson="Ask first")
    for each, revisions in ((robin, kim.revisions()), (ada, kim.revisions()[::-1])):
        each.take(revisions)
        for word, count in (("ahead", 1), ("first", 1), ("note", COUNT - 1)):
            matching = "SELECT count(*) FROM entry_fts WHERE entry_fts MATCH ?"
            assert each.log.value(matching, (word,)) == count
        with undamaged(each.path):
            assert each.problems() == []
    assert robin.tables() == kim.tables()


def test_entries_that_are_new_here_are_not_compared_for_news(kim, replica, take_traced):
    robin = replica("robin")
    statements = take_traced(robin, kim.revisions())
    assert not [each for each in statements if each.startswith("INSERT OR IGNORE INTO news")]
    uuid = kim.log.value("SELECT uuid FROM entry")
    robin.set_status(uuid, "closed")
    statements = take_traced(kim, robin.revisions())
    assert [each for each in statements if each.startswith("INSERT OR IGNORE INTO news")]
    assert kim.log.column("SELECT what FROM news") == ["closed"]
