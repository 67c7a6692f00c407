"""Upgrading a file that an earlier version made, to today's schema and to tomorrow's (`tests/data/pretend.py`)."""

import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from coachlog.errors import StorageError
from coachlog.storage.file import schema
from coachlog.storage.file.open import open_log
from tests.data import pretend
from tests.data.pretend import TOMORROW

DATA = Path(__file__).parent / "data"


TODAY = len(schema.STEPS)


@pytest.fixture
def first(home: Path, monkeypatch) -> Path:
    """A copy of the file that the first version made: four entries."""
    monkeypatch.setenv("COACHLOG_DB", str(home / "log.db"))
    return Path(shutil.copy(DATA / "v1.db", home / "log.db"))


@pytest.fixture
def old(first: Path, clock) -> Path:
    """The same file in today's schema, which is old to tomorrow's program."""
    open_log(str(first), clock, default=False, create=False).close()
    for backup in backups(first):
        backup.unlink()
    return first


def upgrade(path: Path, *moment: str) -> subprocess.Popen[str]:
    """Tomorrow's coachlog, in a process of its own."""
    command = [sys.executable, str(DATA / "pretend.py"), str(path), *moment]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def schema_of(path: Path) -> list[tuple[str, ...]]:
    """Every table, index and trigger, and the two numbers in the header, of a sound file."""
    db = sqlite3.connect(path)
    assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    found = db.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").fetchall()
    found += (
        db.execute("PRAGMA application_id").fetchall()
        + db.execute("PRAGMA user_version").fetchall()
    )
    db.close()
    return found


def backups(path: Path) -> list[Path]:
    """The backups beside a log; nothing else is beside it."""
    found = sorted(path.parent.glob("log-*.backup.db"))
    assert sorted(path.parent.iterdir()) == sorted([path, *found])
    return found


def test_the_saved_file_of_version_1_is_upgraded_with_a_backup_and_then_has_the_schema_of_a_new_one(
    first, coachlog, home
):
    before = first.read_bytes()
    code, out, _ = coachlog("list", "--format", "csv")
    assert (code, out.count("\r\n")) == (0, 4)  # one is private
    (backup,) = backups(first)
    assert schema_of(backup)[-1] == (1,)
    shutil.copy(backup, home / "log.db")
    assert coachlog("--db", str(home / "new.db"), "log", "@permits", "words").code == 0
    assert coachlog("list", "--format", "csv").out == out
    assert schema_of(first) == schema_of(home / "new.db")
    assert before != first.read_bytes()


def test_the_entries_of_version_1_ask_for_no_check_in_and_the_doctor_finds_them_well(
    first, coachlog
):
    assert '"follow_up": null' in coachlog("show", "last", "--format", "jsonl").out
    assert coachlog("doctor", "--fix").code == 0  # its rights, too


@pytest.mark.parametrize("saved", sorted(DATA.glob("v*.db")), ids=lambda path: path.stem)
def test_every_saved_file_comes_to_the_schema_of_a_new_one_and_is_well(
    saved, first, coachlog, home
):
    shutil.copy(saved, first)
    first.chmod(0o600)
    before = coachlog("list", "--format", "csv").out
    for backup in backups(first):
        backup.unlink()
    assert coachlog("--db", str(home / "new.db"), "log", "@permits", "words").code == 0
    assert schema_of(first) == schema_of(home / "new.db")
    assert coachlog("doctor").code == 0
    assert coachlog("list", "--format", "csv").out == before


def test_the_saved_file_takes_new_entries_and_is_searched(first, coachlog):
    assert coachlog("log", "@permits", "Looked up the fee waiver again").code == 0
    assert coachlog("search", "waiver", "--format", "csv").out.count("\r\n") == 3


def test_an_upgrade_keeps_every_row_and_leaves_a_checked_backup_of_before(old, clock):
    before = old.read_bytes()
    log = open_log(str(old), clock, default=False, create=False, steps=TOMORROW)
    assert log.one("SELECT count(*), min(length(note)) FROM entry") == (4, 100_000)
    assert log.one("SELECT count(*) FROM entry_topic")[0] == 4
    assert log.one("PRAGMA foreign_keys")[0] == 1
    log.close()
    assert schema_of(old)[-1] == (TODAY + 1,)
    (backup,) = backups(old)
    assert backup.name == "log-2026-11-19T150000-" + backup.name[22:26] + ".backup.db"
    assert backup.stat().st_mode & 0o777 == 0o600
    old.write_bytes(before)
    assert schema_of(backup) == schema_of(old)
    db = sqlite3.connect(backup)
    assert db.execute("SELECT count(*) FROM revision").fetchone() == (4,)
    db.close()


def test_an_upgraded_file_is_refused_by_the_older_program_and_left_as_it_is(old, coachlog, clock):
    open_log(str(old), clock, default=False, create=False, steps=TOMORROW).close()
    before = old.read_bytes()
    for arguments in (
        ("list",),
        ("log", "@permits", "words"),
        ("log", "@permits", "--private", "words"),
    ):
        code, out, err = coachlog(*arguments)
        assert (code, out) == (5, "")
        known = f"(schema {TODAY + 1}; this one knows {TODAY})"
        assert (
            f"made by a newer coachlog {known}. Upgrade coachlog; the file was left as it is."
            in err
        )
    assert old.read_bytes() == before


def test_an_upgraded_file_is_opened_again_without_another_backup(old, clock):
    for _ in range(2):
        open_log(str(old), clock, default=False, create=False, steps=TOMORROW).close()
    assert len(backups(old)) == 1


def test_a_read_only_file_of_an_older_schema_says_what_to_do(old, clock):
    before = old.read_bytes()
    old.chmod(0o400)
    with pytest.raises(
        StorageError,
        match=r"from an older coachlog and read-only. Make it writable once, to upgrade it",
    ):
        open_log(str(old), clock, default=False, create=False, steps=TOMORROW)
    assert (old.read_bytes(), backups(old)) == (before, [])


def test_an_old_program_that_is_open_during_the_upgrade_fails_cleanly_at_its_next_write(old, clock):
    log = open_log(str(old), clock, default=False, create=False)
    with upgrade(old) as new:
        assert new.communicate() == (f"{TODAY + 1} 4\n", "")
    after = old.read_bytes()
    with (
        pytest.raises(
            StorageError,
            match=r"was upgraded by another coachlog while this one was running. Run the command again",
        ),
        log.atomic(),
    ):
        log.run("DELETE FROM entry")
    log.close()
    assert old.read_bytes() == after


def test_an_old_command_that_waits_while_another_upgrades_gives_its_text_back(old):
    holder = sqlite3.connect(old, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    command = [sys.executable, "-m", "coachlog", "log", "@permits", "Some words"]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as waiting:
        time.sleep(1)
        assert waiting.poll() is None
        holder.execute(f"PRAGMA user_version = {TODAY + 1}")
        holder.execute("COMMIT")
        err = waiting.communicate()[1]
    holder.close()
    assert waiting.returncode == 5
    assert err == (
        f"coachlog: {old} was upgraded by another coachlog while this one was running. Run the command again.\n"
        "not recorded, your text:\nSome words\n"
    )


def test_eight_processes_that_meet_an_old_file_at_once_upgrade_it_once(old):
    running = [upgrade(old) for _ in range(8)]
    assert [process.communicate(timeout=60) for process in running] == [
        (f"{TODAY + 1} 4\n", "")
    ] * 8
    assert len(backups(old)) == 1
    assert schema_of(old)[-1] == (TODAY + 1,)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9")
@pytest.mark.parametrize("moment", ["first", "middle", "spilt", "last"])
def test_a_kill_in_the_upgrade_leaves_the_old_file_which_is_then_upgraded(old, coachlog, moment):
    before = old.read_bytes()
    with upgrade(old, moment) as killed:
        killed.communicate()
    assert killed.returncode == -signal.SIGKILL
    assert (moment == "spilt") == (old.read_bytes() != before)
    assert coachlog("list", "--format", "csv").out.count("\r\n") == 4
    assert old.read_bytes() == before
    assert schema_of(old)[-1] == (TODAY,)
    with upgrade(old) as again:
        assert again.communicate() == (f"{TODAY + 1} 4\n", "")
    assert schema_of(old)[-1] == (TODAY + 1,)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9")
def test_a_kill_at_any_time_leaves_the_old_file_or_the_new_one(old):
    seen, before = set(), old.read_bytes()
    for step in range(10):
        old.write_bytes(before)
        with upgrade(old) as killed:
            time.sleep(0.12 + step * 0.03)
            killed.kill()
            killed.communicate()
        db = sqlite3.connect(old)
        version = db.execute("PRAGMA user_version").fetchone()[0]
        columns = [row[1] for row in db.execute("PRAGMA table_info (entry)")]
        assert (version, "note" in columns) in ((TODAY, False), (TODAY + 1, True))
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        db.close()
        seen.add(version)
    assert seen <= {TODAY, TODAY + 1}


def test_an_upgrade_that_fails_changes_nothing(old, clock):
    before = old.read_bytes()

    def v2_wrong(db):
        db["entry"].add_column("note", str)
        db.execute("INSERT INTO no_such_table VALUES (1)")

    with pytest.raises(StorageError, match=r"no such table: no_such_table"):
        open_log(str(old), clock, default=False, create=False, steps=(*schema.STEPS, v2_wrong))
    assert old.read_bytes() == before


def test_an_upgrade_that_would_leave_rows_without_their_entry_changes_nothing(old, clock):
    before = old.read_bytes()

    def v2_wrong(db):
        db.execute("DELETE FROM entry WHERE id = 1")

    with pytest.raises(StorageError, match=r"rows without their entry, so nothing was changed"):
        open_log(str(old), clock, default=False, create=False, steps=(*schema.STEPS, v2_wrong))
    assert old.read_bytes() == before


def test_a_damaged_file_is_not_upgraded(old, clock):
    with old.open("r+b") as file:
        file.seek(4096 * 5)
        file.write(b"\x5a" * 4096)
    before = old.read_bytes()
    with pytest.raises(StorageError, match=r"is damaged"):
        open_log(str(old), clock, default=False, create=False, steps=TOMORROW)
    assert (old.read_bytes(), backups(old)) == (before, [])


def test_no_room_for_the_backup_means_no_upgrade(small_disk, clock):
    disk = small_disk(200)
    path = Path(shutil.copy(DATA / "v1.db", disk / "log.db"))
    before = path.read_bytes()
    with pytest.raises(StorageError, match=r"the disk is full"):
        open_log(str(path), clock, default=False, create=False, steps=TOMORROW)
    assert (path.read_bytes(), backups(path)) == (before, [])


def test_tomorrows_program_makes_a_new_file_in_both_steps_and_without_a_backup(home):
    with upgrade(home / "log.db") as new:
        assert new.communicate() == (f"{TODAY + 1} 0\n", "")
    assert [file.name for file in home.iterdir()] == ["log.db"]
    assert pretend.MOMENT == ""
