"""Progress on stderr: shown on a terminal alone, and gone when the work is done."""

import io
import sys
import time

import pytest

from coachlog.cli import file_output
from coachlog.cli.main import run


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def use_stderr(monkeypatch):
    """Return what puts a stream in the place of stderr, which pytest has in a fixture itself."""

    def use(stream, tick):
        monkeypatch.setattr(sys, "stderr", stream)
        monkeypatch.setattr(file_output, "TICK", tick)
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
    with file_output.with_clock("Backing up"):
        wait_for("Backing up … 0.002 s", stream)
    written = stream.getvalue()
    assert written.endswith(" \r")
    assert set(written.split("\r")[-2]) == {" "}


def test_quick_work_gets_no_line(use_stderr):
    stream = use_stderr(Terminal(), tick=60)
    with file_output.with_clock("Backing up"):
        pass
    assert stream.getvalue() == ""


def test_a_pipe_gets_no_line(use_stderr):
    stream = use_stderr(io.StringIO(), tick=0)
    with file_output.with_clock("Backing up"):
        time.sleep(0.01)
    assert stream.getvalue() == ""


def test_the_line_goes_after_an_error_too(use_stderr):
    stream = use_stderr(Terminal(), tick=0.001)
    with pytest.raises(ZeroDivisionError), file_output.with_clock("Checking"):
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
