"""What waits for somebody: open questions, and lessons whose outcome nobody has recorded.

Each query walks an index that holds little else, from the end that is shown, and counts up to a
bound. None of it includes private entries, whoever reads.
"""

from collections.abc import Iterator
from datetime import date
from itertools import islice

from coachlog.domain.entry import Entry
from coachlog.domain.filters import Filter
from coachlog.domain.reply import QUESTION, THANKS, OpenQuestion
from coachlog.storage.file.connection import Log
from coachlog.storage.queries.entry_rows import split_list
from coachlog.storage.queries.query import Query
from coachlog.storage.queries.source import FEW_ENTRIES, few_entries

# The conditions have the words of the partial indexes, so that SQLite can use those.
# Any reply answers a question, except thanks.
UNANSWERED_ENTRY = f"""e.kind = 'question' AND e.expected IS NULL
    AND NOT EXISTS (SELECT 1 FROM reply r WHERE r.entry = e.uuid AND r.kind <> '{THANKS}')"""
# A second question by the same person does not answer the first.
UNANSWERED_REPLY = f"""q.kind = '{QUESTION}' AND NOT EXISTS (
    SELECT 1 FROM reply r WHERE r.entry = q.entry AND r.hlc > q.hlc AND r.kind <> '{THANKS}'
    AND (r.kind <> '{QUESTION}' OR r.author IS NOT q.author))"""
# One of an entry's unanswered questions: the last one, which no other reply follows.
LAST_QUESTION = f"""NOT EXISTS (SELECT 1 FROM reply r WHERE r.entry = q.entry
    AND (r.hlc, r.uuid) > (q.hlc, q.uuid) AND r.kind <> '{THANKS}')"""
OPEN_LESSON = "e.lesson IS NOT NULL AND e.status IN ('logged', 'shared')"

QUESTION_REPLIES = FEW_ENTRIES._replace(
    tables="reply q INDEXED BY reply_questions CROSS JOIN entry e ON e.uuid = q.entry",
    day="q.said_on",
)
_REPLIES = FEW_ENTRIES._replace(
    tables="reply r INDEXED BY reply_by_day CROSS JOIN entry e ON e.uuid = r.entry",
    day="r.said_on",
)


def open_questions(log: Log, entry_filter: Filter) -> Iterator[OpenQuestion]:
    """Yield the open questions, the newest first: those of entries, and those asked about entries.

    Args:
        log: the log.
        entry_filter: which entries; its period is that of the days on which they were asked, and
            its limit counts both sorts together.
    """
    from heapq import merge  # which a count does not need

    entries = _asking_entries(log, entry_filter).pages(
        "e.occurred_on, e.short_id, e.trainer, e.team, e.topics, e.happened, NULL",
        ("e.occurred_on", "e.id"),
        limit=entry_filter.limit,
    )
    replies = _asking_replies(log, entry_filter).pages(
        "q.said_on, e.short_id, q.author, e.team, e.topics, q.text, e.happened",
        ("q.said_on", "q.hlc", "q.uuid"),
        limit=entry_filter.limit,
    )
    rows = merge(entries, replies, key=lambda row: row[0], reverse=True)
    for row in islice(rows, entry_filter.limit):
        question = OpenQuestion(*row[: len(OpenQuestion._fields)])
        yield question._replace(topics=split_list(row[4]))


def count_questions(log: Log, entry_filter: Filter, most: int | None) -> int:
    """Return how many questions are open, counted up to `most`; None for all."""
    entries = _asking_entries(log, entry_filter).count(most)
    rest = None if most is None else most - entries
    return entries + _asking_replies(log, entry_filter).count(rest)


def old_lessons(log: Log, entry_filter: Filter, before: date, most: int) -> list[Entry]:
    """Return the oldest entries whose lesson was neither adopted nor closed.

    Args:
        log: the log.
        entry_filter: which entries; neither its period nor its limit applies.
        before: only entries from before this day.
        most: how many to return at most.
    """
    return _old_lessons(log, entry_filter, before).entries(most, descending=False)


def count_old_lessons(log: Log, entry_filter: Filter, before: date, most: int | None) -> int:
    """Return how many of those lessons there are, counted up to `most`; None for all."""
    return _old_lessons(log, entry_filter, before).count(most)


def count_replies(log: Log, entry_filter: Filter) -> tuple[int, int]:
    """Return how many replies in the filter's period are not thanks, and how many are."""
    query = Query(log, entry_filter, _REPLIES, shared_only=True)
    counts = dict(query.rows(f"r.kind = '{THANKS}', count(*)", "GROUP BY 1"))
    return counts.get(0, 0), counts.get(1, 0)


def _asking_entries(log: Log, entry_filter: Filter) -> Query:
    return _entries_by("entry_asking", log, entry_filter).where(UNANSWERED_ENTRY)


def _asking_replies(log: Log, entry_filter: Filter) -> Query:
    query = Query(log, entry_filter, QUESTION_REPLIES, shared_only=True)
    return query.where(UNANSWERED_REPLY)


def _old_lessons(log: Log, entry_filter: Filter, before: date) -> Query:
    query = _entries_by("entry_lessons", log, entry_filter._replace(period=None))
    return query.where(f"{OPEN_LESSON} AND e.occurred_on < :before", before=before.isoformat())


def _entries_by(index: str, log: Log, entry_filter: Filter) -> Query:
    return Query(log, entry_filter, few_entries(index, entry_filter), shared_only=True)
