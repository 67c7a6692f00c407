"""What still waits for somebody: open questions, and lessons whose outcome nobody has recorded.

Each query walks an index that holds little else, from the end that is shown, and counts up to a bound. Private entries
are in none of it, whoever reads.
"""

from heapq import merge
from itertools import islice

from coachlog.domain.fields import LIST_SEPARATOR
from coachlog.domain.reply import QUESTION, THANKS, OpenQuestion
from coachlog.storage.queries.query import FEW_ENTRIES, Query

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from coachlog.domain.entry import Entry
    from coachlog.domain.filters import Filter
    from coachlog.storage.file.connection import Log

_REPLY = FEW_ENTRIES._replace(day="q.said_on")
_REPLY_SOURCE = "reply q INDEXED BY reply_questions CROSS JOIN entry e ON e.uuid = q.entry"

# The words of the partial indexes, so that they can be used. Any reply answers a question, except thanks.
_UNANSWERED_ENTRY = f"""e.kind = 'question' AND e.expected IS NULL
    AND NOT EXISTS (SELECT 1 FROM reply r WHERE r.entry = e.uuid AND r.kind <> '{THANKS}')"""
# A second question by the same person does not answer the first.
_UNANSWERED_REPLY = f"""q.kind = '{QUESTION}' AND NOT EXISTS (
    SELECT 1 FROM reply r WHERE r.entry = q.entry AND r.hlc > q.hlc AND r.kind <> '{THANKS}'
    AND (r.kind <> '{QUESTION}' OR r.author IS NOT q.author))"""
_OPEN_LESSON = "e.lesson IS NOT NULL AND e.status IN ('logged', 'shared')"


def open_questions(log: "Log", entry_filter: "Filter") -> "Iterator[OpenQuestion]":
    """Yield the unanswered questions, the newest first: those of entries, and those asked about entries.

    The filter's period is that of the days on which they were asked.
    """
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
    for day, short_id, author, team, topics, question, happened, *_ in islice(
        rows, entry_filter.limit
    ):
        yield OpenQuestion(
            asked_on=day,
            short_id=short_id,
            author=author,
            team=team,
            topics=tuple(topics.split(LIST_SEPARATOR)),
            question=question,
            happened=happened,
        )


def count_questions(log: "Log", entry_filter: "Filter", most: int) -> int:
    """Return how many questions are open, counted up to `most`."""
    entries = _asking_entries(log, entry_filter).count(most)
    return entries + _asking_replies(log, entry_filter).count(most - entries)


def old_lessons(log: "Log", entry_filter: "Filter", before: "date", most: int) -> "list[Entry]":
    """Return entries from before a day whose lesson was neither adopted nor closed, the oldest first."""
    lessons = _old_lessons(log, entry_filter, before)
    return lessons.entries(f"ORDER BY e.occurred_on, e.id LIMIT {most}")


def count_old_lessons(log: "Log", entry_filter: "Filter", before: "date", most: int) -> int:
    """Return how many of those lessons there are, counted up to `most`."""
    return _old_lessons(log, entry_filter, before).count(most)


def count_replies(log: "Log", entry_filter: "Filter") -> tuple[int, int]:
    """Return how many replies other than thanks, and how many thanks, the filter's period has."""
    source = "reply r INDEXED BY reply_by_day CROSS JOIN entry e ON e.uuid = r.entry"
    columns = FEW_ENTRIES._replace(day="r.said_on")
    query = Query(log, source, entry_filter, columns, shared_only=True)
    counts = dict(query.rows(f"r.kind = '{THANKS}', count(*)", "GROUP BY 1"))
    return counts.get(0, 0), counts.get(1, 0)


def _asking_entries(log: "Log", entry_filter: "Filter") -> Query:
    query = Query(
        log, _by_index("entry_asking", entry_filter), entry_filter, FEW_ENTRIES, shared_only=True
    )
    return query.where(_UNANSWERED_ENTRY)


def _asking_replies(log: "Log", entry_filter: "Filter") -> Query:
    query = Query(log, _REPLY_SOURCE, entry_filter, _REPLY, shared_only=True)
    return query.where(_UNANSWERED_REPLY)


def _old_lessons(log: "Log", entry_filter: "Filter", before: "date") -> Query:
    anytime = entry_filter._replace(period=None)
    query = Query(
        log, _by_index("entry_lessons", entry_filter), anytime, FEW_ENTRIES, shared_only=True
    )
    return query.where(f"{_OPEN_LESSON} AND e.occurred_on < :before", before=before.isoformat())


def _by_index(index: str, entry_filter: "Filter") -> str:
    if entry_filter.team is not None:
        index += "_by_team"
    return f"entry e INDEXED BY {index}"
