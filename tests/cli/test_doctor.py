"""Tests of `doctor`: what it checks, what it repairs, and what it leaves unchanged."""

import csv
import io
import json
import os
import shutil
import sqlite3
import sys
from pathlib import Path

import pytest

from coachlog.storage.file.database import connect
from tests.cli.log_files import (
    DAMAGES,
    checks,
    delete_newest_entry,
    doctor,
    ids,
    make_foreign,
    make_newer,
    posix,
    run_sql,
    states,
)


def test_a_healthy_log_passes_every_check(coachlog, three_entries):
    code, out, err = coachlog("doctor")
    lines = out.splitlines()
    assert (code, err) == (0, "All is well.\n")
    assert [line.split()[:2] for line in lines] == [
        ["ok", "programs"],
        ["ok", "log"],
        ["ok", "location"],
        ["ok", "permissions"],
        ["ok", "pages"],
        ["ok", "schema"],
        ["ok", "tables"],
        ["ok", "search"],
        ["ok", "settings"],
        ["ok", "clock"],
        ["ok", "leftovers"],
        ["note", "backups"],
    ]
    python = ".".join(map(str, sys.version_info[:3]))
    assert f"Python {python}, SQLite {sqlite3.sqlite_version}" in lines[0]
    assert f"{three_entries}, 0.4 MB" in lines[1]


def test_every_format_has_the_same_checks(coachlog, three_entries):
    rows = json.loads(coachlog("doctor", "--format", "json").out)
    lines = coachlog("doctor").out.splitlines()
    assert [row["name"] for row in rows] == [line.split()[1] for line in lines]


def test_without_a_log_all_is_well_and_none_is_made(coachlog, home):
    code, out, err = coachlog("doctor")
    assert (code, err) == (0, "All is well.\n")
    assert "does not exist yet; your first entry creates it" in out
    assert list(home.iterdir()) == []


def test_tables_that_were_changed_by_another_program_are_rebuilt_from_the_history(
    coachlog, three_entries
):
    run_sql(
        three_entries,
        "UPDATE entry SET happened = 'something else' WHERE id = 1",
        "DELETE FROM entry WHERE id = 2",
        "UPDATE entry_topic SET team = 'nobody' WHERE entry = 3",
        "INSERT INTO team VALUES ('ghosts', 'ghosts', 1)",
        "INSERT INTO setting VALUES ('team', 'ghosts')",
    )
    before = three_entries.read_bytes()
    code, results = doctor(coachlog)
    assert (code, states(results)) == (5, {"tables": "problem", "backups": "note"})
    problems = (
        "entries (2), topics of entries (1), topics without an entry (1), counts of weeks (2), "
        "due check-ins (1), names (code, ghosts), settings (team)"
    )
    assert results["tables"][1] == (
        f"do not match the history: {problems}. To rebuild them:  coachlog doctor --fix"
    )
    assert three_entries.read_bytes() == before
    code, results = doctor(coachlog, "--fix")
    assert (code, states(results)) == (0, {"tables": "fixed"}), results["tables"]
    (backup,) = three_entries.parent.glob("*.backup.db")
    assert results["tables"][1] == (
        f"rebuilt from the history: {problems}. The file before the repair: {backup}"
    )
    assert states(doctor(coachlog)[1]) == {}
    rows = csv.DictReader(io.StringIO(coachlog("list", "--format", "csv").out))
    assert {row["happened"] for row in rows} == {
        "Was thanked",
        "Asked for the chart",
        "Showed the fee waiver",
    }


def test_a_lost_entry_comes_back_though_a_change_of_its_status_was_undone(coachlog, three_entries):
    assert coachlog("status", "last", "adopted", "We changed the form").code == 0
    assert coachlog("undo").code == 0
    listed = coachlog("list").out
    run_sql(three_entries, "DELETE FROM entry")
    code, results = doctor(coachlog, "--fix")
    assert (code, states(results)) == (0, {"tables": "fixed"}), results["tables"]
    assert coachlog("list").out == listed


def test_an_entry_that_another_program_has_added_stays(coachlog, three_entries):
    columns = (
        "kind, team, happened, factors, own, share, status, occurred_on, recorded_at, updated_at"
    )
    run_sql(
        three_entries,
        f"""INSERT INTO entry (uuid, short_id, topics, {columns})
            SELECT '019a9c1e-7000-7abc-8000-00000000beef', 'beef', 'other', {columns}
            FROM entry WHERE id = 1""",
    )
    assert doctor(coachlog)[0] == 5
    assert doctor(coachlog, "--fix")[0] == 0
    assert states(doctor(coachlog)[1]) == {}
    assert "beef" in ids(coachlog)


def test_a_search_index_that_lacks_entries_is_rebuilt(coachlog, three_entries):
    run_sql(three_entries, "INSERT INTO entry_fts (entry_fts) VALUES ('delete-all')")
    code, results = doctor(coachlog)
    assert (code, states(results)) == (5, {"search": "problem", "backups": "note"})
    assert results["search"][1] == (
        "does not match the entries. To rebuild it:  coachlog doctor --fix"
    )
    assert doctor(coachlog, "--fix")[0] == 0
    assert "waiver" in coachlog("search", "waiver", "--format", "csv").out


def test_missing_triggers_and_indexes_are_made_again(coachlog, three_entries):
    run_sql(three_entries, "DROP TRIGGER entry_au", "DROP INDEX entry_by_day")
    code, results = doctor(coachlog)
    assert code == 5
    assert results["schema"] == (
        "problem",
        "missing or changed: index entry_by_day, trigger entry_au",
    )
    assert doctor(coachlog, "--fix")[0] == 0
    assert states(doctor(coachlog)[1]) == {}


def test_a_planted_trigger_stays_a_problem(coachlog, three_entries):
    run_sql(
        three_entries,
        "CREATE TRIGGER evil AFTER INSERT ON entry BEGIN DELETE FROM team; END",
        "CREATE VIEW v AS SELECT 1",
    )
    problem = ("problem", "not part of coachlog, yet run on every change: trigger evil")
    code, results = doctor(coachlog, "--fix")
    assert (code, results["schema"]) == (5, problem)


def test_a_repair_of_the_schema_does_not_hide_a_planted_trigger(coachlog, three_entries):
    run_sql(
        three_entries,
        "CREATE TRIGGER evil AFTER INSERT ON entry BEGIN DELETE FROM team; END",
        "DROP INDEX entry_by_day",
    )
    code, results = doctor(coachlog, "--fix")
    assert (code, results["schema"][0]) == (5, "problem")
    assert results["schema"][1].endswith("trigger evil")


@posix
def test_a_log_that_others_can_open_is_closed_to_them(coachlog, three_entries):
    coachlog("backup")
    (backup,) = three_entries.parent.glob("*.backup.db")
    three_entries.chmod(0o644)
    backup.chmod(0o664)
    code, results = doctor(coachlog)
    assert (code, states(results)) == (5, {"permissions": "problem"})
    assert results["permissions"][1] == (
        f"other users of this computer can open {three_entries} (0644), {backup} (0664). "
        "To close them to others:  coachlog doctor --fix"
    )
    assert doctor(coachlog, "--fix")[1]["permissions"][0] == "fixed"
    assert three_entries.stat().st_mode & 0o777 == 0o600
    assert backup.stat().st_mode & 0o777 == 0o600


@posix
def test_our_own_folder_is_closed_to_others(coachlog, home):
    coachlog("log", "@permits", "+fees", "In the usual place")
    folder = home / ".local/share/coachlog"
    if sys.platform == "darwin":
        folder = home / "Library/Application Support/coachlog"
    folder.chmod(0o755)
    assert doctor(coachlog)[0] == 5
    assert doctor(coachlog, "--fix")[0] == 0
    assert folder.stat().st_mode & 0o777 == 0o700


def test_settings_that_cannot_be_used_are_named(coachlog, three_entries, monkeypatch):
    coachlog("config", "set", "week-start", "sunday")
    monkeypatch.setenv("COACHLOG_ROLE", "boss")
    code, results = doctor(coachlog)
    assert (code, states(results)) == (3, {"settings": "problem", "backups": "note"})
    assert results["settings"][1] == (
        "COACHLOG_ROLE cannot be 'boss': it must be one of member, leader; not 'boss'"
    )


def test_a_clock_that_is_behind_the_newest_entry_is_noted(coachlog, three_entries, at):
    at("2026-11-18T15:00:00+00:00")
    code, results = doctor(coachlog)
    assert (code, results["clock"][0]) == (0, "note")
    assert "24.0 hours before the newest entry" in results["clock"][1]


def test_files_that_interrupted_commands_left_are_removed_when_old_enough(coachlog, three_entries):
    old = three_entries.with_name("team.db.0123456789ab.new")
    young = three_entries.with_name("team.db.aaaaaaaaaaaa.new")
    other = three_entries.with_name("team.db.new")
    for file in (old, young, other):
        file.write_text("half")
    os.utime(old, (0, 0))
    os.utime(other, (0, 0))
    os.utime(young, (4e9, 4e9))
    assert doctor(coachlog)[1]["leftovers"] == (
        "note",
        f"{old}. To remove unfinished files:  coachlog doctor --fix",
    )
    assert doctor(coachlog, "--fix")[1]["leftovers"] == ("fixed", f"removed: {old}")
    assert [file.exists() for file in (old, young, other)] == [False, True, True]


def test_a_leftover_journal_is_used_to_repair_the_log(coachlog, three_entries, tmp_path):
    db = connect(str(three_entries))
    db.execute("PRAGMA cache_size = 1")
    db.execute("BEGIN IMMEDIATE")
    db.execute("UPDATE revision SET patch = patch || hex(zeroblob(5000))")
    torn = tmp_path / "torn.db"
    shutil.copy(three_entries, torn)
    shutil.copy(f"{three_entries}-journal", f"{torn}-journal")
    db.execute("ROLLBACK")
    db.close()
    result = coachlog("--db", str(torn), "doctor", "--format", "csv")
    assert (result.code, checks(result)["pages"]) == (0, ("ok", "no damage"))
    listed = coachlog("--db", str(torn), "list", "--format", "csv").out
    assert len(listed.splitlines()) == 4


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("command", ["doctor", "doctor --fix", "backup", "purge --yes"])
def test_a_damaged_log_is_left_unchanged(coachlog, three_entries, damage, command):
    for number in range(40):
        coachlog("log", "@permits", "+fees", f"Some more words for a page, number {number}")
    delete_newest_entry()
    coachlog("backup")
    (backup,) = three_entries.parent.glob("*.backup.db")
    damage(three_entries)
    before = three_entries.read_bytes()
    code, out, err = coachlog(*command.split())
    assert (code, err.count("\n")) == (5, 1), err
    assert three_entries.read_bytes() == before
    files = {file.name for file in three_entries.parent.iterdir() if file.is_file()}
    assert files - {f"{three_entries.name}.damaged"} == {three_entries.name, backup.name}
    if damage not in (make_newer, make_foreign):
        assert str(backup) in out + err
    if command.startswith("doctor"):
        assert "problem" in out


def test_nothing_is_written_to_a_log_in_which_doctor_has_found_damage(
    coachlog, three_entries, home
):
    words = ("log", "@permits", "+fees", "One more")
    coachlog("backup", "--output", "good.db")
    with sqlite3.connect(three_entries) as db:
        (page,) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'walk'").fetchone()
    db.close()
    damaged = bytearray(three_entries.read_bytes())
    damaged[(page - 1) * 4096 : page * 4096] = bytes(4096)
    three_entries.write_bytes(damaged)
    # The page is not one that a recording reads.
    assert coachlog(*words).code == 0
    assert coachlog("doctor").code == 5
    code, out, err = coachlog(*words)
    assert (code, out) == (5, "")
    assert err.startswith(f"coachlog: {three_entries} was found to be damaged, so nothing was rec")
    assert err.endswith("Not recorded. Your text:\nOne more\n")
    mark = three_entries.with_name("team.db.damaged")
    assert mark.stat().st_mode & 0o777 == 0o600
    assert coachlog("list").code == 0
    # It is about the damaged file alone, however that is replaced.
    assert coachlog("restore", "good.db").code == 0
    assert coachlog(*words).code == 0
    assert coachlog("doctor").code == 0
    assert not mark.exists()


@pytest.mark.parametrize("kind", ["folder", pytest.param("fifo", marks=posix), "missing folder"])
@pytest.mark.parametrize("command", ["doctor", "backup", "purge --yes", "restore good.db"])
def test_a_path_without_a_file_is_an_error(coachlog, log_path, home, log, kind, command):
    shutil.copy(log.path, home / "good.db")
    path = log_path
    if kind == "folder":
        path.mkdir()
    elif kind == "fifo":
        os.mkfifo(path)
    else:
        path = home / "no" / "team.db"
    code, out, err = coachlog("--db", str(path), *command.split())
    assert (code, err.count("\n")) == (5, 1)
    assert str(path.parent) in out + err
    assert not (home / "no").exists()


@posix
def test_a_read_only_log_can_be_checked_and_backed_up_but_not_changed(coachlog, three_entries):
    delete_newest_entry()
    three_entries.chmod(0o400)
    before = three_entries.read_bytes()
    code, results = doctor(coachlog, "--fix")
    assert (code, states(results)) == (0, {"backups": "note"})
    assert results["log"][1].endswith(", read-only")
    code, out, _ = coachlog("backup")
    assert (code, Path(out.strip()).stat().st_mode & 0o777) == (0, 0o600)
    for command in ("purge --yes", f"restore {out.strip()}", "config set team x"):
        result = coachlog(*command.split())
        assert (result.code, result.out) == (5, "")
        assert "is read-only" in result.err
    assert three_entries.read_bytes() == before


def test_a_log_that_another_program_has_locked_is_busy(coachlog, three_entries, monkeypatch):
    monkeypatch.setenv("COACHLOG_LOCK_TIMEOUT", "0.2")
    coachlog("backup")
    delete_newest_entry()
    (backup,) = three_entries.parent.glob("*.backup.db")
    other = sqlite3.connect(three_entries, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    for command in ("purge --yes", f"restore {backup}", "config set team x"):
        code, out, err = coachlog(*command.split())
        assert (code, out, "is busy" in err) == (5, "", True), command
    other.execute("ROLLBACK")
    other.close()
    assert coachlog("purge", "--yes").code == 0


@pytest.mark.parametrize(
    "kind", ["nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "fuse", "9p"]
)
def test_a_log_on_a_network_file_system_is_noted(coachlog, three_entries, monkeypatch, kind):
    monkeypatch.setattr("coachlog.storage.file.location._mounts", lambda: [("/", kind)])
    code, results = doctor(coachlog)
    assert (code, results["location"][0]) == (0, "note")
    assert f"is on a network file system ({kind})" in results["location"][1]


@pytest.mark.parametrize("kind", ["ext4", "fuseblk", "apfs", "tmpfs", "overlay"])
def test_a_log_on_a_local_file_system_is_ok(coachlog, three_entries, monkeypatch, kind):
    monkeypatch.setattr("coachlog.storage.file.location._mounts", lambda: [("/", kind)])
    assert doctor(coachlog)[1]["location"] == ("ok", "on this computer")


def test_a_new_log_on_a_network_file_system_brings_one_warning(coachlog, log_path, monkeypatch):
    monkeypatch.setattr("coachlog.storage.file.location._mounts", lambda: [("/", "nfs4")])
    first = coachlog("log", "@permits", "+fees", "One thing")
    second = coachlog("log", "@permits", "+fees", "Something else")
    assert (first.code, second.code) == (0, 0)
    assert first.err.startswith(f"{log_path} is on a network file system (nfs4)")
    assert "nfs4" not in second.err
