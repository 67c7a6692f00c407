"""What `doctor --fix` makes again from the rest of the file: search index, schema, indexes."""

import sqlite3
import subprocess
import sys
import tracemalloc
from contextlib import closing

import pytest

from coachlog.cli.context import Context
from coachlog.storage import differences, rebuild
from tests.cli.log_files import change_newest_entry, doctor, states
from tests.undamaged import undamaged

FTS_TABLES = "SELECT name FROM sqlite_schema WHERE name GLOB 'entry_fts*' ORDER BY name"
REDEFINE = "UPDATE sqlite_schema SET sql = replace(sql, ?, ?) WHERE name = ?"


def redefine(path, name, old, new):
    """Change the stored definition of an index or trigger, and nothing else of it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA writable_schema = ON")
        assert db.execute(REDEFINE, (old, new, name)).rowcount == 1
        db.execute("PRAGMA writable_schema = RESET")


def schema_of(path):
    """Return the definitions of a file whose pages, rows and search index are in order."""
    with undamaged(path) as db:
        return db.execute("SELECT name, sql FROM sqlite_schema ORDER BY name").fetchall()


def assert_mended(coachlog, path, check, schema):
    """Check that `--fix` mends what one check found, and that a search finds all entries."""
    code, results = doctor(coachlog)
    assert (code, results[check][0]) == (5, "problem"), results
    assert results[check][1].endswith("doctor --fix") or check == "schema"
    assert doctor(coachlog, "--fix")[0] == 0
    code, results = doctor(coachlog)
    assert (code, states(results)) == (0, {})
    assert schema_of(path) == schema
    assert coachlog("search", "waiver", "--format", "csv").out.count("Showed the fee") == 1
    assert coachlog("log", "@permits", "+fees", "Another waiver").code == 0
    assert coachlog("search", "waiver", "--format", "csv").out.count("\r\n") == 3


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE entry_fts",
        "DROP TABLE entry_fts_data",
        "DROP TABLE entry_fts_docsize",
        "DELETE FROM entry_fts_data WHERE id > 10",
        "DELETE FROM entry_fts_docsize",
        "UPDATE entry_fts_data SET block = zeroblob(40) WHERE id > 10",
        "INSERT INTO entry_fts (entry_fts, rowid, happened) VALUES ('delete', 1, 'Was thanked')",
    ],
)
def test_a_search_index_that_is_lost_or_wrong_is_made_again(coachlog, three_entries, statement):
    schema = schema_of(three_entries)
    with closing(sqlite3.connect(three_entries)) as db, db:
        db.execute(statement)
    assert_mended(coachlog, three_entries, "search", schema)


def test_a_search_index_that_is_only_lost_in_the_schema_is_made_again(coachlog, three_entries):
    schema = schema_of(three_entries)
    with closing(sqlite3.connect(three_entries, isolation_level=None)) as db:
        db.execute("PRAGMA writable_schema = ON")
        db.execute("DELETE FROM sqlite_schema WHERE name = 'entry_fts'")
    assert_mended(coachlog, three_entries, "search", schema)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("entry_ai", 'new."happened"', "'nothing'"),
        ("entry_ad", "'delete'", "'rebuild'"),
        ("entry_by_status", "status <> 'logged'", "status <> 'closed'"),
    ],
)
def test_a_changed_index_or_trigger_is_made_as_it_was(coachlog, three_entries, name, old, new):
    schema = schema_of(three_entries)
    redefine(three_entries, name, old, new)
    kind = "index" if name == "entry_by_status" else "trigger"
    assert doctor(coachlog)[1]["schema"] == ("problem", f"missing or changed: {kind} {name}")
    assert_mended(coachlog, three_entries, "schema", schema)


def test_an_index_that_does_not_match_its_table_is_rebuilt(coachlog, three_entries):
    schema = schema_of(three_entries)
    sql = dict(schema)["entry_by_team"]
    with closing(sqlite3.connect(three_entries, isolation_level=None)) as db:
        # The index holds other values than the table, in pages that are in order.
        db.execute("DROP INDEX entry_by_team")
        db.execute("CREATE INDEX entry_by_team ON entry (upper(team), occurred_on)")
        db.execute("PRAGMA writable_schema = ON")
        db.execute("UPDATE sqlite_schema SET sql = ? WHERE name = 'entry_by_team'", (sql,))
    assert doctor(coachlog)[1]["pages"] == (
        "problem",
        "indexes do not match their tables: entry_by_team. To rebuild them:  coachlog doctor --fix",
    )
    names = dict(schema).keys()
    assert doctor(coachlog, "--fix")[1]["pages"][0] == "fixed"
    assert states(doctor(coachlog)[1]) == {}
    assert dict(schema_of(three_entries)).keys() == names


def test_eight_at_once_find_nothing_in_a_whole_log(coachlog, three_entries):
    command = [sys.executable, "-m", "coachlog", "doctor", "--format", "csv"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    running = [subprocess.Popen(command, **pipes) for _ in range(8)]
    outputs = [process.communicate(timeout=120) for process in running]
    assert [process.returncode for process in running] == [0] * 8, outputs
    assert [out.count("problem") for out, _ in outputs] == [0] * 8
    assert not three_entries.with_name("team.db.damaged").exists()


def test_an_entry_that_changes_while_it_is_compared_is_no_difference(three_entries, monkeypatch):
    read_rows = differences._rows
    patches = iter([{"lesson": "Ask first"}])

    def change_and_read(*arguments):
        for patch in patches:
            change_newest_entry(patch)
        return read_rows(*arguments)

    monkeypatch.setattr(differences, "_rows", change_and_read)
    with closing(Context(str(three_entries))) as context:
        assert rebuild.table_problems(context.reading) == ""
    assert list(patches) == []


def test_many_differences_are_counted_and_five_of_them_kept(three_entries, monkeypatch):
    def many(log):
        del log
        for number in range(100_000):
            yield differences.Difference("setting", f"setting {number}", has_revisions=True)

    monkeypatch.setattr(rebuild, "differences", many)
    with closing(Context(str(three_entries))) as context:
        log = context.reading
        tracemalloc.start()
        problems = rebuild.table_problems(log)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert problems == (
        "settings (setting 0, setting 1, setting 2, setting 3, setting 4, and 99,995 more)"
    )
    assert peak < 2_000_000  # a list of them takes 20 million


def test_the_text_of_a_deleted_entry_is_not_lost_with_a_field_of_it(coachlog, three_entries):
    assert coachlog("delete", "last").code == 0
    with closing(sqlite3.connect(three_entries)) as db, db:
        # The kind alone of the first revision of the entry cannot be read.
        cursor = db.execute(
            """UPDATE revision SET patch = replace(patch, 'correction', 'nonsense')
               WHERE patch LIKE '%Was thanked%'"""
        )
        assert cursor.rowcount == 1
    assert coachlog("doctor", "--fix").code == 0
    with closing(sqlite3.connect(three_entries)) as db:
        patches = [patch for (patch,) in db.execute("SELECT patch FROM revision")]
    assert sum("Was thanked" in patch for patch in patches) == 1
    assert sum("nonsense" in patch for patch in patches) == 0
