"""Sending what the others of a team may have, each time as one more segment.

A process may be killed between any two steps, so these are in an order in which the next sync finds
what to do: a segment is put on the shelf before it is noted, and noted before those that it
replaces are removed. One that is there without being noted has everything replaced that was sent.
"""

from collections.abc import Collection, Iterable, Iterator

from coachlog.domain.revision import Revision
from coachlog.exchange.shelf import Shelf, Trouble
from coachlog.services.sync_outbox import Outbox
from coachlog.storage.departures import Departure, departures
from coachlog.storage.file.connection import Log
from coachlog.storage.new_revisions import NewRevisions, newest_number
from coachlog.storage.private_periods import close_private_periods
from coachlog.storage.shelves import ShelfTeam, take_over

MOST_OWN = 50  # segments of one log, before they are put together


def push(
    log: Log,
    shelf: Shelf,
    stream: ShelfTeam,
    names: Collection[str],
    troubles: list[Trouble],
) -> set[str]:
    """Send what is new for a team, after what the others sent was taken.

    Args:
        log: The log, outside of a transaction.
        shelf: Where to.
        stream: The team there, as it is noted.
        names: The names of all its segments.
        troubles: Gets what cannot be removed or read.

    Returns:
        The uuids of the records that were sent and are new or changed.

    Raises:
        RemoteError: The shelf is away now. The next sync goes on.
    """
    outbox = Outbox(
        log=log,
        shelf=shelf,
        stream=stream,
        names=names,
        troubles=troubles,
    )
    outbox.remove(outbox.replaced & outbox.names)
    return _Pushing(log, stream, outbox).push()


class _Pushing:
    """What is sent for one team."""

    def __init__(self, log: Log, stream: ShelfTeam, outbox: Outbox) -> None:
        self._log = log
        self._stream = stream
        self._outbox = outbox

    def push(self) -> set[str]:
        """Send what is new, and return the uuids of its records."""
        outbox = self._outbox
        missing = (outbox.own | outbox.lost) - outbox.names
        is_tidy = outbox.is_noted and len(outbox.own) <= MOST_OWN
        is_up_to_date = newest_number(self._log) == self._stream.sent
        if is_up_to_date and is_tidy and not missing:
            return set()
        close_private_periods(self._log, self._stream.sent)
        departure = self._departure(after=self._stream.sent, source=self._stream.source)
        records: set[str] = set()
        leaving = _noting_records(departure.revisions, records)
        if missing:
            self._send_again(missing)
        if departure.takes_back or not is_tidy:
            list(leaving)
            outbox.tell_of_others()
            self._replace_all()
        elif missing:
            list(leaving)
            outbox.tell_of_others()
            outbox.note([], departure.last_number)
        else:
            names = outbox.put(leaving)
            outbox.tell_of_others()
            outbox.note(names, departure.last_number)
        return records

    def _departure(
        self,
        after: int = 0,
        source: str = "",
        also: Collection[bytes] = (),
    ) -> Departure:
        departure = departures(
            self._log,
            [self._stream.team],
            after=after,
            source=source,
            also=also,
        )
        return departure._replace(revisions=self._outbox.without_others(departure.revisions))

    def _replace_all(self) -> None:
        """Send everything anew that is to be sent from here, and remove what was sent before."""
        outbox = self._outbox
        replaced = set(outbox.own)
        also: set[bytes] = set()
        new = NewRevisions(self._log, after=0, source=self._stream.source)
        for name, segment in outbox.read_others_of_this_device():
            # With something in it that is not stored here, it has to stay.
            if new.has_all(segment.revisions, arrived_too=True) and segment.can_be_by(
                self._log.reader
            ):
                replaced.add(name)
                also.update(revision.id for revision in segment.revisions)
        departure = self._departure(source=self._stream.source, also=also)
        names = outbox.put(departure.revisions)
        outbox.note(names, departure.last_number, replaced)
        outbox.remove(replaced)

    def _send_again(self, missing: Collection[str]) -> None:
        """Send what is not on the shelf any more, because segments are missing there.

        What others sent is sent again, too: they need not have their computers any more.
        """
        present: set[bytes] = set()
        for _, segment in self._outbox.read(self._outbox.names):
            present.update(revision.id for revision in segment.revisions)
        # Before it is put there: a process that is killed in between must know it as its own.
        with self._log.atomic():
            take_over(self._log, self._stream)
        departure = self._departure()
        absent = (each for each in departure.revisions if each.id not in present)
        names = self._outbox.put(absent)
        self._outbox.note_instead(names, departure.last_number, missing)


def _noting_records(revisions: Iterable[Revision], records: set[str]) -> Iterator[Revision]:
    """Yield revisions, and add the records that they are about to a set."""
    for revision in revisions:
        records.add(revision.record)
        yield revision
