"""kill -9 at any moment: what was said to be recorded is there, and the file is sound.

COACHLOG_TEST_KILLS says how many processes are killed; COACHLOG_TEST_SEED, when.
"""

import os
import random  # noqa: TID251 - a moment to kill at is no id
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9")

COACHLOG = [sys.executable, "-m", "coachlog"]
KILLS = int(os.environ.get("COACHLOG_TEST_KILLS", "24"))


@pytest.fixture
def path(home: Path, monkeypatch) -> Path:
    """Where the log is to be; there is none yet."""
    monkeypatch.setenv("COACHLOG_DB", str(home / "log.db"))
    return home / "log.db"


@pytest.fixture
def chance() -> random.Random:
    """Moments to kill at, other ones in every run unless the seed is given."""
    seed = os.environ.get("COACHLOG_TEST_SEED") or str(random.randrange(10**9))
    print(f"COACHLOG_TEST_SEED={seed}")
    return random.Random(seed)


def check_sound(path: Path) -> dict[str, int]:
    """Every check that SQLite has, and the entries against their revisions; each text and how often it is there."""
    db = sqlite3.connect(path)
    assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    db.execute("INSERT INTO entry_fts (entry_fts, rank) VALUES ('integrity-check', 1)")
    db.rollback()
    found = dict(db.execute("SELECT happened, count(*) FROM entry GROUP BY happened"))
    (entries, topics, revisions) = db.execute(
        """SELECT count(*), (SELECT count(DISTINCT entry) FROM entry_topic),
                  (SELECT count(DISTINCT record) FROM revision WHERE tbl = 'entry') FROM entry"""
    ).fetchone()
    db.close()
    assert entries == topics == revisions
    return found


def test_a_recording_that_is_killed_is_whole_or_absent(path, chance):
    acknowledged = set()
    for number in range(KILLS):
        extra = ["--kind", "strength", "--recovery", "Put right"] if number % 3 == 0 else []
        command = [*COACHLOG, "log", "@permits", "+fees", f"text {number}", *extra]
        with subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as running:
            # The first ones make the file; each lane is killed over the whole of its time, and a little beyond.
            time.sleep(chance.uniform(0.02, 0.5 if not path.exists() else 0.25 if extra else 0.09))
            running.kill()
            said = running.communicate()[1]
        if "undo: coachlog undo" in said:
            acknowledged.add(f"text {number}")
    if not path.exists():
        pytest.skip("every process was killed before the log was made")
    found = check_sound(path)
    assert acknowledged <= found.keys()
    assert set(found.values()) <= {1}
    left = {file.suffix for file in path.parent.iterdir()} - {".db", ".db-journal"}
    assert left <= {".new", ".new-journal"}
