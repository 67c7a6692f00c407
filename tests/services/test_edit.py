"""Tests of changing and deleting entries."""

from datetime import timedelta

import pytest

from coachlog.errors import NotFoundError, UsageError
from coachlog.services.delete import delete
from coachlog.services.edit import edit
from coachlog.services.record import record
from coachlog.services.settings import Settings
from coachlog.services.undo import undo
from coachlog.storage.queries.entries import find_entry

ME = Settings({"trainer": "robin"})


@pytest.fixture
def uuid(log):
    """Record an entry, and return its uuid."""
    fields = {
        "kind": "mistake",
        "team": "permits",
        "topics": ["fees"],
        "happened": "Charged twice",
        "why": "A hurry",
    }
    return record(log, ME, fields).fields["uuid"]


def written(log):
    """Return how many revisions and actions there are."""
    return log.one("SELECT (SELECT count(*) FROM revision), (SELECT count(*) FROM action)")


def test_an_edit_changes_the_fields_that_differ_and_the_time_of_the_last_change(log, uuid, clock):
    clock.at = clock.at.replace(hour=17)
    patch = {"happened": "Charged twice", "recovery": "Paid it back", "own": True}
    edited = edit(log, ME, "last", patch)
    assert edited.changed == ("recovery", "own")
    assert edited.after == edited.before._replace(
        recovery="Paid it back", own=True, updated_at="2026-11-19T17:00:00.000Z"
    )
    assert find_entry(log, uuid) == edited.after


@pytest.mark.parametrize(
    "patch",
    [
        {"happened": "Charged twice"},
        {"topics": ["FEES"], "team": "Permits"},
        {"recovery": None},
        {"factors": []},
    ],
)
def test_an_edit_that_changes_nothing_writes_nothing(log, uuid, patch):
    before = written(log)
    assert edit(log, ME, uuid, patch).changed == ()
    assert written(log) == before


def test_an_optional_field_is_emptied_by_none_or_by_a_blank_text(log, uuid):
    edit(log, ME, uuid, {"recovery": "Paid", "factors": ["tool"]})
    edited = edit(log, ME, uuid, {"recovery": "  ", "why": None, "factors": None})
    assert (edited.after.recovery, edited.after.why, edited.after.factors) == (None, None, ())


@pytest.mark.parametrize(
    "patch",
    [
        {"happened": " "},
        {"team": ""},
        {"topics": []},
        {"share": None},
        {"kind": "fault"},
        {"lesson": "\0"},
        {"uuid": "x"},
    ],
)
def test_an_invalid_edit_writes_nothing(log, uuid, patch):
    before = written(log)
    with pytest.raises(UsageError):
        edit(log, ME, uuid, patch)
    assert written(log) == before


def test_a_day_without_a_time_removes_the_old_time(log, uuid):
    edited = edit(log, ME, uuid, {"occurred_on": "2026-11-18"})
    assert (edited.after.occurred_on, edited.after.occurred_at) == ("2026-11-18", None)


def test_all_of_the_entries_are_deleted_or_none(log, uuid):
    with pytest.raises(NotFoundError):
        delete(log, [uuid, "ffffffff"])
    assert find_entry(log, uuid)
    assert [entry.uuid for entry in delete(log, [uuid, "last"])] == [uuid]
    with pytest.raises(NotFoundError, match="was deleted"):
        find_entry(log, uuid)


def test_another_users_private_entry_is_neither_changed_nor_deleted(log, uuid):
    edit(log, ME, uuid, {"share": "private"})
    sam = Settings({"trainer": "sam"})
    log.reader = "sam"
    with pytest.raises(NotFoundError, match="no entry is called"):
        edit(log, sam, uuid, {"why": "x"})
    with pytest.raises(NotFoundError, match="no entry is called"):
        delete(log, [uuid])


def test_entries_that_come_back_have_their_old_positions(log, clock):
    uuids = []
    for happened in "abcdef":
        clock.at += timedelta(minutes=1)
        fields = {"kind": "correction", "team": "permits", "happened": happened}
        uuids.append(record(log, ME, fields).fields["uuid"])
    before = log.all("SELECT uuid, id FROM entry ORDER BY id")
    for index in (1, 5, 2, 0):
        delete(log, [uuids[index]])
    undo(log, 4)
    assert log.all("SELECT uuid, id FROM entry ORDER BY id") == before
    assert find_entry(log, "last").uuid == uuids[5]
