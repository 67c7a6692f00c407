"""Tests of `purge` in a shared file: it erases what is the user's own, and nothing else."""

import json
from pathlib import Path

from coachlog.paths import default_log
from tests.cli.log_files import change_newest_entry
from tests.cli.test_reply import recorded

NOTHING = "Nothing to erase: nothing that you deleted or took back still has its text.\n"


def file_content():
    return Path(default_log()).read_bytes()


def erasable(by, name):
    """Return the ids that a dry run of a purge lists."""
    return [row["short_id"] for row in json.loads(by(name, "purge", "--dry-run", "-f", "json").out)]


def test_a_purge_leaves_the_entry_of_somebody_else_that_one_deleted(by):
    entry = recorded(by, "ben", "log", "@permits", "+fees", "First words")
    assert by("ana", "delete", entry).code == 0
    assert (erasable(by, "ana"), erasable(by, "ben")) == ([], [entry])
    assert by("ana", "purge", "--yes") == (0, "", NOTHING)
    assert by("ana", "undo").code == 0
    assert "First words" in by("ben", "show", entry).out


def test_a_purge_erases_only_ones_own_entries_among_deleted_ones(by):
    theirs = recorded(by, "ben", "log", "@permits", "+fees", "First words")
    own = recorded(by, "ana", "log", "@permits", "+fees", "Second words")
    assert by("ana", "delete", theirs, own).code == 0
    assert by("ana", "purge", "--yes") == (0, "", "Erased 1 deleted entry for good.\n")
    content = file_content()
    assert (b"First words" in content, b"Second words" in content) == (True, False)
    assert by("ben", "purge", "--yes") == (0, "", "Erased 1 deleted entry for good.\n")
    assert b"First words" not in file_content()
    assert by("ben", "doctor").code == 0


def test_an_entry_without_a_trainer_is_erased_by_whoever_deleted_it(by):
    entry = recorded(by, "ben", "log", "@permits", "+fees", "Nobody wrote this")
    change_newest_entry({"trainer": None})
    # Whoever deleted it last: the first deletion is undone.
    by("ben", "delete", entry)
    by("ben", "undo")
    assert by("ana", "delete", entry).code == 0
    assert by("ben", "purge", "--yes") == (0, "", NOTHING)
    assert erasable(by, "ana") == [entry]
    assert by("ana", "purge", "--yes").code == 0
    assert b"Nobody wrote this" not in file_content()


def test_a_purge_leaves_what_somebody_else_undid_to_be_redone(by):
    entry = recorded(by, "ana", "log", "@permits", "+fees", "First words")
    own = recorded(by, "ana", "log", "@permits", "+fees", "Second words")
    by("ben", "reply", entry, "An idea of mine")
    by("ben", "undo")
    by("ana", "delete", own)
    assert by("ana", "purge", "--yes").code == 0
    assert by("ben", "redo").code == 0
    assert "An idea of mine" in by("ana", "show", entry).out


def test_a_purge_erases_replies_to_ones_entry_that_their_writers_undid(by):
    entry = recorded(by, "ana", "log", "@permits", "+fees", "First words")
    by("ben", "reply", entry, "A word about it: xylophone")
    by("ben", "undo")
    by("ana", "delete", entry)
    assert by("ana", "purge", "--yes").code == 0
    assert b"xylophone" not in file_content()
    assert by("ben", "doctor").code == 0
