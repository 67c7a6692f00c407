"""Tests of opening a file: only a whole log of coachlog is opened, and nothing else is changed."""

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from coachlog.errors import StorageError
from coachlog.storage.file.database import SCHEMA_VERSION
from coachlog.storage.file.errors import MOVED
from coachlog.storage.file.open import check_can_create, open_log

WORDS = ("log", "@permits", "+fees", "Showed how to look up a fee waiver")


@pytest.fixture
def path(home: Path, monkeypatch) -> Path:
    """Return the path of the log; there is no file yet."""
    monkeypatch.setenv("COACHLOG_DB", str(home / "work" / "log.db"))
    (home / "work").mkdir()
    return home / "work" / "log.db"


@pytest.fixture
def written(path: Path, coachlog) -> Path:
    """Return the path of a log with an entry."""
    assert coachlog(*WORDS).code == 0
    return path


def files_in(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Return name, mode and bytes of everything in a folder."""
    files = {}
    for file in sorted(folder.iterdir()):
        content = b""
        if file.is_file():
            content = file.read_bytes()
        files[file.name] = (file.lstat().st_mode, content)
    return files


def assert_refused(coachlog, path: Path, *phrases: str) -> None:
    """Check that reading and writing end with exit code 5 and one line, and change nothing."""
    before = files_in(path.parent)
    typed_text = "Showed how to look up a fee waiver\n"
    for arguments, expected_text in (
        (("list",), ""),
        (WORDS, typed_text),
        ((*WORDS, "--kind", "strength"), typed_text),
    ):
        code, out, err = coachlog(*arguments)
        assert (code, out) == (5, "")
        message, _, text = err.partition("Not recorded. Your text:\n")
        assert message.count("\n") == 1
        assert message.startswith("coachlog: ")
        assert text == expected_text
        for phrase in phrases:
            assert phrase in message
        assert files_in(path.parent) == before


@pytest.mark.parametrize(
    "content", [b"x", b"Some notes of mine.\n" * 500, b"\0" * 8192, b"SQLite format 2\0" * 600]
)
def test_a_file_that_is_not_a_database_is_refused(coachlog, path, content):
    path.write_bytes(content)
    assert_refused(coachlog, path, "is not a coachlog file, or the start of it is damaged")


def test_a_destroyed_header_is_refused_with_the_newest_backup(coachlog, written, clock):
    from coachlog.storage.file.backup import back_up
    from coachlog.storage.file.database import connect

    db = connect(str(written))
    backup = back_up(db, str(written), clock)
    db.close()
    written.write_bytes(b"\xff" * 100 + written.read_bytes()[100:])
    assert_refused(
        coachlog, written, "the start of it is damaged", f"The newest backup is {backup}"
    )


def test_an_empty_file_is_refused_with_the_newest_backup(coachlog, written):
    for day in ("2026-11-18T080000-aaaa", "2026-11-19T080000-0000"):
        shutil.copy(written, written.with_name(f"log-{day}.backup.db"))
    written.write_bytes(b"")
    assert_refused(coachlog, written, "is empty", "log-2026-11-19T080000-0000.backup.db")


def test_an_empty_file_without_a_backup_is_refused_with_what_to_do(coachlog, path):
    path.write_bytes(b"")
    assert_refused(coachlog, path, "is empty", "There is no backup next to it", "--db")


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_another_programs_database_is_refused_and_its_journal_stays(coachlog, path, mode):
    script = (
        "import os, sqlite3, sys; db = sqlite3.connect(sys.argv[1])\n"
        "db.execute('PRAGMA journal_mode = ' + sys.argv[2])\n"
        "db.execute('CREATE TABLE mine (text)'); db.commit(); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", script, str(path), mode], check=True)
    assert path.with_name("log.db-wal").exists() == (mode == "wal")
    assert_refused(coachlog, path, "is another program's database", "left as it is")


def test_a_file_from_a_newer_coachlog_is_refused(coachlog, written):
    db = sqlite3.connect(written)
    db.execute("PRAGMA user_version = 99")
    db.close()
    assert_refused(
        coachlog,
        written,
        f"made by a newer coachlog (schema 99; this one knows {SCHEMA_VERSION})",
        "Upgrade coachlog",
    )


def test_a_damaged_page_is_noticed_by_reading_and_by_writing(coachlog, written):
    size = written.stat().st_size
    written.write_bytes(written.read_bytes()[:4096] + b"\x5a" * (size - 4096))
    assert_refused(coachlog, written, "is damaged: run `coachlog doctor`")


def test_a_file_cut_short_is_refused(coachlog, written):
    os.truncate(written, written.stat().st_size // 2)
    assert_refused(coachlog, written, "is damaged: run `coachlog doctor`")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
@pytest.mark.parametrize("kind", ["folder", "fifo", "/dev/zero", "/dev/null"])
def test_a_path_that_is_not_a_file_is_refused(coachlog, path, kind):
    if kind == "folder":
        path.mkdir()
    elif kind == "fifo":
        os.mkfifo(path)
    else:
        path.symlink_to(kind)
    assert_refused(coachlog, path, "is not a file. Choose a file with --db.")


def test_the_missing_folder_of_a_named_file_is_not_created(coachlog, home, monkeypatch):
    monkeypatch.setenv("COACHLOG_DB", str(home / "no" / "where" / "log.db"))
    assert_refused(coachlog, home / "x", f"there is no folder {home / 'no' / 'where'}")


@pytest.mark.parametrize("name", ["file/log.db", "x" * 300 + ".db"])
def test_a_path_that_cannot_exist_is_refused(coachlog, home, monkeypatch, name):
    (home / "file").write_text("text")
    monkeypatch.setenv("COACHLOG_DB", str(home / name))
    assert_refused(coachlog, home / "x", "cannot be opened: ")


@pytest.mark.parametrize(
    "name",
    [
        ":memory:",
        "a%20b?mode=ro#1.db",
        "ünïcode 漢.db",
        "-dash.db",
        'it\'s "one".db',
        "b\udce9d.db",
    ],
)
def test_any_file_name_that_the_system_allows_works(coachlog, home, monkeypatch, name):
    monkeypatch.setenv("COACHLOG_DB", str(home / name))
    assert coachlog(*WORDS).code == 0
    assert (home / name).stat().st_size > 4096
    assert coachlog("list", "--format", "csv").out.count("\r\n") == 2


def test_a_relative_path_starts_at_the_current_folder(coachlog, home):
    assert coachlog("--db", "here.db", *WORDS).code == 0
    assert (home / "here.db").is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such links")
def test_a_link_to_nowhere_is_not_followed(coachlog, path, home):
    target = home / "elsewhere.db"
    path.symlink_to(target)
    code, _, err = coachlog(*WORDS)
    assert (code, "is a link to a file that does not exist" in err) == (5, True)
    assert not target.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such links")
def test_a_link_to_the_log_is_followed(coachlog, path, home):
    assert coachlog("--db", str(home / "real.db"), *WORDS).code == 0
    path.symlink_to(home / "real.db")
    assert coachlog(*WORDS).code == 0
    assert coachlog("list", "--format", "csv").out.count("\r\n") == 3


def test_no_log_is_created_beside_the_journal_of_a_missing_log(coachlog, path):
    path.with_name("log.db-journal").write_bytes(b"an unfinished change")
    before = files_in(path.parent)
    code, _, err = coachlog(*WORDS)
    assert (code, "its journal is still there" in err) == (5, True)
    assert files_in(path.parent) == before


def test_a_journal_of_a_log_that_another_process_has_just_made_is_no_error(log):
    Path(log.path + "-journal").write_bytes(b"another process is writing")
    check_can_create(log.path, default=False)
    Path(log.path + "-journal").unlink()


@pytest.fixture
def torn(written: Path) -> tuple[Path, bytes]:
    """Kill a writer in the middle of a change; return the log and its bytes before that."""
    if sys.platform == "win32":
        pytest.skip("the script kills itself with a signal")
    whole = written.read_bytes()
    script = (
        "import os, signal, sqlite3, sys; db = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "db.execute('PRAGMA cache_size = 1'); db.execute('BEGIN IMMEDIATE')\n"
        "db.execute('UPDATE entry SET happened = hex(randomblob(200000))')\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", script, str(written)], check=False)
    assert written.with_name("log.db-journal").stat().st_size > 0
    assert written.read_bytes() != whole
    return written, whole


def test_a_leftover_journal_is_rolled_back_by_the_next_command(coachlog, torn):
    path, whole = torn
    listing = coachlog("list", "--format", "csv").out
    assert listing.endswith("Showed how to look up a fee waiver\r\n")
    assert path.read_bytes() == whole
    assert not path.with_name("log.db-journal").exists()


def test_a_leftover_journal_of_a_read_only_log_is_refused_with_what_to_do(coachlog, torn):
    path, _ = torn
    path.chmod(0o400)
    message = "another program was stopped while changing it. Make it writable once"
    assert_refused(coachlog, path, message)


def test_a_read_only_log_is_read_but_not_written_even_by_root(coachlog, written):
    written.chmod(0o444)
    before = files_in(written.parent)
    assert coachlog("list", "--format", "csv").out.count("\r\n") == 2
    for arguments in (WORDS, (*WORDS, "--kind", "strength")):
        code, out, err = coachlog(*arguments)
        assert (code, out) == (5, "")
        assert err.splitlines()[0].endswith(
            "is read-only, so nothing was recorded. "
            "Make it writable, or choose another file with --db."
        )
        assert err.endswith("Not recorded. Your text:\nShowed how to look up a fee waiver\n")
    assert files_in(written.parent) == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")
def test_log_and_folder_are_closed_to_others_whatever_the_umask(coachlog, home):
    for umask, folder in ((0o000, "open"), (0o777, "closed")):
        before = os.umask(umask)
        try:
            os.environ["XDG_DATA_HOME"] = str(home / folder)
            assert coachlog(*WORDS).code == 0
        finally:
            os.umask(before)
            del os.environ["XDG_DATA_HOME"]
        parent = home / folder
        log_folder = parent / "coachlog"
        assert stat.S_IMODE(parent.stat().st_mode) == 0o700
        assert stat.S_IMODE(log_folder.stat().st_mode) == 0o700
        assert stat.S_IMODE((log_folder / "coachlog.db").stat().st_mode) == 0o600
        assert [file.name for file in log_folder.iterdir()] == ["coachlog.db"]


def test_a_log_that_another_tool_switched_to_wal_is_switched_back(coachlog, written):
    db = sqlite3.connect(written)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("UPDATE setting SET value = value")
    db.close()
    assert coachlog(*WORDS).code == 0
    assert [file.name for file in written.parent.iterdir()] == ["log.db"]
    assert written.read_bytes()[18:20] == b"\1\1"


def test_a_log_is_durable_and_its_foreign_keys_are_checked(log):
    assert log.one("PRAGMA synchronous") == (3,)  # EXTRA
    assert log.one("PRAGMA journal_mode") == ("delete",)
    assert log.one("PRAGMA foreign_keys") == (1,)


def test_reading_a_missing_log_does_not_create_it(coachlog, home):
    code, out, _ = coachlog("list", "--format", "csv")
    assert (code, out.count("\r\n")) == (0, 1)
    assert list(home.iterdir()) == []


@pytest.mark.parametrize("timeout", ["soon", "-1", "nan", "inf", "1e9"])
def test_a_lock_timeout_that_is_not_a_number_of_seconds_is_a_settings_error(
    coachlog, written, monkeypatch, timeout
):
    monkeypatch.setenv("COACHLOG_LOCK_TIMEOUT", timeout)
    code, _, err = coachlog("list")
    assert code == 3
    assert err.splitlines() == [
        "coachlog: COACHLOG_LOCK_TIMEOUT must be a number of seconds "
        f"from 0 to 86400, not {timeout!r}."
    ]


def test_a_log_that_was_replaced_while_open_is_noticed_before_the_commit(home, clock):
    path = home / "log.db"
    for _ in range(2):
        open_log(str(path), clock, default=False, create=True).close()
    log = open_log(str(path), clock, default=False, create=True)
    shutil.copy(path, home / "other.db")
    (home / "other.db").replace(path)
    with pytest.raises(StorageError, match="was moved or replaced while it was open"), log.atomic():
        log.run("INSERT INTO setting VALUES ('team', 'permits')")
    log.close()
    again = open_log(str(path), clock, default=False, create=False)
    assert again.all("SELECT * FROM setting") == []
    again.close()


def test_a_log_that_was_replaced_after_a_write_is_noticed_before_the_commit(home, clock):
    # SQLite itself looks only when it begins to write.
    path = home / "log.db"
    log = open_log(str(path), clock, default=False, create=True)
    shutil.copy(path, home / "other.db")

    def write_and_be_replaced():
        with log.atomic():
            log.run("INSERT INTO setting VALUES ('team', 'permits')")
            path.rename(home / "old.db")
            (home / "other.db").replace(path)

    with pytest.raises(StorageError) as error:
        write_and_be_replaced()
    assert str(error.value) == MOVED.format(path=path)
    log.close()
    for name in ("old.db", "log.db"):
        again = open_log(str(home / name), clock, default=False, create=False)
        assert again.all("SELECT * FROM setting") == []
        again.close()


def test_a_commit_that_fails_is_rolled_back(log, monkeypatch):
    run = log.run

    def fail_to_commit(sql, values=()):
        if sql == "COMMIT":
            raise StorageError("the disk is full")
        return run(sql, values)

    monkeypatch.setattr(log, "run", fail_to_commit)
    with pytest.raises(StorageError, match="the disk is full"), log.atomic():
        log.run("INSERT INTO setting VALUES ('team', 'permits')")
    assert not log.db.in_transaction
    assert log.all("SELECT * FROM setting") == []


def test_a_log_that_was_replaced_at_the_moment_of_the_commit_is_reported(home, clock, monkeypatch):
    path = home / "log.db"
    log = open_log(str(path), clock, default=False, create=True)
    shutil.copy(path, home / "other.db")
    run = log.run

    def replace_after_commit(sql, values=()):
        count = run(sql, values)
        if sql == "COMMIT":
            (home / "other.db").replace(path)
        return count

    monkeypatch.setattr(log, "run", replace_after_commit)
    with pytest.raises(StorageError) as error, log.atomic():
        log.run("INSERT INTO setting VALUES ('team', 'permits')")
    assert str(error.value) == (
        f"{path} was moved or replaced at this very moment. "
        "Check whether your change is there:  coachlog list"
    )
    log.close()


def test_a_log_that_was_deleted_while_open_is_noticed_before_the_commit(home, clock):
    log = open_log(str(home / "log.db"), clock, default=False, create=True)
    (home / "log.db").unlink()
    with pytest.raises(StorageError, match="was moved or replaced"), log.atomic():
        log.run("INSERT INTO setting VALUES ('team', 'permits')")
    log.close()
    assert list(home.iterdir()) == []
