"""The benchmark still runs every command that its table names."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from growth import FLAT, LINEAR, remarks_on
from measure import Runs

RUN = Path(__file__).parent / "run.py"


def run(*options):
    return subprocess.run(
        [sys.executable, RUN, *options, "--python", sys.executable],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="memory is measured with wait4")
def test_every_command_succeeds_on_a_small_log(home):
    done = run("--entries=300", "--rounds=1", "--heavy=0")
    assert done.returncode == 0, done.stdout + done.stderr
    names = ["P, bare", "B, an empty", "log, words only", "log, the first", "log --on", "week"]
    names += ["oops, words only, start script of a current pip"]
    for name in [*names, "log --help", "Tab: options", "Tab: teams", "Tab: ids"]:
        assert re.search(rf"^\| {name}.*\| [\d,.]+ ms \|", done.stdout, re.MULTILINE), name


@pytest.mark.skipif(sys.platform == "win32", reason="memory is measured with wait4")
def test_what_grows_is_marked(home):
    done = run("--all", "--sizes", "300", "600", "--rounds=1", "--only=list")
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"^\| list \| linear \| \d+ ms, \d+ MB \|", done.stdout, re.MULTILINE)
    assert remarks_on(FLAT, [1, 10], [runs_of(0.1, 50), runs_of(0.14, 130)]) == [
        "**grows** 1.4 times to 10",
        "**130 MB**",
    ]
    assert remarks_on(LINEAR, [1, 10], [runs_of(0.1, 50), runs_of(1.2, 50)]) == []


def runs_of(seconds, megabytes):
    runs = Runs()
    runs.processor_time = seconds
    runs.kilobytes = megabytes * 1024
    return runs
