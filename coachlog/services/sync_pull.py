"""Taking what others have put on a shelf: every segment that is not known yet, in any order.

A few thousand revisions make one transaction, so that another writer waits a moment only.
The segments in it are noted in the same one: after a kill they are taken again, or they are noted.
"""

from collections.abc import Collection, Iterable

from coachlog.domain.arrived import Arrived
from coachlog.domain.revision import Revision
from coachlog.exchange.segments import Segment, SegmentError, SegmentGoneError, decode
from coachlog.exchange.shelf import Shelf, Trouble
from coachlog.storage import shelves
from coachlog.storage.arrivals import MOST_AT_ONCE, arrive
from coachlog.storage.file.connection import Log
from coachlog.storage.held import hold_forged
from coachlog.storage.new_revisions import NewRevisions, newest_number
from coachlog.storage.revisions import device_of, in_batches
from coachlog.storage.shelves import ShelfTeam


def read_segment(shelf: Shelf, team: str, name: str, troubles: list[Trouble]) -> Segment | None:
    """Return a segment; None, and perhaps a trouble, if it cannot be read now.

    Args:
        shelf: Where it is.
        team: Its team.
        name: Its name.
        troubles: Gets the reason, and what else is wrong with it.
    """
    try:
        segment = decode(name, shelf.get(team, name))
    except SegmentGoneError:
        return None  # its device has put the same elsewhere
    except SegmentError as error:
        troubles.append(Trouble(name, str(error)))
        return None
    if segment.trouble:
        troubles.append(Trouble(name, segment.trouble))
    authors = shelf.authors(team, name)
    if authors is None:
        return segment
    return _without_forged(segment, authors)._replace(authors=authors)


def _without_forged(segment: Segment, authors: Collection[str]) -> Segment:
    """Return a segment in which the revisions by others than these authors count for nothing."""
    own = []
    forged = []
    for revision in segment.revisions:
        if revision.author in authors:
            own.append(revision)
        else:
            forged.append(revision)
    return segment._replace(revisions=own, forged=forged)


def pull(
    log: Log,
    shelf: Shelf,
    stream: ShelfTeam,
    names: Iterable[str],
    troubles: list[Trouble],
) -> list[Arrived]:
    """Take the segments of a team that are not known yet.

    Args:
        log: The log, outside of a transaction.
        shelf: Where they are.
        stream: The team there.
        names: The names of all its segments.
        troubles: Gets what cannot be read.

    Returns:
        What came in, by transaction.

    Raises:
        RemoteError: The shelf is away now.
    """
    known = shelves.taken_segments(log, stream).union(shelves.sent_segments(log, stream))
    taking = _Taking(log, stream)
    for name in shelf.in_order(stream.team, set(names) - known):
        segment = read_segment(
            shelf=shelf,
            team=stream.team,
            name=name,
            troubles=troubles,
        )
        if segment is not None:
            taking.add(name, segment)
    taking.finish()
    return taking.arrived


class _Taking:
    """Segments that are taken together."""

    def __init__(self, log: Log, stream: ShelfTeam) -> None:
        self.arrived: list[Arrived] = []
        self._log = log
        self._stream = stream
        self._device = device_of(log)
        self._segments: dict[str, Segment] = {}
        self._size = 0

    def add(self, name: str, segment: Segment) -> None:
        """Take a segment now, or together with the next ones."""
        self._segments[name] = segment
        self._size += len(segment.revisions)
        if self._size >= MOST_AT_ONCE:
            self.finish()

    def finish(self) -> None:
        """Take all that were added and not taken yet."""
        if not self._segments:
            return
        revisions = []
        forged = []
        for segment in self._segments.values():
            revisions += segment.revisions
            forged += segment.forged
        own = self._own_segments()
        newest = newest_number(self._log)
        early: set[str] = set()
        *parts, last = list(in_batches(revisions, MOST_AT_ONCE)) or [[]]
        for part in parts:
            with self._log.atomic():
                early.update(self._arrive(part))
        with self._log.atomic():
            early.update(self._arrive(last))
            self.arrived[-1].held += hold_forged(self._log, forged, self._stream.source)
            taken = self._without_early(early).difference(own)
            for names, state in ((own, shelves.OWN), (taken, shelves.TAKEN)):
                shelves.note_segments(
                    self._log,
                    self._stream,
                    names=names,
                    state=state,
                )
            shelves.note_heard(self._log, self._stream, newest)
        self._segments = {}
        self._size = 0

    def _arrive(self, revisions: Iterable[Revision]) -> Collection[str]:
        """Take revisions; return the devices whose clocks are too far ahead for all to be taken."""
        arrived = arrive(self._log, revisions, self._stream.source)
        self.arrived.append(arrived)
        return arrived.early.keys()

    def _own_segments(self) -> list[str]:
        """Return the names of those that this log has put there without noting it.

        It was killed in between, or somebody brought a removed file back.
        """
        own = []
        for name, segment in self._segments.items():
            if segment.device == self._device and segment.can_be_by(self._log.reader):
                new = NewRevisions(self._log, 0, self._stream.source)
                if new.has_all(segment.revisions):
                    own.append(name)
        return own

    def _without_early(self, devices: Collection[str]) -> set[str]:
        """Return the names of the segments without changes by some devices.

        What is too early now is read again at the next sync.
        """
        names = set()
        for name, segment in self._segments.items():
            writers = {revision.device for revision in segment.revisions}
            if writers.isdisjoint(devices):
                names.add(name)
        return names
