"""Many processes at one file at once. COACHLOG_TEST_CROWD=32x100 makes the crowd larger than the usual one."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

COACHLOG = [sys.executable, "-m", "coachlog"]
CROWD = os.environ.get("COACHLOG_TEST_CROWD", "16x4")

# One process of a crowd: it records its share by the express lane and by the long one, and says how it went.
MEMBER = """
import subprocess, sys
who, share = sys.argv[1], int(sys.argv[2])
for number in range(share):
    more = ["--kind", "strength"] if number % 2 else []
    command = [sys.executable, "-m", "coachlog", "log", "@permits", f"+t{number % 3}", *more, f"{who} says {number}"]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode or "undo: coachlog undo" not in done.stderr:
        sys.exit(f"{done.returncode}: {done.stderr}")
"""


@pytest.fixture
def path(home: Path, monkeypatch) -> Path:
    """Where the log is to be; there is none yet."""
    monkeypatch.setenv("COACHLOG_DB", str(home / "log.db"))
    return home / "log.db"


def rows(path: Path, sql: str) -> list:
    """The answer of a sound file."""
    db = sqlite3.connect(path)
    assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    db.execute("INSERT INTO entry_fts (entry_fts, rank) VALUES ('integrity-check', 1)")
    db.rollback()
    found = db.execute(sql).fetchall()
    db.close()
    return found


def test_a_crowd_that_starts_on_no_file_at_once_records_everything(path):
    members, share = map(int, CROWD.split("x"))
    running = [
        subprocess.Popen(
            [sys.executable, "-c", MEMBER, str(who), str(share)], stderr=subprocess.PIPE, text=True
        )
        for who in range(members)
    ]
    assert [member.communicate(timeout=900)[1] for member in running] == [""] * members
    said = {row[0] for row in rows(path, "SELECT happened FROM entry")}
    assert said == {f"{who} says {number}" for who in range(members) for number in range(share)}
    assert rows(
        path, "SELECT count(*), count(DISTINCT short_id), count(DISTINCT uuid) FROM entry"
    ) == [(members * share,) * 3]
    assert rows(path, "SELECT count(*), count(DISTINCT hlc) FROM revision") == [
        (members * share,) * 2
    ]
    assert rows(path, "SELECT count(*) FROM action WHERE undone = 0") == [(members * share,)]
    assert [file.name for file in path.parent.iterdir()] == ["log.db"]


def test_many_first_starts_in_the_default_place_make_one_log(home):
    running = [
        subprocess.Popen(
            [*COACHLOG, "log", "@permits", f"words {number}"],
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        for number in range(12)
    ]
    assert [(process.communicate()[1].count(b"\n"), process.returncode) for process in running] == [
        (1, 0)
    ] * 12
    (path,) = [file for file in home.rglob("*") if file.is_file()]
    assert rows(path, "SELECT count(*) FROM entry") == [(12,)]


def test_a_backup_while_others_write_is_whole(path, coachlog, clock):
    from coachlog.storage.file.backup import back_up
    from coachlog.storage.file.connection import connect

    assert coachlog("log", "@permits", "the first").code == 0
    writer = subprocess.Popen(
        [sys.executable, "-c", MEMBER, "writer", "6"], stderr=subprocess.PIPE, text=True
    )
    sizes = []
    db = connect(str(path))
    while writer.poll() is None:
        copy = back_up(db, str(path), clock)
        ((entries, revisions, actions),) = rows(
            Path(copy),
            "SELECT (SELECT count(*) FROM entry), (SELECT count(*) FROM revision), (SELECT count(*) FROM action)",
        )
        assert entries == revisions == actions
        sizes.append(entries)
    db.close()
    assert writer.communicate()[1] == ""
    assert sizes == sorted(sizes)
    assert len(sizes) > 2
    assert rows(path, "SELECT count(*) FROM entry") == [(7,)]
