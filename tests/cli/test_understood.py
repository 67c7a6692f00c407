"""What people type without reading the help: understood, or told how to say it."""

import json
import re
import shlex

import pytest

from coachlog.cli import arguments as quick
from coachlog.cli.command_table import load_command
from coachlog.cli.every_command import COMMANDS
from coachlog.cli.groups import Group
from coachlog.cli.main import run
from coachlog.cli.options import options_of


@pytest.fixture(autouse=True)
def some_entries(coachlog, at):
    """Record entries of this week and of the week before."""
    at("2026-11-12T10:00:00+00:00")
    assert coachlog("log", "@permits", "+fees", "Before: the -fee table").code == 0
    at("2026-11-19T15:00:00+00:00")
    assert coachlog("log", "@finance", "+travel", "Now").code == 0
    assert coachlog("log", "--team", "late desk", "--topic", "both", "Later").code == 0
    assert coachlog("log", "--team", "both", "--topic", "x", "Last").code == 0


@pytest.mark.parametrize("way", ["quick", "typer"])
@pytest.mark.parametrize(
    ("line", "same"),
    [
        ("list today", "list --today"),
        ("list this week", "list --this-week"),
        ("list last-week @permits", "list --last-week @permits"),
        ("list mine", "list --mine"),
        ("list fees", "list +fees"),
        ("list FEES --limit 1", "list +fees --limit 1"),
        ("list finance", "list @finance"),
        ("list late desk", "list --team=late_desk"),
        ("list yesterday", "list --since yesterday --until yesterday"),
        ("list last month @permits", "list --since=last_month --until=last_month @permits"),
        ("list Mistakes", "list --kind mistake"),
        ("list corrections -k question", "list --kind correction --kind question"),
        ("list logged", "list --status logged"),
        ("list open @permits", "list --open @permits"),
        ("list Lessons", "list --lessons"),
        ("list adopted", "list --status adopted"),
        ("export unanswered", "export --unanswered"),
        ("export travel", "export +travel"),
        ("week --last-week", "week last"),
        ("week --this-week @finance", "week this @finance"),
        ("week 47", "week 2026-W47"),
        ("list --no-color", "--no-color list"),
        ("week last --no-color -k correction", "--no-color week last -k correction"),
        ("search --no-color table", "--no-color search table"),
        ("list --debug @permits --no-color", "--debug --no-color list @permits"),
    ],
)
def test_a_plain_word_is_understood(coachlog, monkeypatch, line, same, way):
    if way == "typer":
        monkeypatch.setattr(quick, "run_quickly", lambda _: None)
    # The variable that the option sets would hold for the next command, too.
    monkeypatch.setenv("NO_COLOR", "")
    expected = coachlog(*[word.replace("_", " ") for word in same.split()])
    code, out, err = coachlog(*line.split())
    assert (code, out) == (0, expected.out)
    assert (len(err) > len(expected.err)) == ("read as" in err)
    if line.startswith(("list", "export")) and "--" not in line:
        assert "was read as" in err


@pytest.mark.parametrize(
    ("line", "advice"),
    [
        ("list both", "'both' is a team and a topic. Type @both or +both."),
        (
            "list the map;",
            "'the map;' is neither @team nor +topic."
            " To search for words:  coachlog search 'the map;'  ·  for a day:  --since DATE",
        ),
        ("list yesterday --since yesterday", "'yesterday' is neither @team nor +topic."),
        ("list adopted --status logged", "'adopted' is neither @team nor +topic."),
        (
            "finish open",
            "'open' is neither @team nor +topic. What is still open:  coachlog list --open",
        ),
        ("summary Lessons", "all:  coachlog list --lessons"),
        ("due thanked", "'thanked' is neither @team nor +topic. To list them:  coachlog list --th"),
        ("list open --due", "'open' is neither @team nor +topic."),
        ("list fees @finance travel", "is neither @team nor +topic."),
        (
            "search -fee",
            "-fee is not an option. To use it as a word, put -- before it:"
            "  coachlog search -- -fee",
        ),
        ("search -waiver", "goes after --:  coachlog search -- -fee"),
        ("week 2026-11", "is a month, not a week."),
        ("week 2026-7", "Week 7 is 2026-W07."),
        ("week 2026-47", "Week 47 is 2026-W47."),
        ("list --week 2026-47", "Week 47 is 2026-W47."),
        ("week last --this-week", "several weeks are named: last and this. Name one."),
        ("week 54", "coachlog: "),
    ],
)
def test_what_is_not_understood_is_told(coachlog, line, advice):
    code, out, err = coachlog(*line.split())
    assert (code, out) == (2, "")
    assert advice in err
    assert ".." not in err


def test_a_topic_goes_before_a_kind_and_a_day(coachlog):
    assert coachlog("log", "--team", "yesterday", "--topic", "mistakes", "Words").code == 0
    assert "“mistakes” was read as +mistakes." in coachlog("list", "mistakes").err
    assert "“yesterday” was read as @yesterday." in coachlog("list", "yesterday").err


def test_the_advice_about_a_word_with_a_dash_works(coachlog):
    code, out, _ = coachlog("search", "--", "-fee", "--format", "json")
    assert code == 0
    code, out, _ = coachlog("search", "--format", "json", "--", "-fee")
    assert [record["happened"] for record in json.loads(out)] == ["Before: the -fee table"]


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize(
    "line",
    [
        "log Hi there you --as ben miller",
        "log Hi there you --as=ben",
        "log Hi there you --db=F again",
        "list --as kim",
        "log Hi there you --db F again",
        "log Hi there you --version",
        "log Hi there you --as",
        "log Hi there you -- twice --as kim",
        "meeting plan --db",
    ],
)
def test_an_option_of_the_program_that_is_unclear_is_told_where_it_goes(coachlog, line):
    before = coachlog("list", "--format", "jsonl").out
    code, out, err = coachlog(*line.split())
    assert (code, out) == (2, "")
    assert "goes before the command:  coachlog --" in err
    assert "Did you mean" not in err
    assert ("Your text:" in err) == line.startswith("log")
    assert coachlog("list", "--format", "jsonl").out == before


@pytest.mark.usefixtures("way")
def test_the_log_file_may_be_named_anywhere(coachlog, tmp_path):
    path = tmp_path / "other.db"
    assert coachlog("log", "@permits", "Hi there", "--db", str(path)).code == 0
    assert coachlog("log", "--db", str(path), "@permits", "Hi", "again").code == 0
    assert coachlog("list", f"--db={path}", "--format", "jsonl").out.count("\n") == 2
    assert "Hi there" not in coachlog("list", "--format", "jsonl").out


def test_the_option_for_no_colour_is_text_after_dashes(coachlog, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "")
    assert run(["log", "@permits", "--", "Use", "--no-color"]) == 0
    (newest,) = json.loads(coachlog("show", "last", "--format", "json").out)
    assert newest["happened"] == "Use --no-color"


@pytest.fixture(params=["quick", "typer"])
def way(request, monkeypatch):
    """Let each test run by either reader of arguments."""
    if request.param == "typer":
        monkeypatch.setattr(quick, "run_quickly", lambda _: None)


@pytest.mark.parametrize(
    ("line", "message", "given_back"),
    [
        (
            "lgo @permits took the fee",
            "'lgo' is not a coachlog command. Did you mean 'log'?",
            "@permits took the fee",
        ),
        (
            "@permits took it's fee +fees",
            "'@permits' is not a coachlog command."
            " To record it:  coachlog log @permits took 'it'\"'\"'s' fee +fees",
            "@permits took it's fee +fees",
        ),
        (
            "--as kim hello there",
            "'hello' is not a coachlog command. Did you mean 'help'?"
            " To record it:  coachlog --as kim log hello there",
            "hello there",
        ),
        ("xyzzy", "'xyzzy' is not a coachlog command. coachlog --help  lists them all.", ""),
        ("shw 8f3a", "'shw' is not a coachlog command. Did you mean 'show'?", ""),
        ("lst @permits", "'lst' is not a coachlog command. Did you mean 'list'?", ""),
        ("thnks 8f3a", "'thnks' is not a coachlog command. Did you mean 'thanks'?", ""),
    ],
)
def test_what_follows_no_command_is_given_back(coachlog, way, line, message, given_back):
    if given_back:
        given_back = f"Not recorded. Your text:\n{given_back}\n"
    assert coachlog(*line.split()) == (2, "", f"coachlog: {message}\n{given_back}")


def test_lines_that_follow_no_command_are_given_back_only_once(coachlog, way):
    code, out, err = coachlog("@permits took the fee\ntwice")
    assert (code, out) == (2, "")
    assert err == (
        "coachlog: '@permits' is not a coachlog command."
        " To record it, type it after  coachlog log\n"
        "Not recorded. Your text:\n@permits took the fee\ntwice\n"
    )


def test_the_command_that_records_what_was_typed_works(coachlog, way):
    err = coachlog("@permits", "took", "the client's", "fee", "$HOME").err
    command = shlex.split(err.splitlines()[0].partition("To record it:  ")[2])
    assert coachlog(*command[1:]).code == 0
    newest = json.loads(coachlog("list", "--format", "jsonl").out.splitlines()[0])
    assert newest["happened"] == "took the client's fee $HOME"


def required_arguments():
    """Return each command that needs an argument, and what the help calls the argument."""
    needs = []
    for name in COMMANDS:
        command = load_command(name)
        subcommands = {(name,): command}
        if isinstance(command, Group):
            subcommands = {(name, sub): made for sub, made in command.commands.items()}
        for path, made in subcommands.items():
            metavars = [o.metavar for o in options_of(made).values() if o.is_required]
            if metavars:
                needs.append(pytest.param(path, metavars[0], id=" ".join(path)))
    return needs


@pytest.mark.parametrize(("path", "metavar"), required_arguments())
def test_a_missing_argument_is_named_and_explained(coachlog, path, metavar):
    code, out, err = coachlog(*path)
    assert (code, out) == (2, "")
    assert re.match(r"coachlog: ([\w|]+) is missing\. [^.]+\. ", err)
    assert metavar.startswith(err.split()[1])
    commands = [re.split(r"  ·|\n", part)[0] for part in err.split(":  coachlog ")[1:]]
    assert commands
    for command in commands:
        assert coachlog(*command.split()).code == 0


def test_an_error_that_ends_in_a_german_date_has_one_full_stop(coachlog):
    assert coachlog("config", "set", "language", "de").code == 0
    code, out, err = coachlog("list", "--since", "quux")
    assert (code, out) == (2, "")
    assert err.endswith(" 20. Nov.\n")
