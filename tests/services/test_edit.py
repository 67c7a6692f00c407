"""Changing and deleting entries."""

from datetime import timedelta

import pytest

from coachlog.errors import NotFoundError, UsageError
from coachlog.services.edit import delete, edit
from coachlog.services.record import record
from coachlog.services.settings import Settings
from coachlog.services.undo import undo
from coachlog.storage.queries.entries import find_entry

ME = Settings({"trainer": "robin"})


@pytest.fixture
def made(log, clock):
    given = {
        "kind": "mistake",
        "team": "permits",
        "topics": ["fees"],
        "happened": "Charged twice",
        "why": "A hurry",
    }
    return record(log, clock, ME, given).fields["uuid"]


def revisions(log):
    return log.one("SELECT count(*) FROM revision")[0], log.one("SELECT count(*) FROM action")[0]


def test_an_edit_changes_what_differs_and_notes_when(log, made, clock):
    clock.at = clock.at.replace(hour=17)
    edited = edit(
        log,
        clock,
        ME,
        "last",
        {"happened": "Charged twice", "recovery": "Paid it back", "own": True},
    )
    assert edited.changed == ("recovery", "own")
    assert edited.after == edited.before._replace(
        recovery="Paid it back", own=True, updated_at="2026-11-19T17:00:00.000Z"
    )
    assert find_entry(log, made) == edited.after


@pytest.mark.parametrize(
    "patch",
    [
        {"happened": "Charged twice"},
        {"topics": ["FEES"], "team": "Permits"},
        {"recovery": None},
        {"factors": []},
    ],
)
def test_an_edit_that_changes_nothing_writes_nothing(log, made, clock, patch):
    before = revisions(log)
    assert edit(log, clock, ME, made, patch).changed == ()
    assert revisions(log) == before


def test_an_optional_field_is_emptied_by_none_or_by_a_blank_text(log, made, clock):
    edit(log, clock, ME, made, {"recovery": "Paid", "factors": ["tool"]})
    edited = edit(log, clock, ME, made, {"recovery": "  ", "why": None, "factors": None})
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
def test_what_an_entry_needs_is_never_emptied_and_nothing_is_written(log, made, clock, patch):
    before = revisions(log)
    with pytest.raises(UsageError):
        edit(log, clock, ME, made, patch)
    assert revisions(log) == before


def test_a_day_without_a_time_takes_the_old_time_away(log, made, clock):
    edited = edit(log, clock, ME, made, {"occurred_on": "2026-11-18"})
    assert (edited.after.occurred_on, edited.after.occurred_at) == ("2026-11-18", None)


def test_a_delete_is_of_all_or_of_none(log, made, clock):
    with pytest.raises(NotFoundError):
        delete(log, clock, ME, [made, "ffffffff"])
    assert find_entry(log, made)
    assert [entry.uuid for entry in delete(log, clock, ME, [made, "last"])] == [made]
    with pytest.raises(NotFoundError, match="was deleted"):
        find_entry(log, made)


def test_somebody_elses_private_entry_is_neither_changed_nor_deleted(log, made, clock):
    edit(log, clock, ME, made, {"share": "private"})
    for change in (
        lambda other: edit(log, clock, other, made, {"why": "x"}),
        lambda other: delete(log, clock, other, [made]),
    ):
        with pytest.raises(NotFoundError, match="private"):
            change(Settings({"trainer": "sam"}))


def test_entries_that_come_back_have_their_places_among_the_others(log, clock):
    def made_later(happened):
        clock.at += timedelta(minutes=1)
        return record(
            log, clock, ME, {"kind": "correction", "team": "permits", "happened": happened}
        ).fields["uuid"]

    uuids = [made_later(word) for word in "abcdef"]
    numbers = log.all("SELECT uuid, id FROM entry ORDER BY id")
    for gone in (1, 5, 2, 0):
        delete(log, clock, ME, [uuids[gone]])
    undo(log, clock, ME, 4)
    assert log.all("SELECT uuid, id FROM entry ORDER BY id") == numbers
    assert find_entry(log, "last").uuid == uuids[5]
