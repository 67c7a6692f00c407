"""Tests of creating many entries: the slow part lets readers in, and nothing is left behind."""

import json
import sqlite3
from contextlib import closing

import pytest

ROWS = 250  # more than one batch of the revisions that are read back


def write_rows(path, numbers):
    lines = [f"2026-11-1{number % 8},Permits,fees,Waiver number{number}" for number in numbers]
    path.write_text("date,team,topic,text\n" + "\n".join(lines) + "\n")
    return str(path)


def test_history_and_full_text_are_written_last_and_at_once(home, coachlog, statements):
    assert coachlog("import", write_rows(home / "a.csv", range(ROWS))).code == 0
    starts = [statement.split(" (")[0] for statement in statements]
    last_entry = max(index for index, start in enumerate(starts) if start == "INSERT INTO entry")
    for table in ("revision", "entry_fts"):
        writes = [i for i, start in enumerate(starts) if start == f"INSERT INTO {table}"]
        assert len(writes) == 1
        assert writes[0] > last_entry


def test_columns_that_no_row_fills_are_not_written(home, coachlog, statements):
    assert coachlog("import", write_rows(home / "a.csv", range(ROWS))).code == 0
    inserts = [text for text in statements if text.startswith("INSERT INTO entry (")]
    assert len(inserts) == ROWS
    assert not [text for text in inserts if "NULL" in text or "recovery" in text]


def test_a_batch_of_new_rows_is_looked_up_by_few_queries(home, coachlog, statements):
    assert coachlog("log", "@permits", "+fees", "An entry, so that the log is there").code == 0
    statements.clear()
    assert coachlog("import", write_rows(home / "a.csv", range(ROWS))).code == 0
    # Of what nobody knows nothing more is asked: the lists of the other queries are empty.
    reads = [text for text in statements if "record IN ('" in text or "uuid IN ('" in text]
    assert len(reads) == 1


def test_rows_that_come_back_among_new_ones_have_their_numbers_again(home, by):
    path = home / "a.csv"
    assert by("kim", "import", write_rows(path, range(10))).code == 0
    assert by("robin", "log", "@permits", "+fees", "In between").code == 0
    assert by("kim", "undo").code == 0
    assert by("kim", "import", write_rows(path, range(-ROWS, 10))).code == 0
    (log,) = home.rglob("*.db")
    with closing(sqlite3.connect(log)) as db:
        numbers = db.execute(
            "SELECT id FROM entry WHERE substr(happened, 14) BETWEEN '0' AND '9'"
        ).fetchall()
    assert sorted(numbers) == [(number,) for number in range(1, 11)]


def test_rows_that_come_back_write_what_differs_and_full_text_once(home, coachlog, statements):
    count = 3 * ROWS  # more than one batch of changes
    path = write_rows(home / "a.csv", range(count))
    assert coachlog("import", path).code == 0
    assert coachlog("undo").code == 0
    statements.clear()
    assert coachlog("import", path, "--set", "lesson=Ask first").code == 0
    assert len([text for text in statements if text.startswith("INSERT INTO entry_fts")]) == 1
    (log,) = home.rglob("*.db")
    with closing(sqlite3.connect(log)) as db:
        newest = "SELECT patch FROM revision ORDER BY number DESC LIMIT ?"
        patches = [json.loads(patch) for (patch,) in db.execute(newest, (count,))]
        assert db.execute("SELECT DISTINCT lesson FROM entry").fetchall() == [("Ask first",)]
    written = {"team": "Permits", "topics": ["fees"], "lesson": "Ask first", "deleted": None}
    known = [patch.pop("known") for patch in patches]
    assert patches == [written] * count
    assert {tuple(seen) for seen in known} == {("topics",)}
    assert coachlog("undo").code == 0
    assert coachlog("import", path).code == 0
    with closing(sqlite3.connect(log)) as db:
        assert db.execute("SELECT DISTINCT lesson FROM entry").fetchall() == [(None,)]
    assert coachlog("doctor").code == 0


@pytest.mark.parametrize("first", [10, ROWS])
def test_rows_that_come_back_among_new_ones_leave_a_whole_log(first, home, coachlog):
    path = home / "a.csv"
    assert coachlog("import", write_rows(path, range(first))).code == 0
    assert coachlog("undo").code == 0
    assert coachlog("import", write_rows(path, range(-ROWS, 5 * ROWS))).code == 0
    assert coachlog("doctor").code == 0
    found = coachlog("search", "waiver", "--format", "jsonl", "--limit", "9999").out
    assert len(found.splitlines()) == 6 * ROWS
    assert coachlog("undo").code == 0
    assert coachlog("doctor").code == 0
    assert coachlog("search", "waiver", "--format", "jsonl").out == ""


def test_rows_in_a_file_that_name_the_entry_of_another_row_are_already_there(home, coachlog):
    path = home / "a.csv"
    assert coachlog("import", write_rows(path, range(3))).code == 0
    (uuid, *_) = (
        coachlog("export", "--format", "csv", "--for", "full").out.splitlines()[1].split(",")
    )
    assert coachlog("undo").code == 0
    lines = path.read_text().splitlines()
    rows = [f"{line}," for line in lines[1:]] * 100
    rows.append(f"2026-11-10,Permits,fees,Another text,{uuid}")
    path.write_text("\n".join([f"{lines[0]},uuid", *rows]) + "\n")
    result = coachlog("import", str(path))
    assert (result.code, result.err.partition(" · ")[0]) == (
        0,
        "300 entries imported from a.csv as corrections, 0 rejected, 1 already there",
    )


def test_only_a_change_of_a_text_or_a_topic_writes_to_the_full_text_index(coachlog, statements):
    assert coachlog("log", "@permits", "+fees", "Took the old form").code == 0
    for change, is_searched in [
        (["teams", "rename", "permits", "licences"], False),
        (["status", "last", "shared"], False),
        (["edit", "last", "--happened", "Took the new form"], True),
        (["topics", "rename", "fees", "forms"], True),
    ]:
        statements.clear()
        assert coachlog(*change).code == 0
        writes = [text for text in statements if "entry_fts_docsize" in text]
        assert bool(writes) == is_searched
    assert coachlog("search", "new", "forms", "--format", "jsonl").out
    assert coachlog("search", "old", "--format", "jsonl").out == ""
    assert coachlog("doctor").code == 0
