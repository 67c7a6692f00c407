"""Tests of undo and redo of many entries: few statements, and the log is as it was."""

import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from coachlog.storage import bulk_reversal, revisions
from tests.work import positions

ROWS = 2 * revisions.BATCH + 100
HISTORIES = "SELECT record, hlc, tbl, id, patch FROM revision WHERE record IN ('"


@pytest.fixture
def imported(home, by):
    """A log in which kim's import lies between two entries of robin's."""
    path = home / "a.csv"
    lines = [f"2026-11-1{number % 8},Permits,fees,Waiver {number},Look" for number in range(ROWS)]
    path.write_text("date,team,topic,text,lesson\n" + "\n".join(lines) + "\n")
    assert by("robin", "log", "@permits", "+fees", "Before it", "--lesson", "Look").code == 0
    assert by("kim", "import", str(path)).code == 0
    assert by("robin", "log", "@finance", "+fees", "After it", "--lesson", "Look").code == 0
    (log,) = home.rglob("*.db")
    return log


def tables_of(path):
    with closing(sqlite3.connect(path)) as db:
        return {
            table: db.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()
            for table in ("entry", "entry_topic", "due", "team", "topic", "week_count")
        }


def test_an_undo_deletes_at_once_after_everything_was_read(imported, by, statements):
    assert by("kim", "undo").code == 0
    deletions = positions(statements, "DELETE FROM entry WHERE")
    # SQLite tells of a statement again for each run of its triggers.
    assert len({statements[index] for index in deletions}) == 1
    (history,) = positions(statements, "INSERT INTO revision")
    assert max(positions(statements, HISTORIES)) < deletions[0] < deletions[-1] < history


def test_a_redo_writes_history_and_full_text_last_and_at_once(imported, by, statements):
    assert by("kim", "undo").code == 0
    statements.clear()
    assert by("kim", "redo").code == 0
    last_entry = max(positions(statements, "INSERT INTO entry ("))
    (history,) = positions(statements, "INSERT INTO revision")
    (full_text,) = positions(statements, "INSERT INTO entry_fts")
    assert last_entry < history < full_text
    with closing(sqlite3.connect(imported)) as db:
        (step,) = db.execute("SELECT max(hlc) FROM revision").fetchone()
        sql = "SELECT record FROM revision WHERE hlc = ? ORDER BY number"
        records = db.execute(sql, (step,)).fetchall()
    assert len(records) == ROWS
    assert records == sorted(records)


@pytest.mark.parametrize("reverse", ["undo", "redo"])
def test_a_reversal_reads_each_history_once_and_each_name_once_in_a_batch(
    imported, by, statements, reverse
):
    if reverse == "redo":
        assert by("kim", "undo").code == 0
    statements.clear()
    assert by("kim", reverse).code == 0
    batches = len(range(0, ROWS, revisions.BATCH))
    # What it is about is described first, by its first changes.
    assert batches <= len(positions(statements, HISTORIES)) <= batches + 5
    assert len(positions(statements, "SELECT name FROM t")) <= 2 * batches


def test_a_redo_gives_back_every_row_with_its_number_and_short_id(imported, by):
    before = tables_of(imported)
    for _ in range(2):
        assert by("kim", "undo").code == 0
        assert [len(rows) for rows in tables_of(imported).values()] == [2, 2, 2, 2, 1, 4]
        assert by("kim", "search", "waiver", "--format", "jsonl").out == ""
        assert by("kim", "doctor").code == 0
        assert by("kim", "redo").code == 0
        assert tables_of(imported) == before
        found = by("kim", "search", "waiver", "--format", "jsonl", "--limit", "9999").out
        assert len(found.splitlines()) == ROWS
        assert by("kim", "doctor").code == 0


def test_an_undo_without_names_does_not_look_for_unused_ones(by, statements):
    assert by("kim", "log", "@permits", "+fees", "Charged twice").code == 0
    for change, is_naming in [("--happened", False), ("--team", True)]:
        assert by("kim", "edit", "last", change, "Finance").code == 0
        statements.clear()
        assert by("kim", "undo").code == 0
        assert bool(positions(statements, "DELETE FROM team")) == is_naming


@pytest.mark.parametrize("reverse", ["undo", "redo"])
def test_a_disk_that_fills_up_at_the_end_changes_nothing(imported, by, monkeypatch, reverse):
    if reverse == "redo":
        assert by("kim", "undo").code == 0
    before = tables_of(imported)
    with monkeypatch.context() as patch:
        patch.setattr(bulk_reversal, "drop_unused_names", fill_disk)
        result = by("kim", reverse)
    assert (result.code, result.out) == (5, "")
    assert "full" in result.err
    assert tables_of(imported) == before
    assert by("kim", "doctor").code == 0
    assert by("kim", reverse).code == 0
    assert by("kim", "doctor").code == 0


def fill_disk(log, _):
    log.run("PRAGMA max_page_count = 1")  # for SQLite: no more than there are
    log.run(f"CREATE TABLE filling AS SELECT zeroblob({1 << 24})")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9")
@pytest.mark.parametrize("reverse", ["undo", "redo"])
def test_a_kill_after_pages_were_written_changes_nothing(imported, by, reverse):
    if reverse == "redo":
        assert by("kim", "undo").code == 0
    before = tables_of(imported)
    program = f"""
import os
from coachlog.cli.main import run
from coachlog.storage import bulk_reversal
from coachlog.storage.file import database
database.MOST_CHANGED = 100
bulk_reversal.drop_unused_names = lambda log, table: os.kill(os.getpid(), 9)
run(["--as", "kim", "{reverse}"])
"""
    killed = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert (killed.returncode, killed.stdout) == (-9, b"")
    assert imported.with_name(imported.name + "-journal").stat().st_size > 0
    assert by("kim", "doctor").code == 0
    assert tables_of(imported) == before
    assert by("kim", reverse).code == 0
    assert by("kim", "doctor").code == 0
