"""A log file as SQLite itself reads it, after all of SQLite's own checks."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path


@contextmanager
def undamaged(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a file whose pages, foreign keys and full-text index are in order."""
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        db.execute("INSERT INTO entry_fts (entry_fts, rank) VALUES ('integrity-check', 1)")
        db.rollback()
        yield db
