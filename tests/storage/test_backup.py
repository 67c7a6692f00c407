"""Tests of backups: only a whole copy gets the name, and it replaces no other file."""

from pathlib import Path

import pytest

from coachlog.errors import DecisionNeededError, StorageError
from coachlog.storage.file import backup
from coachlog.storage.file.backup import back_up


def test_a_copy_that_is_damaged_is_no_backup(log, clock, home, monkeypatch):
    monkeypatch.setattr(backup, "check_copy", lambda path: "a page is damaged")
    with pytest.raises(StorageError, match="is damaged: a page is damaged"):
        back_up(log.db, log.path, clock)
    assert list(home.iterdir()) == [Path(log.path)]


def test_a_file_that_another_program_made_meanwhile_stays(log, clock, home, monkeypatch):
    target = home / "monday.db"
    check_copy = backup.check_copy

    def check_and_lose_the_name(path):
        target.write_text("made by a quicker process")
        return check_copy(path)

    monkeypatch.setattr(backup, "check_copy", check_and_lose_the_name)
    with pytest.raises(DecisionNeededError, match="already exists"):
        back_up(log.db, log.path, clock, str(target))
    assert target.read_text() == "made by a quicker process"
    assert sorted(home.iterdir()) == sorted([Path(log.path), target])


def test_nothing_is_copied_if_the_name_is_taken(log, clock, home, monkeypatch):
    def refuse(*_):
        raise AssertionError("a copy was made")

    target = home / "monday.db"
    target.write_text("the one of last week")
    monkeypatch.setattr(backup, "copy_log", refuse)
    with pytest.raises(DecisionNeededError, match="already exists"):
        back_up(log.db, log.path, clock, str(target))
    assert target.read_text() == "the one of last week"


def test_a_copy_is_written_as_it_is_made_and_changes_wait_as_before(log, home):
    def limit():
        return log.number("PRAGMA cache_spill")

    def note(sql):
        if sql.startswith("VACUUM"):
            limits.append(limit())

    before = limit()
    limits = []
    target = home / "copy.db"
    target.touch()
    log.db.set_trace_callback(note)
    backup.copy_log(log.db, str(target))
    log.db.set_trace_callback(None)
    size = log.number("PRAGMA page_size")
    assert [limit * size // 1024 for limit in limits] == [pytest.approx(backup.MOST_COPIED, 0.1)]
    assert limit() == before > 10 * limits[0]
