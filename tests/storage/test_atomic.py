"""Tests of files that appear whole or not at all, and never replace another file."""

import os
import sys
from pathlib import Path

import pytest

from coachlog.storage.file import atomic
from coachlog.storage.file.atomic import make_private_folder, move_into_place, temporary_file


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


def test_an_error_leaves_no_temporary_file(home):
    def fail():
        with temporary_file(str(home / "log.db")) as temporary:
            Path(f"{temporary}-journal").write_text("SQLite's")
            raise ValueError

    with pytest.raises(ValueError):
        fail()
    assert list(home.iterdir()) == []


def test_contents_are_flushed_before_the_name_and_the_name_afterwards(home, monkeypatch):
    steps = []
    link = os.link

    def linking(*paths):
        steps.append("name")
        link(*paths)

    monkeypatch.setattr(os, "link", linking)
    monkeypatch.setattr(atomic, "flush_file", lambda path: steps.append("contents"))
    monkeypatch.setattr(atomic, "flush_folder_of", lambda path: steps.append("folder"))
    path = str(home / "log.db")
    with temporary_file(path) as temporary:
        move_into_place(temporary, path)
    assert steps == ["contents", "name", "folder"]


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
