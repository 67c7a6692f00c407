"""A shared folder as a shelf: a mapped drive, a folder of a sync client, a memory stick.

Every file in it is written once, under a name of its own, and never changed, so that no sync client
ever sees two versions of one.
"""

import os
import stat
from pathlib import Path
from shlex import quote

from coachlog.clock import Clock
from coachlog.exchange.folder_id import (
    FolderError,
    as_folder_error,
    cannot_use,
    make_shared_folder,
    read_folder_id,
)
from coachlog.exchange.segment_names import is_segment_name
from coachlog.exchange.segments import SegmentError, SegmentGoneError, team_of
from coachlog.exchange.shared_files import give_mode, read_file, write_once
from coachlog.exchange.shelf import Names, Shelf, Trouble
from coachlog.exchange.team_folders import (
    is_stub,
    is_team_folder,
    is_team_in,
    segment_of,
    team_folder,
)

LARGEST_SEGMENT = 1 << 28
BEGINNING = 1 << 12  # bytes, with the header of a segment


class FolderShelf(Shelf):
    """The segments in a shared folder: a sub-folder for each team, the files flat in it."""

    def __init__(self, path: str, expected_id: str) -> None:
        """Name the folder without looking at it.

        Args:
            path: where it is on this computer.
            expected_id: the id that it had when this log joined it.
        """
        self._path = Path(path)
        self.id = expected_id
        self._files: dict[str, dict[str, str]] = {}  # by team and segment, as listed last
        self.ignored: dict[str, Names] = {}
        self.troubles: list[Trouble] = []

    @classmethod
    def create(cls, path: str, clock: Clock) -> "FolderShelf":
        """Make a shared folder of an empty or new folder.

        Raises:
            FolderError: it is not empty, or cannot be written to.
        """
        make_shared_folder(Path(path), clock)
        # Read back: somebody else may have been quicker.
        return cls.join(path)

    @classmethod
    def join(cls, path: str) -> "FolderShelf":
        """Return the shelf in a shared folder that somebody has made.

        Raises:
            FolderError: it is not one.
        """
        return cls(path, read_folder_id(Path(path)))

    def check(self) -> None:
        """Check that this is the folder that the log joined.

        Raises:
            FolderError: it is not, or is away.
        """
        current_id = read_folder_id(self._path)
        if current_id != self.id:
            raise FolderError(
                f"{self._path} is another shared folder than the one that this log joined."
                " Nothing was read or written. If it takes its place, run coachlog sync --leave,"
                f" then coachlog sync --folder {quote(str(self._path))}"
            )

    def teams(self) -> Names:
        """Return the teams that have a sub-folder, sorted.

        Raises:
            FolderError: the folder cannot be listed.
        """
        teams = []
        for name in self._names(self._path):
            if not is_team_folder(name):
                continue
            team = self._team_of(name)
            if team is not None:
                teams.append(team)
        return sorted(teams)

    def list(self, team: str) -> Names:
        """Return the names of the segments of a team, sorted; those not downloaded too.

        Raises:
            FolderError: the folder is away or cannot be listed.
        """
        self._files[team], self.ignored[team] = self._look_into(team_folder(team))
        return sorted(self._files[team])

    def get(self, team: str, name: str) -> bytes:
        """Return the bytes of a segment, whether or not they fit its name.

        Raises:
            SegmentError: this file cannot be read.
            FolderError: the folder is away.
        """
        path = self._file(team, name)
        if is_stub(path.name):
            raise SegmentError(
                "has not been downloaded to this computer. Choose to keep the folder"
                " on this device in the program that syncs it."
            )
        try:
            return read_file(path, LARGEST_SEGMENT)
        except FileNotFoundError:
            self.check()
            raise SegmentGoneError("is no longer there.") from None
        except OSError as error:
            reason = error.strerror or error
            raise SegmentError(
                f"cannot be read: {reason}. Check that it has been downloaded"
                " and that you may read it."
            ) from None

    def put_if_absent(self, team: str, name: str, data: bytes) -> bool:
        """Write a segment whole or not at all.

        Returns:
            False if there is a file of this name, which stays as it is.

        Raises:
            FolderError: it cannot be written.
        """
        path = self._file(team, name)
        folder = path.parent
        with as_folder_error(self._path):
            if os.path.lexists(path):
                return False
            # A drive that is away must not be written to where it is usually connected.
            if not folder.exists():
                self.check()
                folder.mkdir(exist_ok=True)
                # Others write here, too, and the umask may keep them out.
                give_mode(folder, stat.S_IMODE(self._path.stat().st_mode))
            write_once(path, data)
        return True

    def delete(self, team: str, name: str) -> None:
        """Delete a segment, if it is there.

        Raises:
            FolderError: it cannot be deleted.
        """
        with as_folder_error(self._path):
            self._file(team, name).unlink(missing_ok=True)

    def _file(self, team: str, name: str) -> Path:
        """Return the path of a segment's file as it was listed last."""
        if not is_segment_name(name):
            raise ValueError(f"{name!r} is not the name of a segment")
        file_name = self._files.get(team, {}).get(name, name)
        return self._path / team_folder(team) / file_name

    def _names(self, folder: Path) -> Names:
        """Return the names in the folder or one of its sub-folders, which may be missing."""
        try:
            with os.scandir(folder) as entries:
                return [entry.name for entry in entries]
        except FileNotFoundError:
            self.check()
            return []
        except OSError as error:
            raise cannot_use(folder, error) from None

    def _look_into(self, folder_name: str) -> tuple[dict[str, str], Names]:
        """Return the files of the segments in a sub-folder by their names, and other files."""
        files: dict[str, str] = {}
        ignored = []
        for file_name in self._names(self._path / folder_name):
            name = segment_of(file_name)
            if name is None:
                ignored.append(file_name)
            # A file under its own name counts before a stub or another spelling of it.
            elif files.get(name) != name:
                files[name] = file_name
        return files, sorted(ignored)

    def _team_of(self, folder_name: str) -> str | None:
        """Return the team of a sub-folder, as the first readable segment in it says.

        A file with its name would be written by two computers at once, whenever two people of a new
        team sync: rclone bisync and Syncthing then make copies of it, or lose it.
        """
        try:
            files, _ = self._look_into(folder_name)
        except FolderError:
            reason = "cannot be opened, so its team is unknown."
            self.troubles.append(Trouble(folder_name, reason))
            return None
        for name in sorted(files):
            path = self._path / folder_name / files[name]
            try:
                team = team_of(read_file(path, LARGEST_SEGMENT, first=BEGINNING))
            except OSError:
                continue
            if team is not None and is_team_in(team, folder_name):
                return team
        if files:
            reason = "has no segment that says its team. Wait until the folder is up to date."
            self.troubles.append(Trouble(folder_name, reason))
        return None
