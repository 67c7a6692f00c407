"""What several tests of storage need."""

import pytest

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
