"""Giving entries to others: what an audience gets, and what is held back from it."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from coachlog.domain.audience import FULL, MEETING, TEAM, Audience
from coachlog.domain.entry import Entry
from coachlog.domain.fields import LONG_TEXTS
from coachlog.domain.filters import Filter
from coachlog.domain.people.masking import Mask
from coachlog.storage.file.connection import Log
from coachlog.storage.names import known_people
from coachlog.storage.queries.entries import count_entries, select_entries


class HeldBack(NamedTuple):
    """How many entries an audience does not get, and why."""

    private: int
    uncleared: int


class AudienceExport:
    """Entries on their way to an audience, to be read once.

    While they are read, `count` says how many there were, and `named` the ids of those whose own words name somebody
    whom the audience is not to see. What a meeting gets is masked; `mask` says how often.
    """

    def __init__(self, log: Log, entry_filter: Filter) -> None:
        self.count = 0
        self.named: list[str] = []
        self.mask: Mask | None = None
        if entry_filter.audience.name == MEETING.name:
            # The one trainer whom somebody asked for by name may be read.
            self.mask = Mask(
                {*known_people(log), *filter(None, [entry_filter.reader])}
                - {entry_filter.trainer or ""}
            )
        self._entries = _entries_for(log, entry_filter)
        self._audience = entry_filter.audience

    def __iter__(self) -> Iterator[Entry]:
        """The entries, the oldest first; of a limited filter the newest ones."""
        if self.mask:
            for entry in self._entries:
                self.count += 1
                yield self.mask.texts(entry)
            return
        learner, trainer = "learner" in self._audience.hidden, "trainer" in self._audience.hidden
        for entry in self._entries:
            self.count += 1
            if ((entry.learner and learner) or (entry.trainer and trainer)) and names_in_text(
                entry, self._audience
            ):
                self.named.append(entry.short_id)
            yield entry


def _entries_for(log: Log, entry_filter: Filter) -> Iterator[Entry]:
    # In the order of recording nothing that somebody edits meanwhile is left out or comes twice, and a large file is read
    # from end to end. A meeting, and whoever asks for certain days, gets them by day.
    as_recorded = entry_filter.audience == FULL or (
        entry_filter.audience == TEAM and entry_filter.period is None
    )
    entries = select_entries(
        log, entry_filter._replace(oldest_first=True, as_recorded=as_recorded, limit=None)
    )
    if entry_filter.limit is None:
        return entries
    return islice(entries, max(0, count_entries(log, entry_filter) - entry_filter.limit), None)


def held_back(log: Log, entry_filter: Filter) -> HeldBack:
    """How many of the entries that the filter describes its audience does not get."""
    private = uncleared = 0
    if entry_filter.audience != FULL:
        shared = count_entries(log, entry_filter._replace(audience=TEAM))
        private = count_entries(log, entry_filter._replace(audience=FULL)) - shared
        if "team" not in entry_filter.audience.shares:
            uncleared = shared - count_entries(log, entry_filter)
    return HeldBack(private, uncleared)


def names_in_text(entry: Entry, audience: Audience) -> bool:
    """Whether an entry's own words name its learner or trainer, where the audience is not to see them."""
    return any(
        (name := getattr(entry, field)) and _names(entry, name)
        for field in ("learner", "trainer")
        if field in audience.hidden
    )


def _names(entry: Entry, name: str) -> bool:
    texts = [text for field in LONG_TEXTS if (text := getattr(entry, field))]
    if name.lower() not in "\n".join(texts).lower():
        return False
    whole_word = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
    return any(map(whole_word.search, texts))
