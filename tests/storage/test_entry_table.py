"""The table of entries follows their revisions, and so do the tables of topics and names."""

import pytest

from coachlog.storage import ledger, revisions
from coachlog.storage.bulk_creation import BulkCreation
from coachlog.storage.full_text_index import MANY
from coachlog.storage.names import all_names
from coachlog.storage.short_ids import free_short_id
from tests.work import steps_of


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


def new_records(log, clock, count):
    uuids = [clock.uuid7() for _ in range(count)]
    return [record(log, clock, uuid=uuid, short_id=uuid[-12:], topics=[]) for uuid in uuids]


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
    many = new_records(log, clock, 1_203)
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


def set_deleted(log, records, value):
    change(log, *(("entry", each["uuid"], {"deleted": value}) for each in records))


def first_revisions(log, records):
    rows = log.all("SELECT record, min(number) FROM revision GROUP BY record")
    numbers = dict(rows)
    return [numbers[each["uuid"]] for each in records]


def numbers_of(log, records):
    numbers = dict(log.all("SELECT uuid, id FROM entry"))
    return [numbers[each["uuid"]] for each in records]


@pytest.mark.parametrize("count", [1, 2, MANY])
def test_no_number_is_given_twice(log, clock, count):
    first, second, third = (new_records(log, clock, count) for _ in range(3))
    create(log, *first)
    given = numbers_of(log, first)
    set_deleted(log, first, True)
    create(log, *second)
    given += numbers_of(log, second)
    set_deleted(log, second, True)
    create(log, *third)
    given += numbers_of(log, third)
    everything = [*first, *second, *third]
    assert given == first_revisions(log, everything)
    set_deleted(log, second, None)
    set_deleted(log, first, None)
    assert numbers_of(log, everything) == given
    set_deleted(log, third, True)
    set_deleted(log, second, True)
    set_deleted(log, [*third, *second], None)
    assert numbers_of(log, everything) == given


@pytest.mark.parametrize("last", [1, 3])
def test_numbers_follow_on_each_other_while_the_revisions_of_an_import_wait(log, clock, last):
    gone = new_records(log, clock, 3)
    create(log, *gone)
    set_deleted(log, gone, True)
    batches = [new_records(log, clock, count) for count in (MANY, last)]
    with log.atomic():
        hlc = revisions.begin_action(log, "import")
        creation = BulkCreation(log)
        for batch in batches:
            creation.create(hlc, batch)
            # As where a row of the file is an entry that comes back.
            change_back = ("entry", gone.pop()["uuid"], {"deleted": None})
            ledger.change_records(log, hlc, [change_back], are_checked=True)
        creation.finish()
    next_one = record(log, clock)
    create(log, next_one)
    everything = [*batches[0], *batches[1], next_one]
    assert numbers_of(log, everything) == first_revisions(log, everything)


@pytest.mark.parametrize("count", [1, 2, MANY])
def test_an_entry_comes_last_if_another_program_gave_its_number_away(log, clock, count):
    first, second = (new_records(log, clock, count) for _ in range(2))
    create(log, *first)
    set_deleted(log, first, True)
    create(log, *second)
    log.run("UPDATE entry SET id = id - (SELECT min(id) - 1 FROM entry)")
    set_deleted(log, first, None)
    came_back = numbers_of(log, [*second, *first])
    assert came_back == sorted(set(came_back))
    newest = new_records(log, clock, count)
    create(log, *newest)
    assert numbers_of(log, newest) == first_revisions(log, newest)
    assert min(numbers_of(log, newest)) > max(came_back)


@pytest.mark.parametrize("number", [2, 3, 50])
def test_a_row_that_another_program_added_keeps_its_number(log, clock, number):
    old = record(log, clock)
    create(log, old)
    columns = "kind, team, topics, happened, factors, own, share, status, occurred_on"
    log.run(
        f"""INSERT INTO entry (id, uuid, short_id, {columns}, recorded_at, updated_at)
            SELECT ?, 'foreign', 'foreign', {columns}, recorded_at, updated_at FROM entry""",
        (number,),
    )
    new = record(log, clock)
    create(log, new)
    assert numbers_of(log, [old, {"uuid": "foreign"}, new]) == [1, number, number + 1]
    assert first_revisions(log, [new]) == [number + 1]
    set_deleted(log, [new], True)
    set_deleted(log, [new], None)
    assert numbers_of(log, [new]) == [number + 1]


def test_recording_has_no_more_work_after_many_entries_were_undone(log, clock):
    def create_another():
        create(log, record(log, clock))

    create_another()
    before = steps_of(log, create_another, 1)
    many = new_records(log, clock, 2_000)
    create(log, *many)
    set_deleted(log, many, True)
    assert steps_of(log, create_another, 1) <= before + 50
