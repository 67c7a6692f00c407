"""Tests of upgrading a file, to today's schema and to tomorrow's (`pretend.py`)."""

import json
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from coachlog.errors import StorageError
from coachlog.storage.file import schema
from coachlog.storage.file.create import run_migrations
from coachlog.storage.file.database import connect
from coachlog.storage.file.open import open_log
from coachlog.storage.patch_json import patch_text, read_patch
from tests.data import pretend
from tests.data.pretend import TOMORROW
from tests.processes import needs_proc, wait_until_locked_out
from tests.undamaged import undamaged

DATA = Path(__file__).parent / "data"
TODAY = len(schema.STEPS)


@pytest.fixture
def first(home: Path, monkeypatch) -> Path:
    """Return the path of a copy of the file that the first version made, with four entries."""
    monkeypatch.setenv("COACHLOG_DB", str(home / "log.db"))
    return Path(shutil.copy(DATA / "v1.db", home / "log.db"))


@pytest.fixture
def old(first: Path, clock) -> Path:
    """Return the path of the same file in today's schema, which is old for tomorrow's program."""
    open_log(str(first), clock, default=False, create=False).close()
    for backup in backups(first):
        backup.unlink()
    return first


def upgrade(path: Path, *moment: str) -> subprocess.Popen[str]:
    """Start tomorrow's coachlog in a process of its own."""
    command = [sys.executable, str(DATA / "pretend.py"), str(path), *moment]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def schema_of(path: Path) -> list[tuple[str, ...]]:
    """Return tables, indexes, triggers and the two header numbers of an undamaged file."""
    with undamaged(path) as db:
        parts = db.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name")
        application_id = db.execute("PRAGMA application_id")
        user_version = db.execute("PRAGMA user_version")
        return [*parts, *application_id, *user_version]


def backups(path: Path) -> list[Path]:
    """Return the backups beside a log, and check that no other file is there."""
    copies = sorted(path.parent.glob("log-*.backup.db"))
    # Processes that run at once may leave the empty folder of their notes to each other.
    files = [file for file in path.parent.rglob("*") if file.is_file()]
    assert sorted(files) == sorted([path, *copies])
    return copies


def test_a_file_of_version_1_is_backed_up_and_gets_the_schema_of_a_new_one(first, coachlog, home):
    before = first.read_bytes()
    code, out, _ = coachlog("list", "--format", "csv")
    assert (code, out.count("\r\n")) == (0, 4)  # a fourth entry is private
    (backup,) = backups(first)
    assert schema_of(backup)[-1] == (1,)
    shutil.copy(backup, home / "log.db")
    assert coachlog("--db", str(home / "new.db"), "log", "@permits", "words").code == 0
    assert coachlog("list", "--format", "csv").out == out
    assert schema_of(first) == schema_of(home / "new.db")
    assert before != first.read_bytes()


def test_entries_of_version_1_have_no_check_ins_and_pass_the_doctor(first, coachlog):
    assert '"follow_up": null' in coachlog("show", "last", "--format", "jsonl").out
    assert coachlog("doctor", "--fix").code == 0  # --fix repairs its permissions


@pytest.mark.parametrize("saved", sorted(DATA.glob("v*.db")), ids=lambda path: path.stem)
def test_every_saved_file_gets_the_schema_of_a_new_one_and_passes_the_doctor(
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


def set_in_version_2(path: Path, *changes: tuple[str, str, str | None]) -> None:
    """Set settings in a file of version 2, each as `(author, name, value)`."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        device = db.execute("SELECT value FROM meta WHERE name = 'device'").fetchone()[0]
        for number, (author, name, value) in enumerate(changes):
            hlc = f"1797843700000-{number:04x}"
            row = (
                f"019a9c1e-7000-7abc-8000-{number:012x}",
                name,
                "setting",
                hlc,
                device,
                author,
                patch_text({"value": value}),
            )
            db.execute("INSERT INTO action (hlc, verb) VALUES (?, 'config')", (hlc,))
            db.execute(
                "INSERT INTO revision (id, record, tbl, hlc, device, author, patch) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                row,
            )
            db.execute("DELETE FROM setting WHERE name = ?", (name,))
            if value:
                db.execute("INSERT INTO setting VALUES (?, ?)", (name, value))


@pytest.fixture
def second(home: Path, monkeypatch) -> Path:
    """Return the path of a copy of the file that the second version made."""
    monkeypatch.setenv("COACHLOG_DB", str(home / "log.db"))
    path = Path(shutil.copy(DATA / "v2.db", home / "log.db"))
    path.chmod(0o600)
    return path


def owners(path: Path) -> list[tuple[str, ...]]:
    with undamaged(path) as db:
        return db.execute("SELECT uuid, trainer, share FROM entry ORDER BY uuid").fetchall()


def test_an_upgrade_gives_personal_settings_to_the_login_that_set_them(second, by, at):
    at("2026-12-22T09:00+00:00")
    set_in_version_2(
        second,
        ("robin", "trainer", "Robin R"),
        ("kim", "team", "permits"),
        ("Robin R", "use", "@finance"),
        ("Robin R", "role", "leader"),
        ("Robin R", "role", None),
        ("Robin R", "trainer", "Rob"),
        ("Rob", "topic", "fees"),
    )
    before = owners(second)
    assert by("kim", "config", "get", "trainer") == (
        0,
        "kim\n",
        'team "permits" now belongs to the login kim alone.\n'
        'topic "fees", trainer "Rob", use "@finance" now belong to the login robin alone.\n',
    )
    assert owners(second) == before
    assert by("kim", "config", "get", "team") == (0, "permits\n", "")
    assert by("kim", "config", "get", "follow-up") == (0, "14, 45\n", "")
    assert by("robin", "config", "get", "trainer") == (0, "Rob\n", "")
    assert by("robin", "use") == (0, "@finance\n", "")
    assert by("robin", "config", "get", "team").code == 4
    assert by("robin", "doctor").code == 0
    # What moved is nobody's action, so it is neither listed nor undone.
    assert "upgrade" not in by("robin", "history").out
    assert by("kim", "undo").err.startswith("Undone: config team permits")


def test_an_undo_of_an_old_personal_setting_changes_nothing(second, by, at):
    at("2026-12-22T09:00+00:00")
    set_in_version_2(second, ("kim", "use", "@permits"), ("kim", "use", None))
    assert "Undone" in by("kim", "undo").err
    with undamaged(second) as db:
        assert db.execute("SELECT name FROM setting").fetchall() == [("follow-up",)]


def test_an_upgrade_gives_a_setting_that_nobody_signed_to_the_current_login(second, by):
    with closing(sqlite3.connect(second, isolation_level=None)) as db:
        db.execute("INSERT INTO setting VALUES ('trainer', 'Kim K')")
    assert by("kim", "doctor").out.splitlines()[1] == (
        'note     upgrade     trainer "Kim K" now belongs to the login kim alone.'
    )
    assert by("kim", "config", "get", "trainer") == (0, "Kim K\n", "")
    assert by("kim", "doctor").code == 0


def test_an_upgrade_without_personal_settings_says_and_writes_nothing(second, coachlog):
    with undamaged(second) as db:
        before = db.execute("SELECT count(*) FROM revision").fetchone()
    assert coachlog("config", "get", "follow-up") == (0, "14, 45\n", "")
    with undamaged(second) as db:
        assert db.execute("SELECT count(*) FROM revision").fetchone() == before


def test_an_upgraded_file_takes_new_entries_and_can_be_searched(first, coachlog):
    assert coachlog("log", "@permits", "Looked up the fee waiver again").code == 0
    assert coachlog("search", "waiver", "--format", "csv").out.count("\r\n") == 3


def test_an_upgrade_loses_no_row_and_leaves_a_backup_of_the_old_file(old, clock):
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


def test_an_upgraded_file_is_refused_by_the_older_program(old, coachlog, clock):
    open_log(str(old), clock, default=False, create=False, steps=TOMORROW).close()
    before = old.read_bytes()
    for arguments in (
        ("list",),
        ("log", "@permits", "words"),
        ("log", "@permits", "--private", "words"),
    ):
        code, out, err = coachlog(*arguments)
        assert (code, out) == (5, "")
        message = (
            f"made by a newer coachlog (schema {TODAY + 1}; this one knows {TODAY})."
            " Upgrade coachlog; the file was left as it is."
        )
        assert message in err
    assert old.read_bytes() == before


def test_an_upgraded_file_is_opened_again_without_another_backup(old, clock):
    for _ in range(2):
        open_log(str(old), clock, default=False, create=False, steps=TOMORROW).close()
    assert len(backups(old)) == 1


def test_a_read_only_file_of_an_older_schema_is_refused_with_what_to_do(old, clock):
    before = old.read_bytes()
    old.chmod(0o400)
    message = r"from an older coachlog and read-only. Make it writable once, to upgrade it"
    with pytest.raises(StorageError, match=message):
        open_log(str(old), clock, default=False, create=False, steps=TOMORROW)
    assert (old.read_bytes(), backups(old)) == (before, [])


def test_an_old_program_cannot_write_after_the_upgrade(old, clock):
    log = open_log(str(old), clock, default=False, create=False)
    with upgrade(old) as new:
        assert new.communicate() == (f"{TODAY + 1} 4\n", "")
    after = old.read_bytes()
    message = r"was upgraded by another coachlog while this one was running. Run the"
    with pytest.raises(StorageError, match=message), log.atomic():
        log.run("DELETE FROM entry")
    log.close()
    assert old.read_bytes() == after


@needs_proc
def test_an_old_command_that_waited_during_the_upgrade_prints_its_text_back(old):
    holder = sqlite3.connect(old, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    command = [sys.executable, "-m", "coachlog", "log", "@permits", "Some words"]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as waiting:
        wait_until_locked_out(waiting.pid, old)
        holder.execute(f"PRAGMA user_version = {TODAY + 1}")
        holder.execute("COMMIT")
        err = waiting.communicate()[1]
    holder.close()
    assert waiting.returncode == 5
    assert err == (
        f"coachlog: {old} was upgraded by another coachlog while this one was running. "
        "Run the command again.\n"
        "Not recorded. Your text:\nSome words\n"
    )


def test_eight_processes_that_open_an_old_file_at_once_upgrade_it_once(old):
    running = [upgrade(old) for _ in range(8)]
    outputs = [process.communicate(timeout=60) for process in running]
    assert outputs == [(f"{TODAY + 1} 4\n", "")] * 8
    assert len(backups(old)) == 1
    assert schema_of(old)[-1] == (TODAY + 1,)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9")
@pytest.mark.parametrize("moment", ["first", "middle", "spilt", "last"])
def test_a_kill_during_the_upgrade_leaves_the_old_file(old, coachlog, moment):
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
    versions = set()
    before = old.read_bytes()
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
        versions.add(version)
    assert versions <= {TODAY, TODAY + 1}


def test_the_backup_is_there_before_the_first_change(old, clock):
    copies = []

    def look(db):
        copies.extend(old.parent.glob("log-*.backup.db"))

    open_log(str(old), clock, default=False, create=False, steps=(*schema.STEPS, look)).close()
    assert copies == backups(old)
    assert len(copies) == 1


def test_nobody_can_write_from_the_backup_to_the_end_of_the_upgrade(old):
    locked = []

    def try_to_write(*_):
        with closing(sqlite3.connect(old, timeout=0, isolation_level=None)) as other:
            try:
                other.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                locked.append(error.sqlite_errorcode == sqlite3.SQLITE_BUSY)
            else:
                locked.append(False)

    with closing(connect(str(old))) as db:
        run_migrations(db, (*schema.STEPS, try_to_write), try_to_write)
    assert locked == [True, True]


def test_a_file_that_another_process_has_just_upgraded_is_neither_backed_up_nor_changed(old):
    def refuse(*_):
        raise AssertionError("it was upgraded twice")

    with closing(connect(str(old))) as db:
        run_migrations(db, schema.STEPS, refuse)
    assert schema_of(old)[-1] == (TODAY,)


def test_a_failed_upgrade_leaves_no_transaction_open(old):
    def fail(*_):
        raise StorageError("no room for the backup")

    with closing(connect(str(old))) as db:
        with pytest.raises(StorageError, match="no room"):
            run_migrations(db, TOMORROW, fail)
        assert not db.in_transaction


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
    with closing(sqlite3.connect(old)) as db:
        (page,) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'entry'").fetchone()
    with old.open("r+b") as file:
        file.seek(4096 * (page - 1))
        file.write(b"\x5a" * 4096)
    before = old.read_bytes()
    with pytest.raises(StorageError, match=r"is damaged"):
        open_log(str(old), clock, default=False, create=False, steps=TOMORROW)
    assert (old.read_bytes(), backups(old)) == (before, [])


def test_without_room_for_the_backup_there_is_no_upgrade(small_disk, clock):
    disk = small_disk(200)
    path = Path(shutil.copy(DATA / "v1.db", disk / "log.db"))
    before = path.read_bytes()
    with pytest.raises(StorageError, match=r"the disk is full"):
        open_log(str(path), clock, default=False, create=False, steps=TOMORROW)
    assert (path.read_bytes(), backups(path)) == (before, [])


def test_a_new_file_is_made_in_all_steps_without_a_backup(home):
    with upgrade(home / "log.db") as new:
        assert new.communicate() == (f"{TODAY + 1} 0\n", "")
    assert [file.name for file in home.iterdir()] == ["log.db"]
    assert pretend.MOMENT == ""


HISTORY = """SELECT record, tbl, hlc, device, author, replace(id, '-', '') FROM revision
             ORDER BY hlc, id"""


@pytest.mark.parametrize("saved", sorted(DATA.glob("v[123].db")), ids=lambda path: path.stem)
def test_an_upgrade_keeps_every_revision_and_leaves_no_free_page(saved, first, clock):
    shutil.copy(saved, first)
    first.chmod(0o600)
    with undamaged(first) as db:
        before = db.execute(HISTORY).fetchall()
        patches = [
            json.loads(text)
            for (text,) in db.execute("SELECT patch FROM revision ORDER BY hlc, id")
        ]
    log = open_log(str(first), clock, default=False, create=False)
    known = {row[0] for row in before}
    after = log.all(HISTORY.replace("replace(id, '-', '')", "lower(hex(id))"))
    # Personal settings are moved by version 3, which adds revisions.
    assert [row for row in after if row[0] in known][: len(before)] == before
    texts = log.column("SELECT patch FROM revision ORDER BY number")
    assert [read_patch(text) for text in texts][: len(patches)] == patches
    assert log.number("PRAGMA freelist_count") == 0
    log.close()
