"""Exchanging changes with others through a shared folder: first theirs are taken, then ours sent.

Theirs first, because a withdrawal that is among them decides what may be sent.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from coachlog.domain.arrived import Arrived
from coachlog.domain.typed_text import name_key
from coachlog.errors import DecisionNeededError, NotFoundError, RemoteError
from coachlog.exchange.folder_id import FolderError
from coachlog.exchange.folder_shelf import FolderShelf
from coachlog.exchange.segment_names import parse_name
from coachlog.exchange.shelf import Shelf, Trouble
from coachlog.services.sync_pull import pull
from coachlog.services.sync_push import push
from coachlog.storage import shelves
from coachlog.storage.file.connection import Log
from coachlog.storage.names import all_names
from coachlog.storage.new_revisions import newest_number
from coachlog.storage.shelves import ShelfTeam

FOLDER = "folder"


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


class Synced:
    """What an exchange did.

    Attributes:
        sent: How many records were sent that are new or changed.
        arrived: What came in.
        troubles: What could not be used, and what to do about it.
        away: A message for each folder that could not be used now.
        ignored: How many files in the folders are no segments.
        not_exchanged: How many shared entries each team has that is exchanged with nobody.
    """

    def __init__(self) -> None:
        self.sent = 0
        self.arrived = Arrived()
        self.troubles: list[Trouble] = []
        self.away: list[str] = []
        self.ignored = 0
        self.not_exchanged: dict[str, int] = {}


def join(log: Log, folder: str, teams: Sequence[str] = (), *, every_team: bool = False) -> Joined:
    """Join a shared folder, which is made of an empty or new one.

    Args:
        log: The log, outside of a transaction.
        folder: The path of the folder.
        teams: The teams to exchange there, in any spelling. Teams that were joined before stay.
        every_team: Exchange all teams that are in the folder or have shared entries here.

    Raises:
        RemoteError: The folder is away, or is neither empty nor a shared one.
        DecisionNeededError: No team is named, and more than one could be meant.
        NotFoundError: There is no team at all yet.
    """
    _check_joined(log, folder)
    shelf, is_new = _open_or_make(log, folder)
    there = shelf.teams()
    known = {name_key(team): team for team in (*all_names(log, "team"), *there)}
    names = [known.get(name_key(team), team) for team in teams]
    if every_team:
        names = list(known.values())
    joined_before = [stream.team for stream in shelves.teams_of(log, shelf.id)]
    if not names and not joined_before:
        names = [_only_team(list(known.values()))]
    with log.atomic():
        shelves.add_shelf(log, shelves.Shelf(shelf.id, FOLDER, folder))
        for name in names:
            if name_key(name) not in map(name_key, joined_before):
                shelves.add_team(log, shelf.id, name)
    exchanged = [stream.team for stream in shelves.teams_of(log, shelf.id)]
    return Joined(
        location=folder,
        is_new=is_new,
        teams=exchanged,
        other_teams=_without(there, exchanged),
        devices=len(_devices(shelf, exchanged)),
        troubles=shelf.troubles,
    )


def _open_or_make(log: Log, folder: str) -> tuple[FolderShelf, bool]:
    try:
        return FolderShelf.join(folder), False
    except FolderError:
        return FolderShelf.create(folder, log.clock), True


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
        names = ", ".join(sorted(teams))
        raise DecisionNeededError(
            f"which team should be exchanged? Name it with --team, or add --every-team: {names}"
        )
    return teams[0]


def _devices(shelf: Shelf, teams: Iterable[str]) -> set[str]:
    devices = set()
    for team in teams:
        for name in shelf.list(team):
            parsed = parse_name(name)
            if parsed:
                devices.add(parsed.device)
    return devices


def sync(log: Log) -> Synced:
    """Exchange what is new through every shared folder that the log has joined.

    Args:
        log: The log, outside of a transaction.

    Raises:
        NotFoundError: It has joined none.
        StorageError: The log cannot be written; what was taken before stays taken.
    """
    joined = shelves.shelves(log)
    if not joined:
        raise NotFoundError(
            "this log exchanges nothing yet. Name a shared folder:  coachlog sync --folder PATH"
        )
    synced = Synced()
    exchanged: list[str] = []
    taken = []
    # From all of them before the first sending: what came through one goes on through another.
    for shelf in joined:
        exchanged += [stream.team for stream in shelves.teams_of(log, shelf.id)]
        open_shelf = FolderShelf(shelf.location, shelf.id)
        with _noting_away(synced):
            taken.append((open_shelf, _pull(log, open_shelf, synced)))
    for open_shelf, names in taken:
        with _noting_away(synced):
            for stream in shelves.teams_of(log, open_shelf.id):
                synced.sent += push(
                    log=log,
                    shelf=open_shelf,
                    stream=stream,
                    names=names[stream.team],
                    troubles=synced.troubles,
                )
    for team, count in shelves.shared_entries(log).items():
        if _without([team], exchanged):
            synced.not_exchanged[team] = count
    return synced


def check_folders(log: Log) -> None:
    """Look whether every shared folder that the log has joined can be used now.

    Raises:
        RemoteError: One is away, or is another one.
    """
    for shelf in shelves.shelves(log):
        FolderShelf(shelf.location, shelf.id).check()


def has_more_to_send(log: Log) -> bool:
    """Return whether anything was recorded that no exchange has looked at yet."""
    newest = newest_number(log)
    for shelf in shelves.shelves(log):
        if any(stream.sent != newest for stream in shelves.teams_of(log, shelf.id)):
            return True
    return False


@contextmanager
def _noting_away(synced: Synced) -> Iterator[None]:
    """Go on with the other shelves where one is away."""
    try:
        yield
    except RemoteError as error:
        synced.away.append(str(error))


def _pull(log: Log, shelf: FolderShelf, synced: Synced) -> dict[str, set[str]]:
    """Take what is new on a shelf; return the names of the segments of each team."""
    shelf.check()
    names = {}
    for stream in shelves.teams_of(log, shelf.id):
        segments = shelf.list(stream.team)
        names[stream.team] = set(segments)
        synced.ignored += len(shelf.ignored[stream.team])
        arrivals = pull(
            log=log,
            shelf=shelf,
            stream=stream,
            names=segments,
            troubles=synced.troubles,
        )
        for arrived in arrivals:
            synced.arrived.add(arrived)
        _forget_what_is_gone(log, stream, names[stream.team])
    return names


def _forget_what_is_gone(log: Log, stream: ShelfTeam, names: Collection[str]) -> None:
    """Forget segments that their devices have replaced by others.

    A device of which nothing is there may only be late: its segments would all be read again.
    """
    missing = shelves.taken_segments(log, stream).difference(names)
    devices = set()
    if missing:
        devices = {parsed.device for parsed in map(parse_name, names) if parsed}
    gone = []
    for name in missing:
        parsed = parse_name(name)
        if parsed and parsed.device in devices:
            gone.append(name)
    if gone:
        with log.atomic():
            shelves.forget_segments(log, stream, gone)


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


def _without(teams: Iterable[str], others: Iterable[str]) -> list[str]:
    """Return the teams that are none of the others, in whichever spelling."""
    keys = set(map(name_key, others))
    return [team for team in teams if name_key(team) not in keys]
