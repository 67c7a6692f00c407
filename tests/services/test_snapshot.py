"""Snapshots of a log for a browser: a copy with the changes is what a new one would be."""

import itertools
import sqlite3
from contextlib import closing

import pytest

from coachlog.cli.context import Context
from coachlog.services.snapshot import write_snapshot_of

# Each change of the log, and whether the next snapshot can be a copy of the one before.
CHANGES = {
    "log @permits +fees Asked for the passport": True,
    "edit last --lesson Zebra first": True,
    "edit last --lesson Ask first": True,
    "mistake @finance +fees --own Paid it twice": True,
    "status last adopted The form has a date": True,
    "edit last --private": True,
    "undo": True,
    "asked @permits +forms Which form is it?": True,
    "reply last The new one": True,
    "delete last": True,
    "purge --yes": True,
    "log @permits --private Zebra words": True,
    "names add Zebra": True,
    "import moments.csv": True,
    "teams rename finance treasury": False,
    "config set week_start sunday": False,
    "undo ": False,
    "doctor --fix": True,
}


def rows_of(path):
    """Return all that a snapshot shows, after a look at the index of its search."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("INSERT INTO entries_fts (entries_fts, rank) VALUES ('integrity-check', 1)")
        entries = db.execute("SELECT * FROM entries ORDER BY id").fetchall()
        lists = db.execute("SELECT * FROM on_list ORDER BY list, position").fetchall()
    return entries, lists


@pytest.fixture
def snapshot(home):
    """Write a snapshot; return it."""
    numbers = itertools.count()

    def write(earlier=None):
        context = Context()
        path = str(home / f"snapshot-{next(numbers)}.db")
        try:
            return write_snapshot_of(context.reading, path, earlier)
        finally:
            context.close()

    return write


def is_copy(path):
    """Return whether a snapshot is a copy of one that was marked, and mark it."""
    with closing(sqlite3.connect(path)) as db:
        (version,) = db.execute("PRAGMA user_version").fetchone()
        db.execute("PRAGMA user_version = 1")
    return version == 1


def test_a_copy_with_the_changes_is_what_a_new_snapshot_would_be(coachlog, full_log, snapshot):
    earlier = snapshot()
    assert not is_copy(earlier.path)
    for change, is_copied in CHANGES.items():
        result = coachlog(*change.split())
        assert result.code == 0, (change, result)
        file = snapshot(earlier)
        assert (change, is_copy(file.path)) == (change, is_copied)
        assert rows_of(file.path) == rows_of(snapshot().path), change
        earlier = file


def test_a_copy_has_no_word_left_of_what_was_withdrawn(coachlog, snapshot, home):
    texts = ("Zebra words", "Yak words", "Quokka words")
    for text in texts:
        assert coachlog("log", "@permits", "+fees", "--lesson", text, text).code == 0
    first = snapshot()
    assert coachlog("edit", "last", "--happened", "Other", "--lesson", "Other").code == 0
    assert coachlog("undo").code == 0
    assert coachlog("delete", "last").code == 0
    is_copy(first.path)
    second = snapshot(first)
    assert is_copy(second.path)
    content = (home / second.path).read_bytes().lower()
    assert b"quokka" in (home / first.path).read_bytes().lower()
    assert (b"zebra" in content, b"yak" in content, b"quokka" in content) == (True, True, False)


def test_a_log_that_was_restored_is_written_anew(coachlog, snapshot, home):
    assert coachlog("log", "@permits", "First words").code == 0
    assert coachlog("backup", "--output", "copy.db").code == 0
    assert coachlog("edit", "last", "--happened", "Second words").code == 0
    earlier = snapshot()
    # It gives the number of the newest revision once more.
    assert coachlog("restore", "copy.db").code == 0
    assert coachlog("edit", "last", "--happened", "Third words").code == 0
    is_copy(earlier.path)
    file = snapshot(earlier)
    assert not is_copy(file.path)
    assert "Third words" in rows_of(file.path)[0][0]
