"""What a record store may not have: all entries, or those that changed since it had everything.

How far that goes is noted once the store has taken all of it, so that the next run looks at what
a killed process has left.
"""

import json
from collections.abc import Callable, Iterator
from functools import partial
from hashlib import sha256
from typing import NamedTuple

from coachlog import __version__
from coachlog.domain.entry import Entry
from coachlog.domain.filters import Filter
from coachlog.services.names import no_names
from coachlog.services.xapi import entries_to_send
from coachlog.storage.file.connection import Log
from coachlog.storage.new_revisions import newest_number
from coachlog.storage.people import known_people, taught_names
from coachlog.storage.queries.entries import count_entries, shared_entries
from coachlog.storage.reported import revision_id
from coachlog.storage.sent_marks import SentMark, entries_changed_after, note_mark, sent_mark


class Unsent(NamedTuple):
    """What a store may not have.

    Attributes:
        entries: The entries whose statements may be new, or others than before.
        length: Counts them.
        mark: Up to where everything is sent with them; None if a filter leaves some out.
    """

    entries: Iterator[Entry]
    length: Callable[[], int]
    mark: SentMark | None


def unsent(log: Log, store: str, entry_filter: Filter, *, with_learners: bool) -> Unsent:
    """Return what is to be looked at for a store: what has changed since everything was sent.

    Args:
        log: The log.
        store: What `store_name` returned.
        entry_filter: Which entries and feedback.
        with_learners: Whether the aliases of learners are sent.
    """

    def count_all() -> int:
        return count_entries(log, entry_filter)

    everything = entries_to_send(log, entry_filter)
    if entry_filter != Filter():
        return Unsent(everything, count_all, None)
    # What is recorded from here on is looked at the next time.
    number = newest_number(log)
    mark = SentMark(
        number, revision_id(log, number), _circumstances(log, with_learners=with_learners)
    )
    before = sent_mark(log, store)
    changed = None
    if before and before.circumstances == mark.circumstances:
        changed = entries_changed_after(log, before.number)
    if changed is None:
        return Unsent(everything, count_all, mark)
    return Unsent(shared_entries(log, sorted(changed)), partial(len, changed), mark)


def note_all_sent(log: Log, store: str, unsent: Unsent) -> None:
    """Note that a store has taken everything, so that only what comes later is looked at again."""
    if unsent.mark and unsent.mark != sent_mark(log, store):
        note_mark(log, store, unsent.mark)


def _circumstances(log: Log, *, with_learners: bool) -> str:
    """Return a hash of what the statements of all entries depend on, besides the revisions."""
    # Names are masked in statements, so a new name may change any of them.
    names = [known_people(log), taught_names(log), sorted(no_names(log))]
    parts = [__version__, with_learners, log.reader, *names]
    return sha256(json.dumps(parts).encode()).hexdigest()
