"""A shared folder: what drives, sync clients, people and power cuts do to it."""

import json
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from coachlog.exchange import folder_shelf, shared_files
from coachlog.exchange.folder_id import FolderError
from coachlog.exchange.folder_shelf import FolderShelf
from coachlog.exchange.segments import SegmentError, SegmentGoneError, decode
from coachlog.exchange.shelf import Trouble
from coachlog.exchange.team_folders import team_folder
from tests.exchange.shelf_contract import KIM, TEAMS, ShelfContract, segment_of

ID_FILE = "coachlog-folder.json"
AWAY = "Connect the drive, or check the name."
MOVED = "If it was moved or renamed:  coachlog sync --folder PATH"


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "My Drive" / "coachlog"


@pytest.fixture
def shelf(folder, clock):
    folder.parent.mkdir()
    return FolderShelf.create(str(folder), clock)


@pytest.fixture
def other(folder, shelf):
    return FolderShelf.join(str(folder))


@pytest.fixture
def segment(shelf):
    """Return the name and the bytes of a segment that is on the shelf."""
    name, data = segment_of(count=5)
    shelf.put_if_absent("Permits", name, data)
    return name, data


@pytest.fixture
def permits(folder):
    return folder / team_folder("Permits")


def refusal(call):
    with pytest.raises(FolderError) as caught:
        call()
    assert caught.value.exit_code == 7
    return str(caught.value)


class TestFolder(ShelfContract):
    """A shared folder does what every shelf does."""


def test_files_lie_flat_in_a_folder_for_each_team(shelf, folder, segment):
    name, _ = segment
    assert sorted(str(path.relative_to(folder)) for path in folder.rglob("*")) == [
        ID_FILE,
        "permits-f9b6938a",
        f"permits-f9b6938a/{name}",
    ]
    note = json.loads((folder / ID_FILE).read_text())
    assert note == {"coachlog": "folder", "format": 1, "id": shelf.id}


def test_names_of_folders_are_valid_everywhere():
    names = [team_folder(team) for team in TEAMS]
    assert len(set(names)) == len(TEAMS)
    for name in names:
        assert re.fullmatch("[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?-[0-9a-f]{8}", name)
    assert team_folder("Permits/Intake").startswith("permits-intake-")
    assert team_folder("CON").startswith("con-")
    assert team_folder("Équipe").startswith("equipe-")
    assert team_folder("審査").startswith("team-")
    assert team_folder("a" * 200).startswith("a" * 40 + "-")


# As the clients name them when two computers wrote one file, or a person copied it. `{}` stands
# for the name up to `.gz`, or up to the first dot where a client cuts there.
COPIES = (
    "{stem}-DESKTOP-4F2K9QX.gz",  # OneDrive: the name of the computer
    "{stem}-Kim's MacBook.gz",
    "{stem} (1).gz",  # OneDrive and Google Drive on the web, Windows on a download
    "{stem} (2).gz",
    "{first} (1).jsonl.gz",
    "{stem} (Kim Lee's conflicted copy 2026-11-19).gz",  # Dropbox
    "{stem} (LAPTOP's conflicted copy 2026-11-19 (1)).gz",
    "{stem} (Case Conflict).gz",
    "{stem} (conflicted copy 2026-11-19 150000).gz",  # Nextcloud and ownCloud 2.5 and later
    "{stem} (conflicted copy kim 2026-11-19 150000).gz",
    "{stem}_conflict-20261119-150000.gz",  # ownCloud before that
    "{stem}.sync-conflict-20261119-150000-D4LGQYW.gz",  # Syncthing
    "{stem}.conflict1.gz",  # rclone bisync
    "{name}.conflict1",
    "{name}..path1",  # rclone bisync before 1.66
    "{stem} - Copy.gz",  # Windows
    "{stem} - Copy (2).gz",
    "Copy of {name}",  # Google Drive
    "{stem} copy.gz",  # macOS
    "{stem} [Conflict].gz",  # Google's Backup and Sync
    "[Conflict]{name}",
    "{stem}_Conflict.gz",  # Synology Drive
    "{stem}_NAS_kim_Nov-19-150000-2026_Conflict.gz",
    "{name}.bak",
    "{name}~",
)
# While a file is on its way, and what the systems put beside.
OTHERS = (
    ".syncthing.{name}.tmp",
    "~syncthing~{name}.tmp",
    ".{name}.~4f2a",  # Nextcloud
    "{name}.3fa9c2d1.partial",  # rclone
    ".~tmp-{name}",
    "{name}.crdownload",
    "~${name}",
    ".coachlog-0123456789ab.tmp",
    ".DS_Store",
    "._{name}",
    "desktop.ini",
    "Thumbs.db",
    "Notes of the meeting.docx",
    ".smbdeleteAAA1",
    ".nfs0000000000000001",
)


@pytest.mark.parametrize("pattern", [*COPIES, *OTHERS])
def test_copies_and_other_files_are_ignored_and_counted(other, permits, segment, pattern):
    name, data = segment
    stem = name.removesuffix(".gz")
    file_name = pattern.format(name=name, stem=stem, first=name.removesuffix(".jsonl.gz"))
    (permits / file_name).write_bytes(data)
    assert other.list("Permits") == [name]
    assert other.ignored == {"Permits": [file_name]}
    assert other.get("Permits", name) == data
    assert other.teams() == ["Permits"]


def test_a_copied_folder_of_a_team_is_ignored(other, permits, segment):
    for ending in (" (1)", "-DESKTOP-4F2K9QX", " - Copy"):
        copy = permits.with_name(permits.name + ending)
        shutil.copytree(permits, copy)
    assert other.teams() == ["Permits"]
    assert other.troubles == []


@pytest.mark.parametrize("stub", ["{}.nextcloud", "{}.owncloud", "{}.cloud", ".{}.icloud"])
def test_a_file_that_is_not_downloaded_is_listed_and_reported(other, permits, segment, stub):
    name, data = segment
    (permits / name).rename(permits / stub.format(name))
    (permits / stub.format(name)).write_bytes(b" ")
    assert other.list("Permits") == [name]
    with pytest.raises(SegmentError, match="has not been downloaded to this computer"):
        other.get("Permits", name)
    # Downloaded meanwhile; the stub may still be there.
    (permits / name).write_bytes(data)
    assert other.list("Permits") == [name]
    assert other.get("Permits", name) == data
    assert other.ignored == {"Permits": []}


def test_an_empty_file_is_read_and_known_as_not_downloaded(other, permits, segment):
    name, _ = segment
    (permits / name).write_bytes(b"")
    with pytest.raises(SegmentError, match="has not been downloaded"):
        decode(name, other.get("Permits", other.list("Permits")[0]))


@pytest.mark.parametrize(
    "error",
    [
        PermissionError(13, "Permission denied"),
        OSError(5, "Input/output error"),
        OSError(22, "The cloud file provider is not running"),  # what OneDrive gives when it is off
        TimeoutError(110, "Connection timed out"),
    ],
)
def test_a_file_that_cannot_be_read_is_an_error_of_that_file(other, segment, monkeypatch, error):
    # Not by its permissions: the tests may run as root.
    name, _ = segment

    def fail(path, flags):
        raise error

    monkeypatch.setattr(shared_files.os, "open", fail)
    with pytest.raises(SegmentError) as caught:
        other.get("Permits", name)
    assert str(caught.value) == (
        f"cannot be read: {error.strerror}. Check that it has been downloaded"
        " and that you may read it."
    )


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in folders")
def test_a_pipe_a_folder_or_a_huge_file_in_place_of_a_segment_holds_nobody_up(
    other, permits, segment
):
    name, _ = segment
    path = permits / name
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(SegmentError, match="it is not an ordinary file"):
        other.get("Permits", name)
    path.unlink()
    path.mkdir()
    with pytest.raises(SegmentError, match="cannot be read"):
        other.get("Permits", name)
    path.rmdir()
    path.symlink_to("/dev/zero")
    with pytest.raises(SegmentError, match="it is not an ordinary file"):
        other.get("Permits", name)
    path.unlink()
    with path.open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(SegmentError, match="it has 1,099,511,627,776 bytes"):
        other.get("Permits", name)


def test_names_in_upper_case_are_found(other, permits, segment):
    name, data = segment
    (permits / name).rename(permits / name.upper())
    assert other.list("Permits") == [name]
    assert other.get("Permits", name) == data
    other.delete("Permits", name)
    assert other.list("Permits") == []


def test_of_two_spellings_the_right_one_is_read(other, permits, segment):
    name, data = segment
    (permits / name.upper()).write_bytes(b"")
    (permits / f"{name}.nextcloud").write_bytes(b"")
    assert other.list("Permits") == [name]
    assert other.get("Permits", name) == data


def test_a_segment_that_was_replaced_since_the_listing_is_gone(other, permits, segment):
    name, _ = segment
    assert other.list("Permits") == [name]
    (permits / name).unlink()
    with pytest.raises(SegmentGoneError):
        other.get("Permits", name)


def test_a_folder_that_is_away_is_said_by_every_call(shelf, folder, segment):
    name, data = segment
    folder.rename(folder.with_name("elsewhere"))
    for call in (
        shelf.check,
        shelf.teams,
        lambda: shelf.list("Permits"),
        lambda: shelf.get("Permits", name),
        lambda: shelf.put_if_absent("Permits", name, data),
        lambda: FolderShelf.join(str(folder)),
    ):
        assert refusal(call) == f"there is no folder {folder}. {AWAY} {MOVED}"
    assert not folder.exists()


def test_an_empty_folder_where_the_drive_was_is_not_written_to(shelf, folder, segment):
    # The place where a drive is connected is often there without it, and empty.
    name, data = segment
    folder.rename(folder.with_name("elsewhere"))
    folder.mkdir()
    for call in (
        shelf.check,
        lambda: shelf.list("Permits"),
        lambda: shelf.get("Permits", name),
        lambda: shelf.put_if_absent("Permits", name, data),
    ):
        message = refusal(call)
        assert message.startswith(f"{folder} has no {ID_FILE}, so it may be another folder")
        assert "Nothing was read or written." in message
    assert list(folder.iterdir()) == []


def test_a_folder_without_its_id_file_is_never_made_anew(shelf, folder, segment, clock):
    (folder / ID_FILE).unlink()
    assert f"has no {ID_FILE}" in refusal(lambda: FolderShelf.create(str(folder), clock))
    assert f"has no {ID_FILE}" in refusal(lambda: FolderShelf.join(str(folder)))
    assert not (folder / ID_FILE).exists()


def test_another_folder_under_the_path_is_refused(shelf, folder, clock):
    folder.rename(folder.with_name("elsewhere"))
    FolderShelf.create(str(folder), clock)
    message = refusal(FolderShelf(str(folder), shelf.id).check)
    assert message == (
        f"{folder} is another shared folder than the one that this log joined."
        " Nothing was read or written. If it takes its place, run coachlog sync --leave,"
        f" then coachlog sync --folder '{folder}'"
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is not whole. Wait until the folder is up to date, then try again."),
        (b'{"coachlog": "folder", "fo', "is not whole."),
        (b"\xff\xfe", "is not whole."),
        (b"[" * 60_000, "is not whole."),
        (b"[]", "is not whole."),
        (b"{}", "was not written by coachlog, so this is not a shared folder."),
        (b'{"coachlog": "folder", "format": 1, "id": 5}', "was not written by coachlog"),
        (b'{"coachlog": "folder", "format": 1, "id": ""}', "was not written by coachlog"),
        (b'{"coachlog": "x", "format": 1, "id": "1"}', "was not written by coachlog"),
        (b" " * 100_000, "cannot be used: it has 100,000 bytes."),
    ],
)
def test_an_id_file_that_cannot_be_used_is_said(shelf, folder, content, message):
    (folder / ID_FILE).write_bytes(content)
    assert refusal(shelf.check).startswith(f"{folder / ID_FILE} {message}")


def test_a_folder_of_a_newer_program_is_refused(shelf, folder):
    (folder / ID_FILE).write_text('{"coachlog": "folder", "format": 2, "realm": {}}')
    message = f"{folder} was made by a newer coachlog. Update coachlog to use it."
    assert refusal(shelf.check) == message


def test_a_file_in_place_of_the_folder_is_said(folder, clock):
    folder.parent.mkdir()
    folder.write_text("not a folder")
    for call in (
        lambda: FolderShelf.create(str(folder), clock),
        lambda: FolderShelf.join(str(folder)),
        lambda: FolderShelf(str(folder), "x").teams(),
    ):
        assert "Not a directory" in refusal(call)
    assert folder.read_text() == "not a folder"


def test_a_file_in_place_of_the_folder_of_a_team_is_said(shelf, folder, permits):
    permits.write_text("not a folder")
    name, data = segment_of()
    assert "Not a directory" in refusal(lambda: shelf.list("Permits"))
    assert "Not a directory" in refusal(lambda: shelf.put_if_absent("Permits", name, data))


def test_a_drive_that_is_not_connected_is_not_made(folder, clock):
    message = refusal(lambda: FolderShelf.create(str(folder), clock))
    assert message == f"there is no folder {folder.parent}. {AWAY}"
    assert not folder.parent.exists()


@pytest.mark.parametrize("name", ["budget.xlsx", "Permits", "coachlog.db"])
def test_a_folder_with_files_of_others_is_not_taken(folder, clock, name):
    folder.mkdir(parents=True)
    (folder / name).touch()
    assert refusal(lambda: FolderShelf.create(str(folder), clock)) == (
        f"{folder} is not empty. Name a new folder, such as '{folder / 'coachlog'}'"
    )
    assert [path.name for path in folder.iterdir()] == [name]


def test_what_systems_put_into_an_empty_folder_does_not_matter(folder, clock):
    folder.mkdir(parents=True)
    for name in ("desktop.ini", "Thumbs.db", ".DS_Store", ".stfolder"):
        (folder / name).touch()
    shelf = FolderShelf.create(str(folder), clock)
    assert FolderShelf.join(str(folder)).id == shelf.id


def test_a_shared_folder_is_not_made_twice(shelf, folder, segment, clock):
    assert FolderShelf.create(str(folder), clock).id == shelf.id
    (folder / ID_FILE).write_bytes(b"")
    assert "is not whole" in refusal(lambda: FolderShelf.create(str(folder), clock))
    assert (folder / ID_FILE).read_bytes() == b""


def test_of_many_who_make_a_folder_at_once_all_get_one_id(folder, clock, monkeypatch):
    folder.mkdir(parents=True)
    barrier = threading.Barrier(8)
    move = shared_files._move

    def move_together(*arguments, **named):
        barrier.wait(10)
        move(*arguments, **named)

    monkeypatch.setattr(shared_files, "_move", move_together)
    # Each looks before the others have moved their files.
    monkeypatch.setattr(shared_files.os.path, "lexists", lambda _: False)
    ids = []

    def make():
        ids.append(FolderShelf.create(str(folder), clock).id)

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ids) == 8
    assert set(ids) == {FolderShelf.join(str(folder)).id}
    assert [path.name for path in folder.iterdir()] == [ID_FILE]


def test_a_folder_is_made_where_files_cannot_have_two_names(folder, clock, monkeypatch):
    def refuse(*_):
        raise PermissionError(1, "Operation not permitted")  # what Linux says of FAT

    folder.mkdir(parents=True)
    monkeypatch.setattr(shared_files.os, "link", refuse)
    shelf = FolderShelf.create(str(folder), clock)
    assert FolderShelf.create(str(folder), clock).id == shelf.id
    assert [path.name for path in folder.iterdir()] == [ID_FILE]


def test_a_full_drive_is_said_and_left_clean(small_disk, clock):
    folder = small_disk(64) / "share"
    shelf = FolderShelf.create(str(folder), clock)
    first = segment_of()
    shelf.put_if_absent("Permits", *first)
    message = refusal(lambda: shelf.put_if_absent("Permits", *segment_of(seq=2, count=20_000)))
    assert message.startswith(f"{folder} cannot be used: No space left on device.")
    assert shelf.list("Permits") == [first[0]]
    assert shelf.ignored == {"Permits": []}
    assert shelf.get("Permits", first[0]) == first[1]


@pytest.mark.parametrize("ending", [".nextcloud", ""])
def test_a_team_is_read_from_any_segment_that_is_here(shelf, other, permits, segment, ending):
    name, _ = segment
    (permits / name).rename(permits / f"{name}{ending}")
    (permits / f"{name}{ending}").write_bytes(b"")
    assert other.teams() == []
    assert other.troubles == [
        Trouble(
            permits.name,
            "has no segment that says its team. Wait until the folder is up to date.",
        )
    ]
    shelf.put_if_absent("Permits", *segment_of(seq=2))
    assert other.teams() == ["Permits"]
    assert len(other.troubles) == 1


@pytest.mark.parametrize("team", ["Per\x1b[2Jmits", "Fire", "  Permits", "", "a" * 201, "a;b"])
def test_a_name_that_no_team_of_the_folder_can_have_is_not_taken(other, folder, permits, team):
    permits.mkdir()
    name, data = segment_of(team=team)
    (permits / name).write_bytes(data)
    hostile = folder / team_folder(team)
    hostile.mkdir(exist_ok=True)
    if team != "Fire":
        (hostile / name).write_bytes(data)
    assert other.teams() == []
    assert {trouble.name for trouble in other.troubles} >= {permits.name}


def test_a_folder_of_a_team_that_one_may_not_open_hides_only_that_team(
    shelf, other, permits, segment, monkeypatch
):
    # A department may give each team its own permissions.
    shelf.put_if_absent("Fire", *segment_of(team="Fire"))
    scandir = os.scandir

    def refuse(folder):
        if os.fspath(folder) == str(permits):
            raise PermissionError(13, "Permission denied")
        return scandir(folder)

    monkeypatch.setattr(folder_shelf.os, "scandir", refuse)
    assert other.teams() == ["Fire"]
    assert other.troubles == [Trouble(permits.name, "cannot be opened, so its team is unknown.")]
    assert len(other.list("Fire")) == 1
    assert "Permission denied" in refusal(lambda: other.list("Permits"))


def test_a_folder_of_a_team_without_segments_is_no_team(other, permits, segment):
    (permits / segment[0]).unlink()
    (permits / "notes.txt").touch()
    assert (other.teams(), other.troubles) == ([], [])


@pytest.mark.parametrize("error", [PermissionError(13, "Permission denied"), OSError(28, "Full")])
def test_a_folder_that_cannot_be_written_to_is_said_and_left_clean(
    shelf, folder, segment, permits, monkeypatch, error
):
    name, data = segment_of(seq=2)

    def fail(_):
        raise error

    monkeypatch.setattr(shared_files.os, "fsync", fail)
    message = refusal(lambda: shelf.put_if_absent("Permits", name, data))
    assert message == (
        f"{folder} cannot be used: {error.strerror}. Your log is untouched; try again later,"
        " or ask the person who manages the folder."
    )
    monkeypatch.undo()
    assert shelf.list("Permits") == [segment[0]]
    assert shelf.ignored == {"Permits": []}


@pytest.mark.skipif(sys.platform == "win32" or not os.geteuid(), reason="root may write anywhere")
def test_a_read_only_folder_can_be_read(shelf, folder, segment, permits):
    name, data = segment
    other_name, other_data = segment_of(seq=2)
    permits.chmod(0o500)
    try:
        assert shelf.get("Permits", shelf.list("Permits")[0]) == data
        assert "cannot be used" in refusal(
            lambda: shelf.put_if_absent("Permits", other_name, other_data)
        )
        assert "cannot be used" in refusal(lambda: shelf.delete("Permits", name))
    finally:
        permits.chmod(0o700)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
@pytest.mark.parametrize(("mode", "file_mode"), [(0o2770, 0o660), (0o755, 0o644), (0o700, 0o600)])
def test_others_can_read_what_the_folder_lets_them(folder, clock, mode, file_mode):
    folder.mkdir(parents=True)
    folder.chmod(mode)
    umask = os.umask(0o077)
    try:
        shelf = FolderShelf.create(str(folder), clock)
        name, data = segment_of()
        shelf.put_if_absent("Permits", name, data)
    finally:
        os.umask(umask)
    permits = folder / team_folder("Permits")
    assert stat.S_IMODE(permits.stat().st_mode) == mode
    for path in (folder / ID_FILE, permits / name):
        assert stat.S_IMODE(path.stat().st_mode) == file_mode


KILLED = """
import os, signal, sys
from coachlog.exchange import folder_shelf, shared_files
from coachlog.exchange.folder_shelf import FolderShelf
from tests.exchange.shelf_contract import segment_of

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

setattr(shared_files, sys.argv[2], die)
FolderShelf.join(sys.argv[1]).put_if_absent("Permits", *segment_of(seq=2, count=500))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("step", ["give_mode", "_remove_abandoned", "_move"])
def test_a_kill_before_the_renaming_leaves_no_half_segment(
    shelf, other, folder, permits, segment, step
):
    command = [sys.executable, "-c", KILLED, str(folder), step]
    root = Path(__file__).parents[2]
    done = subprocess.run(command, cwd=root, check=False)
    assert done.returncode == -signal.SIGKILL
    name, data = segment_of(seq=2, count=500)
    assert other.list("Permits") == [segment[0]]
    (left,) = other.ignored["Permits"]
    assert re.fullmatch(r"\.coachlog-[0-9a-f]{12}\.tmp", left)
    # The next sync writes it anew. A temporary file that is a week old belongs to nobody.
    assert shelf.put_if_absent("Permits", name, data) is True
    assert other.get("Permits", name) == data
    assert (permits / left).exists()
    week_ago = (permits / name).stat().st_mtime - 8 * 86_400
    os.utime(permits / left, (week_ago, week_ago))
    shelf.put_if_absent("Permits", *segment_of(seq=3))
    assert not (permits / left).exists()


def test_nobody_ever_sees_half_of_a_segment(shelf, other):
    segments = dict(segment_of(seq=seq, count=200) for seq in range(1, 31))
    seen = set()
    is_done = threading.Event()

    def look():
        while not is_done.is_set() or len(seen) < len(segments):
            for name in other.list("Permits"):
                assert other.get("Permits", name) == segments[name]
                seen.add(name)

    reader = threading.Thread(target=look)
    reader.start()
    for name, data in segments.items():
        shelf.put_if_absent("Permits", name, data)
    is_done.set()
    reader.join(30)
    assert seen == set(segments)


def test_two_who_write_one_segment_at_once_write_it_once(shelf, other):
    # A log that was copied to a second computer writes the same files.
    name, data = segment_of(count=50)
    barrier = threading.Barrier(2)

    def write(writer):
        barrier.wait(10)
        writer.put_if_absent("Permits", name, data)

    threads = [threading.Thread(target=write, args=(writer,)) for writer in (shelf, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert shelf.list("Permits") == [name]
    assert shelf.ignored == {"Permits": []}
    assert decode(name, shelf.get("Permits", name)).device == KIM


@pytest.mark.skipif(not Path("/proc/version").exists(), reason="only Linux has such files")
def test_a_file_is_read_whole_even_if_its_size_is_not_known():
    path = Path("/proc/version")
    assert path.stat().st_size == 0
    content = path.read_bytes()
    assert shared_files.read_file(path, 10_000) == content
    assert shared_files.read_file(path, len(content) - 1) == content[:-1]
    assert shared_files.read_file(path, 10_000, first=3) == content[:3]
