"""Undo and redo of many entries that were changed several times, by others, or beside others."""

from contextlib import closing, contextmanager

import pytest

from coachlog.services import undo
from coachlog.storage import bulk_creation, bulk_reversal, ledger, purge, revisions
from coachlog.storage.file.open import open_log
from tests.work import positions, without_random_ids

NOW = "2026-11-10T10:00:00.000Z"
ROWS = 2 * revisions.BATCH + 100
ENTRY = {
    "kind": "correction",
    "team": "permits",
    "topics": ["fees"],
    "happened": "Charged twice",
    "lesson": "Look at the receipt",
}


def uuid_of(number):
    return f"00000000-0000-0000-0000-{number:012d}"


def create(log, hlc, numbers, **fields):
    for number in numbers:
        day = {"occurred_on": "2026-11-10", "recorded_at": NOW, "updated_at": NOW}
        ids = {"uuid": uuid_of(number), "short_id": f"x{number:05d}"}
        share = "team" if number % 7 else "private"
        entry = {**ENTRY, **day, **ids, "share": share, "trainer": log.reader, "follow_up": "7"}
        ledger.create_entries(log, hlc, [{**entry, **fields}])


def change(log, hlc, changes):
    entries = [("entry", uuid_of(number), patch) for number, patch in changes]
    ledger.change_records(log, hlc, entries, are_checked=True)


@contextmanager
def action(log, verb):
    with log.atomic():
        yield revisions.begin_action(log, verb)


def test_an_entry_that_one_action_changed_twice_is_reversed_once(log):
    with action(log, "import") as hlc:
        create(log, hlc, range(ROWS))
        change(log, hlc, [(ROWS - 1, {"status": "shared"})])
        change(log, hlc, [(0, {"status": "shared"})])
    before = log.all("SELECT * FROM entry ORDER BY uuid")
    undo.undo(log)
    assert log.number("SELECT count(*) FROM entry") == 0
    undo.redo(log)
    assert log.all("SELECT * FROM entry ORDER BY uuid") == before
    for deletion in ('%"deleted":true%', '%"deleted":null%'):
        sql = "SELECT count(*) FROM revision WHERE patch LIKE ?"
        assert log.number(sql, (deletion,)) == ROWS


def rows_of(log):
    return {
        table: log.all(f"SELECT * FROM {table} ORDER BY 1, 2")
        for table in (
            "entry",
            "entry_topic",
            "due",
            "team",
            "topic",
            "week_count",
            "entry_fts_docsize",
        )
    }


@pytest.mark.parametrize("size", [1, revisions.BATCH])
def test_entries_that_come_back_get_the_numbers_of_those_that_the_action_deletes(log, size):
    count = revisions.BATCH
    with action(log, "import") as hlc:
        create(log, hlc, range(count))
    with action(log, "delete") as hlc:
        change(log, hlc, [(number, {"deleted": True}) for number in range(count)])
    with action(log, "import") as hlc:
        create(log, hlc, range(count, 2 * count))
    changes = []
    for start in range(0, count, size):
        numbers = range(start, start + size)
        changes += [(number, {"deleted": None}) for number in numbers]
        changes += [(count + number, {"deleted": True}) for number in numbers]
    before = rows_of(log)
    with action(log, "swap") as hlc:
        change(log, hlc, changes)
    after = rows_of(log)
    for reverse, rows, first in [(undo.undo, before, count), (undo.redo, after, 0)] * 2:
        reverse(log)
        # In a mixed batch all deletions come first, whichever way the action is reversed.
        if size == count:
            assert rows_of(log) == rows
        uuids = log.column("SELECT uuid FROM entry ORDER BY uuid")
        assert uuids == [uuid_of(number) for number in range(first, first + count)]
        log.run("INSERT INTO entry_fts (entry_fts, rank) VALUES ('integrity-check', 1)")


def reverse_after_others(log):
    """Undo and redo an import of which others have changed, taken, deleted and purged entries."""
    with action(log, "import") as hlc:
        create(log, hlc, range(ROWS))
    log.reader = log.login = "kim"
    with action(log, "log") as hlc:
        create(log, hlc, [ROWS])
    taken = {"trainer": "kim", "share": "private"}
    patches = [(10, {"happened": "Fee"}), (520, taken), (530, {"deleted": True}), (540, taken)]
    with action(log, "edit") as hlc:
        change(log, hlc, [*patches, (1_000, {"team": "finance"})])
    with action(log, "delete") as hlc:
        change(log, hlc, [(540, {"deleted": True})])
    purge.purge(log)
    log.reader = log.login = "robin"
    states = []
    for reverse in (undo.undo, undo.redo):
        (summary,) = reverse(log)
        rows = log.all("SELECT record, patch, author FROM revision ORDER BY record, number")
        written = [(record, without_random_ids(patch), author) for record, patch, author in rows]
        log.run("INSERT INTO entry_fts (entry_fts, rank) VALUES ('integrity-check', 1)")
        states.append((summary.changed_records, rows_of(log), written))
    return states


def test_what_others_changed_meanwhile_is_treated_as_by_a_small_undo(log, clock, home, monkeypatch):
    at_once = reverse_after_others(log)
    monkeypatch.setattr(bulk_reversal, "MANY", 10**9)
    other = open_log(str(home / "other.db"), clock, default=False, create=True)
    other.reader = other.login = "robin"
    with closing(other):
        assert reverse_after_others(other) == at_once
    uuids = [[row[1] for row in rows["entry"]] for _, rows, _ in at_once]
    assert uuids[0] == [uuid_of(520), uuid_of(ROWS)]
    assert len(uuids[1]) == ROWS
    assert [row[1] for row in at_once[0][1]["team"]] == ["permits"]
    assert len(at_once[1][1]["due"]) == ROWS
    assert uuid_of(540) not in uuids[1]


def test_a_name_that_the_action_itself_gave_up_is_not_adopted(log):
    log.reader = log.login = "robin"
    with action(log, "import") as hlc:
        create(log, hlc, range(revisions.BATCH))
    with action(log, "swap") as hlc:
        change(log, hlc, [(number, {"deleted": True}) for number in range(revisions.BATCH)])
        create(log, hlc, range(revisions.BATCH, ROWS), team="Permits")
    undo.undo(log)
    log.reader = log.login = "kim"
    with action(log, "rename") as hlc:
        ledger.rename_in_entries(log, hlc, ("team", "Permits", "PERMITS"))
    log.reader = log.login = "robin"
    undo.redo(log)
    assert log.all("SELECT team, count(*) FROM entry GROUP BY team") == [
        ("Permits", ROWS - revisions.BATCH)
    ]
    assert log.column("SELECT name FROM team") == ["Permits"]


def test_changes_that_others_have_made_already_write_nothing_early(log, statements):
    with action(log, "import") as hlc:
        create(log, hlc, range(3 * revisions.BATCH))
    log.reader = log.login = "kim"
    middle = range(revisions.BATCH, 2 * revisions.BATCH)
    with action(log, "delete") as hlc:
        change(log, hlc, [(number, {"deleted": True}) for number in middle])
    log.reader = log.login = "robin"
    log.db.set_trace_callback(statements.append)
    assert undo.undo(log)[0].changed_records == 2 * revisions.BATCH
    assert len(positions(statements, "INSERT INTO revision (")) == 1


def test_many_records_beside_the_entries_are_reversed_too(log):
    fields = {"name": "Jo", "is_name": 1, "author": "robin"}
    with action(log, "names") as hlc:
        changes = [("taught_name", uuid_of(number), fields) for number in range(ROWS)]
        ledger.change_records(log, hlc, changes)
    before = log.all("SELECT * FROM taught_name ORDER BY uuid")
    undo.undo(log)
    assert log.number("SELECT count(*) FROM taught_name") == 0
    undo.redo(log)
    assert log.all("SELECT * FROM taught_name ORDER BY uuid") == before
    assert len(before) == ROWS


def test_a_waiting_change_is_looked_up_in_an_index(log):
    with action(log, "import") as hlc:
        create(log, hlc, range(revisions.BATCH))
    with log.atomic():
        reversal = bulk_reversal.BulkReversal(log, revisions.begin_action(log, "undo"))
        deletions = [("entry", uuid_of(n), {"deleted": True}) for n in range(revisions.BATCH)]
        reversal.write(deletions, {})
        sql = f"EXPLAIN QUERY PLAN SELECT 1 FROM {bulk_creation.LATER} WHERE record IN (?, ?)"
        (plan,) = log.all(sql, ("a", "b"))
        reversal.finish()
    assert "USING COVERING INDEX" in plan[3]
