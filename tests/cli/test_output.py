"""Formats for programs on stdout; progress on stderr, on a terminal alone, and gone at the end."""

import io
import json
import os
import subprocess
import sys
import time

import pytest

from coachlog.cli import file_output, output, work_clock
from coachlog.cli.main import run
from coachlog.domain.fields import FIELD_NAMES


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def use_stderr(monkeypatch):
    """Return what puts a stream in the place of stderr, which pytest has in a fixture itself."""

    def use(stream, tick):
        monkeypatch.setattr(sys, "stderr", stream)
        monkeypatch.setattr(work_clock, "TICK", tick)
        return stream

    return use


def wait_for(text, stream):
    deadline = time.monotonic() + 10
    while text not in stream.getvalue():
        assert time.monotonic() < deadline, stream.getvalue()[-300:]
        time.sleep(0.001)


def fail_after(text, stream):
    wait_for(text, stream)
    raise ZeroDivisionError


def test_long_work_is_said_to_be_going_on(use_stderr):
    stream = use_stderr(Terminal(), tick=0.001)
    with work_clock.with_clock("Backing up"):
        wait_for("Backing up … 0.002 s", stream)
    written = stream.getvalue()
    assert written.endswith(" \r")
    assert set(written.split("\r")[-2]) == {" "}


def test_quick_work_gets_no_line(use_stderr):
    stream = use_stderr(Terminal(), tick=60)
    with work_clock.with_clock("Backing up"):
        pass
    assert stream.getvalue() == ""


def test_a_pipe_gets_no_line(use_stderr):
    stream = use_stderr(io.StringIO(), tick=0)
    with work_clock.with_clock("Backing up"):
        time.sleep(0.01)
    assert stream.getvalue() == ""


def test_the_line_goes_after_an_error_too(use_stderr):
    stream = use_stderr(Terminal(), tick=0.001)
    with pytest.raises(ZeroDivisionError), work_clock.with_clock("Checking"):
        fail_after("Checking", stream)
    assert stream.getvalue().endswith(" \r")


def test_no_progress_bar_runs_over_data_on_the_screen(coachlog, use_stderr, monkeypatch):
    coachlog("log", "@permits", "Took the fee twice")
    monkeypatch.setattr(file_output, "LONG_WORK", 1)
    monkeypatch.setattr(sys, "stdout", Terminal())
    for arguments in ([], ["-o", "-"]):
        stderr = use_stderr(Terminal(), 1)
        assert run(["export", *arguments]) == 0
        assert "100%" not in stderr.getvalue()
    assert sys.stdout.getvalue().count("Took the fee twice") == 2
    stderr = use_stderr(Terminal(), 1)
    assert run(["export", "-o", "out.csv"]) == 0
    assert "100%" in stderr.getvalue()


# Formats for programs are UTF-8 whatever the system's encoding is.
LINES = ["list", "search Gruß", "week", "show last", "due", "teams", "export", "card café"]


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "md"])
@pytest.mark.parametrize("line", LINES)
def test_a_format_for_programs_is_utf_8_everywhere(coachlog, monkeypatch, line, form, encoding):
    lesson = ("--expected", "Ein 日本 Gruß")
    assert coachlog("log", "@Büro", "+café", *lesson, "--", "Ein Gruß, 日本 …").code == 0
    monkeypatch.setenv("PYTHONIOENCODING", encoding)
    monkeypatch.setenv("PYTHONUTF8", "0")
    command = [sys.executable, "-m", "coachlog", *line.split(), "--format", form]
    done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, check=True)
    text = done.stdout.decode("utf-8")
    assert any(word in text for word in ("Büro", "日本", "café")), text
    assert "?" not in text
    if form == "json":
        json.loads(text)


def test_records_have_every_field_in_their_order(coachlog):
    assert coachlog("oops", "@permits", "+fees", "--learner", "sam", "Showed the map").code == 0
    for line in (["list"], ["search", "map"], ["list", "--mine"]):
        (record,) = json.loads(coachlog(*line, "--format", "json").out)
        assert tuple(record)[: len(FIELD_NAMES)] == FIELD_NAMES
        (shown,) = json.loads(coachlog("show", "last", "--format", "json").out)
        assert shown["learner"] == "sam"
        # A learner stands in no list.
        whole = shown | {"learner": None}
        assert {name: record[name] for name in FIELD_NAMES} == whole
    (record,) = json.loads(coachlog("finish", "--format", "json").out)
    assert tuple(record) == (*FIELD_NAMES, "missing")
    assert record["learner"] == "sam"


@pytest.mark.parametrize("columns", ["", "0", "-3", "wide", "7" * 5_000])
def test_a_width_in_the_environment_that_is_none_is_passed_over(home, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setattr(sys, "stdout", Terminal())
    monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((132, 50)))
    assert output.screen_width() == 132
    monkeypatch.setenv("COLUMNS", "61")
    assert output.screen_width() == 61


def test_a_terminal_that_does_not_tell_its_size_has_the_usual_one(home, monkeypatch):
    monkeypatch.setattr(sys, "stdout", Terminal())
    monkeypatch.setattr(sys, "__stdout__", None)
    assert output.screen_width() == 80
