"""Tests of the records beside the entries, which are handled like the entries."""

from pathlib import Path

import pytest

from coachlog.errors import NotFoundError
from coachlog.services.delete import delete
from coachlog.services.record import record
from coachlog.services.settings import Settings
from coachlog.services.undo import redo, undo
from coachlog.storage import ledger, purge, rebuild, revisions
from coachlog.storage.record_tables import ABOUT_ENTRY, FAMILIES, REQUIRED, patch_of, row_of

ROBIN = Settings({"trainer": "robin", "similar": "no"})
SECRET = "Zarathustra"
OTHER_UUID = "019a9c1e-7000-7abc-8000-00000000beef"
# What columns hold that is not free text.
VALUES = {
    "days": 30,
    "is_name": 1,
    "usefulness": 3,
    "likeness": 80,
    "seen": "with-help",
    "kind": "idea",
    "pace": "right",
    "examples": "enough",
    "view": "own",
    "closing": "{}",
    "state": "done",
    "hlc": "1763564400000-0000",
}
DAYS = ("seen_on", "said_on", "answered_on", "held_on", "walked_on", "first_on", "last_on")


def fields_of(table, entry, word=SECRET):
    """Return a record of a family with something in every column."""
    fields = {column: f"{column} {word}" for column in FAMILIES[table]}
    for column in VALUES.keys() & fields.keys():
        fields[column] = VALUES[column]
    for column in fields.keys() & DAYS:
        fields[column] = "2026-11-19"
    if "entry" in fields:
        fields["entry"] = entry
    if table == "repeat":
        fields["state"] = "looks-like"
    return fields


def text_column(table):
    """Return the last column of a family that holds any text."""
    return [column for column in FAMILIES[table] if column not in (*VALUES, *DAYS)][-1]


def write(log, table, uuid, patch):
    with log.atomic():
        hlc = revisions.begin_action(log, table)
        ledger.change_records(log, hlc, [(table, uuid, patch)])


def rows(log, table):
    return log.all(f"SELECT uuid, {', '.join(FAMILIES[table])} FROM {table} ORDER BY uuid")


@pytest.fixture
def entry(log):
    """Record an entry, and return its uuid."""
    return record_entry(log, "Showed how")


def record_entry(log, happened):
    fields = {"kind": "correction", "team": "permits", "topics": ["fees"], "happened": happened}
    return record(log, ROBIN, fields | {"follow_up": "30"}).fields["uuid"]


def test_a_record_is_a_row_unless_it_is_deleted_or_has_not_arrived():
    row = row_of("reply", {"entry": "e", "kind": "idea", "said_on": "2026-11-19"})
    assert row == ("e", "idea", None, None, None, "2026-11-19", None)
    assert row_of("reply", {"entry": "e", "deleted": True}) is None
    assert row_of("reply", {"kind": "idea"}) is None
    assert row_of("reply", {}) is None


@pytest.mark.parametrize("table", FAMILIES)
def test_a_row_gives_the_patch_that_would_have_written_it(table):
    fields = fields_of(table, "e")
    assert patch_of(table, row_of(table, fields)) == fields
    required = dict.fromkeys(REQUIRED[table], "x")
    assert patch_of(table, row_of(table, required)) == required


@pytest.mark.parametrize("table", FAMILIES)
def test_a_record_without_what_its_table_needs_is_not_there_yet(log, table):
    columns = 'SELECT name FROM pragma_table_info(?) WHERE "notnull" AND NOT pk'
    needed = log.column(columns, (table,))
    assert sorted(needed) == sorted(REQUIRED[table])
    for column in needed:
        assert row_of(table, {**fields_of(table, "e"), column: None}) is None


@pytest.mark.parametrize("table", FAMILIES)
def test_records_of_every_family_are_written_changed_deleted_undone_and_redone(
    log, clock, entry, table
):
    uuid = clock.uuid7()
    write(log, table, uuid, fields_of(table, entry))
    created = rows(log, table)
    assert created == [(uuid, *fields_of(table, entry).values())]
    column = text_column(table)
    write(log, table, uuid, {column: "other"})
    changed = rows(log, table)
    assert changed[0][1 + FAMILIES[table].index(column)] == "other"
    write(log, table, uuid, {"deleted": True})
    assert rows(log, table) == []
    for expected in (changed, created, []):
        undo(log)
        assert rows(log, table) == expected
        assert rebuild.table_problems(log) == ""
    for expected in (created, changed, []):
        redo(log)
        assert rows(log, table) == expected
        assert rebuild.table_problems(log) == ""


@pytest.mark.parametrize("table", FAMILIES)
@pytest.mark.parametrize(
    ("damage", "count"),
    [
        ("DELETE FROM {}", 1),
        ("UPDATE {} SET {} = 'damaged'", 1),
        ("UPDATE {} SET uuid = 'stray'", 1),
        # A row without a revision is given one: nothing that can be read is lost.
        (f"INSERT INTO {{0}} SELECT '{OTHER_UUID}', {{2}} FROM {{0}}", 2),
    ],
)
def test_a_row_that_differs_from_its_revisions_is_rebuilt(log, clock, entry, table, damage, count):
    uuid = clock.uuid7()
    write(log, table, uuid, fields_of(table, entry))
    before = rows(log, table)
    log.run(damage.format(table, text_column(table), ", ".join(FAMILIES[table])))
    assert f"{table} (" in rebuild.table_problems(log)
    with log.atomic():
        rebuild.rebuild(log, "robin")
    assert rebuild.table_problems(log) == ""
    assert before[0] in rows(log, table)
    assert len(rows(log, table)) == count


def all_bytes(log):
    """Return the bytes of the log and of the files beside it."""
    return b"".join(path.read_bytes() for path in Path(log.path).parent.iterdir() if path.is_file())


@pytest.mark.parametrize("table", ABOUT_ENTRY)
def test_a_purge_of_an_entry_erases_the_records_about_it(log, clock, entry, table):
    other_entry = record_entry(log, "Another thing")
    other = clock.uuid7()
    write(log, table, clock.uuid7(), fields_of(table, entry))
    write(log, table, other, fields_of(table, other_entry, "other"))
    delete(log, [entry])
    assert SECRET.encode() in all_bytes(log)
    assert purge.purge(log) == 1
    assert SECRET.encode() not in all_bytes(log)
    assert [row[0] for row in rows(log, table)] == [other]
    assert rebuild.table_problems(log) == ""


@pytest.mark.parametrize("table", FAMILIES)
def test_a_purge_erases_undone_records_and_nothing_else(log, clock, entry, table):
    uuid = clock.uuid7()
    write(log, table, uuid, fields_of(table, entry))
    undo(log)
    purge.purge(log)
    assert SECRET.encode() not in all_bytes(log)
    with pytest.raises(NotFoundError):
        redo(log)
    assert log.one("SELECT happened FROM entry")[0] == "Showed how"
    assert rebuild.table_problems(log) == ""
