"""The benchmark still runs every command that its table names."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

RUN = Path(__file__).parent / "run.py"


@pytest.mark.skipif(sys.platform == "win32", reason="memory is measured with wait4")
def test_every_command_succeeds_on_a_small_log(home):
    done = subprocess.run(
        [
            sys.executable,
            RUN,
            "--entries=300",
            "--rounds=1",
            "--heavy=0",
            "--python",
            sys.executable,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for name in ("P, bare", "B, an empty", "log, words only", "week", "Tab: teams", "Tab: ids"):
        assert re.search(rf"^\| {name}.*\| [\d,.]+ ms \|", done.stdout, re.MULTILINE), name
