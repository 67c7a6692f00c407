"""What sharing reads does not grow with the square of a history, nor with each purge that comes."""

import time

import pytest

from coachlog.domain.revision import Revision
from coachlog.storage import folds, ledger
from coachlog.storage.arrivals import arrive as arrive_here
from coachlog.storage.departures import departures
from coachlog.storage.differences import wrong_topics
from coachlog.storage.new_revisions import newest_number
from coachlog.storage.shelves import other_devices
from coachlog.storage.visibility import known_revisions
from tests.work import add_entries, plans_of_queries


@pytest.fixture
def change(log):
    """Return a function that writes a change of a record as an action."""

    def call(record, table="entry", **patch):
        with log.atomic():
            ledger.write_action(log, "edit", [(table, record, patch)])

    return call


def arrive(log, first):
    """Pretend that the revisions from a number on have come from others."""
    with log.atomic():
        log.run("UPDATE revision SET device = 'other' WHERE number >= ?", (first,))
        log.run("INSERT INTO arrival VALUES (?, ?, 'shelf/permits')", (first, newest_number(log)))


@pytest.mark.parametrize("is_erased", [True, False])
def test_what_was_erased_is_looked_up_once_for_all_purges_that_come(log, add, change, is_erased):
    entries = [add(f"Theirs {number}")["uuid"] for number in range(3)]
    arrive(log, 1)
    if is_erased:
        change(log.clock.uuid7(), "reply", deleted=True)
    after = newest_number(log)
    for entry in entries:
        change(entry, deleted=True, purged=True)
    arrive(log, after + 1)
    statements = []
    log.db.set_trace_callback(statements.append)
    departure = departures(log, ["permits"], after=after, source="shelf/permits")
    log.db.set_trace_callback(None)
    assert departure.takes_back is is_erased
    assert sum("""patch = '{"deleted":true}'""" in sql for sql in statements) == 1


def test_a_long_history_is_folded_once(log, add, change, monkeypatch):
    entry = add("Showed how")["uuid"]
    for number in range(30):
        change(entry, lesson=f"Lesson {number}")
    folded = []
    fold_patches = folds.fold_patches

    def note_length(table, items):
        folded.append(len(items))
        return fold_patches(table, items)

    monkeypatch.setattr(folds, "fold_patches", note_length)
    known = known_revisions(log, entry)
    assert sum(folded) <= 31
    assert [revision.after.get("lesson") for revision in known[-2:]] == ["Lesson 28", "Lesson 29"]
    assert known[-1].before == known[-2].after
    assert known[-1].values == {"lesson": "Lesson 29"}
    change(entry, topics=["stairs"])
    change(entry, lesson="The last one")
    last = known_revisions(log, entry)[-1]
    assert (last.after["topics"], last.values) == (["stairs"], {"lesson": "The last one"})
    assert "known" not in last.after


def test_a_sync_looks_for_other_logs_in_what_has_come(log, add):
    for number in range(3):
        add(f"From the first {number}")
    arrive(log, 1)
    after = newest_number(log)
    add("From the first again")
    add("From the second")
    log.run("UPDATE revision SET device = 'other' WHERE number = ?", (after + 1,))
    log.run("UPDATE revision SET device = 'second' WHERE number > ?", (after + 1,))
    with plans_of_queries(log) as plans:
        [second] = other_devices(log, first_after=after)
    assert (second.device, second.revisions) == ("second", newest_number(log) - after - 1)
    assert {device.device for device in other_devices(log)} == {"other", "second"}
    assert any("USING INTEGER PRIMARY KEY (rowid>?)" in plan for plan in plans)
    assert not any(plan.startswith("SCAN") and "meta" not in plan for plan in plans)


def seconds_for_topics(log, count):
    """Return how long the topics of an entry that has so many are checked."""
    number = newest_number(log) + 1
    add_entries(log, 1, first=count, topics=[f"topic {topic}" for topic in range(count)])
    begin = time.process_time()
    assert list(wrong_topics(log)) == []
    end = time.process_time()
    log.run("DELETE FROM entry WHERE id >= ?", (number,))
    return end - begin


def test_the_topics_of_an_entry_are_checked_in_a_time_that_grows_with_them(log):
    seconds_for_topics(log, 10)
    # The square would be 1,600 times as long.
    assert seconds_for_topics(log, 40_000) < 200 * seconds_for_topics(log, 1_000)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE entry_topic SET topic = 'other' WHERE topic = 'fees'",
        "UPDATE entry_topic SET topic = 'fees; stairs' WHERE topic = 'fees'",
        "UPDATE entry_topic SET team = 'nobody' WHERE topic = 'fees'",
        "UPDATE entry_topic SET private = 1 WHERE topic = 'fees'",
        "DELETE FROM entry_topic WHERE topic = 'fees'",
        "DELETE FROM entry_topic",
        "INSERT INTO entry_topic SELECT entry, 'more', '2020-01-01', team, kind, private "
        "FROM entry_topic WHERE topic = 'fees'",
        "UPDATE entry SET topics = CAST(x'ff' AS TEXT)",
    ],
)
def test_topics_that_differ_from_their_entry_are_wrong(log, damage):
    add_entries(log, 1, topics=["stairs", "fees"])
    assert list(wrong_topics(log)) == []
    log.run(damage)
    assert list(wrong_topics(log)) == log.column("SELECT id FROM entry")


def test_what_is_set_aside_is_not_taken_into_a_record_of_another_family(log):
    record = log.clock.uuid7()
    revisions = [
        Revision(
            id=bytes.fromhex(log.clock.uuid7().replace("-", "")),
            record=record,
            table=table,
            hlc=f"176356440000{number}-0000",
            device="other",
            author="kim",
            patch=patch,
        )
        for number, (table, patch) in enumerate(
            [
                ("checkin", {"author": "kim"}),
                ("guide", {"entry": []}),
                ("checkin", {"author": "lee"}),
            ]
        )
    ]
    for revision in revisions:
        with log.atomic():
            arrive_here(log, [revision], "merge")
    tables = log.column("SELECT DISTINCT tbl FROM revision WHERE record = ?", (record,))
    assert tables == ["checkin"]
