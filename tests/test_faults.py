"""What happens outside of coachlog: full disks, held locks, closed pipes, other people's files and folders."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.conftest import Result

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="these use signals, limits and mounts of POSIX systems"
)

COACHLOG = [sys.executable, "-m", "coachlog"]
WORDS = ("log", "@permits", "+fees", "Showed how to look up a fee waiver")
TYPED = "not recorded, your text:\nShowed how to look up a fee waiver\n"


@pytest.fixture
def path(home: Path, monkeypatch) -> Path:
    """Where the log is to be."""
    monkeypatch.setenv("COACHLOG_DB", str(home / "log.db"))
    return home / "log.db"


@pytest.fixture
def written(path: Path, coachlog) -> Path:
    """A log with one entry."""
    assert coachlog(*WORDS).code == 0
    return path


@pytest.fixture
def full(written: Path) -> Path:
    """A log with 3,000 entries, more than a pipe holds."""
    db = sqlite3.connect(written)
    columns = "kind, team, topics, happened, factors, own, share, status, occurred_on, recorded_at, updated_at"
    db.execute(
        f"""WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 3000)
            INSERT INTO entry (uuid, short_id, {columns})
            SELECT printf('%032x', n), printf('%05x', n), {columns} FROM entry, number"""
    )
    db.commit()
    db.close()
    return written


def limited(kilobytes: int, *arguments: str) -> Result:
    """A command in a process whose files cannot grow over so many kilobytes: a full disk that needs no rights."""
    import resource

    done = subprocess.run(
        [*COACHLOG, *arguments],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        # Python would keep a compiled module of which only the beginning fits, and every later process would stumble over it.
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        preexec_fn=lambda: resource.setrlimit(
            resource.RLIMIT_FSIZE, (kilobytes * 1024, kilobytes * 1024)
        ),
    )
    return Result(done.returncode, done.stdout, done.stderr)


def entries(path: Path) -> int:
    """How many entries a sound file has."""
    db = sqlite3.connect(path)
    assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    db.execute("INSERT INTO entry_fts (entry_fts, rank) VALUES ('integrity-check', 1)")
    db.rollback()
    found: int = db.execute("SELECT count(*) FROM entry").fetchone()[0]
    db.close()
    return found


# --- full disks


@pytest.mark.parametrize("kilobytes", [0, 1, 4, 16, 60, 100])
def test_a_disk_that_is_full_on_the_first_start_leaves_no_file_behind(path, kilobytes):
    code, out, err = limited(kilobytes, *WORDS)
    assert (code, out) == (5, "")
    assert err.startswith("coachlog: ")
    assert err.count("\n") == 3
    assert err.endswith(TYPED)
    assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize("extra", [(), ("--kind", "strength")])
def test_a_disk_that_is_full_on_a_write_gives_the_text_back_and_keeps_the_old_data(written, extra):
    before = written.read_bytes()
    code, out, err = limited(8, *WORDS, *extra)
    assert (code, out) == (5, "")
    assert err.endswith(TYPED)
    assert "Nothing was recorded" in err
    assert written.read_bytes() == before
    assert [file.name for file in written.parent.iterdir()] == ["log.db"]
    assert entries(written) == 1


def test_a_small_disk_that_fills_up_says_so_and_keeps_what_was_recorded(
    small_disk, process, monkeypatch
):
    disk = small_disk(600)
    monkeypatch.setenv("COACHLOG_DB", str(disk / "log.db"))
    recorded = 0
    for _ in range(60):
        code, out, err = process("log", "@permits", f"{recorded} " + "words " * 1200)
        if code:
            break
        recorded += 1
    assert (code, out) == (5, "")
    assert err.startswith(
        f"coachlog: the disk is full, so nothing was recorded in {disk / 'log.db'}. "
        "Free some space and try again.\n"
    )
    assert f"not recorded, your text:\n{recorded} words words" in err
    assert recorded > 0
    assert [file.name for file in disk.iterdir()] == ["log.db"]
    assert process("list", "--format", "csv").out.count("\n") == recorded + 1
    assert entries(disk / "log.db") == recorded


def test_a_small_disk_that_is_full_on_the_first_start_stays_as_it_was(
    small_disk, process, monkeypatch
):
    disk = small_disk(64)
    monkeypatch.setenv("XDG_DATA_HOME", str(disk))
    code, _, err = process(*WORDS)
    assert (
        code,
        err.splitlines()[0].startswith("coachlog: the disk is full, so nothing was recorded"),
    ) == (5, True)
    assert err.endswith(TYPED)
    assert [file.name for file in disk.rglob("*")] == ["coachlog"]


def test_a_full_disk_under_a_backup_leaves_no_backup(small_disk, written, coachlog, clock):
    from coachlog.errors import StorageError
    from coachlog.storage.file.backup import back_up
    from coachlog.storage.file.connection import connect

    disk = small_disk(64)
    db = connect(str(written))
    with pytest.raises(StorageError, match="the disk is full"):
        back_up(db, str(written), clock, str(disk / "log.backup.db"))
    db.close()
    assert list(disk.iterdir()) == []


def test_a_disk_mounted_read_only_is_read_but_not_written(small_disk, process, monkeypatch):
    disk = small_disk(1024)
    monkeypatch.setenv("COACHLOG_DB", str(disk / "log.db"))
    assert process(*WORDS).code == 0
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    assert process("list", "--format", "csv").out.count("\n") == 2
    code, _, err = process(*WORDS)
    assert (code, "is read-only, so nothing was recorded" in err, err.endswith(TYPED)) == (
        5,
        True,
        True,
    )


# --- locks


@pytest.mark.parametrize("lock", ["IMMEDIATE", "EXCLUSIVE"])
@pytest.mark.parametrize("extra", [(), ("--kind", "strength")])
def test_a_log_that_another_program_holds_is_busy_and_the_text_is_given_back(
    written, coachlog, monkeypatch, lock, extra
):
    monkeypatch.setenv("COACHLOG_LOCK_TIMEOUT", "0.2")
    before = written.read_bytes()
    holder = sqlite3.connect(written, isolation_level=None)
    holder.execute(f"BEGIN {lock}")
    code, out, err = coachlog(*WORDS, *extra)
    holder.close()
    assert (code, out) == (5, "")
    assert (
        err == f"coachlog: {written} is busy: another program has had it locked for 0.2 s. "
        f"Nothing was recorded. Try again.\n{TYPED}"
    )
    assert written.read_bytes() == before


def test_a_lock_that_is_let_go_in_time_is_waited_for(written, coachlog):
    holder = sqlite3.connect(written, isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN EXCLUSIVE")
    timer = threading.Timer(0.8, holder.execute, ["COMMIT"])
    timer.start()
    assert coachlog(*WORDS).code == 0
    timer.join()
    holder.close()
    assert entries(written) == 2


def test_a_list_left_open_in_a_pager_blocks_no_writer(full, process, monkeypatch):
    monkeypatch.setenv("COACHLOG_LOCK_TIMEOUT", "0.2")
    with subprocess.Popen([*COACHLOG, "list", "--format", "csv"], stdout=subprocess.PIPE) as pager:
        assert pager.stdout.readline() == b"short_id,occurred_on,kind,team,topics,happened\r\n"
        assert process(*WORDS).code == 0
        assert process("log", "@permits", "--kind", "strength", "And one more").code == 0
        assert pager.poll() is None
        assert pager.stdout.read().count(b"\r\n") >= 3_001
    assert pager.returncode == 0


# --- pipes and streams


@pytest.mark.parametrize("form", ["table", "csv", "json", "jsonl", "md"])
def test_a_reader_that_has_seen_enough_ends_a_list_quietly(full, form):
    with subprocess.Popen(
        [*COACHLOG, "list", "--format", form],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as listing:
        listing.stdout.readline()
        listing.stdout.close()
        assert listing.stderr.read() == ""
    assert listing.returncode == 0


@pytest.mark.skipif(
    not Path("/dev/full").exists(), reason="this system has no device that is always full"
)
def test_an_output_that_cannot_be_written_is_an_error_in_one_line(full):
    for arguments in (["list", "--format", "csv"], ["--help"]):
        with Path("/dev/full").open("w") as out:
            done = subprocess.run(
                [*COACHLOG, *arguments], stdout=out, stderr=subprocess.PIPE, text=True, check=False
            )
        assert done.returncode == 1
        assert (
            done.stderr
            == "coachlog: the output could not be read or written: No space left on device.\n"
        )


def test_nobody_reading_what_is_said_loses_no_data(full, home):
    command = f"{sys.executable} -m coachlog list --until 2026-12-31 --format csv 2>&1 >{home / 'out.csv'} | true"
    subprocess.run(["sh", "-c", command], check=True)
    assert (home / "out.csv").read_bytes().count(b"\r\n") == 3_002


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("extra", ["", " --kind strength"])
def test_a_closed_stream_is_an_empty_one(written, closed, extra):
    command = f"{sys.executable} -m coachlog log @permits One more{extra} {closed}"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, "Traceback" in done.stderr) == (0, "", False)
    assert entries(written) == 2


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_a_screen_that_cannot_show_a_character_shows_another(
    written, process, monkeypatch, encoding
):
    monkeypatch.setenv("PYTHONIOENCODING", encoding)
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    for arguments in (
        ["log", "@permits", "漢字 é \u202e € 😀"],
        ["list"],
        ["list", "--format", "json"],
        ["log"],
        ["show", "last"],
    ):
        done = subprocess.run(
            [*COACHLOG, *arguments],
            env=environment,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        assert b"Traceback" not in done.stderr
        assert b"unexpected" not in done.stderr
    assert entries(written) == 2


@pytest.mark.parametrize("locale", ["C", "POSIX", "en_US.ISO-8859-1"])
@pytest.mark.parametrize("utf8_mode", ["0", "1"])
def test_utf_8_arguments_are_text_in_any_locale_and_other_bytes_are_refused(
    written, locale, utf8_mode
):
    environment = {
        **os.environb,
        b"LC_ALL": locale.encode(),
        b"PYTHONUTF8": utf8_mode.encode(),
        b"PYTHONCOERCECLOCALE": b"0",
    }

    def run(*arguments: bytes) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [os.fsencode(sys.executable), b"-m", b"coachlog", *arguments],
            env=environment,
            capture_output=True,
            check=False,
        )

    assert run(b"log", b"@permits", "café 漢".encode()).returncode == 0
    done = run(b"log", b"@permits", b"caf\xe9 again")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"coachlog: this is not UTF-8 text: 'caf")
    assert done.stderr.count(b"\n") == 1
    db = sqlite3.connect(written)
    assert db.execute("SELECT happened FROM entry ORDER BY id DESC").fetchall() == [
        ("café 漢",),
        ("Showed how to look up a fee waiver",),
    ]
    db.close()


@pytest.mark.parametrize("variable", ["NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "PY_COLORS"])
def test_a_pipe_never_gets_an_escape(written, process, monkeypatch, variable):
    monkeypatch.setenv(variable, "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    for arguments in (
        ("list",),
        ("--help",),
        ("log", "--help"),
        ("nonsense",),
        ("list", "--kind", "nonsense"),
        WORDS,
    ):
        _, out, err = process(*arguments)
        assert "\x1b" not in out + err


# --- Ctrl-C and other signals


def interrupt(arguments: list[str], after: float, number: int = signal.SIGINT, **more) -> Result:
    """Run a command and send it a signal."""
    with subprocess.Popen(
        [*COACHLOG, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
        **more,
    ) as running:
        time.sleep(after)
        running.send_signal(number)
        out, err = running.communicate(timeout=20)
    return Result(running.returncode, out, err)


@pytest.mark.parametrize("extra", [(), ("--kind", "strength")])
def test_ctrl_c_while_waiting_for_a_lock_is_heard_at_once(written, extra):
    before = written.read_bytes()
    holder = sqlite3.connect(written, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    start = time.monotonic()
    assert interrupt([*WORDS, *extra], 1.5) == (130, "", "coachlog: stopped.\n")
    assert time.monotonic() - start < 5
    holder.close()
    assert written.read_bytes() == before


def test_ctrl_c_in_a_list_that_nobody_reads_is_quiet(full):
    with subprocess.Popen(
        [*COACHLOG, "list", "-f", "csv"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as listing:
        listing.stdout.readline()
        time.sleep(0.3)
        listing.send_signal(signal.SIGINT)
        time.sleep(0.2)
        listing.stdout.close()
        assert listing.stderr.read() in ("", "coachlog: stopped.\n")
    assert listing.returncode in (0, 130)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_at_any_moment_leaves_nothing_half_written_and_shows_no_traceback_of_ours(
    written, number
):
    acknowledged = 1
    for step in range(12):
        code, _, err = interrupt(
            [*WORDS, *(("--kind", "strength") if step % 2 else ())], 0.02 * step, number
        )
        acknowledged += "undo: coachlog undo" in err
        if (
            "Traceback" in err or "Fatal Python error" in err
        ):  # before coachlog's first line Python itself answers
            assert "/coachlog/cli/" not in err
        else:
            assert code in (0, 130, -number)
            assert "unexpected" not in err
    assert acknowledged <= entries(written) <= 13


# --- other people's modules and plugins


FOREIGN = (
    "sqlite3",
    "json",
    "typer",
    "rich",
    "sqlite_utils",
    "datetime",
    "traceback",
    "platformdirs",
    "unicodedata",
    "gc",
)


def test_modules_in_the_current_folder_are_not_imported(home, process):
    for name in FOREIGN:
        (home / f"{name}.py").write_text("raise SystemExit('a foreign module was run')")
    for arguments in (WORDS, (*WORDS, "--kind", "strength"), ("list",), ("--help",)):
        code, out, err = process(*arguments)
        assert (code, "foreign" in out + err) == (0, False)
    (home / "coachlog.py").write_text(
        "raise SystemExit('a foreign module was run')"
    )  # what `-m` itself looks for, here first
    script = Path(sys.executable).with_name("coachlog")
    done = subprocess.run(
        [script, *WORDS], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    assert (done.returncode, "foreign" in done.stderr) == (0, False)


def test_a_current_folder_that_is_gone_is_no_matter(home, written):
    command = f"mkdir gone && cd gone && rmdir ../gone && {sys.executable} -m coachlog log @permits Recorded from nowhere"
    done = subprocess.run(
        ["sh", "-c", command], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    assert (done.returncode, done.stderr.count("\n")) == (0, 1)


def test_an_installed_plugin_of_sqlite_utils_is_not_run(home, process, monkeypatch):
    site = home / "site"
    info = site / "planted-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: planted\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[sqlite_utils]\nplanted = planted\n")
    (site / "planted.py").write_text(
        "import os, sqlite_utils\nopen(os.environ['HOME'] + '/planted', 'a').write('imported')\n"
        "@sqlite_utils.hookimpl\ndef prepare_connection(conn):\n    open(os.environ['HOME'] + '/planted', 'a').write('run')\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(site))
    assert process(*WORDS).code == 0
    assert process("list").code == 0
    assert not (home / "planted").exists()
    seen = subprocess.run(
        [sys.executable, "-c", "import sqlite_utils; sqlite_utils.Database(memory=True)"],
        check=True,
    )
    assert (seen.returncode, (home / "planted").read_text()) == (0, "importedrun")
