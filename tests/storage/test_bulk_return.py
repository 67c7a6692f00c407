"""Tests of importing undone rows again: few statements, and nothing else differs."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from coachlog.errors import UsageError
from coachlog.storage import bulk_creation, full_text_index, ledger, revisions
from tests.work import positions, without_random_ids

ROWS = 2 * revisions.BATCH + 100


def write_rows(path, numbers, team="Permits"):
    lines = [f"2026-11-1{number % 8},{team},fees,Waiver {number},30" for number in numbers]
    path.write_text("date,team,topic,text,follow_up\n" + "\n".join(lines) + "\n")
    return str(path)


@pytest.fixture
def taken_back(home, by):
    """The path of a file whose import kim has undone, between two entries of robin's."""
    path = write_rows(home / "a.csv", range(ROWS))
    assert by("robin", "log", "@permits", "+fees", "Before it").code == 0
    assert by("kim", "import", path).code == 0
    assert by("robin", "log", "@finance", "+fees", "After it").code == 0
    assert by("kim", "undo").code == 0
    return path


def tables_of(path):
    with closing(sqlite3.connect(path)) as db:
        tables = {
            table: db.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()
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
        history = "SELECT record, patch, author FROM revision ORDER BY record, hlc, id"
        tables["revision"] = [
            (record, without_random_ids(patch), author)
            for record, patch, author in db.execute(history)
        ]
    return tables


def test_rows_that_come_back_write_history_and_full_text_last_and_at_once(
    taken_back, home, by, statements
):
    assert by("kim", "import", taken_back).code == 0
    last_entry = max(positions(statements, "INSERT INTO entry ("))
    (history,) = positions(statements, "INSERT INTO revision")
    (full_text,) = positions(statements, "INSERT INTO entry_fts")
    assert last_entry < history < full_text
    (log,) = home.rglob("*.db")
    with closing(sqlite3.connect(log)) as db:
        (newest,) = db.execute("SELECT max(hlc) FROM revision").fetchone()
        sql = "SELECT record FROM revision WHERE hlc = ? ORDER BY number"
        records = db.execute(sql, (newest,)).fetchall()
    assert len(records) == ROWS
    assert records == sorted(records)


def write_json(path, rows):
    path.write_text("\n".join(map(json.dumps, rows)) + "\n")
    return str(path)


def import_and_undo(by, path):
    """Return the entries of an import that kim has undone."""
    assert by("kim", "import", path).code == 0
    exported = by("kim", "export", "--for", "full", "--format", "jsonl").out
    assert by("kim", "undo").code == 0
    return [json.loads(line) for line in exported.splitlines()]


def mixed_rows(entries):
    """Return rows that are new, that come back, and that change what a row before brought back."""
    rows = []
    for number, entry in enumerate(entries):
        if number % 3 == 0:
            rows.append({"team": "permits", "happened": f"New {number}", "follow_up": "7"})
        rows.append(entry)
    rows[10] = {**rows[10], "team": "Finance", "lesson": "Read it"}
    rows[11] = {**rows[11], "share": "private", "topics": "forms"}
    rows.append({**entries[20], "recovery": "Paid back", "happened": "Another waiver"})
    rows.append({**entries[21], "share": "private"})
    rows.append({**entries[22], "updated_at": "2026-11-01T10:00:00Z", "lesson": "Older"})
    return rows


def mixed_import(folder, by, monkeypatch):
    """Return what an import of every kind of row says, and the log after it."""
    folder.mkdir()
    log = folder / "log.db"
    monkeypatch.setenv("COACHLOG_DB", str(log))
    # A purged entry comes back under an id of kim's own at first, and then under that one again.
    purged = import_and_undo(by, write_rows(folder / "purged.csv", range(-150, 0)))
    for _ in range(2):
        assert by("kim", "purge", "--yes").code == 0
        import_and_undo(by, str(folder / "purged.csv"))
    assert by("kim", "purge", "--yes").code == 0
    entries = import_and_undo(by, write_rows(folder / "a.csv", range(ROWS)))
    # Names have these spellings now.
    other = {"team": "PERMITS", "topics": "Fees", "happened": "In between"}
    assert by("robin", "import", write_json(folder / "other.jsonl", [other])).code == 0
    there = [entries[0], entries[5], purged[7]]
    assert by("kim", "import", write_json(folder / "there.jsonl", there)).code == 0
    rows = [*mixed_rows(entries), {**entries[0], "lesson": "Ask first"}, *purged]
    mixed = write_json(folder / "mixed.jsonl", rows)
    result = by("kim", "import", mixed, "--update")
    assert result.code == 0
    assert by("kim", "doctor").code == 0
    return log, result.err


def test_a_mixed_import_is_what_small_batches_write(home, by, monkeypatch):
    log, at_once = mixed_import(home / "first", by, monkeypatch)
    with closing(sqlite3.connect(log)) as db:
        numbers = db.execute(
            """SELECT e.id, min(r.number) FROM entry e JOIN revision r ON r.record = e.uuid
               GROUP BY e.id"""
        ).fetchall()
        teams = db.execute("SELECT team, count(*) FROM entry GROUP BY team").fetchall()
        purged = db.execute(
            """SELECT count(*) FROM revision WHERE patch LIKE '%"purged":null%'"""
        ).fetchone()
        index = "INSERT INTO entry_fts (entry_fts, rank) VALUES ('integrity-check', 1)"
        db.execute(index)
    new = len(range(0, ROWS, 3))
    assert len(numbers) == ROWS + new + 151
    assert [number for number, first in numbers if number != first] == []
    assert teams == [("Finance", 1), ("PERMITS", ROWS + new + 150)]
    assert purged == (150,)
    monkeypatch.setattr(bulk_creation, "MANY", 10**9)
    other_log, in_small = mixed_import(home / "second", by, monkeypatch)
    assert at_once == in_small
    before, after = tables_of(log), tables_of(other_log)
    for table, rows in before.items():
        assert rows == after[table], table
    # Both are one step.
    for path in (log, other_log):
        monkeypatch.setenv("COACHLOG_DB", str(path))
        assert by("kim", "undo").code == 0
        assert by("kim", "doctor").code == 0
    assert tables_of(log) == tables_of(other_log)


@pytest.mark.parametrize("count", [1, ROWS])
def test_a_name_of_a_row_that_comes_back_has_the_spelling_in_use(home, by, count):
    import_and_undo(by, write_rows(home / "a.csv", range(count)))
    assert by("robin", "log", "@PERMITS", "+Fees", "In between").code == 0
    assert by("kim", "import", str(home / "a.csv")).code == 0
    (path,) = home.rglob("*.db")
    with closing(sqlite3.connect(path)) as db:
        names = db.execute("SELECT DISTINCT team, topics FROM entry").fetchall()
    assert names == [("PERMITS", "Fees")]
    assert by("kim", "doctor").code == 0


def test_what_is_somebody_elses_does_not_come_back_changed(log):
    uuids = [f"00000000-0000-0000-0000-{number:012d}" for number in range(revisions.BATCH)]
    fields = {"kind": "correction", "team": "permits", "topics": [], "happened": "Fee"}
    fields |= {"occurred_on": "2026-11-10", "recorded_at": "", "updated_at": ""}
    with log.atomic():
        hlc = revisions.begin_action(log, "import")
        owned = {"uuid": uuids[0], "short_id": "x0000", "trainer": "kim", "share": "private"}
        ledger.create_entries(log, hlc, [fields | owned])
    changes = [("entry", uuid, {**fields, "deleted": None}) for uuid in uuids]
    log.reader = log.login = "robin"
    with log.atomic():
        hlc = revisions.begin_action(log, "import")
        creation = bulk_creation.BulkCreation(log)
        with pytest.raises(UsageError, match="by the owner of the entry alone"):
            creation.bring_back(hlc, changes, {uuid: {} for uuid in uuids})
    assert log.number("SELECT count(*) FROM entry") == 1


def test_a_disk_that_fills_up_at_the_end_changes_nothing(taken_back, home, by, monkeypatch):
    (path,) = home.rglob("*.db")
    before = tables_of(path)

    def fill_disk(indexing):
        log = indexing._log
        log.run("PRAGMA max_page_count = 1")  # for SQLite: no more than there are
        log.run(f"CREATE TABLE filling AS SELECT zeroblob({1 << 24})")

    with monkeypatch.context() as patch:
        patch.setattr(full_text_index.BulkIndexing, "finish", fill_disk)
        result = by("kim", "import", taken_back)
    assert (result.code, result.out) == (5, "")
    assert "full" in result.err
    assert tables_of(path) == before
    assert by("kim", "doctor").code == 0
    assert by("kim", "import", taken_back).code == 0
    assert by("kim", "doctor").code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9")
def test_a_kill_after_pages_were_written_changes_nothing(taken_back, home, by):
    (path,) = home.rglob("*.db")
    before = tables_of(path)
    program = f"""
import os
from coachlog.cli.main import run
from coachlog.storage import full_text_index
from coachlog.storage.file import database
database.MOST_CHANGED = 100
full_text_index.BulkIndexing.finish = lambda indexing: os.kill(os.getpid(), 9)
run(["--as", "kim", "import", {taken_back!r}])
"""
    killed = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert (killed.returncode, killed.stdout) == (-9, b"")
    assert path.with_name(path.name + "-journal").stat().st_size > 0
    assert by("kim", "doctor").code == 0
    assert tables_of(path) == before
    assert by("kim", "import", taken_back).code == 0
    assert by("kim", "doctor").code == 0
