"""Retrieval practice: the answer to a lesson, and when the lesson is asked again.

Only this module knows the scheduler: fsrs, the Free Spaced Repetition Scheduler
(https://github.com/open-spaced-repetition). It counts in whole days and leaves nothing to chance:
the same ratings on the same days give the same dates.
"""

from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from coachlog.domain.card import card_of
from coachlog.domain.entry import Entry
from coachlog.errors import SettingsError

RATINGS = ("again", "hard", "good", "easy")
MAX_INTERVAL = 365  # days: rules change, so each lesson comes up once a year
LEARNED_INTERVAL = 21  # days: a lesson remembered for that long counts as learned
MISSING = "drill needs the library fsrs, which is not installed:  pip install 'fsrs>=6.3,<7'"


def answer_texts(entry: Entry) -> list[tuple[str, str]]:
    """Return what is shown after the learner's own answer, as labels and texts."""
    # The order is part of the fingerprint: another one would count every answer as changed.
    texts = {
        "put right": entry.recovery,
        "right way": entry.expected,
        "why": entry.why,
        "next time": entry.lesson,
        "rule": card_of(entry).rule,
    }
    return [(label, text) for label, text in texts.items() if text]


def answer_fingerprint(entry: Entry) -> str:
    """Return a short text that changes when the answer does."""
    # Stored with every lesson, so it is short; 64 bits are enough to tell two answers apart.
    lines = [f"{label}\0{text}" for label, text in answer_texts(entry)]
    return sha256("\0".join(lines).encode()).hexdigest()[:16]


def schedule(card: str | None, rating: str, day: date) -> tuple[str, date]:
    """Work out when to ask a lesson again.

    Args:
        card: what the scheduler knew of the lesson, as JSON; None for a new one.
        rating: one of `RATINGS`.
        day: the civil day of the rating.

    Returns:
        What it knows now, as JSON, and the day on which to ask again.

    Raises:
        SettingsError: the scheduler is not installed.
    """
    fsrs = load_scheduler()
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
    # No steps of minutes, which are for people who study all day: a lesson that was not known
    # comes again in the same sitting, and tomorrow. No fuzz, which is for decks of thousands.
    scheduler = fsrs.Scheduler(
        learning_steps=(),
        relearning_steps=(),
        maximum_interval=MAX_INTERVAL,
        enable_fuzzing=False,
    )
    before = fsrs.Card.from_json(card) if card else fsrs.Card(card_id=0, due=moment)
    after, _ = scheduler.review_card(before, fsrs.Rating[rating.capitalize()], moment)
    return after.to_json(), after.due.date()


def load_scheduler() -> Any:
    """Return the module of the scheduler.

    Raises:
        SettingsError: it is not installed.
    """
    try:
        import fsrs
    except ImportError:
        raise SettingsError(MISSING) from None
    return fsrs
