"""Fixtures that several tests of commands share."""

import csv
import io
import os

import pytest

from coachlog.cli.context import Context
from coachlog.services.record import record
from tests.cli.session_on_terminal import opened
from tests.record_store import KEY, USER, running_store

ENTRIES = [
    {
        "kind": "correction",
        "team": "permits",
        "topics": ["fees"],
        "happened": "Showed how to look up a fee waiver",
    },
    {
        "kind": "mistake",
        "team": "permits",
        "topics": ["fees"],
        "happened": "Charged the subrecipients twice",
        "recovery": "Paid it back the same day",
        "learner": "ana",
    },
    {
        "kind": "correction",
        "team": "finance",
        "topics": ["travel"],
        "happened": "Explained the e-mail rule",
        "trainer": "kim",
        "lesson": "Ask before you book",
        "learner": "bo",
    },
    {
        "kind": "correction",
        "team": "permits",
        "topics": ["secrets"],
        "happened": "A private worry",
        "share": "private",
    },
]


@pytest.fixture(autouse=True)
def editors_that_are_quick(monkeypatch):
    """Let a program that stands for an editor answer at once, as no person does."""
    monkeypatch.setattr("coachlog.cli.ask.editor.LEAST_SECONDS", 0.0)


@pytest.fixture
def some_entries():
    """Two teams, three topics, one private entry, and one entry by another trainer."""
    context = Context()
    for fields in ENTRIES:
        record(context.log, context.settings, dict(fields))
    context.close()


@pytest.fixture
def csv_rows(coachlog):
    """Run a command with `--format csv`; return its rows."""

    def run(*arguments):
        result = coachlog(*arguments, "--format", "csv")
        return list(csv.DictReader(io.StringIO(result.out)))

    return run


@pytest.fixture
def log_path(home, monkeypatch):
    """The path of the log; there is no file yet."""
    path = home / "team.db"
    monkeypatch.setenv("COACHLOG_DB", str(path))
    return path


@pytest.fixture
def three_entries(coachlog, log_path):
    """The path of a log with three entries."""
    for words in (
        "@permits +fees Showed the fee waiver",
        "@code +forms Asked for the chart",
        "@permits +fees Was thanked",
    ):
        assert coachlog("log", *words.split(), "--lesson", "Look it up").code == 0
    return log_path


@pytest.fixture
def known(coachlog):
    """Record one entry, so that the log knows a team and a topic."""
    assert coachlog("log", "@permits", "+fees", "The first entry").code == 0


@pytest.fixture
def session(terminal, known):
    """Open a session in a log with one entry."""
    return lambda: opened(terminal("log"))


@pytest.fixture
def started(monkeypatch):
    """Return the processes that commands have started, each to be waited for."""
    numbers = []
    spawn = os.posix_spawn

    def note(*arguments, **options):
        numbers.append(spawn(*arguments, **options))
        return numbers[-1]

    monkeypatch.setattr(os, "posix_spawn", note)
    yield numbers
    for number in numbers:
        os.waitpid(number, 0)


@pytest.fixture
def store(monkeypatch):
    """Run a record store, whose user and key are in the environment."""
    monkeypatch.setenv("COACHLOG_XAPI_USER", USER)
    monkeypatch.setenv("COACHLOG_XAPI_KEY", KEY)
    with running_store() as store:
        yield store
