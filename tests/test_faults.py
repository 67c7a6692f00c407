"""Tests of faults outside coachlog: full disks, locks, closed pipes, signals, foreign modules."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.conftest import Result
from tests.processes import is_asleep, needs_proc, wait_until, wait_until_locked_out
from tests.undamaged import undamaged

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="these use signals, limits and mounts of POSIX systems"
)

COACHLOG = [sys.executable, "-m", "coachlog"]
WORDS = ("log", "@permits", "+fees", "Showed how to look up a fee waiver")
TYPED = "Not recorded. Your text:\nShowed how to look up a fee waiver\n"


@pytest.fixture
def path(home: Path, monkeypatch) -> Path:
    """Return the path of the log; there is no file yet."""
    monkeypatch.setenv("COACHLOG_DB", str(home / "log.db"))
    return home / "log.db"


@pytest.fixture
def written(path: Path, coachlog) -> Path:
    """Return the path of a log with an entry."""
    assert coachlog(*WORDS).code == 0
    return path


@pytest.fixture
def full(written: Path) -> Path:
    """Return the path of a log with 3,000 entries, more than a pipe holds."""
    db = sqlite3.connect(written)
    columns = (
        "kind, team, topics, happened, factors, own, share, status, "
        "occurred_on, recorded_at, updated_at"
    )
    db.execute(
        f"""WITH RECURSIVE number (n) AS (
                SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 3000
            )
            INSERT INTO entry (uuid, short_id, {columns})
            SELECT printf('%032x', n), printf('%05x', n), {columns} FROM entry, number"""
    )
    db.commit()
    db.close()
    return written


def limited(kilobytes: int, *arguments: str) -> Result:
    """Run a command whose files cannot grow over a limit: a full disk without root."""
    import resource

    limit = kilobytes * 1024
    done = subprocess.run(
        [*COACHLOG, *arguments],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        # Otherwise Python would leave compiled modules of which only the beginning fits, and every
        # later process would fail to load them.
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    return Result(done.returncode, done.stdout, done.stderr)


def entries(path: Path) -> int:
    """Return how many entries an undamaged file has."""
    with undamaged(path) as db:
        count: int = db.execute("SELECT count(*) FROM entry").fetchone()[0]
    return count


# --- full disks


@pytest.mark.parametrize("kilobytes", [0, 1, 4, 16, 60, 100])
def test_a_full_disk_on_the_first_start_leaves_no_file(path, kilobytes):
    code, out, err = limited(kilobytes, *WORDS)
    assert (code, out) == (5, "")
    assert err.startswith("coachlog: ")
    assert err.count("\n") == 3
    assert err.endswith(TYPED)
    assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize("extra", [(), ("--kind", "strength")])
def test_a_full_disk_on_a_write_prints_the_text_back_and_loses_no_data(written, extra):
    before = written.read_bytes()
    code, out, err = limited(8, *WORDS, *extra)
    assert (code, out) == (5, "")
    assert err.endswith(TYPED)
    assert "Nothing was recorded" in err
    assert written.read_bytes() == before
    assert [file.name for file in written.parent.iterdir()] == ["log.db"]
    assert entries(written) == 1


def test_a_disk_that_fills_up_loses_no_recorded_entry(small_disk, process, monkeypatch):
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
    assert f"Not recorded. Your text:\n{recorded} words words" in err
    assert recorded > 0
    assert [file.name for file in disk.iterdir()] == ["log.db"]
    assert process("list", "--format", "csv").out.count("\n") == recorded + 1
    assert entries(disk / "log.db") == recorded


def test_a_full_disk_on_the_first_start_stays_unchanged(small_disk, process, monkeypatch):
    disk = small_disk(64)
    monkeypatch.setenv("XDG_DATA_HOME", str(disk))
    code, _, err = process(*WORDS)
    assert code == 5
    assert err.startswith("coachlog: the disk is full, so nothing was recorded")
    assert err.endswith(TYPED)
    assert [file.name for file in disk.rglob("*")] == ["coachlog"]


def test_a_full_disk_on_a_backup_leaves_no_file(small_disk, written, coachlog, clock):
    from coachlog.errors import StorageError
    from coachlog.storage.file.backup import back_up
    from coachlog.storage.file.database import connect

    disk = small_disk(64)
    db = connect(str(written))
    with pytest.raises(StorageError, match="the disk is full"):
        back_up(db, str(written), clock, str(disk / "log.backup.db"))
    db.close()
    assert list(disk.iterdir()) == []


def test_a_full_disk_on_a_restore_names_the_log_that_was_not_replaced(small_disk, written, process):
    disk = small_disk(64)
    code, out, err = process("--db", str(disk / "log.db"), "restore", str(written))
    assert (code, out) == (5, "")
    assert err == (
        f"coachlog: the disk is full, so {disk / 'log.db'} was not replaced."
        " Free some space and try again.\n"
    )
    assert list(disk.iterdir()) == []


def test_a_log_on_a_read_only_disk_is_read_but_not_written(small_disk, process, monkeypatch):
    disk = small_disk(1024)
    monkeypatch.setenv("COACHLOG_DB", str(disk / "log.db"))
    assert process(*WORDS).code == 0
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    assert process("list", "--format", "csv").out.count("\n") == 2
    code, _, err = process(*WORDS)
    assert code == 5
    assert "is read-only, so nothing was recorded" in err
    assert err.endswith(TYPED)


# A disk that reports an error when a folder is to be flushed: the last step of a commit.
NO_FOLDER_FLUSH = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <sys/stat.h>
static int flush(const char *name, int fd) {
    struct stat status;
    if (!fstat(fd, &status) && S_ISDIR(status.st_mode)) { errno = EIO; return -1; }
    return ((int (*)(int)) dlsym(RTLD_NEXT, name))(fd);
}
int fsync(int fd) { return flush("fsync", fd); }
int fdatasync(int fd) { return flush("fdatasync", fd); }
"""


@pytest.mark.skipif(sys.platform != "linux" or not shutil.which("gcc"), reason="it needs gcc")
def test_a_commit_that_the_disk_does_not_confirm_may_be_recorded(
    written, home, process, monkeypatch
):
    (home / "flush.c").write_text(NO_FOLDER_FLUSH)
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", "flush.so", "flush.c", "-ldl"], check=True)
    monkeypatch.setenv("LD_PRELOAD", str(home / "flush.so"))
    code, out, err = process(*WORDS)
    monkeypatch.delenv("LD_PRELOAD")
    assert (code, out) == (5, "")
    newest = process("list", "--limit", "1", "-f", "csv").out.splitlines()[1].split(",")[0]
    assert err == (
        f"coachlog: the disk did not confirm the last step in {written},"
        f" so your entry may have been recorded as {newest}."
        f" Check whether it is there:  coachlog show {newest}\n"
        "Your text:\nShowed how to look up a fee waiver\n"
    )
    assert entries(written) == 2
    monkeypatch.setenv("LD_PRELOAD", str(home / "flush.so"))
    code, _, err = process("undo")
    assert (code, err.count("\n")) == (5, 1)
    assert "so your change may have been recorded. Check whether it is there:" in err


# --- locks


@pytest.mark.parametrize(
    # The second one stops a command before it knows whether it will write.
    ("lock", "said"),
    [("IMMEDIATE", "Nothing was recorded. "), ("EXCLUSIVE", "")],
)
@pytest.mark.parametrize("extra", [(), ("--kind", "strength")])
def test_a_locked_log_is_busy_and_the_text_is_printed_back(
    written, coachlog, monkeypatch, lock, said, extra
):
    monkeypatch.setenv("COACHLOG_LOCK_TIMEOUT", "0.2")
    before = written.read_bytes()
    other = sqlite3.connect(written, isolation_level=None)
    other.execute(f"BEGIN {lock}")
    code, out, err = coachlog(*WORDS, *extra)
    other.close()
    assert (code, out) == (5, "")
    assert err == (
        f"coachlog: {written} is busy: another program has had it locked for 0.2 s. "
        f"{said}Try again.\n{TYPED}"
    )
    assert written.read_bytes() == before


@pytest.mark.parametrize("words", [["list"], ["show", "last"], ["search", "fee"], ["export"]])
def test_a_command_that_only_reads_a_locked_log_does_not_speak_of_recording(
    written, coachlog, monkeypatch, words
):
    monkeypatch.setenv("COACHLOG_LOCK_TIMEOUT", "0.2")
    other = sqlite3.connect(written, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    result = coachlog(*words)
    other.close()
    assert result == (
        5,
        "",
        f"coachlog: {written} is busy: another program has had it locked for 0.2 s. Try again.\n",
    )


def test_a_lock_that_is_released_in_time_is_waited_for(written, coachlog):
    other = sqlite3.connect(written, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN EXCLUSIVE")
    timer = threading.Timer(0.8, other.execute, ["COMMIT"])
    timer.start()
    assert coachlog(*WORDS).code == 0
    timer.join()
    other.close()
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
def test_a_reader_that_stops_early_ends_a_list_quietly(full, form):
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
@pytest.mark.parametrize(
    "words",
    ["list -f csv", "list", "export", "show last", "doctor", "--help", "--version", "backup"],
)
def test_an_output_that_cannot_be_written_is_an_error_on_one_line(full, words):
    with Path("/dev/full").open("w") as out:
        done = subprocess.run(
            [*COACHLOG, *words.split()], stdout=out, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 5
    errors = [line for line in done.stderr.splitlines() if line.startswith("coachlog:")]
    assert errors == ["coachlog: the output could not be written: No space left on device."]
    assert done.stderr.endswith(f"{errors[0]}\n")


@pytest.mark.skipif(
    not Path("/dev/full").exists(), reason="this system has no device that is always full"
)
def test_what_was_recorded_is_told_even_if_the_output_cannot_be_written(written):
    before = entries(written)
    words = ["log", "-f", "json", "@permits", "One more of these"]
    with Path("/dev/full").open("w") as out:
        done = subprocess.run(
            [*COACHLOG, *words], stdout=out, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 5
    assert "undo: coachlog undo" in done.stderr
    assert "Not recorded" not in done.stderr
    assert done.stderr.endswith(
        "coachlog: the output could not be written: No space left on device."
        " Your change was recorded; to see it:  coachlog history\n"
    )
    assert entries(written) == before + 1


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("import -", "coachlog: the input cannot be copied to read it: "),
        ("log -", "coachlog: stdin cannot be read: "),
    ],
)
def test_an_input_that_cannot_be_read_is_not_the_output(written, words, message):
    command = f"{sys.executable} -m coachlog {words} 0>{written}.in"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (5, "")
    assert done.stderr.startswith(message)
    assert done.stderr.count("\n") == 1


def test_a_closed_stderr_loses_no_data(full, home):
    listing = f"{sys.executable} -m coachlog list --until 2026-12-31 --format csv"
    subprocess.run(["sh", "-c", f"{listing} 2>&1 >{home / 'out.csv'} | true"], check=True)
    assert (home / "out.csv").read_bytes().count(b"\r\n") == 3_002


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("extra", ["", " --kind strength"])
def test_a_closed_stream_is_an_empty_one(written, closed, extra):
    command = f"{sys.executable} -m coachlog log @permits One more{extra} {closed}"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, "Traceback" in done.stderr) == (0, "", False)
    assert entries(written) == 2


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_a_screen_without_a_character_shows_another(written, process, monkeypatch, encoding):
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
def test_arguments_are_utf_8_in_any_locale_and_other_bytes_are_refused(written, locale, utf8_mode):
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
    assert done.stderr.endswith(b"\nNot recorded. Your text:\n@permits caf<U+DCE9> again\n")
    assert done.stderr.count(b"\n") == 3
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
        assert out + err
        assert "\x1b" not in out + err


# --- Ctrl-C and other signals


def interrupt(arguments: list[str], after: float, number: int = signal.SIGINT, **more) -> Result:
    """Run a command, and send it a signal `after` so many seconds."""
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


@needs_proc
@pytest.mark.parametrize("extra", [(), ("--kind", "strength")])
def test_ctrl_c_stops_a_wait_for_a_lock_at_once(written, extra, monkeypatch):
    # It would wait for an hour, so that no load of the machine can make it stop by itself in time.
    monkeypatch.setenv("COACHLOG_LOCK_TIMEOUT", "3600")
    before = written.read_bytes()
    other = sqlite3.connect(written, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with subprocess.Popen(
        [*COACHLOG, *WORDS, *extra],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
    ) as waiting:
        wait_until_locked_out(waiting.pid, written)
        waiting.send_signal(signal.SIGINT)
        outputs = waiting.communicate(timeout=120)
    assert (waiting.returncode, *outputs) == (130, "", f"coachlog: stopped.\n{TYPED}")
    other.close()
    assert written.read_bytes() == before


@needs_proc
def test_ctrl_c_in_a_list_that_nobody_reads_further_is_quiet(full):
    with subprocess.Popen(
        [*COACHLOG, "list", "-f", "csv"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as listing:
        listing.stdout.readline()
        # It has filled the pipe.
        wait_until(lambda: is_asleep(listing.pid))
        listing.send_signal(signal.SIGINT)
        assert listing.stderr.readline() == "coachlog: stopped.\n"
        listing.stdout.close()
        assert listing.stderr.read() == ""
    assert listing.returncode == 130


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_at_any_moment_leaves_whole_entries_and_no_traceback(written, number):
    acknowledged = 1
    for step in range(12):
        words = [*WORDS]
        if step % 2:
            words += ["--kind", "strength"]
        code, _, err = interrupt(words, 0.02 * step, number)
        acknowledged += "undo: coachlog undo" in err
        if "Traceback" in err or "Fatal Python error" in err:
            # Until coachlog's first line runs, Python itself handles the signal.
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
    # With `-m`, Python itself would look for this one in the current folder first.
    (home / "coachlog.py").write_text("raise SystemExit('a foreign module was run')")
    script = Path(sys.executable).with_name("coachlog")
    done = subprocess.run(
        [script, *WORDS], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    assert (done.returncode, "foreign" in done.stderr) == (0, False)


def test_a_current_folder_that_was_removed_does_no_harm(home, written):
    recording = f"{sys.executable} -m coachlog log @permits Recorded from nowhere"
    command = f"mkdir gone && cd gone && rmdir ../gone && {recording}"
    done = subprocess.run(
        ["sh", "-c", command], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    receipt, stored = done.stderr.splitlines()
    assert done.returncode == 0
    assert receipt.endswith("undo: coachlog undo")
    assert stored == "  Recorded from nowhere"


def test_an_installed_plugin_of_sqlite_utils_is_not_run(home, process, monkeypatch):
    site = home / "site"
    info = site / "planted-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: planted\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[sqlite_utils]\nplanted = planted\n")
    (site / "planted.py").write_text(
        "import os, sqlite_utils\n"
        "planted = os.environ['HOME'] + '/planted'\n"
        "open(planted, 'a').write('imported')\n"
        "@sqlite_utils.hookimpl\n"
        "def prepare_connection(conn):\n"
        "    open(planted, 'a').write('run')\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(site), prepend=os.pathsep)
    # sqlite-utils upgrades an old file; a new one is made without it.
    shutil.copy(Path(__file__).parent / "data" / "v1.db", home / "old.db")
    assert process("--db", str(home / "old.db"), "list").code == 0
    assert process(*WORDS).code == 0
    assert not (home / "planted").exists()
    script = "import sqlite_utils; sqlite_utils.Database(memory=True)"
    subprocess.run([sys.executable, "-c", script], check=True)
    assert (home / "planted").read_text() == "importedrun"
