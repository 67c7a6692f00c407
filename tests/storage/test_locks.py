"""Tests of locks: who can still read and write while a command changes a lot, or waits."""

import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from coachlog.errors import StorageError
from coachlog.storage.file import database
from coachlog.storage.purge import purge
from tests.storage.disk import record_disk_steps

ENOUGH = 12_000_000  # bytes: much more than the 2 MB of changes that SQLite keeps of itself


@pytest.fixture
def other(log):
    """Connect to the file of the log as another program that waits for nothing."""
    uri = f"file:{log.path}"
    with closing(sqlite3.connect(uri, uri=True, timeout=0, isolation_level=None)) as db:
        yield db


def write_much(log):
    """Change more pages than SQLite keeps in memory of itself."""
    log.run("CREATE TABLE much (text)")
    log.run_many("INSERT INTO much VALUES (?)", [("x" * 100_000,)] * (ENOUGH // 100_000))


def test_others_read_the_old_state_while_a_large_change_is_prepared(log, other):
    tables = "SELECT count(*) FROM sqlite_schema WHERE name = 'much'"
    with log.atomic():
        write_much(log)
        assert other.execute(tables).fetchone() == (0,)
    assert other.execute(tables).fetchone() == (1,)


def test_the_journal_of_a_large_change_is_flushed_before_readers_are_shut_out(log, monkeypatch):
    with log.atomic():
        write_much(log)
    steps = record_disk_steps(monkeypatch)
    with log.atomic():
        log.run("UPDATE much SET text = 'y'")
        journal = Path(log.path + "-journal").stat().st_ino
    assert steps == [("flush", journal)]
    # SQLite flushes a small one by itself, which costs a recording nothing more.
    with log.atomic():
        log.run("INSERT INTO much VALUES ('z')")
    assert len(steps) == 1


def test_a_purge_that_waits_stops_neither_readers_nor_the_writer_it_waits_for(log, other):
    other.execute("BEGIN IMMEDIATE")
    other.execute("CREATE TABLE theirs (text)")
    outcome = []
    waiting = threading.Thread(target=lambda: outcome.append(in_another_connection(log.path)))
    waiting.start()
    with closing(sqlite3.connect(log.path, timeout=0)) as reader:
        for _ in range(40):
            assert reader.execute("SELECT count(*) FROM meta").fetchone()[0] > 0
            time.sleep(0.01)
    # Without a wait: it fails if anybody reads at this moment.
    commit_at_once(other)
    waiting.join(timeout=30)
    assert outcome == [0]


def commit_at_once(db):
    """Commit, if need be at the second of a few tries: a reader may be there for a moment."""
    for _ in range(5):
        try:
            db.execute("COMMIT")
            return
        except sqlite3.OperationalError:
            time.sleep(0.005)
    raise AssertionError("somebody keeps a lock")


def in_another_connection(path):
    """Purge a log as another process would; return how many entries were erased."""
    from coachlog.clock import Clock
    from coachlog.storage.file.open import open_log

    with closing(open_log(path, Clock(), default=False, create=False)) as log:
        log.reader = "robin"
        return purge(log)


def test_a_purge_gives_up_where_somebody_reads_for_long(log, other, monkeypatch):
    monkeypatch.setenv("COACHLOG_LOCK_TIMEOUT", "0.2")
    before = log.all("SELECT * FROM meta")
    other.execute("BEGIN")
    other.execute("SELECT * FROM meta").fetchone()
    with pytest.raises(StorageError, match="busy"):
        purge(log)
    # Nothing is locked any more: another program can read, and write once the reader has left.
    with closing(sqlite3.connect(log.path, timeout=0, isolation_level=None)) as third:
        assert third.execute("SELECT * FROM meta").fetchall() == before
        other.execute("ROLLBACK")
        third.execute("BEGIN EXCLUSIVE")
    assert log.one("PRAGMA busy_timeout") == (200,)


def test_whoever_waits_to_be_alone_asks_without_letting_sqlite_wait(log, other, monkeypatch):
    monkeypatch.setenv("COACHLOG_LOCK_TIMEOUT", "0.1")
    other.execute("BEGIN IMMEDIATE")
    pauses = []
    monkeypatch.setattr(database.time, "sleep", pauses.append)
    with pytest.raises(sqlite3.OperationalError):
        database.begin_alone(log.db)
    # Each try that SQLite waited in would have taken the whole of the 0.1 seconds.
    assert len(pauses) > 3
