"""The revisions that a log got since the last exchange with a team: a span of their numbers.

In it are changes that were written here, or merged from elsewhere, and those that the others of the
team have sent, which are not sent back to them.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from operator import itemgetter

from coachlog.domain.revision import Revision
from coachlog.storage.conditions import marks
from coachlog.storage.file.connection import Log
from coachlog.storage.histories import Numbered
from coachlog.storage.patch_json import patch_text
from coachlog.storage.revisions import device_of, in_batches
from coachlog.storage.team_streams import ABOUT_ENTRY

_FIRST = itemgetter(0)


class NewRevisions:
    """The revisions after a number.

    Attributes:
        log: The log.
        after: The number of the last revision before them.
        last: The number of the last of them.
    """

    def __init__(self, log: Log, after: int, source: str) -> None:
        """Look up where they end.

        Args:
            log: the log.
            after: the number of the last revision before them.
            source: where the changes of the others came from; an empty text for nowhere.
        """
        self.log = log
        self.after = after
        self.last = newest_number(log)
        self._device = device_of(log)
        self._arrived = log.all(
            "SELECT first, last FROM arrival WHERE source = ? ORDER BY first", (source,)
        )

    def is_own(self, number: int) -> bool:
        """Return whether the revision with a number, new or not, was not sent by the others."""
        index = bisect_right(self._arrived, number, key=_FIRST) - 1
        return index < 0 or number > self._arrived[index][1]

    def is_begun_here(self, history: Sequence[Numbered]) -> bool:
        """Return whether a record was there before, and may have been sent from here.

        What has come back after this log was restored was sent from here, too.
        """
        for number, revision in history:
            is_from_here = self.is_own(number) or revision.device == self._device
            if number <= self.after and is_from_here:
                return True
        return False

    @cached_property
    def has_erased_before(self) -> bool:
        """Whether something about an entry was erased that may have been sent from here.

        All revisions are read for it, so it is worked out once, and only after a purge.
        """
        row = self.log.one(
            f"""SELECT 1 FROM revision WHERE number <= ? AND device = ? AND patch = ?
                AND tbl IN ({marks(ABOUT_ENTRY)}) LIMIT 1""",
            (self.after, self._device, patch_text({"deleted": True}), *ABOUT_ENTRY),
        )
        return row is not None

    def has_all(self, revisions: Iterable[Revision], *, arrived_too: bool = False) -> bool:
        """Return whether all of some revisions are stored here, and none was sent by the others.

        Args:
            revisions: any number of them.
            arrived_too: whether those that the others sent count, too.
        """
        for batch in in_batches(revisions):
            numbers = numbers_of(self.log, batch)
            for revision in batch:
                number = numbers.get(revision.id)
                if number is None or not (arrived_too or self.is_own(number)):
                    return False
        return True

    def spans(self) -> Iterator[tuple[int, int, bool]]:
        """Yield the first and last number of each part, and whether the others did not send it."""
        begin = self.after + 1
        for first, last in self._arrived:
            if last < begin:
                continue
            if begin < first:
                yield begin, first - 1, True
            yield max(begin, first), last, False
            begin = last + 1
        if begin <= self.last:
            yield begin, self.last, True


def newest_number(log: Log) -> int:
    """Return the number of the newest revision; 0 in an empty log."""
    return log.number("SELECT coalesce(max(number), 0) FROM revision")


def numbers_of(log: Log, revisions: Sequence[Revision]) -> dict[bytes, int]:
    """Return the number of each of at most a few hundred revisions that is stored, by its id."""
    records = list({revision.record for revision in revisions})
    # No index has the ids, but one has the records.
    return dict(
        log.all(f"SELECT id, number FROM revision WHERE record IN ({marks(records)})", records)
    )
