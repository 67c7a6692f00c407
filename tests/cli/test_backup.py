"""Tests of `backup`: a whole copy for its owner alone, which overwrites nothing."""

import os
from pathlib import Path


def test_a_backup_is_a_whole_log_for_its_owner_alone(coachlog, three_entries):
    umask = os.umask(0)
    try:
        code, out, err = coachlog("backup")
    finally:
        os.umask(umask)
    backup = Path(out.removesuffix("\n"))
    assert (code, backup.parent) == (0, three_entries.parent)
    assert backup.name.startswith("team-2026-11-19T150000-")
    assert err.startswith("Backed up and checked, ")
    assert err.endswith(" MB · to go back to it: coachlog restore FILE\n")
    assert os.name != "posix" or backup.stat().st_mode & 0o777 == 0o600
    assert coachlog("--db", str(backup), "list").out == coachlog("list").out
    assert coachlog("--db", str(backup), "doctor").code == 0


def test_a_backup_is_written_to_the_named_file_and_overwrites_nothing(
    coachlog, three_entries, home
):
    assert coachlog("backup", "-o", "copy.db").out == "copy.db\n"
    before = (home / "copy.db").read_bytes()
    code, out, err = coachlog("backup", "-o", "copy.db")
    assert (code, out) == (6, "")
    assert err == "coachlog: copy.db already exists. Choose another file, or move it away.\n"
    assert (home / "copy.db").read_bytes() == before


def test_a_backup_is_written_into_the_named_folder(coachlog, three_entries, home):
    (home / "stick").mkdir()
    assert Path(coachlog("backup", "-o", "stick").out.strip()).parent == Path("stick")


def test_a_backup_cannot_be_written_into_a_missing_folder(coachlog, three_entries):
    code, out, err = coachlog("backup", "-o", "nowhere/copy.db")
    assert (code, out) == (5, "")
    assert err == "coachlog: nowhere/copy.db cannot be written: No such file or directory.\n"


def test_without_a_log_there_is_nothing_to_back_up(coachlog, log_path):
    code, out, err = coachlog("backup")
    assert (code, out) == (4, "")
    assert err == (
        f"coachlog: there is no log at {log_path} yet, so there is nothing to back up.\n"
    )
