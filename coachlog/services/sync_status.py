"""How the exchange with others stands, without touching a shared folder."""

from typing import NamedTuple

from coachlog.storage import shelves
from coachlog.storage.departures import departures
from coachlog.storage.file.connection import Log
from coachlog.storage.new_revisions import newest_number
from coachlog.storage.revisions import epoch_seconds
from coachlog.storage.shelves import HeldCount, OtherDevice
from coachlog.storage.team_names import read_team_names


class TeamStatus(NamedTuple):
    """How the exchange of one team stands.

    Attributes:
        location: Where, such as the path of a folder.
        team: The team.
        waiting: How many records are to be sent at the next sync.
        heard: When the newest change was made that came from there, in seconds since 1970 UTC;
            None if nothing has come yet.
    """

    location: str
    team: str
    waiting: int
    heard: float | None


class Status(NamedTuple):
    """How the exchange stands.

    Attributes:
        teams: By folder and team.
        held: What was set aside of all that came in, and why.
        other_devices: The other logs that write under the user's name.
    """

    teams: list[TeamStatus]
    held: list[HeldCount]
    other_devices: list[OtherDevice]


def status(log: Log) -> Status:
    """Return how the exchange with others stands."""
    teams = []
    names = read_team_names(log)
    for shelf in shelves.shelves(log):
        for stream in shelves.teams_of(log, shelf.id):
            heard = epoch_seconds(stream.heard) if stream.heard else None
            team = TeamStatus(
                location=shelf.location,
                team=names.name_now(stream.team),
                waiting=_waiting(log, stream),
                heard=heard,
            )
            teams.append(team)
    return Status(teams, shelves.held_counts(log), shelves.other_devices(log))


def _waiting(log: Log, stream: shelves.ShelfTeam) -> int:
    """Return how many records are to be sent for a team.

    Args:
        log: Where they are read.
        stream: The team.
    """
    if stream.sent == newest_number(log):
        return 0
    departure = departures(log, [stream.team], after=stream.sent, source=stream.source)
    return len({revision.record for revision in departure.revisions})
