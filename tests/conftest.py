"""A fixed clock, a temporary home folder, no network; and coachlog as its users run it."""

import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import settings

from coachlog.cli.main import run
from coachlog.clock import FixedClock
from coachlog.storage.file import database
from coachlog.storage.file.connection import Log
from coachlog.storage.file.open import open_log
from tests import full_log as full
from tests import taught_team as taught
from tests.network_guard import sitecustomize
from tests.replicas import Replica

NOW = "2026-11-19T15:00:00+00:00"  # a Thursday in 2026-W47

# The beginnings of their names.
HIDDEN_VARIABLES = (
    "COACHLOG_",
    "_COACHLOG",
    "PYTHON",
    "XDG_",
    "LC_",
    "LANG",
    "COLORTERM",
    "NO_COLOR",
    "EDITOR",
    "VISUAL",
    "COLUMNS",
    "LINES",
    "PAGER",
    "LESS",
    "LV",
    "PG",
)

settings.register_profile("default", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("default")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--update-docs`, which writes the generated parts of the documentation anew."""
    parser.addoption(
        "--update-docs",
        action="store_true",
        help="write the generated parts of the pages anew",
    )


class Result(NamedTuple):
    """What a command did: its exit code, and what it wrote to stdout and stderr."""

    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Make an empty home folder, hide who the real user is, and keep processes off the network."""
    for name in list(os.environ):
        if name.startswith(HIDDEN_VARIABLES):
            monkeypatch.delenv(name)
    folder = tmp_path / "home"
    folder.mkdir()
    # Libraries refuse a folder that others may write to.
    (tmp_path / "tmp").mkdir(mode=0o700)
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("USERPROFILE", str(folder))
    monkeypatch.setenv("LOCALAPPDATA", str(folder))
    monkeypatch.setenv("LOGNAME", "robin")
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("PAGER", "cat")
    monkeypatch.setenv("COACHLOG_NOW", NOW)
    monkeypatch.setenv("PYTHONPATH", str(Path(sitecustomize.__file__).parent))
    monkeypatch.chdir(folder)
    time.tzset()
    yield folder
    monkeypatch.undo()
    time.tzset()


@pytest.fixture(autouse=True)
def unordered_rows_reversed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows of a SELECT without ORDER BY come in reverse, so that nothing relies on their order."""
    set_pragmas = database.set_pragmas

    def also_reverse(db: sqlite3.Connection) -> None:
        set_pragmas(db)
        # https://www.sqlite.org/pragma.html#pragma_reverse_unordered_selects
        db.execute("PRAGMA reverse_unordered_selects = ON")

    monkeypatch.setattr(database, "set_pragmas", also_reverse)


@pytest.fixture
def coachlog(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run a command in this process: `coachlog("list", "@permits", stdin="…")`."""

    def call(*arguments: str, stdin: str = "") -> Result:
        typed = io.BytesIO(stdin.encode("utf-8", "surrogateescape"))
        written = {"stdout": io.BytesIO(), "stderr": io.BytesIO()}
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(typed, encoding="utf-8"))
        for name, data in written.items():
            stream = io.TextIOWrapper(data, encoding="utf-8", newline="", errors="replace")
            monkeypatch.setattr(sys, name, stream)
        code = run(list(arguments))
        sys.stdout.flush()
        sys.stderr.flush()
        out, err = (data.getvalue().decode() for data in written.values())
        return Result(code, out, err)

    return call


@pytest.fixture
def by(monkeypatch: pytest.MonkeyPatch, coachlog: Callable[..., Result]) -> Callable[..., Result]:
    """Run a command as another person: `by("kim", "thanks", "8f3a")`."""

    def call(name: str, *arguments: str, stdin: str = "") -> Result:
        monkeypatch.setenv("LOGNAME", name)
        return coachlog(*arguments, stdin=stdin)

    return call


@pytest.fixture
def full_log(
    home: Path,
    by: Callable[..., Result],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> list[str]:
    """Fill the home folder with a log in which every command has something to do.

    Returns:
        The short ids of the other person's entries, the newest first.
    """
    template = tmp_path_factory.getbasetemp() / "full-log"
    if template.exists():
        shutil.copytree(template, home, dirs_exist_ok=True)
    else:
        full.fill(by)
        shutil.copytree(home, template)
    ids = full.short_ids(by, "ada")
    monkeypatch.setenv("LOGNAME", "robin")
    return ids


@pytest.fixture
def taught_team(
    home: Path,
    by: Callable[..., Result],
    at: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, str]:
    """Fill the home folder with a log of which every sort of xAPI statement is made.

    Returns:
        The short ids of entries by what they are for.
    """
    template = tmp_path_factory.getbasetemp() / "taught-team"
    ids = template / "ids.json"
    if template.exists():
        shutil.copytree(template, home, dirs_exist_ok=True)
    else:
        filled = taught.fill(by, at)
        shutil.copytree(home, template)
        ids.write_text(json.dumps(filled))
    monkeypatch.setenv("LOGNAME", "robin")
    return json.loads(ids.read_text())


@pytest.fixture
def process() -> Callable[..., Result]:
    """Run a command in a process of its own."""

    def call(*arguments: str, stdin: str = "", timeout: float = 120) -> Result:
        done = subprocess.run(
            [sys.executable, "-m", "coachlog", *arguments],
            input=stdin,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
        return Result(done.returncode, done.stdout, done.stderr)

    return call


@pytest.fixture
def terminal() -> Iterator[Callable[..., Any]]:
    """Start a command on a terminal: `terminal("log")`. It is closed after the test."""
    pexpect = pytest.importorskip("pexpect")
    started = []

    def start(
        *arguments: str, command: tuple[str, list[str]] | None = None, columns: int = 200
    ) -> Any:
        program, words = command or (sys.executable, ["-m", "coachlog", *arguments])
        size = (24, columns)
        child = pexpect.spawn(program, words, encoding="utf-8", timeout=30, dimensions=size)
        started.append(child)
        return child

    yield start
    for child in started:
        if not child.closed:
            child.close(force=True)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Move the fixed clock and its zone: `at("2026-11-20T09:00", zone="Europe/Berlin")`.

    Without a moment it is the wall clock.
    """

    def move(moment: str | None, zone: str | None = None) -> None:
        if zone:
            monkeypatch.setenv("TZ", zone)
            time.tzset()
        if moment is None:
            monkeypatch.delenv("COACHLOG_NOW")
        else:
            monkeypatch.setenv("COACHLOG_NOW", moment)

    return move


@pytest.fixture
def clock() -> FixedClock:
    """Return a clock at Thursday 19 November 2026, 15:00 UTC, with the same ids in every run."""
    return FixedClock(datetime.fromisoformat(NOW), seed=1)


@pytest.fixture
def log(home: Path, clock: FixedClock) -> Iterator[Log]:
    """Open a new log."""
    opened = open_log(str(home / "log.db"), clock, default=False, create=True)
    opened.reader = opened.login = "robin"
    yield opened
    opened.close()


@pytest.fixture
def query_plans(log: Log, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list to which each step of the plan of every query on a log is added."""
    plans = []
    ask = type(log).all

    def explain(self, sql, values=()):
        if sql.lstrip().startswith(("SELECT", "WITH")):
            plans.extend(row[3] for row in ask(self, f"EXPLAIN QUERY PLAN {sql}", values))
        return ask(self, sql, values)

    monkeypatch.setattr(type(log), "all", explain)
    return plans


@pytest.fixture
def replica(tmp_path: Path) -> Iterator[Callable[[str], Replica]]:
    """Return a function that opens the log of a person, a minute later than the one before."""
    opened: list[Replica] = []

    def call(name: str) -> Replica:
        later = datetime.fromisoformat(NOW) + timedelta(minutes=len(opened))
        opened.append(Replica(tmp_path, name, later, seed=len(opened) + 1))
        return opened[-1]

    yield call
    for each in opened:
        each.log.close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """Mount a real file system: `small_disk(256)` has 256 kilobytes."""
    folder = tmp_path / "disk"
    folder.mkdir()

    def mount(kilobytes: int) -> Path:
        if not shutil.which("mount"):
            pytest.skip("mount is not available")
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)],
            capture_output=True,
            check=False,
        )
        if done.returncode:
            pytest.skip("this user may not mount a file system")
        return folder

    yield mount
    subprocess.run(["umount", "-l", str(folder)], capture_output=True, check=False)


@pytest.fixture(scope="session")
def hub_server() -> Iterator[Any]:
    """Start a PostgreSQL for all tests of this process."""
    pytest.importorskip("psycopg")
    from tests.hub_server import HubServer

    server = HubServer()
    yield server
    server.close()


@pytest.fixture
def hub(hub_server: Any) -> Iterator[Any]:
    """Return a hub in an empty database."""
    from tests.hub_server import Hub

    hub = Hub(hub_server)
    yield hub
    hub.close()
