"""Tests of `purge`: it erases deleted text from the bytes of the file, and nothing else."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.log_files import (
    all_bytes,
    change_newest_entry,
    delete_newest_entry,
    doctor,
    ids,
    posix,
    run_sql,
)

SECRET = "Zwiebelmuster"


@pytest.fixture
def with_secret(coachlog, three_entries):
    """Return the path of a log in which an entry was recorded, edited and deleted, amid others."""
    for number in range(60):
        coachlog("log", "@permits", "+fees", "Some words around it", str(number) * 40)
        if number == 30:
            coachlog("log", "@permits", "+fees", SECRET, "was mentioned", SECRET.upper() * 100)
            change_newest_entry({"lesson": f"Never name {SECRET}"})
            delete_newest_entry()
    return three_entries


def test_a_purge_erases_the_text_from_the_bytes_of_the_file(coachlog, with_secret):
    assert SECRET.encode() in all_bytes(with_secret.parent)
    before = ids(coachlog)
    code, out, err = coachlog("purge", "--yes")
    assert (code, out, err) == (0, "", "Erased 1 deleted entry for good.\n")
    assert SECRET.lower().encode() not in all_bytes(with_secret.parent).lower()
    assert ids(coachlog) == before
    assert coachlog("doctor").code == 0
    assert coachlog("search", SECRET, "--format", "csv").out.count("\n") == 1
    assert "words" in coachlog("search", "words", "--format", "csv").out
    code, out, err = coachlog("purge", "--yes")
    assert (code, out) == (0, "")
    assert err == "Nothing to erase: nothing that you deleted or took back still has its text.\n"


def test_a_reply_that_was_taken_back_is_erased_without_a_deleted_entry(coachlog, three_entries):
    coachlog("reply", "last", "Zeppelin was the name")
    coachlog("undo")
    assert b"Zeppelin" in three_entries.read_bytes()
    dry_run = coachlog("purge", "--dry-run", "--format", "csv")
    assert dry_run.out.splitlines()[1:] == []
    assert dry_run.err == "A purge also erases what you took back (such as replies).\n"
    result = coachlog("purge", "--yes")
    assert result == (0, "", "Erased what you took back (such as replies) for good.\n")
    assert b"Zeppelin" not in three_entries.read_bytes()
    assert coachlog("purge", "--yes").err.startswith("Nothing to erase")


def test_a_purge_leaves_the_ids_and_adds_a_revision(coachlog, with_secret):
    coachlog("purge", "--yes")
    with closing(sqlite3.connect(with_secret)) as db:
        (record,) = db.execute("SELECT record FROM revision WHERE patch LIKE '%purged%'").fetchone()
        rows = db.execute("SELECT patch FROM revision WHERE record = ? ORDER BY hlc", (record,))
        patches = [patch for (patch,) in rows]
    assert patches == [
        '{"deleted":true}',
        '{"deleted":true}',
        '{"deleted":true}',
        # The team could read it, so the others have to hear of the purge.
        '{"deleted":true,"purged":true,"share":"team"}',
    ]


def test_a_purged_entry_cannot_be_undone_but_everything_else_can(coachlog, three_entries):
    delete_newest_entry()
    before = ids(coachlog)
    assert coachlog("purge", "--yes").code == 0
    for _ in range(2):
        assert coachlog("undo").code == 0
    assert (ids(coachlog), coachlog("undo").code) == ([], 4)
    for _ in range(2):
        assert coachlog("redo").code == 0
    assert ids(coachlog) == before
    assert coachlog("doctor").code == 0


@pytest.mark.parametrize("share", ["private", "team"])
def test_an_import_of_purged_rows_can_be_undone_and_redone(by, tmp_path, share):
    path = str(tmp_path / "list.csv")
    Path(path).write_text("team,topics,happened,date\npermits,fees,Gave the form,2026-11-02\n")
    for _ in range(2):
        assert by("ana", "import", path, "--set", f"share={share}").code == 0
        assert by("ana", "undo").code == 0
        assert by("ana", "purge", "--yes").err.startswith("Erased 1 ")
    assert by("ana", "import", path, "--set", f"share={share}").code == 0
    stored = by("ana", "show", "last").out
    assert by("ana", "undo").code == 0
    assert by("ana", "doctor").code == 0
    assert by("ana", "redo").code == 0
    assert by("ana", "show", "last").out == stored
    assert "Gave the form" in stored
    assert by("ana", "doctor").code == 0


def test_a_dry_run_lists_the_entries_and_erases_nothing(coachlog, with_secret):
    before = with_secret.read_bytes()
    code, out, err = coachlog("purge", "--dry-run", "--format", "json")
    (row,) = json.loads(out)
    assert (code, err, row["team"], row["happened"].split()[0]) == (0, "", "permits", SECRET)
    assert coachlog("purge", "--dry-run").out.count(SECRET) >= 1
    assert with_secret.read_bytes() == before


def test_a_purge_without_a_terminal_needs_yes(coachlog, with_secret):
    code, out, err = coachlog("purge")
    assert (code, out) == (6, "")
    assert err == (
        "coachlog: Erase 1 deleted entry for good? This cannot be undone. "
        "Confirm with --yes, or list them with --dry-run.\n"
    )
    assert SECRET.encode() in with_secret.read_bytes()


@posix
@pytest.mark.parametrize(
    ("key", "code", "is_there"),
    [
        ("y", 0, False),
        ("n", 0, True),
        ("b", 0, True),
        ("<", 0, True),
        ("\r", 0, True),
        ("\x03", 130, True),
    ],
)
def test_a_purge_on_a_terminal_asks_first(terminal, with_secret, key, code, is_there):
    child = terminal("purge")
    child.expect_exact("Erase 1 deleted entry for good? This cannot be undone. [y/N]")
    child.send(key)
    child.read()
    child.close()
    assert child.exitstatus == code
    assert (SECRET.encode() in with_secret.read_bytes()) is is_there


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")
@pytest.mark.parametrize("key", ["\x1b", "q", "\x03"])
def test_leaving_the_question_says_that_nothing_was_erased(terminal, with_secret, key):
    child = terminal("purge")
    child.expect_exact("[y/N]")
    child.send("?")
    child.expect_exact("y: yes · n or Enter: no · Esc or q: leave · < or b: back\r\n")
    child.expect_exact("[y/N]")
    child.send("j")
    child.expect_exact("j does nothing here. ? lists the keys.\r\n")
    child.expect_exact("[y/N]")
    child.send(key)
    child.expect_exact("stopped; nothing was erased.\r\n")
    child.read()
    child.close()
    assert child.exitstatus == 130
    assert SECRET.encode() in with_secret.read_bytes()


def test_copies_that_may_still_contain_the_text_are_named(coachlog, with_secret):
    backup = coachlog("backup").out.strip()
    assert coachlog("purge", "--yes").err.splitlines()[1:] == [
        f"This copy may still contain the text: {backup}"
    ]


KILLED = """
import os, sys
from coachlog.cli.main import run
from coachlog.storage.file import connection

remaining, original = int(sys.argv[1]), connection.Log.run

def run_or_die(*arguments):
    global remaining
    remaining -= 1
    if remaining < 0:
        os._exit(137)
    return original(*arguments)

connection.Log.run = run_or_die
sys.exit(run(["purge", "--yes"]))
"""


@pytest.mark.parametrize("statements", [4, 8, 11, 12, 13, 14, 16, 18])
def test_a_purge_that_is_killed_harms_nothing_and_is_finished_by_the_next_one(
    coachlog, with_secret, statements
):
    before = ids(coachlog)
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(statements)], capture_output=True, check=False
    )
    assert killed.returncode in (0, 137)
    assert doctor(coachlog)[1]["leftovers"][0] in ("ok", "problem")
    assert ids(coachlog) == before
    assert coachlog("purge", "--yes").code == 0
    assert SECRET.lower().encode() not in all_bytes(with_secret.parent).lower()
    assert doctor(coachlog)[0] == 0


def test_an_interrupted_purge_is_noticed_and_finished(coachlog, with_secret):
    coachlog("purge", "--yes")
    run_sql(with_secret, "INSERT INTO meta VALUES ('purge', 'unfinished')")
    code, results = doctor(coachlog)
    assert code == 5
    assert results["leftovers"] == (
        "problem",
        "a purge was interrupted. To finish it:  coachlog purge",
    )
    assert coachlog("purge", "--yes").code == 0
    assert doctor(coachlog)[0] == 0
