"""Tests of files that appear whole or not at all, and never replace another file."""

import os
import sys
from pathlib import Path

import pytest

from coachlog.storage.file.atomic import make_private_folder, move_into_place, temporary_file
from tests.storage.disk import record_disk_steps


@pytest.fixture
def link(request, monkeypatch):
    """Let the file system have hard links, or not."""
    if request.param == "without links":

        def refuse(*_):
            raise PermissionError("no hard links here")

        monkeypatch.setattr(os, "link", refuse)


with_and_without_links = pytest.mark.parametrize(
    "link", ["with links", "without links"], indirect=True
)


@with_and_without_links
def test_a_finished_file_gets_its_name(home, link):
    path = str(home / "log.db")
    with temporary_file(path) as temporary:
        Path(temporary).write_text("whole")
        assert not Path(path).exists()
        assert move_into_place(temporary, path)
    assert [file.name for file in home.iterdir()] == ["log.db"]
    assert (home / "log.db").read_text() == "whole"


@with_and_without_links
def test_an_existing_file_is_not_replaced(home, link):
    (home / "log.db").write_text("made by a quicker process")
    path = str(home / "log.db")
    with temporary_file(path) as temporary:
        assert not move_into_place(temporary, path)
    assert [file.name for file in home.iterdir()] == ["log.db"]
    assert (home / "log.db").read_text() == "made by a quicker process"


def test_the_temporary_file_of_another_process_is_left_alone(home, monkeypatch):
    monkeypatch.setattr(os, "urandom", bytes)
    other = home / "log.db.000000000000.new"
    other.write_text("of another process")
    with pytest.raises(FileExistsError), temporary_file(str(home / "log.db")):
        pytest.fail("two processes write to one file")
    assert other.read_text() == "of another process"


def test_an_error_leaves_no_temporary_file(home):
    def fail():
        with temporary_file(str(home / "log.db")) as temporary:
            Path(f"{temporary}-journal").write_text("SQLite's")
            raise ValueError

    with pytest.raises(ValueError):
        fail()
    assert list(home.iterdir()) == []


@pytest.mark.parametrize(
    ("link", "step"),
    [("with links", "link"), ("without links", "rename")],
    indirect=["link"],
)
def test_contents_are_flushed_before_the_name_and_the_name_afterwards(
    home, link, step, monkeypatch
):
    steps = record_disk_steps(monkeypatch)
    path = home / "log.db"
    with temporary_file(str(path)) as temporary:
        move_into_place(temporary, str(path))
    assert steps == [
        ("flush", path.stat().st_ino),
        (step, str(path)),
        ("flush", home.stat().st_ino),
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows needs no lock for it")
@pytest.mark.parametrize("link", ["without links"], indirect=True)
def test_without_links_a_process_that_had_to_wait_looks_again(home, link, monkeypatch):
    import fcntl

    path = home / "log.db"
    flock = fcntl.flock

    def wait(folder, operation):
        flock(folder, operation)
        if operation & fcntl.LOCK_NB:
            return  # of the note of the temporary file
        assert os.fstat(folder).st_ino == home.stat().st_ino
        path.write_text("made by a quicker process")

    monkeypatch.setattr(fcntl, "flock", wait)
    with temporary_file(str(path)) as temporary:
        assert not move_into_place(temporary, str(path))
    assert path.read_text() == "made by a quicker process"


def test_a_new_folder_is_on_the_disk(home, monkeypatch):
    steps = record_disk_steps(monkeypatch)
    make_private_folder(str(home / "data"))
    assert steps == [("flush", home.stat().st_ino)]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_new_files_and_folders_are_for_their_owner_alone(home):
    umask = os.umask(0)
    try:
        make_private_folder(str(home / "outer" / "inner"))
        with temporary_file(str(home / "log.db")) as temporary:
            assert Path(temporary).stat().st_mode & 0o777 == 0o600
    finally:
        os.umask(umask)
    assert (home / "outer").stat().st_mode & 0o777 == 0o700
    assert (home / "outer" / "inner").stat().st_mode & 0o777 == 0o700


def test_an_existing_folder_stays_as_it_is(home):
    (home / "open").mkdir(mode=0o755)
    (home / "open").chmod(0o755)
    make_private_folder(str(home / "open"))
    assert (home / "open").stat().st_mode & 0o777 == 0o755
