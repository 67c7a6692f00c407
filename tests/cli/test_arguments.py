"""The quick reader of arguments and Typer make the same of every command line."""

import shutil
import sqlite3
from itertools import count

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from coachlog.cli import app
from coachlog.cli import arguments as quick
from coachlog.cli.command_table import load_command
from coachlog.cli.every_command import COMMANDS
from coachlog.cli.options import COUNT, FLAG, options_of
from coachlog.clock import Clock
from coachlog.paths import default_log

# Those that write files of their own would find the file of the other way.
FILES = {"backup", "completion", "doctor", "export", "handbook", "import", "restore", "tabletop"}
LEFT_OUT = FILES | {"serve"}  # which runs until Ctrl-C
QUICK = [name for name, command in COMMANDS.items() if command.is_quick and name not in LEFT_OUT]

TEXTS = ["", "-", "--", "permits", "fees", "mistake", "2026-11-18", "last", "this", "robin", "-x"]
HANDLES = ["@permits", "@Permits", "+fees", "@", "+", "+1", "@3pm", "+a;b", "@nobody"]
WORD = st.one_of(
    st.sampled_from([*HANDLES, *TEXTS, "Showed", "a fee waiver", "--help", "-h", "--bogus", "---"]),
    st.text(max_size=8),
    st.text(alphabet="-=@+ab \t\n\u00e9\u202e\x1b[]", max_size=8),
)
NUMBERS = ["0", "1", "20", "-1", "x", " 3", "1_0", "\u0663", "1000000001", ""]


def values_of(option):
    """Return a strategy for the values of an option, wrong ones too."""
    if option.value_type == COUNT:
        return st.sampled_from(NUMBERS)
    if option.choices:
        return st.sampled_from([*option.choices, "tab", ""])
    return st.one_of(st.sampled_from([*TEXTS, *HANDLES]), st.text(max_size=5))


@st.composite
def typed_option(draw, command):
    """Return one option as the arguments in which it may be typed."""
    options = [option for option in options_of(load_command(command)).values() if option.names]
    if not options:
        return ["--limit", "3"]  # which it does not know
    option = draw(st.sampled_from(options))
    name = draw(st.sampled_from(option.names + option.opposites))
    if option.value_type == FLAG:
        return draw(st.sampled_from([[name], [name], [f"{name}=yes"], [name + name[1:]]]))
    value = draw(values_of(option))
    return draw(st.sampled_from([[name, value], [f"{name}={value}"], [name + value], [name]]))


BEFORE = ["--no-color", "--debug", "--as kim", "--as=a;b", "--db ~/copy.db", "--db=~/copy.db"]
WRONG_BEFORE = ["--as", "--as=", "--db=", "--no-color=1", "--no-colo", "--version", "-", "--", "-n"]


@st.composite
def command_line(draw):
    """Return a command with words and options, right and wrong ones, in any order."""
    command = draw(st.sampled_from(QUICK))
    word = WORD.map(lambda text: [text])
    line = []
    for option in draw(st.lists(st.sampled_from([*BEFORE, *BEFORE, *WRONG_BEFORE]), max_size=2)):
        line += option.split()
    line.append(command)
    for part in draw(st.lists(st.one_of(word, typed_option(command)), max_size=5)):
        line += part
    return line


@pytest.fixture
def both_ways(full_log, home, coachlog, monkeypatch):
    """Run a line on two copies of a log: by the quick reader if it understands it, and by Typer."""
    source = default_log()
    copy = home / "copy.db"
    monkeypatch.setenv("EDITOR", "true")

    def run(line):
        results = []
        for read in (quick.run_quickly, lambda _: None):
            shutil.copy(source, copy)
            with monkeypatch.context() as patch:
                patch.setenv("COACHLOG_DB", str(copy))
                patch.setenv("NO_COLOR", "")  # which `--no-color` would set for all that follows
                patch.setattr(quick, "run_quickly", read)
                patch.setattr(Clock, "random", same_random_bytes())
                results.append((coachlog(*line), contents(copy)))
        return results

    return run


def same_random_bytes():
    """Return what makes the same ids each time that it is made."""
    numbers = count(1)
    return lambda _, size: (next(numbers) << 40).to_bytes(16, "big")[-size:]


def contents(path):
    """Return every row of a log, as it is stored."""
    with sqlite3.connect(path) as db:
        dump = list(db.iterdump())
    db.close()
    return dump


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(line=command_line())
@example(["list", "-n1", "-kmistake", "--kind=correction", "@permits", "--format", "csv"])
@example(["list", "--topic", "fees", "--topic=forms", "--", "@permits"])
@example(["--db", "~/copy.db", "--as", "kim", "--no-color", "list"])
@example(["--db=~/copy.db", "log", "@permits", "Words"])
@example(["--as", "kim", "log", "--private", "@permits", "Words"])
@example(["--as", " ", "list"])
@example(["--db", "", "list", "--bogus"])
@example(["--version", "list"])
@example(["--as", "kim"])
@example(["list", "--as", "kim"])
@example(["list", "-n=1"])
@example(["list", "-n"])
@example(["list", "--team", "--", "--format", "csv"])
@example(["list", "--team", "--format", "csv"])
@example(["list", "--form", "csv"])
@example(["list", "--today", "--this-week"])
@example(["list", "--today=yes"])
@example(["search", "fee", "-", "waiver", "-f", "json", "-f", "csv"])
@example(["list", "-n", "3", "--limit", "5"])
@example(["list", "-n3", "--limit", " 3"])
@example(["list", "-n3", "-n3", "--team", "permits", "--team=permits"])
@example(["--as", "kim", "--as", "ada", "list"])
@example(["show", "last", "--", "--format"])
@example(["show"])
@example(["undo", "2", "3"])
@example(["undo", "\u0662"])
@example(["log", "-sfoo"])
@example(["log", "-s-team", "permits", "Words"])
@example(["log", "-qc", "Words"])
@example(["log", "@permits", "--lesson", "-", "Words", "--", "--format", "json", "+fees"])
@example(["log", "@permits", "--format", "json", "--lesson", "", "Words"])
@example(["log", "@permits", "--own", "--not-own", "Words"])
@example(["log", "@permits", "one", "--", "--lesson", "--", "two"])
@example(["log", "--team", "--", "permits", "Words"])
@example(["log", "@a", "@b", "text"])
@example(["log", "text", "\ud800"])
@example(["mistake", "--kind", "question", "text"])
@example(["oops", "text", "\x00", "--factor", "tool", "--factor=other"])
@example(["edit", "last", "--clear", "lesson", "--own"])
@example(["edit", "last", "--restore", "2"])
@example(["edit", "--restore=1", "last", "--editor"])
@example(["edit", "last", "--restore", "1", "More", "words", "--", "-x"])
@example(["reply", "8f3a", "@permits", "--", "-5 degrees"])
@example(["reply", "--", "-5 degrees"])
@example(["status", "last", "adopted", "-", "--changed", "x"])
@example(["checkin", "last", "unprompted", "--early", "--", "-x"])
@example(["use", "--off"])
@example(["drill", "--stats", "--new=0", "--new", "-1"])
def test_the_quick_reader_and_typer_do_the_same(both_ways, full_log, line):
    first, second = both_ways([word.replace("8f3a", full_log[0]) for word in line])
    assert first == second


@pytest.mark.parametrize(
    "line",
    [
        "list",
        "list @permits +fees -n 20 --format=csv --this-week",
        "search fee waiver --mine --status shared",
        "show last -f json",
        "week last @permits",
        "due -n5",
        "card fees",
        "news --last-week",
        "log @permits +fees Showed how",
        "log --team permits --topic fees --lesson ask first -s -- Showed how --today",
        "mistake Took the old form --recovery mended it",
        "again Showed how",
        "undo 2 --dry-run",
        "edit last --not-own",
        "edit last --restore 1",
        "--no-color list",
        "--as kim --debug list -n 3",
        "--db ~/other.db log @permits +fees Words",
    ],
)
def test_what_is_typed_every_day_is_read_without_typer(full_log, coachlog, monkeypatch, line):
    monkeypatch.setattr(app, "run_app", lambda _: pytest.fail("Typer was called"))
    assert coachlog(*line.split()).code == 0


@pytest.mark.parametrize(
    "line",
    ["", "--help", "--db list", "--version list", "list --help", "lst", "config", "list --bogus"],
)
def test_the_rest_is_left_to_typer(line):
    assert quick.run_quickly(line.split()) is None


def test_shell_completion_never_records(coachlog, monkeypatch):
    assert coachlog("log", "@permits", "+fees", "First words").code == 0
    monkeypatch.setenv("_COACHLOG_COMPLETE", "bash")
    coachlog("log", "some", "words")
    monkeypatch.delenv("_COACHLOG_COMPLETE")
    assert coachlog("list", "--format", "jsonl").out.count("\n") == 1


def test_words_with_a_team_and_a_topic_make_an_entry(coachlog):
    coachlog("log", "@permits", "+fees", "First words")
    text = "Showed how to look up a fee waiver"
    code, out, err = coachlog("log", "@permits", "+fees", *text.split())
    assert (code, out) == (0, "")
    assert err.startswith("Thu 19 Nov 15:00 · correction · permits / fees · ")
    newest = coachlog("list", "--format", "csv").out.splitlines()[1]
    assert newest.endswith(f"permits,fees,{text}")


def test_without_a_team_a_decision_is_asked_for(coachlog):
    code, out, err = coachlog("log", "Some", "words")
    assert (code, out) == (6, "")
    assert "which team?" in err
    assert "Some words" in err
    assert coachlog("list", "--format", "jsonl").out == ""
