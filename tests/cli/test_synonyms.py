"""Commands under the names that other programs have for them, and the short name of coachlog."""

import json
import tomllib
from pathlib import Path

import pytest

from coachlog.cli.arguments import run_quickly
from coachlog.cli.command_table import SYNONYMS
from coachlog.cli.every_command import COMMANDS
from coachlog.cli.synonyms import ADVICE

PYPROJECT = Path(__file__).parents[2] / "pyproject.toml"


def newest(coachlog):
    """Return the newest entry."""
    return json.loads(coachlog("list", "--format", "jsonl").out.splitlines()[0])


@pytest.mark.parametrize(("command", "kind"), [("good", "strength"), ("asked", "question")])
def test_good_and_asked_record_a_kind_in_one_word(coachlog, command, kind):
    assert run_quickly([command, "@permits", "+fees", "Showed", "the", "map"]) == 0
    entry = newest(coachlog)
    assert (entry["kind"], entry["team"], entry["topics"]) == (kind, "permits", ["fees"])
    assert entry["happened"] == "Showed the map"


@pytest.mark.parametrize("command", ["good", "asked"])
def test_good_and_asked_take_no_other_kind(coachlog, command):
    code, out, err = coachlog(command, "@permits", "Words of an entry", "--kind", "mistake")
    assert (code, out) == (2, "")
    assert "there is no option --kind" in err
    assert "Words of an entry" in err


@pytest.mark.parametrize("command", ["good", "asked"])
def test_good_and_asked_leave_out_what_only_a_mistake_needs(coachlog, command):
    assert coachlog("config", "set", "kind", "correction").code == 0
    code, out, err = coachlog(command, "@permits", "Words")
    assert (code, out) == (0, "")
    assert "Still open" not in err


@pytest.mark.parametrize("name", ["add", "note"])
def test_a_synonym_of_log_records_and_says_so_once(coachlog, name):
    code, out, err = coachlog(name, "@permits", "+fees", "Showed", "the", "map")
    assert (code, out) == (0, "")
    assert err.splitlines()[0] == f"“{name}” is called log here: coachlog log"
    assert err.count("is called") == 1
    assert newest(coachlog)["happened"] == "Showed the map"


@pytest.mark.parametrize(
    ("line", "same"),
    [
        ("ls @permits -n 1", "list @permits -n 1"),
        ("find map", "search map"),
        ("today --format csv", "list --today --format csv"),
        ("last --format jsonl", "show last --format jsonl"),
        ("--as kim ls", "--as kim list"),
        ("help", "--help"),
    ],
)
def test_a_synonym_that_reads_shows_the_same(coachlog, line, same):
    coachlog("log", "@permits", "+fees", "Showed the map")
    code, out, err = coachlog(*line.split())
    assert (code, out) == coachlog(*same.split())[:2]
    assert code == 0
    assert line == "help" or "is called" in err


@pytest.mark.parametrize(
    ("name", "commands"),
    [
        ("rm", ["coachlog delete"]),
        ("new", ["coachlog log", "coachlog news"]),
        ("report", ["coachlog week", "coachlog summary"]),
    ],
)
def test_a_word_that_may_mean_more_than_one_thing_is_explained(coachlog, name, commands):
    coachlog("log", "@permits", "Showed the map")
    code, out, err = coachlog(name, "last")
    assert (code, out) == (2, "")
    for command in commands:
        assert command in err
    assert newest(coachlog)["happened"] == "Showed the map"


def test_what_was_typed_after_a_synonym_is_given_back(coachlog):
    code, _, err = coachlog("add", "Showed", "the", "map", "--bogus")
    assert code == 2
    assert "Not recorded. Your text:\nShowed the map" in err


def test_no_synonym_hides_a_command():
    assert not (SYNONYMS.keys() | ADVICE.keys()) & COMMANDS.keys()
    assert {line.split()[0] for line in SYNONYMS.values()} <= COMMANDS.keys()


def test_cl_is_the_same_program():
    scripts = tomllib.loads(PYPROJECT.read_text())["project"]["scripts"]
    assert scripts == {"coachlog": "coachlog.cli.main:main", "cl": "coachlog.cli.main:cl"}
