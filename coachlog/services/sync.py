"""Exchanging changes with others through a shelf: first theirs are taken, then ours sent.

Theirs first, because a withdrawal that is among them decides what may be sent.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager

from coachlog.domain.arrived import Arrived
from coachlog.errors import NotFoundError, RemoteError
from coachlog.exchange.segment_names import newest_by_device
from coachlog.exchange.shelf import Shelf, Trouble
from coachlog.services.open_shelf import open_shelf, write_report
from coachlog.services.sync_join import join_new_teams, without
from coachlog.services.sync_pull import pull
from coachlog.services.sync_push import push
from coachlog.storage import shelves
from coachlog.storage.file.connection import Log
from coachlog.storage.new_revisions import newest_number
from coachlog.storage.shelves import ShelfTeam
from coachlog.storage.team_names import read_team_names


class Synced:
    """What an exchange did.

    Attributes:
        sent_records: The uuids of the records that were sent and are new or changed.
        arrived: What came in.
        troubles: What could not be used, and what to do about it.
        away: A message for each shelf that could not be used now.
        not_exchanged: How many shared entries each team has that is exchanged with nobody.
    """

    def __init__(self) -> None:
        self.sent_records: set[str] = set()
        self.arrived = Arrived()
        self.troubles: list[Trouble] = []
        self.away: list[str] = []
        self.not_exchanged: dict[str, int] = {}

    @property
    def sent(self) -> int:
        """How many records were sent, each counted once however many folders got it."""
        return len(self.sent_records)


def sync(log: Log) -> Synced:
    """Exchange what is new through every shelf that the log has joined.

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
            "  or a hub:  coachlog sync --hub ADDRESS"
        )
    with ExitStack() as stack:
        opened = []
        for each in joined:
            opened.append(open_shelf(log, each))
            stack.callback(opened[-1].close)
        return exchange(log, opened)


def exchange(log: Log, opened: Sequence[Shelf]) -> Synced:
    """Exchange what is new through some shelves that the log has joined.

    Args:
        log: The log, outside of a transaction.
        opened: The shelves.

    Raises:
        StorageError: The log cannot be written; what was taken before stays taken.
    """
    synced = Synced()
    exchanged: list[str] = []
    taken = []
    of_every_team = {each.id for each in shelves.shelves(log) if each.every_team}
    # From all of them before the first sending: what came through one goes on through another.
    for shelf in opened:
        with _noting_away(synced):
            if shelf.id in of_every_team:
                join_new_teams(log, shelf)
            taken.append((shelf, _pull(log, shelf, synced)))
        exchanged += [stream.team for stream in shelves.teams_of(log, shelf.id)]
    for shelf, names in taken:
        with _noting_away(synced):
            for stream in shelves.teams_of(log, shelf.id):
                if stream.team not in names:
                    continue
                synced.sent_records |= push(
                    log=log,
                    shelf=shelf,
                    stream=stream,
                    names=names[stream.team],
                    troubles=synced.troubles,
                )
            write_report(log, shelf)
    names_now = map(read_team_names(log).name_now, exchanged)
    counts = shelves.shared_entries(log)
    for team in without(counts, names_now):
        synced.not_exchanged[team] = counts[team]
    return synced


def check_shelves(log: Log) -> None:
    """Check that every shelf that the log has joined can be used now.

    Raises:
        RemoteError: One is away, or is another one.
    """
    for shelf in shelves.shelves(log):
        with closing(open_shelf(log, shelf)) as opened:
            opened.check()


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


def _pull(log: Log, shelf: Shelf, synced: Synced) -> dict[str, set[str]]:
    """Take what is new on a shelf; return the names of the segments of each team."""
    shelf.check()
    names = {}
    own_teams = shelf.own_teams()
    for stream in shelves.teams_of(log, shelf.id):
        if own_teams is not None and without([stream.team], own_teams):
            reason = "is no longer exchanged: you are not a member of this team."
            synced.troubles.append(Trouble(stream.team, reason))
            continue
        known = shelves.known_segments(log, stream)
        if shelf.has_only(stream.team, known):
            names[stream.team] = set(known)
            continue
        segments = shelf.list(stream.team)
        names[stream.team] = set(segments)
        arrivals = pull(
            log=log,
            shelf=shelf,
            stream=stream,
            names=segments,
            troubles=synced.troubles,
        )
        for arrived in arrivals:
            synced.arrived.add(arrived)
        _forget_what_is_gone(log, shelf, stream, names[stream.team])
    return names


def _forget_what_is_gone(
    log: Log,
    shelf: Shelf,
    stream: ShelfTeam,
    names: Collection[str],
) -> None:
    """Forget segments that their devices have replaced by others.

    A device of which nothing is there may only be late: its segments would all be read again. On a
    shelf without delays only a later segment can have replaced one; what went otherwise is lost.
    """
    missing = shelves.taken_segments(log, stream).difference(names)
    if not missing:
        return
    newest = newest_by_device(names)
    gone = []
    for name in missing:
        for device, number in newest_by_device([name]).items():
            if device in newest and (not shelf.is_prompt or newest[device] > number):
                gone.append(name)
    if gone:
        with log.atomic():
            shelves.forget_segments(log, stream, gone)
