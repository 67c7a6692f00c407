"""The segments that one log has on a shelf for one team: putting them there and removing them.

What is noted of them in the log follows what was done on the shelf, never the other way round.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from itertools import count
from operator import attrgetter

from coachlog.domain.nameless import NOBODY
from coachlog.domain.revision import Revision
from coachlog.errors import RemoteError
from coachlog.exchange.segment_names import HIGHEST_NUMBER, parse_name
from coachlog.exchange.segments import Segment, batches, encode
from coachlog.exchange.shelf import Shelf, Trouble
from coachlog.services.sync_pull import read_segment
from coachlog.storage import shelves
from coachlog.storage.file.connection import Log
from coachlog.storage.revisions import device_of
from coachlog.storage.shelves import OWN, REPLACED, UNKNOWN_LAST, ShelfTeam

_DEVICE_LENGTH = 6  # bytes
_ORDER = attrgetter("hlc", "id")


class Outbox:
    """The segments of one log for one team on a shelf.

    Attributes:
        names: The names of all segments of the team, from every device.
        own: The names of those that this log has put there, as it has noted.
        replaced: The names of those that others have taken the place of, and that are to be
            removed.
        lost: The names of those of others that are to be sent from here if they are missing.
        is_noted: Whether all of its own were noted when they were put there. One that was not is
            there because the process was killed, or because somebody brought back a removed file.
    """

    def __init__(
        self,
        log: Log,
        shelf: Shelf,
        stream: ShelfTeam,
        names: Collection[str],
        troubles: list[Trouble],
    ) -> None:
        self.names = set(names)
        self._log = log
        self._shelf = shelf
        self._stream = stream
        self._troubles = troubles
        self._device = device_of(log)
        self._not_taken: Counter[str] = Counter()  # by author
        self.refresh()

    def refresh(self) -> None:
        """Read again what is noted."""
        self.own: set[str] = set()
        self.lost: set[str] = set()
        if self._shelf.is_prompt and self._shelf.only_author(self._stream.team) is None:
            self.lost = shelves.taken_segments(self._log, self._stream)
        self.replaced: set[str] = set()
        self.is_noted = True
        known = shelves.sent_segments(self._log, self._stream)
        for name, (state, last_number) in known.items():
            if state == REPLACED:
                self.replaced.add(name)
                continue
            self.own.add(name)
            if last_number == UNKNOWN_LAST:
                self.is_noted = False

    def read(self, names: Iterable[str]) -> Iterator[tuple[str, Segment]]:
        """Yield those segments that can be read, each with its name."""
        for name in sorted(names):
            segment = read_segment(
                shelf=self._shelf,
                team=self._stream.team,
                name=name,
                troubles=self._troubles,
            )
            if segment is not None:
                yield name, segment

    def read_others_of_this_device(self) -> Iterator[tuple[str, Segment]]:
        """Yield the segments of this device that are not noted as put there from here.

        A copy of this log on another computer has put them there, or this log before it was
        restored from a backup.
        """
        others = []
        for name in self.names - self.own - self.replaced:
            parsed = parse_name(name)
            if parsed and parsed.device == self._device:
                others.append(name)
        return self.read(others)

    def without_others(self, revisions: Iterable[Revision]) -> Iterator[Revision]:
        """Yield those revisions that the shelf takes from here."""
        only_author = self._shelf.only_author(self._stream.team)
        for revision in revisions:
            if only_author in (None, revision.author) or revision.device == NOBODY:
                yield revision
            else:
                self._not_taken[revision.author] += 1

    def tell_of_others(self) -> None:
        """Add a trouble for all that was left out until now, for others to send."""
        for author, changes in sorted(self._not_taken.items()):
            reason = f"not sent: {changes:,}. Only {author} or a supervisor can send them there."
            self._troubles.append(Trouble(f"Changes by {author}", reason))
        self._not_taken.clear()

    def put(self, revisions: Iterable[Revision]) -> list[str]:
        """Put revisions on the shelf, without noting it.

        Args:
            revisions: any number of them, which may be read while they are put there.

        Returns:
            The names of the segments that have them.

        Raises:
            RemoteError: the shelf is away; some of them may be there.
        """
        names: list[str] = []
        team = self._stream.team
        for batch in batches(revisions):
            signed = []
            nameless = []
            for revision in batch:
                if revision.device == NOBODY:
                    nameless.append(revision)
                else:
                    signed.append(revision)
            if signed:
                number = self._next_number(names)
                name, data = self._segment(self._device, number, signed)
                self._shelf.put_if_absent(team, name, data)
                names.append(name)
            if nameless:
                # Whose they are would be told by the name of the device.
                device = self._log.clock.random(_DEVICE_LENGTH).hex()
                name, data = self._segment(device, 1, nameless)
                self._shelf.put_nameless(team, name, data)
                names.append(name)
        return names

    def _segment(self, device: str, number: int, revisions: list[Revision]) -> tuple[str, bytes]:
        """Return the name and the bytes of a segment with revisions in their order."""
        return encode(
            device=device,
            seq=number,
            team=self._stream.team,
            revisions=sorted(revisions, key=_ORDER),
        )

    def _next_number(self, put_now: Collection[str]) -> int:
        """Return a number that no segment of this device has."""
        used = {0}
        for name in self.names.union(self.own, self.replaced, put_now):
            parsed = parse_name(name)
            if parsed and parsed.device == self._device:
                used.add(parsed.seq)
        if max(used) < HIGHEST_NUMBER:
            return max(used) + 1
        # Somebody else has taken the last one: no log writes so many.
        return next(number for number in count() if number not in used)

    def note(self, names: list[str], last_number: int, replaced: Collection[str] = ()) -> None:
        """Note in one transaction what was put there, and up to which revision it goes.

        Args:
            names: the segments that were put there.
            last_number: the number of the last revision that was looked at for them.
            replaced: the segments that they replace.
        """
        with self._log.atomic():
            self._note_state(replaced, REPLACED)
            self._note_state(names, OWN, last_number)
            if not shelves.note_sent(self._log, self._stream, last_number):
                # Another process has sent something at the same time. Each knew too little of what
                # the other one did to tell that no withdrawn text is left.
                shelves.doubt_sent_segments(self._log, self._stream)

    def note_instead(self, names: list[str], last_number: int, missing: Collection[str]) -> None:
        """Note what was put there again, instead of segments that are missing.

        What is new may still have to be sent, so it is not noted up to where it goes.
        """
        with self._log.atomic():
            self._note_state(names, OWN, last_number)
            shelves.forget_segments(self._log, self._stream, missing)
        self.refresh()

    def _note_state(
        self,
        names: Iterable[str],
        state: str,
        last_number: int = UNKNOWN_LAST,
    ) -> None:
        shelves.note_segments(
            self._log,
            self._stream,
            names=names,
            state=state,
            last=last_number,
        )

    def remove(self, names: Iterable[str]) -> None:
        """Remove segments that were replaced. What cannot be removed now is, at the next sync.

        They stay noted: some programs that carry the folder bring back what was removed.
        """
        for name in sorted(names):
            try:
                self._shelf.delete(self._stream.team, name)
            except RemoteError as error:
                self._troubles.append(Trouble(name, str(error)))
                continue
            self.names.discard(name)
