"""What a query reads: entries, or a table that repeats fields of them and has a quicker index."""

from coachlog.domain.filters import Filter
from coachlog.named_tuple import NamedTuple
from coachlog.storage.conditions import SHARED_DUE, SHARED_ENTRY, SHARED_TOPIC


class Source(NamedTuple):
    """What a query reads.

    Attributes:
        tables: what stands after FROM; the entries are called `e` in it.
        shared: the condition that an entry is not private.
        topics: the condition that an entry has one of some topics.
        day: the column that a filter's period is about; the others are named after its parts.
        row: the column that is unique, and comes after the day in an order.
    """

    tables: str = "entry e"
    shared: str = SHARED_ENTRY
    topics: str = "e.id IN (SELECT entry FROM entry_topic WHERE topic IN ({topics}))"
    day: str = "e.occurred_on"
    team: str = "e.team"
    kind: str = "e.kind"
    trainer: str = "e.trainer"
    status: str = "e.status"
    row: str = "e.id"


ENTRIES = Source()
# The entries of one topic, from the newest on, however many there are.
ENTRIES_OF_TOPIC = Source(
    tables="entry_topic t CROSS JOIN entry e ON e.id = t.entry",
    topics="t.topic IN ({topics})",
    day="t.occurred_on",
    row="t.entry",
)
# The same from the table of topics alone, for counts.
TOPICS = ENTRIES_OF_TOPIC._replace(
    tables="entry_topic t",
    shared=SHARED_TOPIC,
    team="t.team",
    kind="t.kind",
)
# Where another index leaves few entries, their topics are looked up one by one: a frequent topic
# has many more entries than those.
FEW_ENTRIES = Source(
    topics="""EXISTS (
        SELECT 1 FROM entry_topic t WHERE t.entry = e.id AND t.topic IN ({topics}))"""
)
DUE = Source(
    tables="due d",
    shared=SHARED_DUE,
    day="d.due_on",
    team="d.team",
    trainer="d.trainer",
    row="d.entry",
)
DUE_WITH_ENTRIES = DUE._replace(
    tables="due d CROSS JOIN entry e ON e.id = d.entry",
    topics=FEW_ENTRIES.topics,
)


def few_entries(index: str, entry_filter: Filter) -> Source:
    """Return how to read the few entries of an index, or of the one that begins with the team."""
    if entry_filter.team is not None:
        index += "_by_team"
    return FEW_ENTRIES._replace(tables=f"entry e INDEXED BY {index}")


def source_for(entry_filter: Filter) -> Source:
    """Return how the entries of a filter are read."""
    if entry_filter.trainer or entry_filter.status:
        return FEW_ENTRIES
    # An entry has one row for each of its topics, so with several it would turn up twice.
    return ENTRIES_OF_TOPIC if len(entry_filter.topics) == 1 else ENTRIES
