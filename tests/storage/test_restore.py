"""Tests of replacing the log: what is locked, flushed and renamed, and in which order."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from coachlog.errors import StorageError
from coachlog.storage.file import restore as module
from coachlog.storage.file.backup import back_up
from coachlog.storage.file.open import open_log
from coachlog.storage.file.restore import restore
from tests.storage.disk import record_disk_steps


@pytest.fixture
def path(log):
    """The path of a log whose team is `permits`, as in its backup, and then `finance`."""
    set_team(log, "permits")
    return Path(log.path)


@pytest.fixture
def backup(path, log, clock):
    """The path of a backup; the log has changed since."""
    copy = back_up(log.db, log.path, clock)
    set_team(log, "finance")
    log.close()
    return copy


def set_team(log, team):
    with log.atomic():
        log.run("INSERT OR REPLACE INTO setting VALUES ('team', ?)", (team,))


def team_of(path, clock):
    with closing(open_log(str(path), clock, default=False, create=False)) as log:
        return log.one("SELECT value FROM setting WHERE name = 'team'")[0]


def is_locked(path, sql):
    """Return whether another program that runs `sql` finds the log locked."""
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as other:
        try:
            other.execute(sql).fetchall()
        except sqlite3.OperationalError as error:
            return error.sqlite_errorcode == sqlite3.SQLITE_BUSY
    return False


def test_the_copy_is_on_the_disk_before_it_replaces_the_log(path, backup, clock, monkeypatch):
    steps = record_disk_steps(monkeypatch)
    replaced = restore(backup, str(path), clock, default=False)
    assert steps == [
        ("flush", path.stat().st_ino),
        ("link", replaced),
        ("replace", str(path)),
        ("flush", path.parent.stat().st_ino),
    ]
    assert team_of(path, clock) == "permits"
    assert team_of(replaced, clock) == "finance"


@pytest.mark.parametrize("step", ["link", "replace"])
def test_nobody_reads_or_writes_the_old_log_while_it_is_replaced(
    path, backup, clock, monkeypatch, step
):
    original = getattr(os, step)
    locked = []

    def call(source, target):
        locked.append(is_locked(path, "BEGIN IMMEDIATE"))
        locked.append(is_locked(path, "SELECT * FROM setting"))
        original(source, target)

    monkeypatch.setattr(os, step, call)
    restore(backup, str(path), clock, default=False)
    assert locked == [True, True]
    assert not is_locked(path, "BEGIN IMMEDIATE")


def test_a_log_that_stays_locked_is_not_replaced(path, backup, clock, monkeypatch):
    monkeypatch.setenv("COACHLOG_LOCK_TIMEOUT", "0.1")
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match="is busy"):
            restore(backup, str(path), clock, default=False)
    assert sorted(map(str, path.parent.glob("*.db"))) == sorted([str(path), backup])
    assert team_of(path, clock) == "finance"


def test_a_read_only_log_is_not_replaced_even_by_root(path, backup, clock):
    path.chmod(0o400)
    with pytest.raises(StorageError, match="is read-only, so it was not replaced"):
        restore(backup, str(path), clock, default=False)
    assert sorted(map(str, path.parent.glob("*.db"))) == sorted([str(path), backup])
    assert team_of(path, clock) == "finance"


@pytest.mark.parametrize("has_links", [True, False])
def test_a_replacement_that_fails_brings_the_old_log_back(
    path, backup, clock, monkeypatch, has_links
):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", refuse)
    if not has_links:
        monkeypatch.setattr(os, "link", refuse)
    with pytest.raises(StorageError, match="cannot be replaced: Permission denied"):
        restore(backup, str(path), clock, default=False)
    monkeypatch.undo()
    assert sorted(map(str, path.parent.glob("*.db"))) == sorted([str(path), backup])
    assert team_of(path, clock) == "finance"


def test_there_is_a_log_at_the_path_at_every_moment(path, backup, clock, monkeypatch):
    replace = os.replace

    def look_first(source, target):
        assert path.exists()
        replace(source, target)

    monkeypatch.setattr(os, "replace", look_first)
    restore(backup, str(path), clock, default=False)
    assert team_of(path, clock) == "permits"


def test_a_copy_that_is_damaged_replaces_nothing(path, backup, clock, monkeypatch):
    check_copy = module.check_copy

    def damage_found(checked):
        if checked == backup:
            return check_copy(checked)
        return "a page is damaged"

    monkeypatch.setattr(module, "check_copy", damage_found)
    with pytest.raises(StorageError, match=r"the copy of .* is damaged: a page is damaged"):
        restore(backup, str(path), clock, default=False)
    assert sorted(map(str, path.parent.iterdir())) == sorted([str(path), backup])
    assert team_of(path, clock) == "finance"
