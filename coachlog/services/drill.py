"""Practising what the team has learned.

All of it is the learner's own, and nobody else is shown any: practice that a supervisor could
read would be an examination.
"""

from datetime import date
from typing import NamedTuple

from coachlog.domain.card import best_cards, teaching_of
from coachlog.domain.drill import LEARNED_INTERVAL, answer_fingerprint, schedule
from coachlog.domain.entry import Entry
from coachlog.domain.filters import Filter
from coachlog.domain.typed_text import name_key
from coachlog.storage.drill import (
    LessonProgress,
    begun_lessons,
    begun_on,
    delete_progress,
    new_lessons,
    store_progress,
)
from coachlog.storage.file.connection import Log

NEW_A_DAY = 5  # each comes back several times within days, so more would soon pile up
MAX_CONSIDERED = 500  # the newest entries, of which the best are begun first


class DrillLesson(NamedTuple):
    """An entry to ask about.

    Attributes:
        entry: The entry.
        known: What the learner knew of it at the last rating; None for a new lesson.
        changed: Whether its answer has changed since then.
    """

    entry: Entry
    known: LessonProgress | None
    changed: bool = False


class TopicProgress(NamedTuple):
    """How far a learner is with a topic.

    Attributes:
        topic: The topic in the spelling in use.
        begun: How many of its lessons were rated at least once.
        due: How many of these are asked again today.
        learned: How many are neither due nor asked again soon (see `is_learned`).
    """

    topic: str
    begun: int
    due: int
    learned: int


def lessons_for(log: Log, entry_filter: Filter, new_a_day: int = NEW_A_DAY) -> list[DrillLesson]:
    """Return what to practise today: due lessons, longest overdue first, then the best new ones.

    A lesson whose answer has changed since it was last rated is due at once.

    Args:
        log: Where the lessons are read.
        entry_filter: Which entries; its limit is that of the whole sitting.
        new_a_day: How many lessons may be begun in one day, in all of its sittings.
    """
    today = log.clock.today().isoformat()
    begun = []
    due = []
    for entry, known in begun_lessons(log, entry_filter):
        changed = answer_fingerprint(entry) != known.answer
        lesson = DrillLesson(entry, known, changed)
        begun.append(lesson)
        if changed or known.due_on <= today:
            due.append(lesson)
    # New lessons fill up what the day still holds; due ones are asked however many they are.
    new: list[DrillLesson] = []
    remaining = new_a_day - begun_on(log, today)
    if remaining > 0:
        entries = new_lessons(log, entry_filter, MAX_CONSIDERED)
        new = _best_new(entries, begun)[:remaining]
    return [*due, *new][: entry_filter.limit]


def _best_new(entries: list[Entry], begun: list[DrillLesson]) -> list[DrillLesson]:
    """Return one lesson for each thing there is to learn, the best first."""
    by_id = {entry.short_id: entry for entry in entries}
    familiar = {_answer_key(lesson.entry) for lesson in begun}
    best = [by_id[card.short_id] for card in best_cards(entries)]
    return [DrillLesson(entry, None) for entry in best if _answer_key(entry) not in familiar]


def _answer_key(entry: Entry) -> int:
    # Who has begun a lesson without its right way has yet to learn that.
    right, lesson = teaching_of(entry)
    return right or lesson


def rate(log: Log, lesson: DrillLesson, rating: str) -> LessonProgress:
    """Store a rating; return what is known of the lesson after it.

    Rating the same `lesson` again replaces the rating.

    Args:
        log: Where the progress is stored.
        lesson: As `lessons_for` returned it, before the first rating of this sitting.
        rating: One of `domain.drill.RATINGS`.

    Raises:
        SettingsError: The scheduler is not installed.
        StorageError: Nothing was stored.
    """
    today = log.clock.today()
    # The day's share of new lessons is counted by this: rating one again is not a new one.
    first_day = today.isoformat()
    card = None
    if lesson.known:
        first_day = lesson.known.begun_on
        card = lesson.known.card
    card, due = schedule(card, rating, today)
    known = LessonProgress(
        card=card,
        due_on=due.isoformat(),
        rated_on=today.isoformat(),
        begun_on=first_day,
        answer=answer_fingerprint(lesson.entry),
    )
    with log.atomic():
        store_progress(log, lesson.entry.uuid, known)
    return known


def progress_by_topic(log: Log, entry_filter: Filter) -> list[TopicProgress]:
    """Return a learner's progress by topic, in the order of the alphabet.

    A lesson with two topics counts for both.

    Args:
        log: Where the lessons are read.
        entry_filter: Which entries; its limit is the number of topics.
    """
    today = log.clock.today().isoformat()
    counts: dict[str, list[int]] = {}
    for entry, known in begun_lessons(log, entry_filter):
        is_due = known.due_on <= today or answer_fingerprint(entry) != known.answer
        for topic in entry.topics:
            count = counts.setdefault(topic, [0, 0, 0])
            count[0] += 1
            count[1] += is_due
            # What is due may be forgotten by now, however well it was known.
            count[2] += is_learned(known) and not is_due
    topics = sorted(counts, key=name_key)
    return [TopicProgress(topic, *counts[topic]) for topic in topics][: entry_filter.limit]


def is_learned(known: LessonProgress) -> bool:
    """Return whether the lesson is asked again so late that it counts as learned."""
    # By the interval that was set, not by the days that have gone by since.
    interval = date.fromisoformat(known.due_on) - date.fromisoformat(known.rated_on)
    return interval.days >= LEARNED_INTERVAL


def next_day(log: Log, entry_filter: Filter) -> tuple[str, int] | None:
    """Return the next day with something due, and how many lessons; None if nothing was begun.

    Args:
        log: Where the lessons are read.
        entry_filter: Which entries; its limit does not count.

    Returns:
        The day as an ISO date, in the past where lessons are overdue.
    """
    lessons = begun_lessons(log, entry_filter)
    if not lessons:
        return None
    days = [known.due_on for _, known in lessons]  # soonest first
    return days[0], days.count(days[0])


def forget(log: Log) -> int:
    """Delete everything stored about a learner's practice; return of how many lessons.

    No undo brings it back, because practice has no revisions.

    Args:
        log: The log to delete it from.
    """
    with log.atomic():
        return delete_progress(log)
