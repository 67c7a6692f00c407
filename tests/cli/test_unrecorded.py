"""Tests of typed text: whatever ends a command, what was not recorded is printed back."""

import signal

import pytest

from coachlog import unrecorded
from coachlog.cli.ask.prompts import ask
from coachlog.storage import ledger

TEXT = "Gave the form to the customer"
BACK = f"Not recorded. Your text:\n{TEXT}\n"


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
    child = terminal("log")
    child.expect("What happened")
    child.sendline(TEXT)
    child.expect("Which team")
    child.kill(number)
    child.expect("stopped; nothing was recorded")
    child.expect(f"Your text:\r\n{TEXT}")
    child.wait()
    child.close()
    assert child.exitstatus == 130


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
