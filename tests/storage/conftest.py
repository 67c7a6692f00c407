"""What several tests of storage need."""

import pytest

from coachlog.services.record import record
from coachlog.services.settings import load_settings
from coachlog.storage.file import database


@pytest.fixture
def statements(monkeypatch):
    """Return a list that gets every statement from now on."""
    statements = []
    set_pragmas = database.set_pragmas

    def also_trace(db):
        set_pragmas(db)
        db.set_trace_callback(statements.append)

    monkeypatch.setattr(database, "set_pragmas", also_trace)
    return statements


@pytest.fixture
def add(log):
    """Return a function that records an entry and returns its fields."""

    def call(happened, team="permits", topic="fees", **more):
        typed = {
            "kind": "correction",
            "team": team,
            "topics": [topic],
            "happened": happened,
            **more,
        }
        return record(log, load_settings(log), typed).fields

    return call
