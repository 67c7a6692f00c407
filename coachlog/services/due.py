"""Which check-ins are due, and which are coming."""

from collections.abc import Iterator

from coachlog.domain.checkins import due_when, next_checkin
from coachlog.domain.entry import Entry
from coachlog.domain.filters import Filter
from coachlog.domain.periods import week_of
from coachlog.named_tuple import NamedTuple
from coachlog.storage import revisions
from coachlog.storage.due_table import checkins_by_entry
from coachlog.storage.file.connection import Log
from coachlog.storage.queries.due import select_due


class DueCheckin(NamedTuple):
    """An entry's next check-in.

    Attributes:
        when: `overdue`, `this week` or `coming`; empty if the entry was named by its id.
        due_on: The civil day, as an ISO date.
        days: How many days after the entry it looks.
        entry: The entry, with its learner only for its writer.
    """

    when: str
    due_on: str
    days: int
    entry: Entry


def due_checkins(log: Log, week_start: str, entry_filter: Filter) -> Iterator[DueCheckin]:
    """Yield the check-ins that are due or coming, the soonest first.

    Args:
        log: Where the entries and the results so far are read.
        week_start: The weekday on which the week begins that `this week` stands for.
        entry_filter: Which entries. Its period is about the days on which check-ins are due, and
            only its reader is shown a learner, in the entries that the reader wrote.
    """
    day = log.clock.today()
    today = day.isoformat()
    week_end = week_of(day, week_start).last.isoformat()
    # In batches: neither all entries in memory, nor a query for the results of each.
    for batch in revisions.in_batches(select_due(log, entry_filter)):
        results = checkins_by_entry(log, [entry.uuid for _, entry in batch])
        for due_on, entry in batch:
            checkin = next_checkin(
                entry.occurred_on,
                entry.follow_up,
                results.get(entry.uuid, ()),
                today,
            )
            if checkin is None:
                continue  # it got its result between the two reads
            yield DueCheckin(
                when=due_when(due_on, today, week_end),
                due_on=due_on,
                days=checkin[0],
                entry=entry,
            )
