"""Fixtures that several tests of commands share."""

import pytest


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
        assert coachlog("log", *words.split()).code == 0
    return log_path
