"""Twenty seconds of chaos on a shared folder; `tests/benchmarks/folder_chaos.py` has more of it.

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
SCRIPT = "tests.benchmarks.folder_chaos"
SEED = os.environ.get("COACHLOG_TEST_SEED") or str(random.randrange(10**9))


def test_nothing_is_lost_and_nothing_withdrawn_is_left(home):
    # Forks of this process would have the threads of whatever runs the tests.
    options = ["--clients=5", "--seconds=15", "--lose", f"--seed={SEED}"]
    done = subprocess.run(
        [sys.executable, "-m", SCRIPT, *options],
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
    assert int(killed) > 20
