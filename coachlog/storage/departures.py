"""What is to leave this log for the others of a team.

Of each record with new revisions is compared what might leave before with what may leave now: the
difference is sent. So an entry that was made public goes out whole, and nothing goes out twice.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from coachlog.domain.merging import is_skeleton
from coachlog.domain.revision import Revision
from coachlog.storage.file.connection import Log
from coachlog.storage.histories import Numbered
from coachlog.storage.new_revisions import NewRevisions
from coachlog.storage.revisions import in_batches
from coachlog.storage.taken_back import is_text_taken_back
from coachlog.storage.team_streams import ABOUT_ENTRY, TABLES, TeamStream

_OF_TABLES = "r.tbl IN ({})".format(", ".join(f"'{table}'" for table in TABLES))
_WAS_HERE = """EXISTS (
    SELECT 1 FROM revision o WHERE o.record = r.record AND o.number <= :after)"""


class Departure(NamedTuple):
    """What is to leave for the others of a team.

    Attributes:
        last_number: The number of the newest revision that was looked at.
        takes_back: Whether a text that this log has sent may no longer be read by the others, so
            that all it ever sent has to be sent anew, and the old files removed.
        revisions: What leaves, read while it is taken from here, record by record.
    """

    last_number: int
    takes_back: bool
    revisions: Iterator[Revision]


def departures(
    log: Log,
    teams: Collection[str],
    *,
    after: int = 0,
    source: str = "",
    also: Collection[bytes] = (),
) -> Departure:
    """Return what is to leave for the others of a team.

    Args:
        log: the log.
        teams: the names of the team, in any spelling.
        after: the number of the last revision that was looked at before.
        source: where changes of the others came from, which are not sent back there; an empty text
            leaves nothing out.
        also: the ids of revisions that are sent although they came from there.
    """
    stream = TeamStream(log, teams)
    new = NewRevisions(log, after, source)
    sending = _Sending(stream, new, also)
    return Departure(new.last, is_text_taken_back(stream, new), sending.revisions())


class _Change(NamedTuple):
    """What may leave of one record.

    Attributes:
        history: All of its revisions with their numbers.
        before: What might leave without the new ones.
        now: What may leave now.
    """

    history: list[Numbered]
    before: list[Revision]
    now: list[Revision]

    @property
    def record(self) -> str:
        """The uuid of the record."""
        return self.history[0][1].record


class _Sending:
    """The difference that new revisions make to what may leave."""

    def __init__(self, stream: TeamStream, new: NewRevisions, also: Collection[bytes]) -> None:
        self._stream = stream
        self._new = new
        self._also = also

    def revisions(self) -> Iterator[Revision]:
        """Yield what leaves: first of entries, because what is about them follows them."""
        touched = self._touched()
        readable_now = []
        for change in self._changes("entry", touched["entry"]):
            if self._new.after and _has_text(change.now) and not _has_text(change.before):
                readable_now.append(change.record)
            yield from self._leaving(change, change.before)
        for table in TABLES:
            if table != "entry":
                yield from self._beside_entries(table, touched[table], readable_now)

    def _beside_entries(
        self,
        table: str,
        touched: list[str],
        readable_now: list[str],
    ) -> Iterator[Revision]:
        """Yield what leaves of one of the other tables.

        Args:
            table: one of `TABLES`.
            touched: its records that have new revisions.
            readable_now: the entries that others could not read before. What is about them was
                held back, too.
        """
        held_back: set[str] = set()
        if table in ABOUT_ENTRY:
            for entries in in_batches(readable_now):
                held_back.update(self._stream.records_about(table, entries))
        for change in self._changes(table, touched):
            if change.record not in held_back:
                yield from self._leaving(change, change.before)
        for change in self._changes(table, sorted(held_back)):
            yield from self._leaving(change, [])

    def _touched(self) -> dict[str, list[str]]:
        """Return by table the records with new revisions of which some may be sent."""
        touched: dict[str, dict[str, None]] = {table: {} for table in TABLES}
        for first, last, is_own in self._new.spans():
            condition = _OF_TABLES
            if not is_own and not self._also:
                # To what the others sent, this log can add only what was there before.
                condition += f" AND {_WAS_HERE}"
            rows = self._new.log.all(
                f"""SELECT r.tbl, r.record FROM revision r
                    WHERE r.number BETWEEN :first AND :last AND {condition} ORDER BY r.number""",
                {"first": first, "last": last, "after": self._new.after},
            )
            for table, record in rows:
                touched[table][record] = None
        return {table: list(records) for table, records in touched.items()}

    def _changes(self, table: str, records: Sequence[str]) -> Iterator[_Change]:
        after = self._new.after
        for histories in self._stream.histories(records):
            before = []
            now = []
            for history in histories:
                before.append([revision for number, revision in history if number <= after])
                now.append([revision for _, revision in history])
            allowed_before = self._stream.allowed(table, before)
            allowed_now = self._stream.allowed(table, now)
            for each in zip(histories, allowed_before, allowed_now, strict=True):
                yield _Change(*each)

    def _leaving(self, change: _Change, sent: Sequence[Revision]) -> Iterator[Revision]:
        patches = {revision.id: revision.patch for revision in sent}
        numbers = {revision.id: number for number, revision in change.history}
        for revision in change.now:
            # What leaves nameless has another id than here.
            number = numbers.get(revision.id)
            is_own = number is None or self._new.is_own(number) or revision.id in self._also
            if is_own and patches.get(revision.id) != revision.patch:
                yield revision


def _has_text(revisions: Sequence[Revision]) -> bool:
    return not all(is_skeleton(revision.patch) for revision in revisions)
