"""`export`: the entries that an audience gets, and how many are held back from it."""

from collections.abc import Iterator, Sequence

from coachlog.domain.audience import FULL, MEETING, TEAM, UNCLEARED
from coachlog.domain.entry import Entry
from coachlog.domain.fields import LONG_TEXTS
from coachlog.domain.filters import Filter
from coachlog.named_tuple import NamedTuple
from coachlog.render.csv_writer import csv_cell
from coachlog.storage.file.connection import Log
from coachlog.storage.queries.counts import small_teams
from coachlog.storage.queries.csv_lines import select_csv_lines
from coachlog.storage.queries.entries import (
    count_entries,
    count_own_private,
    select_entries,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coachlog.domain.people.masking import Mask


class HeldBack(NamedTuple):
    """How many entries an audience does not get, by the reason.

    Attributes:
        private: How many entries their writers have not shared.
        uncleared: How many nobody has cleared for a meeting, if it is for one.
    """

    private: int
    uncleared: int


class AudienceExport:
    """The entries that an audience gets, to be read once. What a meeting gets is masked.

    They are read while they are written, because a log can have a million; so the attributes are
    complete only after the last one.

    Args:
        log: Where the entries are read, and for a meeting the names to mask.
        entry_filter: Which entries, with the audience, the reader and the limit.

    Attributes:
        count: how many entries were read so far.
        naming_ids: the short ids of entries whose texts name a person hidden from the audience.
        mask: what masks the texts and counts it, for a meeting.
    """

    def __init__(self, log: Log, entry_filter: Filter) -> None:
        audience = entry_filter.audience
        self.count = 0
        self.naming_ids: list[str] = []
        self.mask: Mask | None = None
        self._log = log
        self._hides_learner = "learner" in audience.hidden
        self._filter = _in_order(entry_filter)
        self._newest = entry_filter.limit
        if audience.name == MEETING.name:
            # Its patterns take a fifth of the time of another small export.
            from coachlog.services.names import make_mask

            self.mask = make_mask(log, log.reader or "")
            self._small_teams = small_teams(log, entry_filter.period)

    def __iter__(self) -> Iterator[Entry]:
        """Return the entries, the oldest first; of a limited filter the newest ones."""
        for entry in self.unmasked():
            self.count += 1
            if self.mask:
                masked = self.mask.texts(entry)
                yield masked.without_writer() if entry.team in self._small_teams else masked
                continue
            if entry.learner:
                texts = "\n".join(getattr(entry, field) or "" for field in LONG_TEXTS)
                self._check_naming(entry.short_id, entry.learner, texts)
            yield entry

    def unmasked(self) -> Iterator[Entry]:
        """Yield the same entries, neither masked nor counted."""
        return select_entries(self._log, self._filter, newest=self._newest)

    def csv_lines(self, names: Sequence[str]) -> Iterator[str]:
        """Return some fields of the same entries as lines of CSV, where nothing is masked."""
        rows = select_csv_lines(self._log, self._filter, names, csv_cell, self._newest)
        for line, short_id, learner, texts in rows:
            self.count += 1
            if learner:
                self._check_naming(short_id, learner, texts)
            yield line

    def _check_naming(self, short_id: str, learner: str, texts: str) -> None:
        """Note an entry whose texts name its learner, if the audience must not see that name."""
        if self._hides_learner and _is_named(learner, texts):
            self.naming_ids.append(short_id)


def held_back(log: Log, entry_filter: Filter, most: int | None = None) -> HeldBack:
    """Count the entries of a filter that its audience does not get, but the reader may see.

    Args:
        log: Where the entries are counted.
        entry_filter: Which entries, with the audience; its limit does not count.
        most: How many of those of the team to count at most; None for all.
    """
    if entry_filter.audience == FULL:
        # Everything that the reader may read is in it.
        return HeldBack(private=0, uncleared=0)
    uncleared = 0
    if "team" not in entry_filter.audience.shares:
        uncleared = count_entries(log, entry_filter._replace(audience=UNCLEARED), most)
    # Other people's private entries do not exist for the reader, so these are the reader's own.
    return HeldBack(private=count_own_private(log, entry_filter), uncleared=uncleared)


def _in_order(entry_filter: Filter) -> Filter:
    """Return a filter in the order in which its audience reads, without its limit."""
    # In the order of recording, an edit meanwhile can neither drop an entry nor repeat it, and a
    # large file is read from end to end. A meeting, and a filter by days, go by day.
    as_recorded = entry_filter.audience == FULL or (
        entry_filter.audience == TEAM and entry_filter.period is None
    )
    return entry_filter._replace(oldest_first=True, as_recorded=as_recorded, limit=None)


def _is_named(name: str, texts: str) -> bool:
    """Whether texts have the name as a word of its own."""
    if name.lower() not in texts.lower():
        return False
    # The quick look above spares nearly every entry of a large log this search.
    import re

    return bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", texts, re.IGNORECASE))
