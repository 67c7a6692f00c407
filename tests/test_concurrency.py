"""Tests with many processes that write to the same log at once.

COACHLOG_TEST_CROWD=32x100 has 32 of them record 100 entries each.
"""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes import needs_proc, wait_until_locked_out
from tests.undamaged import undamaged

COACHLOG = [sys.executable, "-m", "coachlog"]
CROWD = os.environ.get("COACHLOG_TEST_CROWD", "16x4")

# A process of the crowd. It records its entries, every other one with an option, which takes
# another way through the program, and writes to stderr what went wrong.
MEMBER = """
import subprocess, sys
member, share = sys.argv[1], int(sys.argv[2])
for number in range(share):
    option = ["--kind", "strength"] if number % 2 else []
    words = ["@permits", f"+t{number % 3}", *option, f"{member} writes {number}"]
    command = [sys.executable, "-m", "coachlog", "log", *words]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode or "undo: coachlog undo" not in done.stderr:
        sys.exit(f"{done.returncode}: {done.stderr}")
"""


@pytest.fixture
def path(home: Path, monkeypatch) -> Path:
    """Return the path of the log; there is no file yet."""
    monkeypatch.setenv("COACHLOG_DB", str(home / "log.db"))
    return home / "log.db"


def rows(path: Path, sql: str) -> list:
    """Return the rows of a query on an undamaged file."""
    with undamaged(path) as db:
        return db.execute(sql).fetchall()


def start_member(name: str, share: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", MEMBER, name, str(share)]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True)


def test_a_crowd_that_starts_without_a_file_records_everything(path):
    members, share = map(int, CROWD.split("x"))
    running = [start_member(str(member), share) for member in range(members)]
    assert [member.communicate(timeout=900)[1] for member in running] == [""] * members
    total = members * share
    expected = set()
    for member in range(members):
        expected |= {f"{member} writes {number}" for number in range(share)}
    assert {text for (text,) in rows(path, "SELECT happened FROM entry")} == expected
    entries = "SELECT count(*), count(DISTINCT short_id), count(DISTINCT uuid) FROM entry"
    assert rows(path, entries) == [(total, total, total)]
    revisions = "SELECT count(*), count(DISTINCT hlc) FROM revision"
    assert rows(path, revisions) == [(total, total)]
    assert rows(path, "SELECT count(*) FROM action WHERE undone = 0") == [(total,)]
    # An empty folder may stay: whoever made it found another one's note of an unfinished file.
    assert [file.name for file in path.parent.rglob("*") if file.is_file()] == ["log.db"]


def test_many_first_starts_at_the_default_path_create_a_single_log(home):
    running = []
    for number in range(12):
        command = [*COACHLOG, "log", "@permits", f"words {number}"]
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)
        running.append(process)
    for number, process in enumerate(running):
        _, err = process.communicate()
        receipt, stored, *new_names = err.decode().splitlines()
        assert process.returncode == 0
        assert receipt.endswith("undo: coachlog undo")
        assert stored == f"  words {number}"
        assert new_names in ([], ["New team permits. New topic general."])
    (path,) = [file for file in home.rglob("*") if file.is_file()]
    assert rows(path, "SELECT count(*) FROM entry") == [(12,)]


@needs_proc
def test_eight_simultaneous_meetings_are_one(path, coachlog):
    assert coachlog("log", "@permits", "Showed how").code == 0
    assert coachlog("clear", "last").code == 0
    running = []
    # They all start while nobody can write, so that each has come as far as it can without.
    with sqlite3.connect(path, isolation_level=None) as lock:
        lock.execute("BEGIN IMMEDIATE")
        for _ in range(8):
            command = [*COACHLOG, "meeting", "done"]
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)
            running.append(process)
        for process in running:
            wait_until_locked_out(process.pid, path)
        lock.execute("ROLLBACK")
    lock.close()
    for process in running:
        _, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
    assert rows(path, "SELECT team, state FROM meeting") == [("permits", "done")]
    meetings = "SELECT count(*) FROM action WHERE verb = 'meeting done'"
    assert rows(path, meetings) == [(1,)]


def test_a_backup_while_others_write_is_whole(path, coachlog, clock):
    from coachlog.storage.file.backup import back_up
    from coachlog.storage.file.database import connect

    assert coachlog("log", "@permits", "the first").code == 0
    writer = start_member("writer", 6)
    sizes = []
    db = connect(str(path))
    while writer.poll() is None:
        copy = back_up(db, str(path), clock)
        counts = (
            "SELECT (SELECT count(*) FROM entry), (SELECT count(*) FROM revision), "
            "(SELECT count(*) FROM action)"
        )
        ((entries, revisions, actions),) = rows(Path(copy), counts)
        assert entries == revisions == actions
        sizes.append(entries)
    db.close()
    assert writer.communicate()[1] == ""
    assert sizes == sorted(sizes)
    assert len(sizes) > 2
    assert rows(path, "SELECT count(*) FROM entry") == [(7,)]
