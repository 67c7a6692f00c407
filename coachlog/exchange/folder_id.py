"""The id file of a shared folder, which tells it from every other folder.

People who pointed other programs at the wrong or an emptied folder have lost their notes to that.
So a folder without its id file is never taken for a new one, and nothing is written to it.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shlex import quote

from coachlog.clock import Clock
from coachlog.errors import RemoteError
from coachlog.exchange.shared_files import note, read_note, write_once
from coachlog.exchange.team_folders import is_team_folder

FORMAT = 1
ID_FILE = "coachlog-folder.json"
# What systems put into an empty folder; the files of sync clients are hidden.
NOT_COUNTED = ("desktop.ini", "thumbs.db")


class FolderError(RemoteError):
    """The shared folder is away, is another one, or cannot be used; the message says what to do."""


def is_shared_folder(folder: Path) -> bool:
    """Return whether a folder has an id file, readable or not."""
    return os.path.lexists(folder / ID_FILE)


def check_can_be_made(folder: Path) -> None:
    """Refuse a folder of which no shared folder can be made.

    Raises:
        FolderError: it is not empty, or away.
    """
    # A drive that is not connected has no folders, and none is made in its place.
    if not folder.parent.exists():
        raise FolderError(_why_away(folder.parent))
    with as_folder_error(folder):
        if folder.exists():
            _check_is_empty(folder)


def make_shared_folder(folder: Path, clock: Clock) -> None:
    """Make a shared folder of an empty or new folder; leave one that is a shared folder already.

    Raises:
        FolderError: it is not empty, or cannot be written to.
    """
    if is_shared_folder(folder):
        return
    check_can_be_made(folder)
    with as_folder_error(folder):
        folder.mkdir(exist_ok=True)
        content = note({"coachlog": "folder", "format": FORMAT, "id": clock.uuid7()})
        write_once(folder / ID_FILE, content, is_shared_name=True)


def read_folder_id(folder: Path) -> str:
    """Return the id in the id file.

    Raises:
        FolderError: there is none that this program can read.
    """
    path = folder / ID_FILE
    try:
        content = read_note(path)
    except FileNotFoundError:
        raise FolderError(_why_no_id(folder)) from None
    except ValueError:
        raise FolderError(
            f"{path} is not whole. Wait until the folder is up to date, then try again."
        ) from None
    except OSError as error:
        raise cannot_use(path, error) from None
    version = content.get("format")
    if isinstance(version, int) and version > FORMAT:
        raise FolderError(f"{folder} was made by a newer coachlog. Update coachlog to use it.")
    name = content.get("id")
    if content.get("coachlog") != "folder" or not isinstance(name, str) or not name:
        raise FolderError(f"{path} was not written by coachlog, so this is not a shared folder.")
    return name


@contextmanager
def as_folder_error(folder: Path) -> Iterator[None]:
    """Turn an `OSError` in the block into a `FolderError` that names the folder."""
    try:
        yield
    except OSError as error:
        raise cannot_use(folder, error) from None


def cannot_use(path: Path, error: OSError) -> FolderError:
    """Return what to raise when a file or folder of the shared folder fails."""
    reason = error.strerror or error
    return FolderError(
        f"{path} cannot be used: {reason}. Your log is untouched; try again later, or ask the"
        " person who manages the folder."
    )


def _why_no_id(folder: Path) -> str:
    if not folder.exists():
        return f"{_why_away(folder)} If it was moved or renamed:  coachlog sync --folder PATH"
    return (
        f"{folder} has no {ID_FILE}, so it may be another folder or an emptied one."
        " Nothing was read or written. Wait until the folder is up to date, or bring the file"
        " back from the folder's recycle bin or from another computer."
    )


def _why_away(folder: Path) -> str:
    return f"there is no folder {folder}. Connect the drive, or check the name."


def _check_is_empty(folder: Path) -> None:
    """Refuse a folder with other files, among which the sub-folders of teams would be lost.

    Raises:
        FolderError: it is one.
    """
    with os.scandir(folder) as entries:
        names = sorted(entry.name for entry in entries)
    for name in names:
        if is_team_folder(name):
            raise FolderError(_why_no_id(folder))
        if name.startswith(".") or name.lower() in NOT_COUNTED:
            continue
        raise FolderError(
            f"{folder} is not empty. Name a new folder, such as {quote(str(folder / 'coachlog'))}"
        )
