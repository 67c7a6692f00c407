"""The one way of writing."""

import pytest

from coachlog.errors import StorageError
from coachlog.services.record import record
from coachlog.services.settings import Settings
from coachlog.storage import ledger, revisions
from coachlog.storage.names import all_names

ENTRY = {"kind": "correction", "team": "permits", "topics": ["fees"], "happened": "Charged twice"}


def written(log, clock, count):
    return [
        record(log, clock, Settings({}), {**ENTRY, "happened": str(number)}).fields["uuid"]
        for number in range(count)
    ]


def test_changes_may_come_from_a_generator_and_are_written_in_batches(log, clock, monkeypatch):
    monkeypatch.setattr(revisions, "BATCH", 3)
    uuids = written(log, clock, 10)
    with log.atomic():
        hlc = revisions.begin_action(log, clock, "edit")
        changes = (
            ("entry", uuid, {"team": "Permits" if number % 2 else "finance"})
            for number, uuid in enumerate(uuids)
        )
        ledger.change_records(log, clock, hlc, "robin", changes)
    assert log.all("SELECT team FROM entry ORDER BY id") == [("finance",), ("Permits",)] * 5
    assert log.all("SELECT DISTINCT team FROM entry_topic ORDER BY team") == [
        ("Permits",),
        ("finance",),
    ]
    assert all_names(log, "team", "ada") == ["finance", "Permits"]


def test_names_that_nobody_has_any_more_are_forgotten(log, clock):
    (uuid,) = written(log, clock, 1)
    with log.atomic():
        ledger.change_records(
            log,
            clock,
            revisions.begin_action(log, clock, "delete"),
            "robin",
            [("entry", uuid, {"deleted": True})],
        )
    assert (all_names(log, "team", "ada"), all_names(log, "topic", "ada")) == ([], [])


def test_an_edit_that_arrives_after_a_delete_or_before_its_entry_makes_no_entry(log, clock):
    (uuid,) = written(log, clock, 1)
    stranger = clock.uuid7()
    with log.atomic():
        for patch in ({"deleted": True}, {"lesson": "Look twice"}):
            ledger.change_records(
                log,
                clock,
                revisions.begin_action(log, clock, "edit"),
                "robin",
                [("entry", uuid, patch)],
            )
        ledger.change_records(
            log,
            clock,
            revisions.next_hlc(log, clock),
            "robin",
            [("entry", stranger, {"lesson": "Early"})],
        )
    assert log.one("SELECT count(*) FROM entry") == (0,)
    assert revisions.fold(log, uuid)["lesson"] == "Look twice"


def test_nothing_is_half_written(log, clock):
    (uuid,) = written(log, clock, 1)
    before = list(log.db.iterdump())

    def changes():
        yield "entry", uuid, {"lesson": "Look twice"}
        raise StorageError("the disk is full")

    with pytest.raises(StorageError), log.atomic():
        ledger.change_records(
            log, clock, revisions.begin_action(log, clock, "edit"), "robin", changes()
        )
    assert list(log.db.iterdump()) == before
