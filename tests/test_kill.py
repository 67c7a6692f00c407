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

from coachlog.cli.command_table import COMMANDS

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


def check_sound(path: Path, coachlog) -> dict[str, int]:
    """Every check that SQLite has, and doctor's own; each text and how often it is there."""
    db = sqlite3.connect(path)
    assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    db.execute("INSERT INTO entry_fts (entry_fts, rank) VALUES ('integrity-check', 1)")
    db.rollback()
    found = dict(db.execute("SELECT happened, count(*) FROM entry GROUP BY happened"))
    db.close()
    code, out, err = coachlog("doctor", "--format", "csv")
    assert (code, "bad" in out) == (0, False), out + err
    # Only files of the log's name: Python itself leaves a file of its own where it is killed while it tries a temporary folder.
    left = {file.suffix for file in path.parent.iterdir() if path.name in file.name} - {
        ".db",
        ".db-journal",
    }
    assert left <= {".new", ".new-journal"}
    return found


def killed(arguments: list[str], after: float) -> tuple[bool, str]:
    """Run a command and kill it after so many seconds; whether it had ended well by then, and what it had said."""
    with subprocess.Popen(
        [*COACHLOG, *arguments], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as running:
        time.sleep(after)
        running.kill()
        said = running.communicate()[1]
    return running.returncode == 0, said


def test_a_recording_that_is_killed_is_whole_or_absent(path, chance, coachlog):
    acknowledged = set()
    for number in range(KILLS):
        extra = ["--kind", "strength", "--recovery", "Put right"] if number % 3 == 0 else []
        # The first ones make the file; each lane is killed over the whole of its time, and a little beyond.
        longest = 0.5 if not path.exists() else 0.25 if extra else 0.09
        _, said = killed(
            ["log", "@permits", "+fees", f"text {number}", *extra], chance.uniform(0.02, longest)
        )
        if "undo: coachlog undo" in said:
            acknowledged.add(f"text {number}")
    if not path.exists():
        pytest.skip("every process was killed before the log was made")
    found = check_sound(path, coachlog)
    assert acknowledged <= found.keys()
    assert set(found.values()) <= {1}


def test_a_change_that_is_killed_is_whole_or_absent(path, chance, coachlog):
    for number in range(4):
        assert coachlog("log", "@permits", f"text {number}").code == 0
    commands = (
        ["edit", "last", "--happened", "text 3", "--lesson", "ask"],
        ["undo"],
        ["redo"],
        ["delete", "last"],
        ["teams", "rename", "permits", "zoning"],
    )
    for number in range(KILLS // 2):
        killed(list(commands[number % len(commands)]), chance.uniform(0.08, 0.3))
    found = check_sound(path, coachlog)
    assert set(found.values()) <= {1}
    assert found.keys() <= {"text 0", "text 1", "text 2", "text 3"}


@pytest.mark.skipif("import" not in COMMANDS, reason="there is no import yet")
def test_an_import_that_is_killed_is_whole_or_absent(path, chance, coachlog):
    rows = 400
    assert coachlog("log", "@permits", "the first").code == 0
    acknowledged = set()
    for number in range(KILLS // 2):
        file = path.with_name(f"{number}.csv")
        file.write_text("happened,team,topic\n" + f"import {number},permits,fees\n" * rows)
        ended, _ = killed(["import", str(file), "--kind", "correction"], chance.uniform(0.1, 0.9))
        if ended:
            acknowledged.add(f"import {number}")
    found = check_sound(path, coachlog)
    assert acknowledged <= found.keys()
    assert {found[text] for text in found if text != "the first"} <= {rows}
