"""A command that records nothing makes nothing: no log, no folder, no note."""

import shlex
import sqlite3
from contextlib import closing

import pytest

from coachlog import unrecorded
from coachlog.cli.context import Context
from coachlog.cli.every_command import COMMANDS

# On a fresh home all are refused, or have nothing to do.
LINES = (
    "log Nobody knows the team",
    "log @permits --kind nonsense Showed how",
    "log @permits --lesson Ask",
    "log @permits --on garbage Showed how",
    "log @permits --share nonsense Showed how",
    "mistake Nobody knows the team",
    "oops Nobody knows the team",
    "good Nobody knows the team",
    "asked Nobody knows the team",
    "again Nothing to repeat",
    "use @",
    "edit last Another text",
    "finish",
    "delete last",
    "undo",
    "redo",
    "history",
    "list",
    "show last",
    "search waiver",
    "card fees",
    "serve --port 0",
    "week",
    "summary",
    "repeats",
    "thanks 8f3a",
    "reply 8f3a Ask them first",
    "status 8f3a closed",
    "news",
    "due",
    "checkin 8f3a unprompted",
    "feedback 8f3a Too quick for me",
    "feedback give 8f3a --pace right",
    "feedback report",
    "clear 8f3a",
    "meeting plan",
    "meeting done",
    "meeting skip",
    "meeting list",
    "guide list",
    "guide add nowhere.guide",
    "guide edit fee",
    "guide show fee",
    "guide run fee --answers yes",
    "guide stats fee",
    "guide export fee",
    "guide remove fee",
    "tabletop fees",
    "drill",
    "drill --forget --yes",
    "handbook",
    "export --format nonsense",
    "import nowhere.csv",
    "sync",
    "sync --status",
    "sync --leave",
    "sync --folder nowhere/share --team permits",
    "hub init postgresql://kim@127.0.0.1:9/coachlog",
    "hub invite kim --team permits",
    "hub members",
    "hub remove kim",
    "bundle --output all.coachlog",
    "merge nowhere.coachlog",
    "hub init nowhere",
    "hub invite kim --team permits",
    "hub members",
    "hub remove kim",
    "xapi export",
    "xapi send http://127.0.0.1:9/xapi",
    "config list",
    "config get nonsense",
    "config set week-start nonsense",
    "config unset team",
    "teams list",
    "teams rename permits counter",
    "teams merge permits counter",
    "topics list",
    "topics rename fees forms",
    "topics merge fees forms",
    "names list",
    "names add ''",
    "names remove ''",
    "wording list",
    "wording add ''",
    "wording remove nonsense",
    "wording edit",
    "wording check The clerk was careless",
    "doctor --fix",
    "backup",
    "restore nowhere.db",
    "purge --yes",
    "hold",
    "hold 8f3a --why claim",
    "hold --all --off",
    "retention --yes",
    "subject-access ana",
    "completion nonsense",
    "help nonsense",
    "demo --keep nowhere/demo.db",
)


@pytest.mark.parametrize("line", LINES)
def test_a_command_that_records_nothing_makes_nothing(coachlog, home, monkeypatch, line):
    monkeypatch.setenv("EDITOR", "false")
    coachlog(*shlex.split(line))
    assert not unrecorded.was_recorded()
    assert [path.name for path in home.rglob("*") if path.is_file()] == []
    assert not (home / ".local/share/coachlog").exists()


def test_every_command_has_a_line():
    names = set()
    for command in COMMANDS.values():
        names |= {f"{command.name} {name}" for name in command.subcommands} or {command.name}
    covered = {shlex.join(shlex.split(line)[:length]) for line in LINES for length in (1, 2)}
    assert names - covered == set()


def test_a_log_elsewhere_is_removed_without_its_folder(coachlog, home):
    (home / "office").mkdir()
    assert coachlog("--db", "office/team.db", "log", "Nobody knows the team").code == 6
    assert list((home / "office").iterdir()) == []


def test_a_log_that_was_there_stays(coachlog, log_path):
    coachlog("log", "@permits", "Showed how")
    coachlog("undo")
    assert coachlog("log", "--kind", "nonsense", "Showed how").code == 2
    assert log_path.exists()


@pytest.mark.parametrize("has_committed", [True, False])
def test_a_new_log_stays_if_another_process_has_begun_to_use_it(log_path, has_committed):
    context = Context()
    assert context.log.exists
    with closing(sqlite3.connect(log_path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("INSERT INTO setting VALUES ('team', 'permits')")
        if has_committed:
            other.execute("COMMIT")
        context.close()
        assert log_path.exists()
