"""Tests of the ledger, through which all records are written."""

import pytest

from coachlog.errors import StorageError, UsageError
from coachlog.services.record import record
from coachlog.services.settings import Settings
from coachlog.storage import folds, ledger, revisions
from coachlog.storage.names import all_names

ENTRY = {"kind": "correction", "team": "permits", "topics": ["fees"], "happened": "Charged twice"}


def record_entries(log, count):
    """Record entries; return their uuids."""
    uuids = []
    for number in range(count):
        fields = {**ENTRY, "happened": str(number)}
        uuids.append(record(log, Settings({}), fields).fields["uuid"])
    return uuids


def change(log, verb, changes):
    """Write changes as a single action."""
    hlc = revisions.begin_action(log, verb)
    ledger.change_records(log, hlc, changes)


def test_changes_from_a_generator_are_written_in_batches(log, monkeypatch):
    monkeypatch.setattr(revisions, "BATCH", 3)
    uuids = record_entries(log, 10)
    teams = ["finance", "Permits"] * 5
    with log.atomic():
        pairs = zip(uuids, teams, strict=True)
        change(log, "edit", (("entry", uuid, {"team": team}) for uuid, team in pairs))
    assert log.all("SELECT team FROM entry ORDER BY id") == [("finance",), ("Permits",)] * 5
    teams = log.all("SELECT DISTINCT team FROM entry_topic ORDER BY team")
    assert teams == [("Permits",), ("finance",)]
    assert all_names(log, "team") == ["finance", "Permits"]


def test_names_without_an_entry_are_dropped(log):
    (uuid,) = record_entries(log, 1)
    with log.atomic():
        change(log, "delete", [("entry", uuid, {"deleted": True})])
    assert (all_names(log, "team"), all_names(log, "topic")) == ([], [])


def test_an_edit_of_a_deleted_or_unknown_entry_creates_none(log, clock):
    (uuid,) = record_entries(log, 1)
    stranger = clock.uuid7()
    with log.atomic():
        for patch in ({"deleted": True}, {"lesson": "Look twice"}):
            change(log, "edit", [("entry", uuid, patch)])
        early = [("entry", stranger, {"lesson": "Early"})]
        ledger.change_records(log, revisions.next_hlc(log), early)
    assert log.one("SELECT count(*) FROM entry") == (0,)
    assert folds.fold(log, uuid)["lesson"] == "Look twice"


def test_an_error_leaves_no_change_half_written(log):
    (uuid,) = record_entries(log, 1)
    before = list(log.db.iterdump())

    def changes():
        yield "entry", uuid, {"lesson": "Look twice"}
        raise StorageError("the disk is full")

    with pytest.raises(StorageError), log.atomic():
        change(log, "edit", changes())
    assert list(log.db.iterdump()) == before


@pytest.mark.parametrize("patch", [{"trainer": "kim"}, {"learner": "bo"}, {"share": "private"}])
def test_no_command_of_another_can_write_what_is_the_owners_alone(log, patch):
    (uuid,) = record_entries(log, 1)
    before = folds.fold(log, uuid)
    log.reader = log.login = "kim"
    with (
        pytest.raises(UsageError, match="can be changed by the owner of the entry alone"),
        log.atomic(),
    ):
        change(log, "edit", [("entry", uuid, patch)])
    assert folds.fold(log, uuid) == before
