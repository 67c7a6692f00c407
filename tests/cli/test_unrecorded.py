"""Tests of typed text: whatever ends a command, what was not recorded is printed back."""

import signal
import subprocess
import sys

import pytest

from coachlog import unrecorded
from coachlog.cli.ask.prompts import ask
from coachlog.cli.command_table import load_command
from coachlog.cli.every_command import COMMANDS
from coachlog.cli.groups import Group
from coachlog.cli.options import options_of
from coachlog.cli.text_options import _words_before_text, takes_text
from coachlog.storage import ledger
from coachlog.storage.file import connection
from coachlog.storage.file.database import retry_while_busy

TEXT = "Gave the form to the customer"
BACK = f"Not recorded. Your text:\n{TEXT}\n"
# A process that stands still as soon as it writes an entry. It naps, because a signal that comes
# just before one long sleep begins does not end that sleep.
WRITER = """
import time
from coachlog.cli.main import main
from coachlog.storage import ledger

def stand_still(*_):
    print("inside", flush=True)
    while True:
        time.sleep(0.1)

ledger.create_entries = stand_still
main()
"""
# A process in which SQLite counts for minutes.
COUNTER = """
from coachlog.cli.main import main
from coachlog.storage.file.connection import Log

def count(log, *_):
    print("inside", flush=True)
    Log.all = all_of
    sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    return log.all(sql)

all_of = Log.all
Log.all = count
main()
"""


@pytest.fixture
def entry(by):
    """Record an entry of a colleague, and return its id."""
    out = by("kim", "log", "@permits", "Which form?", "--question", "-f", "csv").out
    by("robin", "config", "set", "team", "permits")
    return out.splitlines()[1].split(",")[1]


def commands(entry):
    """Return command lines that record a text, each with what is piped in."""
    return [
        (("log", TEXT), ""),
        (("log", "@permits", "+fees", *TEXT.split()), ""),
        (("log", "--", TEXT), ""),
        (("log", "--kind", "strength", TEXT), ""),
        (("log",), TEXT),
        (("log", "-s", "-"), TEXT),
        (("oops", TEXT), ""),
        (("mistake", "--caught", "before-effect"), TEXT),
        (("again", TEXT), ""),
        (("edit", entry, TEXT), ""),
        (("reply", entry, TEXT), ""),
        (("reply", entry, "--question"), TEXT),
        (("thanks", entry, TEXT), ""),
        (("feedback", entry, TEXT), ""),
        (("feedback", "give", entry), TEXT),
        (("wording", "add", TEXT), ""),
    ]


@pytest.mark.parametrize("index", range(16))
@pytest.mark.parametrize(
    ("error", "code"), [(KeyError("x"), 1), (KeyboardInterrupt(), 130), (OSError(5, "I/O"), 5)]
)
def test_a_text_comes_back_whatever_happens(by, entry, monkeypatch, index, error, code):
    words, stdin = commands(entry)[index]
    by("robin", "log", "@permits", "One to repeat")

    def fail(*_, **__):
        raise error

    monkeypatch.setattr(ledger, "change_records", fail)
    monkeypatch.setattr(ledger, "create_entries", fail)
    result = by("robin", *words, stdin=stdin)
    assert (result.code, result.out) == (code, "")
    assert result.err.endswith(BACK)
    assert result.err.count("\n") == 3


@pytest.mark.parametrize(
    "words",
    [
        ("log", *TEXT.split(), "--nonsense"),
        ("log", *TEXT.split(), "--kind"),
        ("--as", "kim", "reply", "8f3a", *TEXT.split(), "--format", "pdf"),
        ("again", *TEXT.split(), "--limit", "x"),
    ],
)
def test_a_text_comes_back_from_a_command_line_that_is_not_understood(coachlog, words):
    code, out, err = coachlog(*words)
    assert (code, out) == (2, "")
    assert "Not recorded. Your text:\n" in err
    assert TEXT in err


@pytest.mark.parametrize(
    "line",
    [
        "log told -l",
        "log told them --recovery",
        "log -p told",
        "log a -b c",
        "edit 8f3a told --bogus",
        "reply 8f3a no --bogus",
        "status 8f3a adopted tables --bogus",
        "checkin 8f3a unprompted alone --bogus",
        "feedback 8f3a kind --bogus",
        "feedback give 8f3a kind --bogus",
        "Showed the form",
        "correction told them",
    ],
)
def test_a_text_of_a_word_or_two_comes_back(coachlog, line):
    code, out, err = coachlog(*line.split())
    assert (code, out) == (2, "")
    words = line.removeprefix("feedback give ")
    command, _, after = words.partition(" ")
    text = after if command in COMMANDS else words
    assert err.endswith(f"\nNot recorded. Your text:\n{text}\n")


@pytest.mark.parametrize(
    "line",
    [
        "log @permits --bogus",
        "edit 8f3a --bogus",
        "status 8f3a adopted --bogus",
        "checkin 8f3a unprompted --bogus",
        "feedback 8f3a --bogus",
        "feedback give 8f3a --bogus",
        "feedback report --bogus",
        "guide run fees --bogus",
        "names list x y --bogus",
        "lst 8f3a",
    ],
)
def test_an_id_is_no_text_that_comes_back(coachlog, line):
    code, out, err = coachlog(*line.split())
    assert (code, out) == (2, "")
    assert "Your text" not in err


def test_the_table_knows_how_many_words_come_before_a_text():
    counts, expected = {}, {}
    for name, command in COMMANDS.items():
        if command.text_after is None:
            continue
        loaded = load_command(name)
        if isinstance(loaded, Group):
            loaded = loaded.commands[command.text_after or loaded.shortcut]
        if takes_text(options_of(loaded)):
            counts[name] = command.words_before_text
            expected[name] = _words_before_text(options_of(loaded))
    assert counts == expected
    assert counts.keys() >= {"log", "edit", "status", "feedback", "wording"}


def test_a_text_that_was_recorded_is_not_called_unrecorded(coachlog, monkeypatch):
    from coachlog.cli import recording

    def fail(*_):
        raise KeyError

    monkeypatch.setattr(recording, "say_recorded", fail)
    coachlog("log", "@permits", "The first makes the log")
    code, _, err = coachlog("log", "@permits", TEXT)
    assert (code, "Not recorded" in err) == (1, False)
    assert TEXT in coachlog("list", "-f", "csv").out


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_an_answer_comes_back_from_a_prompt_that_a_signal_ends(terminal, number):
    child = terminal("log", "-c")
    child.expect("What happened")
    child.sendline(TEXT)
    child.expect("Which team")
    child.kill(number)
    child.expect("stopped; nothing was recorded")
    child.expect(f"Your text:\r\n{TEXT}")
    child.wait()
    child.close()
    ended_by = None if number == signal.SIGINT else number
    code = 130 if number == signal.SIGINT else None
    assert (child.exitstatus, child.signalstatus) == (code, ended_by)


@pytest.fixture
def writer(home):
    """Start a process that stands still inside the transaction of `log`."""
    command = [sys.executable, "-c", WRITER, "log", "@permits", TEXT]
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, text=True, **pipes) as process:
        assert process.stdout.readline() == "inside\n"
        yield process
        process.kill()


@pytest.mark.parametrize(
    ("numbers", "code"),
    [
        ([signal.SIGTERM], -signal.SIGTERM),
        ([signal.SIGHUP], -signal.SIGHUP),
        ([signal.SIGHUP] * 9, -signal.SIGHUP),
        ([signal.SIGINT], 130),
    ],
)
def test_a_text_comes_back_from_a_command_that_a_signal_ends(writer, coachlog, numbers, code):
    for number in numbers:
        writer.send_signal(number)
    out, err = writer.communicate(timeout=30)
    assert (writer.returncode, out) == (code, "")
    assert err == f"coachlog: stopped.\n{BACK}"
    assert coachlog("list", "-f", "csv").out.count("\n") == 1
    assert coachlog("doctor").code == 0


def test_a_second_signal_does_not_cut_off_what_is_still_said():
    command = """
import os, signal
from coachlog.cli.main import end_by_signals
end_by_signals()
try:
    os.kill(os.getpid(), signal.SIGHUP)
except KeyboardInterrupt:
    os.kill(os.getpid(), signal.SIGHUP)
    print("said")
"""
    done = subprocess.run([sys.executable, "-c", command], capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"said\n", b"")


def test_nohup_stays_in_force(home):
    script = "import os, signal; from coachlog.cli.main import end_by_signals; end_by_signals()"
    command = f"{script}; os.kill(os.getpid(), signal.SIGHUP); print(1)"
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # a new process inherits it
    try:
        done = subprocess.run([sys.executable, "-c", command], capture_output=True, check=False)
    finally:
        signal.signal(signal.SIGHUP, before)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"1\n", b"")


def test_a_signal_ends_a_long_statement(home, coachlog):
    coachlog("log", "@permits", "The first makes the log")
    command = [sys.executable, "-c", COUNTER, "list"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"inside\n"
        process.terminate()
        assert process.communicate(timeout=30)[1] == b"coachlog: stopped.\n"
    assert process.returncode == -signal.SIGTERM


def test_a_text_is_recorded_if_a_signal_comes_while_it_is_committed(coachlog, monkeypatch):
    def commit(call, *values):
        result = retry_while_busy(call, *values)
        if values[0] == "COMMIT":
            raise KeyboardInterrupt
        return result

    coachlog("log", "@permits", "The first makes the log")
    with monkeypatch.context() as patch:
        patch.setattr(connection, "retry_while_busy", commit)
        code, out, err = coachlog("log", "@permits", TEXT)
    assert (code, out) == (130, "")
    recorded = "Your change was recorded; to see it:  coachlog history"
    assert err == f"coachlog: stopped. {recorded}\n"
    assert TEXT in coachlog("list", "-f", "csv").out


def test_a_doubt_about_one_text_is_none_about_the_next():
    unrecorded.note(TEXT)
    unrecorded.doubt()
    assert unrecorded.heading() == "Your text:"
    unrecorded.restate(TEXT)
    assert unrecorded.heading() == "Not recorded. Your text:"
    unrecorded.forget()


def test_an_answer_is_noted_as_soon_as_it_is_typed(monkeypatch):
    unrecorded.forget()
    monkeypatch.setattr("builtins.input", lambda _question: TEXT)
    assert (ask("What happened?"), unrecorded.noted()) == (TEXT, TEXT)
    unrecorded.forget()
