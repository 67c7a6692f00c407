"""Many processes that write to one log at once.

COACHLOG_TEST_CROWD=32x100 has 32 of them record 100 entries each.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.undamaged import undamaged

COACHLOG = [sys.executable, "-m", "coachlog"]
CROWD = os.environ.get("COACHLOG_TEST_CROWD", "16x4")

# One process of the crowd: it records its entries, every other one with an option, which takes
# another way through the program, and tells on stderr what went wrong.
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
    """The path of the log; there is no file yet."""
    monkeypatch.setenv("COACHLOG_DB", str(home / "log.db"))
    return home / "log.db"


def rows(path: Path, sql: str) -> list:
    """Return the rows of a query on an undamaged file."""
    with undamaged(path) as db:
        return db.execute(sql).fetchall()


def test_a_crowd_that_starts_without_a_file_records_everything(path):
    members, share = map(int, CROWD.split("x"))
    running = [
        subprocess.Popen(
            [sys.executable, "-c", MEMBER, str(member), str(share)],
            stderr=subprocess.PIPE,
            text=True,
        )
        for member in range(members)
    ]
    assert [member.communicate(timeout=900)[1] for member in running] == [""] * members
    total = members * share
    texts = {row[0] for row in rows(path, "SELECT happened FROM entry")}
    assert texts == {
        f"{member} writes {number}" for member in range(members) for number in range(share)
    }
    entries = "SELECT count(*), count(DISTINCT short_id), count(DISTINCT uuid) FROM entry"
    assert rows(path, entries) == [(total, total, total)]
    revisions = "SELECT count(*), count(DISTINCT hlc) FROM revision"
    assert rows(path, revisions) == [(total, total)]
    assert rows(path, "SELECT count(*) FROM action WHERE undone = 0") == [(total,)]
    assert [file.name for file in path.parent.iterdir()] == ["log.db"]


def test_many_first_starts_at_the_default_path_make_one_log(home):
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
            "SELECT (SELECT count(*) FROM entry), (SELECT count(*) FROM revision), "
            "(SELECT count(*) FROM action)",
        )
        assert entries == revisions == actions
        sizes.append(entries)
    db.close()
    assert writer.communicate()[1] == ""
    assert sizes == sorted(sizes)
    assert len(sizes) > 2
    assert rows(path, "SELECT count(*) FROM entry") == [(7,)]
