"""The house and its walls: what each command may load, who may import whom, how long a file may be."""

import ast
import re
import shutil
import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from coachlog.cli.app import app
from coachlog.cli.command_table import COMMANDS
from coachlog.paths import default_log

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "coachlog").rglob("*.py"))
LONGEST_FILE = 340
LONGEST_FUNCTION = 60

# What nobody should wait for who does not use it.
SLOW = {"dateparser", "fsrs", "pendulum", "pydantic", "sqlite_utils"}
EXPRESS = SLOW | {
    "argparse",
    "dataclasses",
    "difflib",
    "inspect",
    "json",
    "pathlib",
    "platformdirs",
    "re",
    "rich",
    "subprocess",
    "typer",
    "typing",
}
TAB = {"_COACHLOG_COMPLETE": "complete_bash"}

# command -> modules that it must not load. The one place that says so.
MUST_NOT_LOAD = {
    "log @permits +fees Showed how": EXPRESS,
    "oops @permits +fees Took the old form": EXPRESS,
    "log @permits +fees The clerk forgot to sign": EXPRESS,
    "log --team permits Showed how": SLOW | {"rich"},
    "log --on 2026-11-18 Showed how": SLOW | {"rich"},
    "mistake @permits --recovery mended Took the old form": SLOW | {"rich"},
    "again Showed how": SLOW | {"rich"},
    "edit last --lesson ask": SLOW | {"rich"},
    "delete last": SLOW | {"rich"},
    "undo": SLOW | {"rich"},
    "redo": SLOW | {"rich"},
    "use @permits": SLOW | {"rich"},
    "list": SLOW,
    "list @permits --since 2026-11-01 --limit 20": SLOW,
    "list --this-week --format csv": SLOW | {"rich"},
    "list --format json": SLOW | {"rich"},
    "search fee waiver": SLOW,
    "show last": SLOW,
    "card fees": SLOW,
    "feedback last --pace right": SLOW | {"rich"},
    "feedback report": SLOW,
    "feedback report --format csv": SLOW | {"rich"},
    "finish": SLOW,
    "week": SLOW,
    "week last": SLOW,
    "week 2026-W46": SLOW,
    "week --format csv": SLOW | {"rich"},
    "summary --by topic": SLOW,
    "due": SLOW,
    "due @permits --format csv": SLOW | {"rich"},
    "checkin last unprompted --early She did it alone": SLOW | {"rich"},
    "meeting plan": SLOW,
    "meeting plan --format csv": SLOW,
    "meeting done": SLOW,
    "meeting skip": SLOW,
    "meeting list": SLOW,
    "clear --yes @permits": SLOW | {"rich"},
    "reply last Ask them first": SLOW | {"rich"},
    "reply": SLOW,
    "reply @permits --format csv": SLOW | {"rich"},
    "thanks last": SLOW | {"rich"},
    "status last": SLOW,
    "status last closed": SLOW | {"rich"},
    "news": SLOW,
    "news --format csv": SLOW | {"rich"},
    "tabletop fees": SLOW,
    "drill --stats": SLOW,
    "handbook": SLOW,
    "drill --forget --yes": SLOW | {"rich"},
    "guide": SLOW,
    "guide show fees": SLOW,
    "guide run fees --answers yes": SLOW,
    "guide stats": SLOW,
    "history": SLOW,
    "teams": SLOW,
    "topics": SLOW,
    "config": SLOW,
    "wording": SLOW,
    "wording add chaotic": SLOW | {"rich"},
    "wording check The clerk was careless": SLOW,
    "export": SLOW | {"rich"},
    "import moments.csv": SLOW | {"rich"},
    "import answers.csv --as feedback --set entry=last": SLOW | {"rich"},
    "--version": SLOW | {"rich"},
}
PRESSES = ("list @p", "list +f", "show ", "li")

LOADED = """
import sys
before = set(sys.modules)
from coachlog.cli.main import run
try:
    code = run(sys.argv[1:])
except SystemExit as done:
    code = done.code or 0
sys.stderr.write("\\n" + " ".join([str(code), *sorted(set(sys.modules) - before)]))
"""


def loaded_by(*arguments: str) -> tuple[int, set[str]]:
    """The exit code of a command in a process of its own, and the modules that it loads."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *arguments],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=True,
    )
    code, *modules = done.stderr.splitlines()[-1].split()
    return int(code), {module.partition(".")[0] for module in modules}


@pytest.mark.parametrize(
    "line", [line for line in MUST_NOT_LOAD if line.split()[0] in {*COMMANDS, "--version"}]
)
def test_a_command_loads_nothing_that_it_does_not_use(line, coachlog):
    Path("moments.csv").write_text(
        "date,team,happened\n2026-11-18,permits,Took the old form\n", encoding="utf-8"
    )
    Path("answers.csv").write_text("Timestamp,Pace\n2026-11-18,Too fast\n", encoding="utf-8")
    for trainer in ("robin", "ada"):
        assert (
            coachlog("log", "@permits", "+fees", "--trainer", trainer, "The fee waiver form").code
            == 0
        )
    code, modules = loaded_by(*line.split())
    assert "coachlog" in modules
    assert (code, modules & MUST_NOT_LOAD[line]) in ((0, set()), (4, set()))


@pytest.mark.parametrize("typed", PRESSES)
def test_a_press_of_tab_loads_nothing_that_it_does_not_use(typed, coachlog, monkeypatch):
    coachlog("log", "@permits", "+fees", "The fee waiver form")
    for name, value in (
        TAB | {"COMP_WORDS": f"coachlog {typed}", "COMP_CWORD": str(len(typed.split(" ")))}
    ).items():
        monkeypatch.setenv(name, value)
    _, modules = loaded_by()
    assert modules & (SLOW | {"rich"}) == set()


BROKEN = {
    "Floors: a room imports only from the floors below it": (
        "domain/broken.py",
        "import coachlog.storage.names",
    ),
    "No circles inside a room": ("storage/names.py", "import coachlog.storage.entry_table"),
    "Only cli knows Typer": ("services/broken.py", "import typer"),
    "Only storage speaks SQL": ("exchange/broken.py", "import sqlite3"),
    "Only render.table knows rich": ("render/broken.py", "def later():\n    import rich.table"),
    "Only domain.dates reads dates as people say them": (
        "domain/broken.py",
        "def later():\n    import dateparser",
    ),
    "Only domain.drill knows the scheduler of practice": (
        "services/broken.py",
        "def later():\n    import fsrs",
    ),
}


@pytest.fixture
def checked(tmp_path):
    """The contracts' report on a copy of the source, in which some files say more."""

    def check(additions):
        shutil.copytree(
            ROOT / "coachlog", tmp_path / "coachlog", ignore=shutil.ignore_patterns("__pycache__")
        )
        shutil.copy(ROOT / "pyproject.toml", tmp_path)
        for path, line in additions:
            with (tmp_path / "coachlog" / path).open("a", encoding="utf-8") as file:
                file.write(f"\n{line}\n")
        tool = Path(sys.executable).with_name("lint-imports")
        return subprocess.run(
            [tool, "--no-logo", "--no-cache"],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            check=False,
            env={"PYTHONPATH": "."},
        )

    return check


def test_each_contract_is_kept_and_can_fail(checked):
    contracts = [
        contract["name"]
        for contract in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"][
            "importlinter"
        ]["contracts"]
    ]
    assert sorted(contracts) == sorted(BROKEN)
    report = checked(BROKEN.values())
    assert report.returncode == 1
    assert [name for name in contracts if f"{name} BROKEN" not in report.stdout] == []


def test_a_new_room_has_to_be_put_on_a_floor(checked):
    report = checked([("attic.py", '"""A room that no floor knows."""')])
    assert report.returncode == 1
    assert "coachlog.attic" in report.stdout


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("TID251", "import uuid"),
        ("TID251", "import time\nprint(time.time())"),
        ("TID251", "from datetime import datetime\nprint(datetime.now())"),
        ("TID251", "from datetime import date\nprint(date.today())"),
        ("TID253", "import pendulum"),
        ("TID253", "from rich.table import Table"),
        ("TID253", "import dateparser"),
        ("TID253", "from fsrs import Scheduler"),
        ("TID253", "from sqlite_utils import Database"),
        ("TID252", "from .words import parse_words"),
        ("T201", "print()"),
    ],
)
def test_each_ban_is_a_ban(code, line):
    tool = Path(sys.executable).with_name("ruff")
    report = subprocess.run(
        [
            tool,
            "check",
            "--no-cache",
            "--output-format",
            "concise",
            "--stdin-filename",
            "coachlog/services/record.py",
            "-",
        ],
        input=line + "\n",
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert report.returncode == 1
    assert f": {code} " in report.stdout


def test_a_file_can_be_read_in_one_sitting():
    lengths = {
        path.relative_to(ROOT): len(path.read_text(encoding="utf-8").splitlines())
        for path in SOURCES
    }
    assert {path: length for path, length in lengths.items() if length > LONGEST_FILE} == {}
    assert {path for path in lengths if path.stem in ("utils", "helpers", "common")} == set()


def test_a_function_can_be_read_at_a_glance():
    long = {}
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.FunctionDef)
                and node.body[-1].end_lineno - node.body[0].lineno >= LONGEST_FUNCTION
            ):
                long[f"{path.relative_to(ROOT)}: {node.name}"] = (
                    node.body[-1].end_lineno - node.body[0].lineno + 1
                )
    assert long == {}


def test_only_the_command_line_touches_the_terminal():
    touching = re.compile(r"\bsys\.(stdin|stdout|stderr|exit)\b|\binput\(|\bos\._exit\b|\bisatty\b")
    found = [
        path.relative_to(ROOT)
        for path in SOURCES
        if touching.search(path.read_text(encoding="utf-8"))
    ]
    assert [path for path in found if path.parts[1] != "cli"] == []


def test_every_command_says_what_it_does():
    group = app.registered_callback.cls or app.info.cls
    commands = [(name, group().get_command(None, name)) for name in COMMANDS]
    silent = [name for name, command in commands if not command.help]
    dumb = [
        f"{name} {option.opts[0]}"
        for name, command in commands
        for option in command.params
        if option.param_type_name == "option" and not option.help
    ]
    assert (silent, dumb) == ([], [])


def test_the_tests_cannot_touch_the_real_home_folder(home, tmp_path):
    assert Path.home() == home
    assert tmp_path in Path(default_log()).parents


def test_the_tests_cannot_reach_the_network():
    with socket.socket() as reaching, pytest.raises(AssertionError, match="network"):
        reaching.connect(("192.0.2.1", 80))
