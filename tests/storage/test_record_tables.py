"""The families of records beside the entries: written, taken back, checked and erased like the entries themselves."""

from pathlib import Path

import pytest

from coachlog.errors import NotFoundError
from coachlog.services.edit import delete
from coachlog.services.record import record
from coachlog.services.settings import Settings
from coachlog.services.undo import redo, undo
from coachlog.storage import ledger, purge, rebuild, revisions
from coachlog.storage.record_tables import ABOUT_ENTRY, FAMILIES, patch_of, row_of

ME = Settings({"trainer": "robin", "similar": "no"})
SECRET = "Zarathustra"
NUMBERS = {"days", "usefulness"}


def fields_of(table, entry, word=SECRET):
    """A record of a family with something in every column."""
    return {
        column: entry if column == "entry" else 3 if column in NUMBERS else f"{column} {word}"
        for column in FAMILIES[table]
    }


def write(log, clock, table, uuid, patch):
    with log.atomic():
        hlc = revisions.begin_action(log, clock, table)
        ledger.change_records(log, clock, hlc, "robin", [(table, uuid, patch)])


def rows(log, table):
    return log.all(f"SELECT uuid, {', '.join(FAMILIES[table])} FROM {table} ORDER BY uuid")


@pytest.fixture
def entry(log, clock):
    given = {
        "kind": "correction",
        "team": "permits",
        "topics": ["fees"],
        "happened": "Showed how",
        "follow_up": "30",
    }
    return record(log, clock, ME, given).fields["uuid"]


def test_a_record_is_a_row_unless_it_is_deleted_or_has_not_arrived():
    assert row_of("reply", {"entry": "e", "kind": "idea", "said_on": "2026-11-19"}) == (
        "e", "idea", None, None, None, "2026-11-19", None,
    )  # fmt: skip
    assert row_of("reply", {"entry": "e", "deleted": True}) is None
    assert row_of("reply", {"kind": "idea"}) is None
    assert row_of("reply", {}) is None


@pytest.mark.parametrize("table", FAMILIES)
def test_a_row_gives_the_patch_that_would_have_written_it(table):
    fields = fields_of(table, "e")
    assert patch_of(table, row_of(table, fields)) == fields
    first = FAMILIES[table][0]
    assert patch_of(table, row_of(table, {first: "x"})) == {first: "x"}


@pytest.mark.parametrize("table", FAMILIES)
def test_each_family_is_written_changed_deleted_taken_back_and_done_again(log, clock, entry, table):
    uuid = clock.uuid7()
    write(log, clock, table, uuid, fields_of(table, entry))
    made = rows(log, table)
    assert made == [(uuid, *(fields_of(table, entry)[column] for column in FAMILIES[table]))]
    column = FAMILIES[table][-1]
    write(log, clock, table, uuid, {column: "other"})
    changed = rows(log, table)
    assert changed[0][-1] == "other"
    write(log, clock, table, uuid, {"deleted": True})
    assert rows(log, table) == []
    for wanted in (changed, made, []):
        undo(log, clock, ME)
        assert rows(log, table) == wanted
        assert rebuild.table_problems(log) == ""
    for wanted in (made, changed, []):
        redo(log, clock, ME)
        assert rows(log, table) == wanted
        assert rebuild.table_problems(log) == ""


@pytest.mark.parametrize("table", FAMILIES)
@pytest.mark.parametrize(
    "harm", ["DELETE FROM {}", "UPDATE {} SET {} = 'harmed'", "UPDATE {} SET uuid = 'stray'"]
)
def test_a_row_that_is_not_what_the_revisions_say_is_found_and_mended(
    log, clock, entry, table, harm
):
    uuid = clock.uuid7()
    write(log, clock, table, uuid, fields_of(table, entry))
    before = rows(log, table)
    log.run(harm.format(table, FAMILIES[table][-1]))
    assert f"{table} (" in rebuild.table_problems(log)
    with log.atomic():
        rebuild.rebuild(log, clock, "robin")
    assert rebuild.table_problems(log) == ""
    assert before[0] in rows(log, table)
    # What no revision knows of gets one: nothing that can be read is lost.
    assert len(rows(log, table)) == (2 if "stray" in harm else 1)


def contents(log):
    """The bytes of the log and of what lies beside it."""
    return b"".join(path.read_bytes() for path in Path(log.path).parent.iterdir() if path.is_file())


@pytest.mark.parametrize("table", ABOUT_ENTRY)
def test_a_purge_of_an_entry_erases_what_was_said_about_it_from_the_bytes_of_the_file(
    log, clock, entry, table
):
    kept = record(
        log,
        clock,
        ME,
        {
            "kind": "strength",
            "team": "permits",
            "topics": ["fees"],
            "happened": "Kept",
            "follow_up": "30",
        },
    ).fields["uuid"]
    uuid, other = clock.uuid7(), clock.uuid7()
    write(log, clock, table, uuid, fields_of(table, entry))
    write(log, clock, table, other, fields_of(table, kept, "kept"))
    delete(log, clock, ME, [entry])
    assert SECRET.encode() in contents(log)
    assert purge.purge(log, clock, "robin") == 1
    assert SECRET.encode() not in contents(log)
    assert [row[0] for row in rows(log, table)] == [other]
    assert rebuild.table_problems(log) == ""


@pytest.mark.parametrize("table", FAMILIES)
def test_a_purge_erases_what_was_taken_back_and_leaves_what_was_not(log, clock, entry, table):
    uuid = clock.uuid7()
    write(log, clock, table, uuid, fields_of(table, entry))
    undo(log, clock, ME)
    purge.purge(log, clock, "robin")
    assert SECRET.encode() not in contents(log)
    with pytest.raises(NotFoundError):
        redo(log, clock, ME)
    assert log.one("SELECT happened FROM entry")[0] == "Showed how"
    assert rebuild.table_problems(log) == ""
