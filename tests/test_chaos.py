"""Tests of faults at every write: kill -9, a torn write, a full disk, an I/O error.

A library that is loaded before any other lets the n-th change of a file go wrong. Whatever happens,
the log is as it was or as the command would have made it; what was acknowledged is there; and the
next command leaves no file behind.

COACHLOG_TEST_CHAOS=all tries every write; otherwise a few of each command, others for each way.
COACHLOG_TEST_CHAOS_TABLE names a file that gets a row for each command.
"""

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from coachlog.cli.main import run
from coachlog.paths import default_log, notes_folder
from tests.undamaged import undamaged

DATA = Path(__file__).parent / "data"
FAULTS = ("kill", "torn", "ENOSPC", "EIO")
POINTS = os.environ.get("COACHLOG_TEST_CHAOS", "1")  # of each command and fault, or "all"
# Read here, because a test has no variables of coachlog's.
TABLE = os.environ.get("COACHLOG_TEST_CHAOS_TABLE")
# In these, ADA is an entry of somebody else's, and DUE one with a check-in.
COMMANDS = {
    "log": ["log", "@permits", "+fees", "Gave the new form"],
    "log with options": ["log", "@permits", "--kind", "strength", "--on", "2026-11-18", "Good"],
    "oops": ["oops", "@finance", "Took the fee again"],
    "import": ["import", "moments.csv"],
    "edit": ["edit", "last", "--lesson", "Ask before"],
    "undo": ["undo", "2"],
    "redo": ["redo"],
    "delete": ["delete", "last"],
    "purge": ["purge", "--yes"],
    "retention": ["retention", "--yes"],
    "hold": ["hold", "last", "--why", "claim 2026-12"],
    "restore": ["restore", "monday.db"],
    "backup": ["backup", "--output", "tuesday.db"],
    "export": ["export", "--output", "all.csv"],
    "bundle": ["bundle", "--output", "all.coachlog"],
    "merge": ["merge", "others.coachlog"],
    "teams rename": ["teams", "rename", "permits", "zoning"],
    "config set": ["config", "set", "week-start", "sunday"],
    "names add": ["names", "add", "Ana"],
    "meeting done": ["meeting", "done"],
    "feedback": ["feedback", "ADA", "--pace", "right"],
    "checkin": ["checkin", "DUE", "unprompted"],
    "doctor --fix": ["doctor", "--fix"],
    "upgrade from 1": ["list", "--format", "csv"],
    "upgrade from 2": ["list", "--format", "csv"],
    "first start": ["log", "@permits", "+fees", "Gave the new form"],
}
# What tells one state of a log from another, without ids and times.
STATE = (
    "SELECT kind, team, topics, happened, recovery, lesson, share, status FROM entry ORDER BY 4, 1",
    "SELECT name, value FROM setting ORDER BY 1",
    "SELECT count(*) FROM action",
    "SELECT tbl, patch LIKE '%purged%', count(*) FROM revision GROUP BY 1, 2 ORDER BY 1, 2",
    "SELECT days, seen FROM checkin ORDER BY 1, 2",
    "SELECT held_on, team, state FROM meeting ORDER BY 1, 2",
    "PRAGMA user_version",
)
OLD_FILES = {"upgrade from 1": "v1.db", "upgrade from 2": "v2.db"}

State = tuple[Any, ...]


@pytest.fixture(scope="session")
def library(tmp_path_factory) -> Path:
    """Compile the library that lets writes go wrong."""
    compiler = shutil.which("cc")
    if compiler is None or not sys.platform.startswith("linux"):
        pytest.skip("faults at every write need Linux and a C compiler")
    path = tmp_path_factory.mktemp("chaos") / "chaos.so"
    command = [compiler, "-shared", "-fPIC", "-o", path, DATA / "chaos.c", "-ldl"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"the library cannot be compiled: {done.stderr[-200:]}")
    return path


class Chaos:
    """A log, and one command that is run on it again and again, with a fault in each run."""

    def __init__(self, home: Path, name: str, library: Path, arguments: list[str]) -> None:
        self.home = home
        self.log = Path(default_log())
        self.arguments = arguments
        self.library = library
        self.count = home.with_name("count")
        self.before = home.with_name("before")
        shutil.copytree(home, self.before)
        self.name = name
        self.is_upgrade = name in OLD_FILES
        self.states = [self.state()]
        # A damage that the command mends is still there if it did not come to that.
        self.health = set() if self.is_upgrade else {run(["doctor"])}
        self.files = self.names()
        done = self.run("", 0)
        assert done.returncode == 0, done.stderr
        self.points = self.count.stat().st_size
        self.states.append(self.state())
        if not self.states[0]:
            # A first start may come as far as a log without an entry.
            self.states.append(((), (), ((0,),), (), (), (), self.states[1][-1]))
        self.health.add(run(["doctor"]))
        self.new_files = self.names() - self.files
        # Of files that the command writes; the log itself is compared by what it holds.
        paths = [home / file for file in self.new_files]
        self.sizes = {path.name: path.stat().st_size for path in paths if path.parent == home}

    def reset(self) -> None:
        """Put everything back as it was before the command."""
        for file in self.home.iterdir():
            shutil.rmtree(file) if file.is_dir() else file.unlink()
        shutil.copytree(self.before, self.home, dirs_exist_ok=True)

    def run(self, how: str, point: int) -> subprocess.CompletedProcess[str]:
        """Run the command, with a fault at one of its writes."""
        environment = {
            **os.environ,
            "LD_PRELOAD": str(self.library),
            "CHAOS_FOLDER": str(self.home),
            "CHAOS_AT": str(point),
            "CHAOS_HOW": how,
            "CHAOS_COUNT": str(self.count),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        return subprocess.run(
            [sys.executable, "-m", "coachlog", *self.arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def names(self) -> set[str]:
        """Return the files of the folder; those with a time in their name as one."""
        files = [file for file in self.home.rglob("*") if file.is_file()]
        return set(map(self.name_of, files))

    def name_of(self, file: Path) -> str:
        return str(file.relative_to(self.home)).partition("-2026-")[0]

    def state(self) -> State:
        """Return what the undamaged log holds, or nothing without one."""
        if not self.log.exists():
            return ()
        with undamaged(self.log) as db:
            if db.execute("PRAGMA user_version").fetchone()[0] < 3:
                return ("old",)
            return tuple(tuple(db.execute(sql).fetchall()) for sql in STATE)

    def check(self, how: str, point: int) -> str:
        """Let one write go wrong, start again, and return what became of the command."""
        self.reset()
        done = self.run(how, point)
        where = f"{how} at write {point} of {self.points}: {done.returncode} {done.stderr}"
        assert "Traceback" not in done.stderr, where
        assert done.returncode in (0, 5, -9), where
        # The next start. It reads alone, so that it changes nothing itself.
        assert run(["list", "--format", "csv"]) == 0, where
        state = self.state()
        if self.is_upgrade:
            # The next start finishes it.
            assert state == self.states[1], where
        else:
            assert state in self.states, where
            if done.returncode == 0:
                assert state == self.states[1], where
        for file, size in self.sizes.items():
            if (self.home / file).exists():
                assert (self.home / file).stat().st_size == size, where
        notes = Path(notes_folder())
        assert not notes.exists() or list(notes.iterdir()) == [], where
        # SQLite leaves a journal that it had not begun to use until somebody writes again.
        assert run(["log", "@permits", "+fees", "The next entry"]) == 0, where
        assert self.names() - self.files - self.new_files <= {self.name_of(self.log)}, where
        if self.name in ("purge", "retention"):
            # What an interrupted one has left in free pages is erased by the next one.
            assert run(["purge", "--yes"]) == 0, where
        assert run(["doctor"]) in self.health, where
        return f"{'done' if state == self.states[1] else 'as before'} ({done.returncode})"


def prepare(name: str, full_log, coachlog, home: Path) -> list[str]:
    """Fill the home folder for a command, and return its arguments."""
    log = Path(default_log())
    if name in OLD_FILES or name == "first start":
        for file in home.iterdir():
            shutil.rmtree(file) if file.is_dir() else file.unlink()
    if name in OLD_FILES:
        log.parent.mkdir(parents=True, mode=0o700)
        shutil.copy(DATA / OLD_FILES[name], log)
        log.chmod(0o600)
    if name == "redo":
        assert coachlog("undo").code == 0
    if name == "doctor --fix":
        with undamaged(log) as db:
            db.execute("DELETE FROM entry_topic")
            db.execute("UPDATE entry SET team = 'other'")
            db.commit()
    if name == "retention":
        old = ("log", "@permits", "--on", "2024-05-04", "--learner", "Ana", "Told Ana")
        assert coachlog("config", "set", "retention", "24 months").code == 0
        assert coachlog(*old).code == 0
    if name == "merge":
        other = ("--db", "other.db")
        for words in ("Words from elsewhere", "More of them"):
            assert coachlog(*other, "log", "@permits", "+forms", words).code == 0
        assert coachlog(*other, "bundle", "--output", "others.coachlog").code == 0
    due = ""
    if name == "checkin":
        due = json.loads(coachlog("due", "--format", "jsonl").out.splitlines()[0])["short_id"]
    words = {"ADA": full_log[-1], "DUE": due}
    return [words.get(word, word) for word in COMMANDS[name]]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_fault_at_any_write_loses_nothing(name, full_log, coachlog, home, library, capsys):
    arguments = prepare(name, full_log, coachlog, home)
    chaos = Chaos(home, name, library, arguments)
    assert chaos.points > 3
    results: Counter[str] = Counter()
    for index, how in enumerate(FAULTS):
        points = range(1, chaos.points + 1)
        if POINTS != "all":
            # Spread over the command, and others for each fault.
            step = chaos.points / int(POINTS)
            points = [1 + int(step * (n + (index + 0.5) / len(FAULTS))) for n in range(int(POINTS))]
            # And one of the last, around the commit.
            points.append(chaos.points - index)
        for point in points:
            results[f"{how}: {chaos.check(how, point)}"] += 1
    capsys.readouterr()
    if TABLE:
        counts = ", ".join(f"{result} {count}" for result, count in sorted(results.items()))
        with Path(TABLE).open("a", encoding="utf-8") as file:
            file.write(f"{name}: {chaos.points} writes; {counts}\n")
