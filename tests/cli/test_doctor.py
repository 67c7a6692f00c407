"""`doctor`, `backup`, `restore` and `purge`, on files that are well and on files that are not."""

import csv
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from coachlog.cli.context import Context
from coachlog.storage import ledger, revisions
from coachlog.storage.file.connection import connect
from coachlog.storage.file.location import linux_mounts, mac_mounts, mounted_as

posix = pytest.mark.skipif(os.name != "posix", reason="Windows has no such files or rights")


@pytest.fixture
def path(home, monkeypatch):
    path = home / "team.db"
    monkeypatch.setenv("COACHLOG_DB", str(path))
    return path


@pytest.fixture
def filled(coachlog, path):
    """A log of three entries."""
    for words in (
        "@permits +fees Showed the fee waiver",
        "@code +forms Asked for the chart",
        "@permits +fees Was thanked",
    ):
        assert coachlog("log", *words.split()).code == 0
    return path


def ids(coachlog):
    return [row["short_id"] for row in json.loads(coachlog("list", "--format", "json").out)]


def checks(result):
    return {
        row["name"]: (row["state"], row["note"])
        for row in csv.DictReader(io.StringIO(result.out, newline=""))
    }


def doctor(coachlog, *options):
    result = coachlog("doctor", "--format", "csv", *options)
    assert result.err.count("\n") == 1, result.err
    return result.code, checks(result)


def states(found):
    return {name: state for name, (state, _) in found.items() if state != "ok"}


def delete_last(patch=None):
    """Take the newest entry away, or write another patch to it, as the commands do."""
    context = Context()
    log, clock = context.log, context.clock
    with log.atomic():
        (uuid,) = log.one("SELECT uuid FROM entry ORDER BY id DESC LIMIT 1")
        changes = [("entry", uuid, patch or {"deleted": True})]
        ledger.change_records(
            log, clock, revisions.begin_action(log, clock, "delete"), "robin", changes
        )
    context.close()


def tamper(path, *statements):
    db = sqlite3.connect(path)
    for statement in statements:
        db.execute(statement)
    db.commit()
    db.close()


def all_bytes(folder):
    return b"".join(each.read_bytes() for each in sorted(folder.iterdir()) if each.is_file())


# --- doctor


def test_a_healthy_log_is_said_to_be_one_check_by_check(coachlog, filled):
    code, out, err = coachlog("doctor")
    lines = out.splitlines()
    assert (code, err) == (0, "all is well.\n")
    assert [line.split()[:2] for line in lines] == [
        *(
            [state, name]
            for state, name in [
                ("ok", "programs"),
                ("ok", "log"),
                ("ok", "place"),
                ("ok", "rights"),
            ]
        ),
        *(
            [state, name]
            for state, name in [
                ("ok", "pages"),
                ("ok", "schema"),
                ("ok", "tables"),
                ("ok", "search"),
            ]
        ),
        *(
            [state, name]
            for state, name in [
                ("ok", "settings"),
                ("ok", "clock"),
                ("ok", "leftovers"),
                ("note", "backups"),
            ]
        ),
    ]
    assert f"{filled}, 3 entries" in lines[1]
    assert (
        f"Python {'.'.join(map(str, sys.version_info[:3]))}, SQLite {sqlite3.sqlite_version}"
        in lines[0]
    )


def test_every_form_holds_the_same_checks(coachlog, filled):
    found = json.loads(coachlog("doctor", "--format", "json").out)
    assert [check["name"] for check in found] == [
        line.split()[1] for line in coachlog("doctor").out.splitlines()
    ]


def test_without_a_log_there_is_nothing_to_look_at_and_none_is_made(coachlog, home):
    code, out, err = coachlog("doctor")
    assert (code, err, "is not there yet" in out, list(home.iterdir())) == (
        0,
        "all is well.\n",
        True,
        [],
    )


def test_tables_that_were_changed_behind_the_logs_back_are_found_and_written_anew(coachlog, filled):
    tamper(
        filled,
        "UPDATE entry SET happened = 'something else' WHERE id = 1",
        "DELETE FROM entry WHERE id = 2",
        "UPDATE entry_topic SET team = 'nobody' WHERE entry = 3",
        "INSERT INTO team VALUES ('ghosts', 'ghosts')",
        "INSERT INTO setting VALUES ('team', 'ghosts')",
    )
    before = filled.read_bytes()
    code, found = doctor(coachlog)
    assert (code, states(found)) == (5, {"tables": "problem", "backups": "note"})
    said = "entries (2), topics of entries (1), topics of no entry (1), days of check-ins (1), "
    said += "names (code, ghosts), settings (team)"
    assert (
        found["tables"][1]
        == f"not what was written: {said}. coachlog doctor --fix  writes them anew"
    )
    assert filled.read_bytes() == before
    code, found = doctor(coachlog, "--fix")
    assert (code, states(found)) == (0, {"tables": "fixed"}), found["tables"]
    assert states(doctor(coachlog)[1]) == {}
    rows = list(csv.reader(io.StringIO(coachlog("list", "--format", "csv").out)))[1:]
    assert {row[-1] for row in rows} == {
        "Was thanked",
        "Asked for the chart",
        "Showed the fee waiver",
    }
    assert len(list(filled.parent.glob("*.backup.db"))) == 1


def test_an_entry_that_another_program_has_put_there_is_kept(coachlog, filled):
    columns = (
        "kind, team, happened, factors, own, share, status, occurred_on, recorded_at, updated_at"
    )
    tamper(
        filled,
        f"""INSERT INTO entry (uuid, short_id, topics, {columns})
            SELECT '019a9c1e-7000-7abc-8000-00000000beef', 'beef', 'other', {columns} FROM entry WHERE id = 1""",
    )
    assert doctor(coachlog)[0] == 5
    assert doctor(coachlog, "--fix")[0] == 0
    assert states(doctor(coachlog)[1]) == {}
    assert "beef" in ids(coachlog)


def test_a_search_index_that_lags_behind_is_found_and_made_anew(coachlog, filled):
    tamper(filled, "INSERT INTO entry_fts (entry_fts) VALUES ('delete-all')")
    code, found = doctor(coachlog)
    assert (code, states(found)) == (5, {"search": "problem", "backups": "note"})
    assert doctor(coachlog, "--fix")[0] == 0
    assert "waiver" in coachlog("search", "waiver", "--format", "csv").out


def test_missing_triggers_and_indexes_are_made_again(coachlog, filled):
    tamper(filled, "DROP TRIGGER entry_au", "DROP INDEX entry_by_day")
    code, found = doctor(coachlog)
    assert (code, found["schema"]) == (
        5,
        ("problem", "missing: index entry_by_day, trigger entry_au"),
    )
    assert doctor(coachlog, "--fix")[0] == 0
    assert states(doctor(coachlog)[1]) == {}


def test_a_planted_trigger_is_a_problem_that_stays_until_somebody_decides(coachlog, filled):
    tamper(
        filled,
        "CREATE TRIGGER evil AFTER INSERT ON entry BEGIN DELETE FROM team; END",
        "CREATE VIEW v AS SELECT 1",
    )
    code, found = doctor(coachlog, "--fix")
    assert (code, found["schema"]) == (
        5,
        ("problem", "not coachlog's, and run at every change: trigger evil"),
    )


@posix
def test_a_log_that_others_can_read_is_closed_to_them(coachlog, filled):
    coachlog("backup")
    (backup,) = filled.parent.glob("*.backup.db")
    filled.chmod(0o644)
    backup.chmod(0o664)
    code, found = doctor(coachlog)
    assert (code, states(found)) == (5, {"rights": "problem"})
    assert f"{filled} (0644), {backup} (0664)" in found["rights"][1]
    assert doctor(coachlog, "--fix")[1]["rights"][0] == "fixed"
    assert [each.stat().st_mode & 0o777 for each in (filled, backup)] == [0o600, 0o600]


@posix
def test_our_own_folder_is_closed_to_others(coachlog, home):
    coachlog("log", "@permits", "+fees", "In the usual place")
    folder = (
        home / ".local/share/coachlog"
        if sys.platform != "darwin"
        else home / "Library/Application Support/coachlog"
    )
    folder.chmod(0o755)
    assert doctor(coachlog)[0] == 5
    assert doctor(coachlog, "--fix")[0] == 0
    assert folder.stat().st_mode & 0o777 == 0o700


def test_settings_that_cannot_be_used_are_named(coachlog, filled, monkeypatch):
    coachlog("config", "set", "week-start", "sunday")
    monkeypatch.setenv("COACHLOG_ROLE", "boss")
    code, found = doctor(coachlog)
    assert (code, states(found)) == (3, {"settings": "problem", "backups": "note"})
    assert (
        found["settings"][1]
        == "COACHLOG_ROLE cannot be 'boss': it must be one of member, leader; not 'boss'"
    )


def test_a_clock_before_the_newest_entry_is_noted(coachlog, filled, at):
    at("2026-11-18T15:00:00+00:00")
    code, found = doctor(coachlog)
    assert (code, found["clock"][0]) == (0, "note")
    assert "24.0 hours before the newest entry" in found["clock"][1]


def test_what_interrupted_work_left_is_removed_when_it_is_old_enough(coachlog, filled):
    old, young, other = (
        filled.with_name(name)
        for name in ("team.db.0123456789ab.new", "team.db.aaaaaaaaaaaa.new", "team.db.new")
    )
    for each in (old, young, other):
        each.write_text("half")
    os.utime(old, (0, 0))
    os.utime(other, (0, 0))
    os.utime(young, (4e9, 4e9))
    assert doctor(coachlog)[1]["leftovers"] == ("note", f"unfinished and of no use any more: {old}")
    assert doctor(coachlog, "--fix")[1]["leftovers"] == ("fixed", f"removed: {old}")
    assert [each.exists() for each in (old, young, other)] == [False, True, True]


def test_a_left_journal_is_recovered_and_not_thrown_away(coachlog, filled, tmp_path):
    db = connect(str(filled))
    db.execute("PRAGMA cache_size = 1")
    db.execute("BEGIN IMMEDIATE")
    db.execute("UPDATE revision SET patch = patch || hex(zeroblob(5000))")
    torn = tmp_path / "torn.db"
    shutil.copy(filled, torn)
    shutil.copy(f"{filled}-journal", f"{torn}-journal")
    db.execute("ROLLBACK")
    db.close()
    result = coachlog("--db", str(torn), "doctor", "--format", "csv")
    assert (result.code, checks(result)["pages"]) == (0, ("ok", "whole"))
    assert "3 entries" in checks(result)["log"][1]


# --- files that are not well: doctor, backup, restore and purge say so in one line and change nothing


def damage_page(path):
    """A page in the middle written over."""
    size = int.from_bytes(path.read_bytes()[16:18], "big")
    with closing(sqlite3.connect(path)) as db:
        root = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'revision'").fetchone()[
            0
        ]
    with path.open("rb+") as file:
        file.seek((root - 1) * size)
        file.write(b"\xa5" * size)


def make_newer(path):
    tamper(path, "PRAGMA user_version = 99")


def make_foreign(path):
    path.unlink()
    tamper(path, "CREATE TABLE songs (name)")


def spoil_header(path):
    with path.open("rb+") as file:
        file.write(b"\0" * 100)


def make_text(path):
    path.write_text("Dear diary, this is no database at all.\n" * 100)


def make_empty(path):
    path.write_bytes(b"")


UNWELL = [damage_page, make_newer, make_foreign, spoil_header, make_text, make_empty]


@pytest.mark.parametrize("spoil", UNWELL)
@pytest.mark.parametrize("command", ["doctor", "doctor --fix", "backup", "purge --yes"])
def test_a_file_that_is_not_well_is_left_as_it_is(coachlog, filled, spoil, command):
    for words in ([f"Some more words for a page, number {number}"] for number in range(40)):
        coachlog("log", "@permits", "+fees", *words)
    delete_last()
    coachlog("backup")
    (backup,) = filled.parent.glob("*.backup.db")
    spoil(filled)
    before = filled.read_bytes()
    code, out, err = coachlog(*command.split())
    assert (code, err.count("\n")) == (5, 1), err
    assert filled.read_bytes() == before
    assert sorted(each.name for each in filled.parent.iterdir() if each.is_file()) == sorted(
        [filled.name, backup.name]
    )
    if spoil not in (make_newer, make_foreign):
        assert str(backup) in out + err
    if command.startswith("doctor"):
        assert "problem" in out


@pytest.mark.parametrize("kind", ["folder", pytest.param("fifo", marks=posix), "missing folder"])
@pytest.mark.parametrize("command", ["doctor", "backup", "purge --yes", "restore good.db"])
def test_a_place_that_holds_no_file_is_an_error(coachlog, path, home, log, kind, command):
    shutil.copy(log.path, home / "good.db")
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
def test_a_read_only_log_can_be_looked_at_and_backed_up_but_not_changed(coachlog, filled):
    delete_last()
    filled.chmod(0o400)
    before = filled.read_bytes()
    code, found = doctor(coachlog, "--fix")
    assert (code, states(found)) == (0, {"backups": "note"})
    assert found["log"][1].endswith(", read-only")
    code, out, _ = coachlog("backup")
    assert (code, Path(out.strip()).stat().st_mode & 0o777) == (0, 0o600)
    for command in ("purge --yes", f"restore {out.strip()}", "config set team x"):
        result = coachlog(*command.split())
        assert (result.code, result.out) == (5, "")
        assert "is read-only" in result.err
    assert filled.read_bytes() == before


def test_a_log_that_others_hold_is_busy(coachlog, filled, monkeypatch):
    monkeypatch.setenv("COACHLOG_LOCK_TIMEOUT", "0.2")
    coachlog("backup")
    delete_last()
    (backup,) = filled.parent.glob("*.backup.db")
    holder = sqlite3.connect(filled, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    for command in ("purge --yes", f"restore {backup}", "config set team x"):
        code, out, err = coachlog(*command.split())
        assert (code, out, "is busy" in err) == (5, "", True), command
    holder.execute("ROLLBACK")
    holder.close()
    assert coachlog("purge", "--yes").code == 0


# --- backup and restore


def test_a_backup_is_a_whole_log_for_its_owner_alone(coachlog, filled):
    old = os.umask(0)
    try:
        code, out, err = coachlog("backup")
    finally:
        os.umask(old)
    made = Path(out.removesuffix("\n"))
    assert (code, made.parent, made.name.startswith("team-2026-11-19T150000-")) == (
        0,
        filled.parent,
        True,
    )
    assert err.startswith("backed up and checked, ")
    assert os.name != "posix" or made.stat().st_mode & 0o777 == 0o600
    assert coachlog("--db", str(made), "list").out == coachlog("list").out
    assert coachlog("--db", str(made), "doctor").code == 0


def test_a_backup_goes_where_it_is_told_and_overwrites_nothing(coachlog, filled, home):
    assert coachlog("backup", "-o", "kept.db").out == "kept.db\n"
    before = (home / "kept.db").read_bytes()
    code, out, err = coachlog("backup", "-o", "kept.db")
    assert (code, out, err) == (
        6,
        "",
        "coachlog: kept.db is there already. Name another file, or move it away.\n",
    )
    assert (home / "kept.db").read_bytes() == before
    (home / "stick").mkdir()
    assert Path(coachlog("backup", "-o", "stick").out.strip()).parent == Path("stick")
    code, out, err = coachlog("backup", "-o", "nowhere/kept.db")
    assert (code, out, err) == (
        5,
        "",
        "coachlog: nowhere/kept.db cannot be written: No such file or directory.\n",
    )


def test_without_a_log_there_is_nothing_to_back_up(coachlog, path):
    code, out, err = coachlog("backup")
    assert (code, out, err) == (
        4,
        "",
        f"coachlog: there is no log at {path} yet: nothing to back up.\n",
    )


def test_a_backup_is_restored_and_what_was_there_is_kept(coachlog, filled):
    backup = coachlog("backup").out.strip()
    before = coachlog("list").out
    coachlog("log", "@permits", "+fees", "After the backup")
    code, out, err = coachlog("restore", backup)
    assert (code, out) == (0, "")
    first, second = err.splitlines()
    assert first == f"{filled} is now as in {backup}: 3 entries."
    kept = second.removeprefix("what was there before is kept: ")
    assert kept.endswith(".replaced.db")
    assert coachlog("list").out == before
    assert "After the backup" in coachlog("--db", kept, "list").out
    assert coachlog("restore", kept).code == 0
    assert "After the backup" in coachlog("list").out
    assert coachlog("doctor").code == 0


@pytest.mark.parametrize("spoil", [damage_page, spoil_header, make_text, make_empty])
def test_a_damaged_log_is_replaced_and_kept_as_it_was(coachlog, filled, spoil):
    backup = coachlog("backup").out.strip()
    spoil(filled)
    remains = filled.read_bytes()
    code, out, err = coachlog("restore", backup)
    assert (code, out) == (0, "")
    assert Path(err.splitlines()[1].rpartition(": ")[2]).read_bytes() == remains
    assert (coachlog("doctor").code, len(ids(coachlog))) == (0, 3)


def test_a_journal_of_the_damaged_log_goes_with_it(coachlog, filled):
    backup = coachlog("backup").out.strip()
    make_text(filled)
    filled.with_name("team.db-journal").write_bytes(b"the journal of what was there")
    kept = coachlog("restore", backup).err.splitlines()[1].rpartition(": ")[2]
    assert Path(f"{kept}-journal").read_bytes() == b"the journal of what was there"
    assert not filled.with_name("team.db-journal").exists()
    assert coachlog("doctor").code == 0


def test_a_missing_log_is_restored(coachlog, filled):
    backup = coachlog("backup").out.strip()
    filled.unlink()
    assert coachlog("restore", backup) == (0, "", f"{filled} is now as in {backup}: 3 entries.\n")
    assert len(ids(coachlog)) == 3


@pytest.mark.parametrize("spoil", UNWELL)
def test_a_backup_that_is_not_well_replaces_nothing(coachlog, filled, spoil):
    backup = Path(coachlog("backup").out.strip())
    spoil(backup)
    before = filled.read_bytes(), backup.read_bytes()
    code, out, err = coachlog("restore", str(backup))
    assert (code, out, err.count("\n")) == (5, "", 1)
    assert (filled.read_bytes(), backup.read_bytes()) == before
    assert len(list(filled.parent.iterdir())) == 2 + (filled.parent / ".local").exists()


@pytest.mark.parametrize("spoil", [make_newer, make_foreign])
def test_a_file_of_another_program_or_a_newer_one_is_not_replaced(coachlog, filled, spoil):
    backup = coachlog("backup").out.strip()
    spoil(filled)
    before = filled.read_bytes()
    code, out, err = coachlog("restore", backup)
    assert (code, out, "left as it is" in err) == (5, "", True)
    assert filled.read_bytes() == before


@pytest.mark.parametrize("spoil", [make_foreign, make_text, make_empty])
def test_a_file_that_is_no_backup_is_said_to_be_none(coachlog, filled, home, spoil):
    other = home / "other"
    other.write_text("")
    spoil(other)
    before = filled.read_bytes()
    code, out, err = coachlog("restore", "other")
    assert (code, out, filled.read_bytes()) == (5, "", before)
    assert (
        err
        == "coachlog: other is not a backup of coachlog, or damaged at its beginning; nothing was changed.\n"
    )


def test_a_backup_that_is_not_there_is_not_found(coachlog, filled):
    code, out, err = coachlog("restore", "nothing.db")
    assert (code, out) == (4, "")
    assert (
        err == "coachlog: there is no file nothing.db. coachlog doctor  names the newest backup.\n"
    )
    assert (
        coachlog("restore", str(filled)).err
        == f"coachlog: {filled} is the log itself. Name a backup of it.\n"
    )


# --- purge

SECRET = "Zwiebelmuster"


@pytest.fixture
def with_secret(coachlog, filled):
    """The log, with an entry that was edited, found and deleted, amid others."""
    for number in range(60):
        coachlog("log", "@permits", "+fees", "Some words around it", str(number) * 40)
        if number == 30:
            coachlog("log", "@permits", "+fees", SECRET, "was mentioned", SECRET.upper() * 100)
            delete_last({"lesson": f"Never name {SECRET}"})
            delete_last()
    return filled


def test_a_purge_erases_the_text_from_the_bytes_of_the_file(coachlog, with_secret):
    assert SECRET.encode() in all_bytes(with_secret.parent)
    before = ids(coachlog)
    code, out, err = coachlog("purge", "--yes")
    assert (code, out, err) == (0, "", "1 deleted entry erased for good.\n")
    assert SECRET.lower().encode() not in all_bytes(with_secret.parent).lower()
    assert ids(coachlog) == before
    assert coachlog("doctor").code == 0
    assert coachlog("search", SECRET, "--format", "csv").out.count("\n") == 1
    assert "words" in coachlog("search", "words", "--format", "csv").out
    said = "there is nothing to erase: no deleted entry still has its text.\n"
    assert coachlog("purge", "--yes") == (0, "", said)


def test_a_purge_keeps_the_ids_and_leaves_a_revision_that_says_so(coachlog, with_secret):
    coachlog("purge", "--yes")
    db = sqlite3.connect(with_secret)
    (record,) = db.execute("SELECT record FROM revision WHERE patch LIKE '%purged%'").fetchone()
    patches = [
        patch
        for (patch,) in db.execute(
            "SELECT patch FROM revision WHERE record = ? ORDER BY hlc", (record,)
        )
    ]
    db.close()
    assert patches == [
        '{"deleted":true}',
        '{"deleted":true}',
        '{"deleted":true}',
        '{"deleted":true,"purged":true}',
    ]


def test_what_was_purged_is_not_undone_and_the_rest_still_is(coachlog, filled):
    delete_last()
    before = ids(coachlog)
    assert coachlog("purge", "--yes").code == 0
    for _ in range(2):
        assert coachlog("undo").code == 0
    assert (ids(coachlog), coachlog("undo").code) == ([], 4)
    for _ in range(2):
        assert coachlog("redo").code == 0
    assert ids(coachlog) == before
    assert coachlog("doctor").code == 0


def test_a_dry_run_lists_and_erases_nothing(coachlog, with_secret):
    before = with_secret.read_bytes()
    code, out, err = coachlog("purge", "--dry-run", "--format", "json")
    (row,) = json.loads(out)
    assert (code, err, row["team"], row["happened"].split()[0]) == (0, "", "permits", SECRET)
    assert coachlog("purge", "--dry-run").out.count(SECRET) >= 1
    assert with_secret.read_bytes() == before


def test_a_purge_without_a_terminal_needs_a_word(coachlog, with_secret):
    code, out, err = coachlog("purge")
    assert (code, out) == (6, "")
    assert err == (
        "coachlog: Erase 1 deleted entry for good? No undo brings them back. Say so with --yes; --dry-run lists them.\n"
    )
    assert SECRET.encode() in with_secret.read_bytes()


@posix
@pytest.mark.parametrize(
    ("key", "code", "is_there"),
    [("y", 0, False), ("n", 0, True), ("\r", 0, True), ("\x03", 130, True)],
)
def test_on_a_terminal_a_purge_asks(terminal, with_secret, key, code, is_there):
    child = terminal("purge")
    child.expect_exact("Erase 1 deleted entry for good? No undo brings them back. [y/N] ")
    child.send(key)
    child.read()
    child.close()
    assert child.exitstatus == code
    assert (SECRET.encode() in with_secret.read_bytes()) is is_there


def test_copies_that_may_still_hold_the_text_are_named(coachlog, with_secret):
    backup = coachlog("backup").out.strip()
    assert coachlog("purge", "--yes").err.splitlines()[1:] == [
        f"this copy may still hold them: {backup}"
    ]


KILLED = """
import os, sys
from coachlog.cli.main import run
from coachlog.storage.file import connection

left, original = int(sys.argv[1]), connection.Log.run

def run_or_die(*arguments):
    global left
    left -= 1
    if left < 0:
        os._exit(137)
    return original(*arguments)

connection.Log.run = run_or_die
sys.exit(run(["purge", "--yes"]))
"""


@pytest.mark.parametrize("statements", [4, 8, 11, 12, 13, 14, 16, 18])
def test_a_purge_that_is_killed_anywhere_harms_nothing_and_the_next_one_ends_it(
    coachlog, with_secret, statements
):
    before = ids(coachlog)
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(statements)], capture_output=True, check=False
    )
    assert killed.returncode in (0, 137)
    assert doctor(coachlog)[1]["leftovers"][0] in ("ok", "problem")
    assert ids(coachlog) == before
    assert coachlog("purge", "--yes").code == 0
    assert SECRET.lower().encode() not in all_bytes(with_secret.parent).lower()
    assert doctor(coachlog)[0] == 0


def test_an_interrupted_purge_is_found_and_ended(coachlog, with_secret):
    coachlog("purge", "--yes")
    tamper(with_secret, "INSERT INTO meta VALUES ('purge', 'unfinished')")
    code, found = doctor(coachlog)
    assert (code, found["leftovers"]) == (
        5,
        ("problem", "a purge was interrupted: run  coachlog purge  again"),
    )
    assert coachlog("purge", "--yes").code == 0
    assert doctor(coachlog)[0] == 0


# --- where a file lies


def test_the_innermost_mount_counts_and_blanks_in_its_name_are_read():
    mounts = linux_mounts(
        "/dev/sda1 / ext4 rw 0 0\nsrv:/x /home nfs4 rw 0 0\n"
        "//srv/y /media/my\\040share cifs rw 0 0\nz /home/me fuse.sshfs rw 0 0\n"
    )
    places = ("/etc/a.db", "/home/a.db", "/homework/a.db", "/media/my share/a.db", "/home/me/a.db")
    assert [mounted_as(place, mounts) for place in places] == [
        "ext4",
        "nfs4",
        "ext4",
        "cifs",
        "fuse.sshfs",
    ]


def test_the_mounts_of_a_mac_are_read():
    mounts = mac_mounts(
        "/dev/disk1s1 on / (apfs, local)\n//me@srv/Our%20Team on /Volumes/Our Team (smbfs, nodev)\n"
    )
    assert mounted_as("/Volumes/Our Team/a.db", mounts) == "smbfs"
    assert mounted_as("/Users/me/a.db", mounts) == "apfs"


@pytest.mark.parametrize(
    "kind", ["nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "fuse", "9p"]
)
def test_a_network_file_system_is_warned_of(coachlog, filled, monkeypatch, kind):
    monkeypatch.setattr("coachlog.storage.file.location._mounts", lambda: [("/", kind)])
    code, found = doctor(coachlog)
    assert (code, found["place"][0]) == (0, "note")
    assert f"of the kind {kind}" in found["place"][1]


def test_a_new_log_on_a_network_file_system_is_warned_of_once(coachlog, path, monkeypatch):
    monkeypatch.setattr("coachlog.storage.file.location._mounts", lambda: [("/", "nfs4")])
    first, second = (
        coachlog("log", "@permits", "+fees", words) for words in ("One thing", "Something else")
    )
    assert (first.code, second.code) == (0, 0)
    assert first.err.startswith(f"{path} lies on a file system of the kind nfs4")
    assert "nfs4" not in second.err


@pytest.mark.parametrize("kind", ["ext4", "fuseblk", "apfs", "tmpfs", "overlay"])
def test_a_local_file_system_is_not(coachlog, filled, monkeypatch, kind):
    monkeypatch.setattr("coachlog.storage.file.location._mounts", lambda: [("/", kind)])
    assert doctor(coachlog)[1]["place"] == ("ok", "on this computer")
