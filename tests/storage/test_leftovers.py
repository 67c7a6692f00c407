"""Tests of files that must not outlive the command that makes them."""

import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from coachlog.errors import StorageError
from coachlog.paths import notes_folder
from coachlog.storage.file import leftovers
from coachlog.storage.file.atomic import temporary_file
from coachlog.storage.file.backup import back_up
from tests.processes import wait_until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has none of these signals")

# A process that makes a file or folder, says so, and goes on. It naps, because a signal that comes
# just before one long sleep begins does not end that sleep.
MAKER = """
import sys, time
from coachlog.cli import main
from coachlog.storage.file.leftovers import removed_unless_finished

def run(arguments):
    with removed_unless_finished(arguments[0]):
        open(arguments[0], "w").close()
        print("made", flush=True)
        while True:
            time.sleep(0.1)

main.run = run
main.main()
"""


def notes() -> list[str]:
    """Return the names of the notes in the data folder."""
    try:
        return [path.name for path in Path(notes_folder()).iterdir()]
    except FileNotFoundError:
        return []


@pytest.fixture
def maker(home):
    """Start a process that is making `log.db.0123.new`."""
    path = home / "log.db.0123.new"
    command = [sys.executable, "-c", MAKER, str(path)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "made\n"
        assert path.exists()
        process.path = path
        yield process
        process.kill()


@pytest.mark.parametrize(
    ("number", "code"),
    [(signal.SIGTERM, -signal.SIGTERM), (signal.SIGHUP, -signal.SIGHUP), (signal.SIGINT, 130)],
)
def test_a_signal_removes_the_file_and_its_note_and_ends_the_process(maker, number, code):
    assert len(notes()) == 1
    maker.send_signal(number)
    maker.wait(timeout=30)
    assert maker.returncode == code
    assert not maker.path.exists()
    assert notes() == []


def test_the_next_command_removes_what_a_killed_one_has_left(maker, coachlog):
    journal = maker.path.with_name(maker.path.name + "-journal")
    journal.write_text("of the unfinished file")
    maker.kill()
    maker.wait(timeout=30)
    assert maker.path.exists()
    assert coachlog("list", "--format", "csv").code == 0
    assert not maker.path.exists()
    assert not journal.exists()
    assert notes() == []


def test_a_file_that_is_being_made_is_left_alone(maker, coachlog):
    for _ in range(2):
        assert coachlog("log", "@permits", "words").code == 0
    assert maker.path.exists()
    assert len(notes()) == 1


@pytest.mark.parametrize("text", ["", "{home}/letter.txt", "relative.txt", "{home}"])
def test_a_note_of_anything_else_removes_nothing_but_itself(home, coachlog, text):
    letter = home / "letter.txt"
    letter.write_text("mine")
    folder = Path(notes_folder())
    folder.mkdir(parents=True)
    (folder / "0123").write_text(text.format(home=home))
    assert coachlog("list", "--format", "csv").code == 0
    assert letter.read_text() == "mine"
    assert notes() == []


def test_no_folder_stays_that_was_made_for_the_note(home):
    with temporary_file(str(home / "out.csv")):
        assert len(notes()) == 1
    assert list(home.iterdir()) == []


def test_a_file_is_made_where_no_note_can_be(home, monkeypatch):
    (home / "a file").write_text("")
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "a file"))
    with temporary_file(str(home / "out.csv")) as temporary:
        assert Path(temporary).exists()
    assert not Path(temporary).exists()


def test_a_backup_that_is_stopped_leaves_no_file(log, clock):
    def interrupt():
        raise KeyboardInterrupt

    # As a signal would, while SQLite copies.
    log.db.set_progress_handler(interrupt, 1)
    with pytest.raises(KeyboardInterrupt):
        back_up(log.db, log.path, clock)
    assert [path.name for path in Path(log.path).parent.iterdir()] == ["log.db"]
    log.db.set_progress_handler(None, 0)
    assert log.one("SELECT count(*) FROM entry") == (0,)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
@pytest.mark.parametrize("keep", [[], ["--keep", "kept.db"]])
def test_a_demo_that_is_stopped_leaves_no_folder(tmp_path, home, coachlog, number, keep):
    command = [sys.executable, "-m", "coachlog", "demo", *keep]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as demo:
        assert demo.stderr.readline().startswith(b"Making a log")
        wait_until(lambda: any(tmp_path.rglob("coachlog-demo-*/demo.db")))
        demo.send_signal(number)
        demo.communicate(timeout=30)
    assert demo.returncode == -number
    assert coachlog("list", "--format", "csv").code == 0
    assert list(home.rglob("*.db")) == []
    assert list(home.glob("coachlog-demo-*")) == []
    assert list(Path(tempfile.gettempdir()).glob("coachlog-demo-*")) == []


def test_an_error_in_a_block_removes_the_folder(home):
    folder = home / "coachlog-demo-0123"
    folder.mkdir()
    (folder / "demo.db").write_text("half")
    with (
        pytest.raises(StorageError),
        leftovers.removed_unless_finished(str(folder)),
    ):
        raise StorageError("the disk is full")
    assert list(home.iterdir()) == []
