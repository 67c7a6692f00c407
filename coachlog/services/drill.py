"""Practising what the team has learned. Everything here is the learner's own: nobody else is shown any of it."""

from collections import Counter
from datetime import date
from typing import NamedTuple

from coachlog.clock import Clock
from coachlog.domain.card import best_cards, card_content, card_of
from coachlog.domain.drill import LEARNED, answer_mark, rated
from coachlog.domain.entry import Entry
from coachlog.domain.filters import Filter
from coachlog.domain.typed_text import name_key
from coachlog.storage.drill import (
    Known,
    begun_on,
    count_new,
    forget_lessons,
    keep_lesson,
    known_lessons,
    new_lessons,
)
from coachlog.storage.file.connection import Log

NEW_A_DAY = 5
CONSIDERED = 500


class DrillLesson(NamedTuple):
    """One entry to be asked about; what is known of it, and whether its answer has changed since."""

    entry: Entry
    known: Known | None
    changed: bool = False


class TopicProgress(NamedTuple):
    """How far a learner has come with one topic."""

    topic: str
    begun: int
    due: int
    learned: int


def lessons_for(
    log: Log, clock: Clock, reader: str, entry_filter: Filter, new_a_day: int = NEW_A_DAY
) -> list[DrillLesson]:
    """What to practise today: what is due, the longest overdue first, then new lessons, the best first.

    A lesson whose answer was changed since it was last rated is due at once, with what is known of it.

    Args:
        log: where from.
        clock: says which day it is.
        reader: the learner.
        entry_filter: which entries; its limit is that of the sitting.
        new_a_day: how many lessons may be begun in one day.
    """
    today = clock.now().date().isoformat()
    seen = _visible(reader, entry_filter)
    known = [
        DrillLesson(entry, row, answer_mark(entry) != row.answer)
        for entry, row in known_lessons(log, reader, seen)
    ]
    due = [one for one in known if one.known and (one.known.due_on <= today or one.changed)]
    room = max(0, new_a_day - begun_on(log, reader, today))
    new = _best_new(new_lessons(log, reader, seen, CONSIDERED), known)[:room] if room else []
    return [*due, *new][: entry_filter.limit]


def rate(log: Log, clock: Clock, reader: str, lesson: DrillLesson, rating: str) -> Known:
    """Keep a rating, and what is known after it. To rate the same lesson again takes the place of the first rating.

    Raises:
        SettingsError: the scheduler is not installed.
        StorageError: nothing was kept.
    """
    today = clock.now().date()
    before = lesson.known
    card, due = rated(before.card if before else None, rating, today)
    begun = before.begun_on if before else today.isoformat()
    known = Known(card, due.isoformat(), today.isoformat(), begun, answer_mark(lesson.entry))
    with log.atomic():
        keep_lesson(log, reader, lesson.entry.uuid, known)
    return known


def progress_by_topic(
    log: Log, clock: Clock, reader: str, entry_filter: Filter
) -> list[TopicProgress]:
    """How far a learner has come, by topic; a lesson on two topics counts in both."""
    today = clock.now().date()
    begun: Counter[str] = Counter()
    due: Counter[str] = Counter()
    learned: Counter[str] = Counter()
    for entry, known in known_lessons(log, reader, _visible(reader, entry_filter)):
        begun.update(entry.topics)
        if known.due_on <= today.isoformat() or answer_mark(entry) != known.answer:
            due.update(entry.topics)
        elif is_learned(known):
            learned.update(entry.topics)
    return [
        TopicProgress(topic, begun[topic], due[topic], learned[topic])
        for topic in sorted(begun, key=name_key)
    ][: entry_filter.limit]


def is_learned(known: Known) -> bool:
    """Whether the next question is so far away that the lesson counts as learned."""
    return (date.fromisoformat(known.due_on) - date.fromisoformat(known.rated_on)).days >= LEARNED


def next_day(log: Log, reader: str, entry_filter: Filter) -> tuple[date, int] | None:
    """The day on which something is due next, and how much; None where nothing was begun."""
    days = [known.due_on for _, known in known_lessons(log, reader, _visible(reader, entry_filter))]
    return (date.fromisoformat(days[0]), days.count(days[0])) if days else None


def count_unstarted(log: Log, reader: str, entry_filter: Filter) -> int:
    """How many entries are still to be begun."""
    return count_new(log, reader, _visible(reader, entry_filter))


def forget(log: Log, reader: str) -> int:
    """Remove all that is known of oneself, for good; of how many lessons."""
    with log.atomic():
        return forget_lessons(log, reader)


def _visible(reader: str, entry_filter: Filter) -> Filter:
    """What the team may see, and one's own private entries."""
    return entry_filter._replace(reader=reader, include_own=True)


def _best_new(entries: list[Entry], known: list[DrillLesson]) -> list[DrillLesson]:
    """One lesson for each thing that can be learned."""
    by_id = {entry.short_id: entry for entry in entries}
    familiar = {card_content(card_of(one.entry)) for one in known}
    return [
        DrillLesson(by_id[card.short_id], None)
        for card in best_cards(entries)
        if card_content(card) not in familiar
    ]
