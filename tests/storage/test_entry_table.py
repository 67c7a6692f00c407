"""The table of entries follows their revisions, and so do the tables of topics and names."""

import pytest

from coachlog.storage import ledger, revisions
from coachlog.storage.names import all_names
from coachlog.storage.short_ids import free_short_id


def record(log, clock, **fields):
    uuid = clock.uuid7()
    fields_by_default = {
        "uuid": uuid,
        "short_id": free_short_id(log, uuid),
        "kind": "correction",
        "team": "permits",
        "topics": ["fees"],
        "happened": "Showed how",
        "occurred_on": "2026-11-19",
        "recorded_at": "2026-11-19T15:00:00.000Z",
        "updated_at": "2026-11-19T15:00:00.000Z",
    }
    return fields_by_default | fields


def create(log, *records):
    with log.atomic():
        ledger.create_entries(log, revisions.begin_action(log, "import"), list(records))


def change(log, *changes):
    with log.atomic():
        ledger.change_records(log, revisions.begin_action(log, "edit"), list(changes))


def topics_of(log):
    return log.all("SELECT topic, team, kind, private FROM entry_topic ORDER BY entry, topic")


def test_a_change_reaches_the_row_and_the_table_of_topics(log, clock):
    new = record(log, clock, trainer="robin")
    create(log, new)
    change(
        log,
        ("entry", new["uuid"], {"team": "code", "topics": ["fees", "forms"], "share": "private"}),
    )
    assert log.all("SELECT id, team, topics, share FROM entry") == [
        (1, "code", "fees; forms", "private")
    ]
    assert topics_of(log) == [("fees", "code", "correction", 1), ("forms", "code", "correction", 1)]
    assert (all_names(log, "team"), all_names(log, "topic")) == (
        ["code"],
        ["fees", "forms"],
    )


def test_a_deleted_entry_comes_back_with_its_short_id_and_its_topics(log, clock):
    new = record(log, clock)
    create(log, new)
    change(log, ("entry", new["uuid"], {"deleted": True}))
    assert (log.all("SELECT * FROM entry"), topics_of(log), all_names(log, "team")) == (
        [],
        [],
        [],
    )
    change(log, ("entry", new["uuid"], {"deleted": None}))
    assert log.all("SELECT short_id FROM entry") == [(new["short_id"],)]
    assert topics_of(log) == [("fees", "permits", "correction", 0)]


def test_changing_many_entries_at_once_leaves_the_others_alone(log, clock):
    many = []
    for number in range(1_203):
        uuid = clock.uuid7()
        many.append(record(log, clock, uuid=uuid, short_id=uuid[-12:], happened=f"word{number}"))
    create(log, *many)
    change(log, *(("entry", new["uuid"], {"recovery": "put right"}) for new in many[:1_100]))
    assert log.one("SELECT count(*) FROM entry WHERE recovery = 'put right'") == (1_100,)
    assert log.one("SELECT count(*) FROM entry_fts WHERE entry_fts MATCH 'recovery : put'") == (
        1_100,
    )


def test_a_record_without_a_text_is_no_entry(log, clock):
    change(log, ("entry", clock.uuid7(), {"lesson": "arrived before the rest"}))
    assert log.all("SELECT * FROM entry") == []


@pytest.mark.parametrize(
    ("first", "second"),
    [("Team A", "team a"), ("caf\u00e9", "cafe\u0301"), ("STRASSE", "straße"), ("Οδός", "ΟΔΌΣ")],
    ids=["case", "normal forms", "sharp s", "final sigma"],
)
def test_of_two_spellings_of_a_name_the_first_is_used(log, clock, first, second):
    create(log, record(log, clock, team=first, topics=[first]))
    create(log, record(log, clock, team=second, topics=[second, first]))
    assert log.all("SELECT DISTINCT team, topics FROM entry") == [(first, first)]
    assert (all_names(log, "team"), all_names(log, "topic")) == ([first], [first])
    (patch,) = [
        patch
        for *_, patch in revisions.revisions_of(
            log, log.one("SELECT uuid FROM entry WHERE id = 2")[0]
        )
    ]
    assert (patch["team"], patch["topics"]) == (first, [first])


def test_of_two_new_spellings_in_one_action_the_first_is_used(log, clock):
    create(log, record(log, clock, team="Team A"), record(log, clock, team="TEAM A"))
    assert log.all("SELECT DISTINCT team FROM entry") == [("Team A",)]
