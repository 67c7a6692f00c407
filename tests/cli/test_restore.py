"""Tests of `restore`: only a whole backup replaces the log."""

import sys
from pathlib import Path

import pytest

from tests.cli.log_files import (
    DAMAGES,
    damage_page,
    erase_header,
    ids,
    make_empty,
    make_foreign,
    make_newer,
    make_text,
)


def test_a_backup_is_restored_and_the_replaced_file_stays(coachlog, three_entries):
    backup = coachlog("backup").out.strip()
    before = coachlog("list").out
    coachlog("log", "@permits", "+fees", "After the backup")
    code, out, err = coachlog("restore", backup)
    assert (code, out) == (0, "")
    first, second = err.splitlines()
    assert first == f"Restored {three_entries} from {backup}."
    replaced = second.removeprefix("The replaced file is now ")
    assert replaced.endswith(".replaced.db")
    assert coachlog("list").out == before
    assert "After the backup" in coachlog("--db", replaced, "list").out
    assert coachlog("restore", replaced).code == 0
    assert "After the backup" in coachlog("list").out
    assert coachlog("doctor").code == 0


@pytest.mark.parametrize("damage", [damage_page, erase_header, make_text, make_empty])
def test_a_damaged_log_is_replaced_and_stays_as_it_was(coachlog, three_entries, damage):
    backup = coachlog("backup").out.strip()
    damage(three_entries)
    before = three_entries.read_bytes()
    code, out, err = coachlog("restore", backup)
    assert (code, out) == (0, "")
    assert Path(err.splitlines()[1].rpartition(" ")[2]).read_bytes() == before
    assert (coachlog("doctor").code, len(ids(coachlog))) == (0, 3)


def test_a_journal_of_the_damaged_log_goes_with_it(coachlog, three_entries):
    backup = coachlog("backup").out.strip()
    make_text(three_entries)
    journal = three_entries.with_name("team.db-journal")
    journal.write_bytes(b"the journal of what was there")
    replaced = coachlog("restore", backup).err.splitlines()[1].rpartition(" ")[2]
    assert Path(f"{replaced}-journal").read_bytes() == b"the journal of what was there"
    assert not journal.exists()
    assert coachlog("doctor").code == 0


def test_a_missing_log_is_restored(coachlog, three_entries):
    backup = coachlog("backup").out.strip()
    three_entries.unlink()
    assert coachlog("restore", backup) == (
        0,
        "",
        f"Restored {three_entries} from {backup}.\n",
    )
    assert len(ids(coachlog)) == 3


def test_a_log_is_restored_to_the_default_path_of_a_new_computer(
    coachlog, three_entries, home, monkeypatch
):
    backup = coachlog("backup").out.strip()
    monkeypatch.delenv("COACHLOG_DB")
    code, out, err = coachlog("restore", backup)
    assert (code, out, err.count("\n")) == (0, "", 1), err
    assert len(ids(coachlog)) == 3
    if sys.platform == "linux":
        assert (home / ".local/share/coachlog").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_backup_replaces_nothing(coachlog, three_entries, damage):
    backup = Path(coachlog("backup").out.strip())
    damage(backup)
    before = three_entries.read_bytes(), backup.read_bytes()
    code, out, err = coachlog("restore", str(backup))
    assert (code, out, err.count("\n")) == (5, "", 1)
    assert (three_entries.read_bytes(), backup.read_bytes()) == before
    files = [file for file in three_entries.parent.iterdir() if file.name != ".local"]
    assert sorted(files) == sorted([three_entries, backup])


def test_a_backup_with_a_damaged_page_is_named_as_damaged(coachlog, three_entries):
    backup = Path(coachlog("backup").out.strip())
    damage_page(backup)
    code, _, err = coachlog("restore", str(backup))
    assert code == 5
    assert err.startswith(f"coachlog: {backup} is damaged: ")
    assert err.endswith(". Nothing was replaced. Try an older backup.\n")


@pytest.mark.parametrize("damage", [make_newer, make_foreign])
def test_a_file_of_a_newer_or_another_program_is_not_replaced(coachlog, three_entries, damage):
    backup = coachlog("backup").out.strip()
    damage(three_entries)
    before = three_entries.read_bytes()
    code, out, err = coachlog("restore", backup)
    assert (code, out, "left as it is" in err) == (5, "", True)
    assert three_entries.read_bytes() == before


@pytest.mark.parametrize("damage", [make_foreign, make_text, make_empty])
def test_a_file_that_is_not_a_backup_is_refused(coachlog, three_entries, home, damage):
    other = home / "other"
    other.write_text("")
    damage(other)
    before = three_entries.read_bytes()
    code, out, err = coachlog("restore", "other")
    assert (code, out, three_entries.read_bytes()) == (5, "", before)
    assert err == (
        "coachlog: other is not a coachlog backup, or the start of it is damaged. "
        "Nothing was changed.\n"
    )


def test_a_missing_backup_is_not_found(coachlog, three_entries):
    code, out, err = coachlog("restore", "nothing.db")
    assert (code, out) == (4, "")
    assert err == (
        "coachlog: there is no file nothing.db. The newest backup is named by:  coachlog doctor\n"
    )


def test_the_log_itself_is_not_a_backup(coachlog, three_entries):
    assert coachlog("restore", str(three_entries)) == (
        5,
        "",
        f"coachlog: {three_entries} is the log itself. Name a backup of it.\n",
    )
