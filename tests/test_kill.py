"""Tests of kill -9 at any moment: acknowledged entries are there, and the file is undamaged.

COACHLOG_TEST_KILLS is the number of processes to kill; COACHLOG_TEST_SEED decides when.
"""

import os
import random  # noqa: TID251 - a moment to kill at is not an id
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.undamaged import undamaged

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9")

COACHLOG = [sys.executable, "-m", "coachlog"]
KILLS = int(os.environ.get("COACHLOG_TEST_KILLS", "24"))


@pytest.fixture
def path(home: Path, monkeypatch) -> Path:
    """Return the path of the log; there is no file yet."""
    monkeypatch.setenv("COACHLOG_DB", str(home / "log.db"))
    return home / "log.db"


@pytest.fixture
def chance() -> random.Random:
    """Return what chooses the moments to kill at: others in every run, unless a seed is set."""
    seed = os.environ.get("COACHLOG_TEST_SEED") or str(random.randrange(10**9))
    print(f"COACHLOG_TEST_SEED={seed}")
    return random.Random(seed)


def counts_by_text(path: Path, coachlog) -> dict[str, int]:
    """Check the file with SQLite and `doctor`; return how often it has each text."""
    with undamaged(path) as db:
        counts = dict(db.execute("SELECT happened, count(*) FROM entry GROUP BY happened"))
    code, out, err = coachlog("doctor", "--format", "csv")
    assert (code, "problem" in out) == (0, False), out + err
    # Only files of the log's name: Python leaves one of its own if it is killed while it looks for
    # a temporary folder.
    suffixes = {file.suffix for file in path.parent.iterdir() if path.name in file.name}
    assert suffixes <= {".db", ".db-journal", ".new", ".new-journal"}
    return counts


def killed(arguments: list[str], after: float) -> tuple[bool, str]:
    """Run a command and kill it after so many seconds.

    Returns:
        Whether it had succeeded by then, and what it had written to stderr.
    """
    with subprocess.Popen(
        [*COACHLOG, *arguments], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as running:
        time.sleep(after)
        running.kill()
        err = running.communicate()[1]
    return running.returncode == 0, err


def test_a_recording_that_is_killed_is_whole_or_absent(path, chance, coachlog):
    acknowledged = set()
    for number in range(KILLS):
        command = ["log", "@permits", "+fees", f"text {number}"]
        # The first processes make the file. Each way of recording is killed over the whole of its
        # time, and a little beyond.
        longest = 0.09
        if number % 3 == 0:
            command += ["--kind", "strength", "--recovery", "Put right"]
            longest = 0.25
        if not path.exists():
            longest = 0.5
        _, err = killed(command, chance.uniform(0.02, longest))
        if "undo: coachlog undo" in err:
            acknowledged.add(f"text {number}")
    if not path.exists():
        pytest.skip("every process was killed before the log was made")
    counts = counts_by_text(path, coachlog)
    assert acknowledged <= counts.keys()
    assert set(counts.values()) <= {1}


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
    counts = counts_by_text(path, coachlog)
    assert set(counts.values()) <= {1}
    assert counts.keys() <= {"text 0", "text 1", "text 2", "text 3"}


def test_an_import_that_is_killed_is_whole_or_absent(path, chance, coachlog):
    rows = 400
    assert coachlog("log", "@permits", "the first").code == 0
    acknowledged = set()
    for number in range(KILLS // 2):
        file = path.with_name(f"{number}.csv")
        file.write_text("happened,team,topic\n" + f"import {number},permits,fees\n" * rows)
        command = ["import", str(file), "--kind", "correction"]
        succeeded, _ = killed(command, chance.uniform(0.1, 0.9))
        if succeeded:
            acknowledged.add(f"import {number}")
    counts = counts_by_text(path, coachlog)
    assert acknowledged <= counts.keys()
    assert {counts[text] for text in counts if text != "the first"} <= {rows}
