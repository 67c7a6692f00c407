"""Joining a shared folder, and leaving it again."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from coachlog.domain.typed_text import name_key
from coachlog.errors import DecisionNeededError, NotFoundError
from coachlog.exchange.folder_id import check_can_be_made, is_shared_folder
from coachlog.exchange.folder_shelf import FolderShelf
from coachlog.exchange.segment_names import devices_of
from coachlog.exchange.shelf import Shelf, Trouble
from coachlog.storage import shelves
from coachlog.storage.file.connection import Log
from coachlog.storage.revisions import device_of
from coachlog.storage.team_names import read_team_names

FOLDER = "folder"


class TeamNeededError(DecisionNeededError):
    """One of several teams has to be chosen.

    Attributes:
        teams: their names.
    """

    def __init__(self, teams: Sequence[str]) -> None:
        self.teams = sorted(teams)
        super().__init__(
            "which team should be exchanged? Name it with --team, or add --every-team:"
            f" {', '.join(self.teams)}"
        )


class Joined(NamedTuple):
    """What was found where a log joined a shared folder.

    Attributes:
        location: The path of the folder.
        is_new: Whether it was empty, and is a shared folder only now.
        teams: The teams that are exchanged from now on.
        other_teams: Those that are in the folder, too.
        devices: How many other logs have put something there for the teams that are exchanged.
        troubles: Folders of which the team is unknown, and what to do about it.
    """

    location: str
    is_new: bool
    teams: list[str]
    other_teams: list[str]
    devices: int
    troubles: list[Trouble]


def join(log: Log, folder: str, teams: Sequence[str] = (), *, every_team: bool = False) -> Joined:
    """Join a shared folder, which is made of an empty or new one.

    Args:
        log: The log, outside of a transaction.
        folder: The path of the folder.
        teams: The teams to exchange there, in any spelling. Teams that were joined before stay.
        every_team: Exchange all teams that are in the folder or have shared entries here, and
            those that come later.

    Raises:
        RemoteError: The folder is away, or is neither empty nor a shared one.
        TeamNeededError: No team is named, and more than one could be meant.
        NotFoundError: There is no team at all yet.
    """
    _check_joined(log, folder)
    shelf = _open(folder)
    is_new = shelf is None
    there: list[str] = []
    joined_before: list[shelves.ShelfTeam] = []
    if shelf:
        there = shelf.teams()
        joined_before = shelves.teams_of(log, shelf.id)
    known = _streams_by_name(log, there)
    names = [known.get(name_key(team), team) for team in teams]
    all_teams = list(dict.fromkeys(known.values()))
    if every_team:
        names = all_teams
    elif not names and not joined_before:
        names = [_only_team(all_teams)]
    # Only now: nothing is made for somebody who is still to be asked for a team.
    if shelf is None:
        shelf = FolderShelf.create(folder, log.clock)
    _note(log, shelves.Shelf(shelf.id, FOLDER, folder, every_team), names)
    exchanged = [stream.team for stream in shelves.teams_of(log, shelf.id)]
    names_now = read_team_names(log)
    return Joined(
        location=folder,
        is_new=is_new,
        teams=sorted(map(names_now.name_now, exchanged)),
        other_teams=without(there, exchanged),
        devices=len(_devices(shelf, exchanged) - {device_of(log)}),
        troubles=shelf.troubles,
    )


def _note(log: Log, shelf: shelves.Shelf, names: Iterable[str]) -> None:
    """Note a shelf that is joined with some teams, besides those that were joined before."""
    joined_before = [stream.team for stream in shelves.teams_of(log, shelf.id)]
    if any(each.every_team for each in shelves.shelves(log) if each.id == shelf.id):
        shelf = shelf._replace(every_team=True)
    with log.atomic():
        shelves.add_shelf(log, shelf)
        for name in without(names, joined_before):
            shelves.add_team(log, shelf.id, name)


def join_new_teams(log: Log, shelf: Shelf) -> None:
    """Join the teams that have come to a shelf, or to this log, since all were joined.

    Args:
        log: The log, outside of a transaction.
        shelf: A shelf of which every team is exchanged.

    Raises:
        RemoteError: It cannot be used now.
    """
    shelf.check()
    known = _streams_by_name(log, shelf.teams())
    exchanged = [stream.team for stream in shelves.teams_of(log, shelf.id)]
    new = without(dict.fromkeys(known.values()), exchanged)
    if new:
        with log.atomic():
            for team in new:
                shelves.add_team(log, shelf.id, team)


def _streams_by_name(log: Log, there: Iterable[str]) -> dict[str, str]:
    """Return the names under which teams are on a shelf, by what people may call them.

    A team keeps the name there that it had when it came, even if it is renamed.
    """
    names = read_team_names(log)
    known: dict[str, str] = {}
    for team in there:
        known[name_key(names.name_now(team))] = team
    # The name of a team that only private entries have must not leave this log.
    for team in shelves.shared_entries(log):
        known.setdefault(name_key(team), names.written_name(team))
    for team in there:
        known.setdefault(name_key(team), team)
    return known


def _open(folder: str) -> FolderShelf | None:
    """Return a shared folder; None for one that can still be made.

    Raises:
        RemoteError: It is neither.
    """
    path = Path(folder)
    if is_shared_folder(path):
        return FolderShelf.join(folder)
    check_can_be_made(path)
    return None


def _check_joined(log: Log, folder: str) -> None:
    """Refuse another folder under the path of one that is joined.

    Raises:
        RemoteError: There is one, or none can be seen there.
    """
    for shelf in shelves.shelves(log):
        if shelf.location == folder:
            FolderShelf(shelf.location, shelf.id).check()


def _only_team(teams: Sequence[str]) -> str:
    if not teams:
        raise NotFoundError("there is no team to exchange yet. Name one:  --team NAME")
    if len(teams) > 1:
        raise TeamNeededError(teams)
    return teams[0]


def _devices(shelf: Shelf, teams: Iterable[str]) -> set[str]:
    devices: set[str] = set()
    for team in teams:
        devices |= devices_of(shelf.list(team))
    return devices


def leave(log: Log) -> list[str]:
    """Leave every shared folder.

    What was taken stays in the log, and what was sent stays in the folder.

    Returns:
        The paths of the folders.

    Raises:
        StorageError: The log cannot be written.
    """
    joined = shelves.shelves(log)
    with log.atomic():
        for shelf in joined:
            shelves.remove_shelf(log, shelf.id)
    return [shelf.location for shelf in joined]


def without(teams: Iterable[str], others: Iterable[str]) -> list[str]:
    """Return the teams that are none of the others, in whichever spelling."""
    keys = set(map(name_key, others))
    return [team for team in teams if name_key(team) not in keys]
