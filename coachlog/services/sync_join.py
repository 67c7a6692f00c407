"""Joining a shelf, and leaving it again."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import NamedTuple

from coachlog.domain.typed_text import name_key
from coachlog.errors import DecisionNeededError, NotFoundError
from coachlog.exchange.folder_id import check_can_be_made, is_shared_folder
from coachlog.exchange.folder_shelf import FolderShelf
from coachlog.exchange.segment_names import devices_of
from coachlog.exchange.shelf import Shelf, Trouble
from coachlog.services.open_shelf import kind_of, open_shelf
from coachlog.storage import shelves
from coachlog.storage.file.connection import Log
from coachlog.storage.revisions import device_of
from coachlog.storage.team_names import read_team_names


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
    """What was found where a log joined a shelf.

    Attributes:
        location: The path of the folder, or the address of the hub.
        is_new: Whether the folder was empty, and is a shared one only now.
        teams: The teams that are exchanged from now on.
        other_teams: The other teams that are there.
        devices: How many other logs have put something there for the teams that are exchanged.
        troubles: Folders of which the team is unknown, and what to do about it.
    """

    location: str
    is_new: bool
    teams: list[str]
    other_teams: list[str]
    devices: int
    troubles: list[Trouble]


def join(
    log: Log,
    location: str,
    teams: Sequence[str] = (),
    *,
    every_team: bool = False,
) -> Joined:
    """Join a hub, or a shared folder, which is made of an empty or new one.

    Args:
        log: The log, outside of a transaction.
        location: The path of the folder, or the address of the hub.
        teams: The teams to exchange there, in any spelling; without any all that the user is a
            member of, where the shelf says so. Teams that were joined before stay.
        every_team: Exchange all teams that are there or have shared entries here, and those that
            come later.

    Raises:
        RemoteError: The shelf is away, or the folder is neither empty nor a shared one.
        TeamNeededError: No team is named, and more than one could be meant.
        NotFoundError: There is no team at all yet, or the user is no member of it.
        SettingsError: A library is missing.
    """
    _check_joined(log, location)
    with ExitStack() as stack:
        shelf = _open(log, location)
        if shelf:
            stack.callback(shelf.close)
        return _join(log, location, shelf, teams, every_team=every_team)


def _join(
    log: Log,
    location: str,
    shelf: Shelf | None,
    teams: Sequence[str],
    *,
    every_team: bool,
) -> Joined:
    """Join a shelf, or without one make a shared folder of the empty one at the location."""
    is_new = shelf is None
    there: list[str] = []
    own_teams = None
    joined_before: list[shelves.ShelfTeam] = []
    if shelf:
        there = shelf.teams()
        own_teams = shelf.own_teams()
        joined_before = shelves.teams_of(log, shelf.id)
    known = _streams_by_name(log, there, own_teams)
    all_teams = list(dict.fromkeys(known.values()))
    if every_team:
        names = all_teams
    elif teams or joined_before:
        names = [_stream_of(team, known, own_teams) for team in teams]
    elif own_teams:
        names = all_teams
    else:
        names = [_only_team(all_teams)]
    # Only now: nothing is made for somebody who is still to be asked for a team.
    if shelf is None:
        shelf = FolderShelf.create(location, log.clock)
    joining = shelves.Shelf(shelf.id, kind_of(location), location, every_team)
    _note(log, joining, names)
    exchanged = [stream.team for stream in shelves.teams_of(log, shelf.id)]
    names_now = read_team_names(log)
    return Joined(
        location=location,
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
    known = _streams_by_name(log, shelf.teams(), shelf.own_teams())
    exchanged = [stream.team for stream in shelves.teams_of(log, shelf.id)]
    new = without(dict.fromkeys(known.values()), exchanged)
    if new:
        with log.atomic():
            for team in new:
                shelves.add_team(log, shelf.id, team)


def _streams_by_name(
    log: Log,
    there: Iterable[str],
    own_teams: Iterable[str] | None,
) -> dict[str, str]:
    """Return the names under which teams are on a shelf, by what people may call them.

    A team keeps the name there that it had when it came, even if it is renamed.

    Args:
        log: The log, which has teams, too.
        there: The teams that are on the shelf.
        own_teams: The teams that the user may exchange there; None for any.
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
    if own_teams is None:
        return known
    own = {name_key(team): team for team in own_teams}
    for key, team in own.items():
        known.setdefault(key, team)
    return {key: team for key, team in known.items() if name_key(team) in own}


def _stream_of(team: str, known: Mapping[str, str], own_teams: Sequence[str] | None) -> str:
    """Return the name of a team on a shelf, in whichever spelling it was typed.

    Raises:
        NotFoundError: The user is not a member of it.
    """
    stream = known.get(name_key(team), team)
    if own_teams is not None and without([stream], own_teams):
        names = ", ".join(own_teams) or "none"
        raise NotFoundError(f"you are not a member of {team} there. Your teams: {names}")
    return stream


def _open(log: Log, location: str) -> Shelf | None:
    """Return a hub or a shared folder; None for a folder that can still be made one.

    Raises:
        RemoteError: It is neither, or the hub does not know the user.
        SettingsError: A library is missing.
    """
    if kind_of(location) == shelves.HUB:
        return _open_hub(log, location)
    path = Path(location)
    if is_shared_folder(path):
        return FolderShelf.join(location)
    check_can_be_made(path)
    return None


def _open_hub(log: Log, address: str) -> Shelf:
    """Return a hub that knows the user of the log.

    Raises:
        RemoteError: It is away, or does not know them.
    """
    from coachlog.exchange.hub.connection import Connection
    from coachlog.exchange.hub.shelf import HubShelf

    connection = Connection(address, log.clock)
    with ExitStack() as stack:
        stack.callback(connection.close)
        shelf = HubShelf.join(connection, log.user)
        stack.pop_all()  # it stays open
    return shelf


def _check_joined(log: Log, location: str) -> None:
    """Refuse another shelf at the location of one that is joined.

    Raises:
        RemoteError: There is one, or none can be seen there.
    """
    for shelf in shelves.shelves(log):
        if shelf.location == location:
            with closing(open_shelf(log, shelf)) as opened:
                opened.check()


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
    """Leave every shelf.

    What was taken stays in the log, and what was sent stays there.

    Returns:
        Where they are.

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
