"""Files that are written whole or not at all."""

import os
import stat

import pytest

from coachlog.errors import DecisionNeededError, StorageError, UsageError
from coachlog.storage.file.output_file import whole_file
from tests.storage.disk import record_disk_steps


def write(path, text="text\r\n", **options):
    with whole_file(str(path), **options) as file:
        file.write(text)


@pytest.mark.parametrize("umask", [0o000, 0o077, 0o777])
def test_only_its_owner_can_open_a_file_whatever_the_umask(tmp_path, umask):
    before = os.umask(umask)
    try:
        write(tmp_path / "out.csv")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "out.csv").stat().st_mode) == 0o600
    assert (tmp_path / "out.csv").read_bytes() == b"text\r\n"


def test_nothing_is_left_when_the_work_fails(tmp_path):
    def fail():
        with whole_file(str(tmp_path / "out.csv")) as file:
            file.write("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert [path for path in tmp_path.iterdir() if path.is_file()] == []


def test_a_file_is_replaced_only_with_force(tmp_path):
    (tmp_path / "out.csv").write_text("old")
    with pytest.raises(DecisionNeededError, match="--force"):
        write(tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text() == "old"
    write(tmp_path / "out.csv", force=True)
    assert (tmp_path / "out.csv").read_text().strip() == "text"


@pytest.mark.parametrize(("force", "step"), [(False, "link"), (True, "replace")])
def test_contents_are_on_the_disk_before_the_name(tmp_path, monkeypatch, force, step):
    path = tmp_path / "out.csv"
    steps = record_disk_steps(monkeypatch)
    write(path, force=force)
    assert steps == [
        ("flush", path.stat().st_ino),
        (step, str(path)),
        ("flush", tmp_path.stat().st_ino),
    ]


def test_a_file_that_appears_meanwhile_stays(tmp_path):
    def late():
        with whole_file(str(tmp_path / "out.csv")):
            (tmp_path / "out.csv").write_text("quick")

    with pytest.raises(DecisionNeededError):
        late()
    assert (tmp_path / "out.csv").read_text() == "quick"


def test_a_link_is_replaced_and_its_target_is_left_alone(tmp_path):
    (tmp_path / "other").write_text("other")
    (tmp_path / "out.csv").symlink_to(tmp_path / "other")
    write(tmp_path / "out.csv", force=True)
    assert (tmp_path / "other").read_text() == "other"
    assert not (tmp_path / "out.csv").is_symlink()


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("path", [".", "no/such/folder.csv", "/dev/null"])
def test_a_path_that_cannot_be_a_file_is_refused(tmp_path, monkeypatch, path, force):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError):
        write(path, force=force)


def test_a_database_is_never_replaced(log):
    with pytest.raises(UsageError, match="is a database"):
        write(log.path, force=True)


def test_a_full_disk_is_an_error_and_leaves_nothing(tmp_path, monkeypatch):
    def full(_number):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError, match="the disk is full"):
        write(tmp_path / "out.csv")
    assert [path for path in tmp_path.iterdir() if path.is_file()] == []
