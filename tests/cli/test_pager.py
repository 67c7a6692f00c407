"""The pager: when there is one, which, how it is left, and what happens if it fails."""

import os
import re
import shutil
import stat

import pytest

from tests.work import add_entries

ROWS = 60
pexpect = pytest.importorskip("pexpect")


@pytest.fixture
def long_log(log):
    """Record more entries than a screen has lines, and return the path of the log."""
    add_entries(log, ROWS)
    return log.path


@pytest.fixture
def pager(tmp_path, monkeypatch):
    """Make a pager of the lines of a shell script: `pager("cat")`."""

    def make(*lines):
        path = tmp_path / "pager"
        path.write_text("\n".join(["#!/bin/sh", *lines, ""]))
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PAGER", str(path))

    return make


@pytest.fixture
def less(monkeypatch):
    """Let less be the pager, as it is where nothing is set."""
    if not shutil.which("less"):
        pytest.skip("less is not installed")
    monkeypatch.delenv("PAGER")


def rest(child):
    """Return what a command wrote until it ended, and its exit code."""
    child.expect(pexpect.EOF)
    child.close()
    return child.before.replace("\r\n", "\n"), child.exitstatus


def test_a_long_list_is_read_in_less_in_colour_and_left_by_a_key(terminal, long_log, less):
    child = terminal("--db", long_log, "list", "--all")
    child.expect_exact("Entry 59")
    assert "\x1b[38;5;30m" in child.before
    child.expect("\n:")  # the prompt of less: it waits for a key
    child.send("q")
    shown, code = rest(child)
    assert code == 0
    assert "Entry 0" not in shown
    assert "coachlog" not in shown


def test_less_shows_all_that_there_is(terminal, long_log, less):
    child = terminal("--db", long_log, "list", "--all")
    child.expect("\n:")
    child.send("G")
    child.expect_exact("Entry 0")
    child.send("q")
    assert rest(child)[1] == 0


def test_ctrl_c_is_left_to_the_pager(terminal, long_log, less):
    child = terminal("--db", long_log, "list", "--all")
    child.expect("\n:")
    child.send("\x03")
    child.send("G")
    child.expect_exact("Entry 0")
    child.send("q")
    shown, code = rest(child)
    assert (code, "stopped" in shown) == (0, False)


@pytest.mark.parametrize(
    "line",
    [
        "list --all",
        "history -n 50",
        "week --full",
        "show {ids}",
        "handbook",
        "list -n 50",
        "subject-access robin",
    ],
)
def test_what_is_longer_than_the_screen_goes_through_the_pager_of_the_user(
    coachlog, terminal, long_log, pager, line
):
    pager('echo "LESS is $LESS"', "cat", "echo THE END")
    ids = []
    for number in range(12):
        words = ("--db", long_log, "log", "@permits", f"+topic-{number}", "--lesson", "ask first")
        result = coachlog(*words, "--", f"Showed how {number}")
        ids.append(re.search(r"· (\w{4,}) · undo", result.err)[1])
        coachlog("--db", long_log, "status", ids[-1], "shared")
    child = terminal("--db", long_log, *line.format(ids=" ".join(ids)).split(), columns=80)
    shown, code = rest(child)
    assert code == 0
    assert shown.count("LESS is FRX") == shown.count("THE END") == 1, shown


@pytest.mark.parametrize(
    "line", ["list", "list --all -f csv", "list -n 3", "week", "show last", "list --format md"]
)
def test_data_and_what_fits_on_the_screen_needs_no_pager(terminal, long_log, pager, line):
    pager("echo PAGED", "cat")
    shown, code = rest(terminal("--db", long_log, *line.split()))
    assert (code, "PAGED" in shown) == (0, False)
    assert shown.strip()


@pytest.mark.parametrize(
    ("variables", "options"),
    [
        ({"PAGER": "cat"}, []),
        ({"PAGER": ""}, []),
        ({"TERM": "dumb"}, []),
        ({}, ["--no-pager"]),
    ],
)
def test_nobody_has_to_use_a_pager(terminal, long_log, pager, monkeypatch, variables, options):
    pager("echo PAGED", "cat")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    shown, code = rest(terminal("--db", long_log, "list", "--all", *options))
    assert (code, "PAGED" in shown) == (0, False)
    assert shown.count("Entry") == ROWS


@pytest.mark.parametrize("command", ["no-such-pager --x", "false", "'unbalanced"])
def test_a_pager_that_fails_costs_one_line_and_no_output(terminal, long_log, monkeypatch, command):
    monkeypatch.setenv("PAGER", command)
    shown, code = rest(terminal("--db", long_log, "list", "--all"))
    assert code == 0
    assert shown.count("Entry") == ROWS
    last = shown.splitlines()[-1]
    assert last == f"→ The pager '{command}' failed. To do without:  coachlog --no-pager"


def test_a_pager_that_ends_early_ends_the_command_quietly(terminal, log, pager):
    add_entries(log, 3_000)  # more than fits into a pipe
    pager("head -n 2", "exit 0")
    shown, code = rest(terminal("--db", log.path, "list", "--all"))
    assert code == 0
    assert len(shown.splitlines()) == 2


def test_a_pipe_has_no_pager(process, long_log, pager):
    pager("echo PAGED", "cat")
    result = process("--db", long_log, "list", "--all")
    assert (result.code, result.err) == (0, "")
    assert result.out.count("Entry") == ROWS
    assert "PAGED" not in result.out
    assert "PAGER" in os.environ
