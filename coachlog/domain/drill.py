"""Retrieval practice: what is asked of an entry, what its answer is, and when it is asked again.

The only room that knows the scheduler: fsrs, the Free Spaced Repetition Scheduler (https://github.com/open-spaced-repetition).
It counts in whole days, and guesses nothing: the same ratings on the same days give the same dates.
"""

from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from coachlog.domain.card import card_of
from coachlog.domain.entry import Entry
from coachlog.errors import SettingsError

RATINGS = ("again", "hard", "good", "easy")
LONGEST = 365  # days: rules change, so that each is asked for once a year
LEARNED = 21  # days: who remembers it that long has learned it
MISSING = "drill needs the library fsrs, which is not installed:  pip install 'fsrs>=6.3,<7'"


def answer_of(entry: Entry) -> list[tuple[str, str]]:
    """What is shown after the learner's own answer: what each text is, and the text."""
    told = (
        ("put right", entry.recovery),
        ("right way", entry.expected),
        ("why", entry.why),
        ("next time", entry.lesson),
        ("rule", card_of(entry).rule),
    )
    return [(label, text) for label, text in told if text]


def is_asked(entry: Entry) -> bool:
    """Whether an entry can be asked about: what happened is not the answer itself, and there is one."""
    return entry.kind != "strength" and any((entry.recovery, entry.expected, entry.lesson))


def answer_mark(entry: Entry) -> str:
    """A short text that is another one when the answer is."""
    return sha256(
        "\0".join(f"{label}\0{text}" for label, text in answer_of(entry)).encode()
    ).hexdigest()[:16]


def rated(card: str | None, rating: str, day: date) -> tuple[str, date]:
    """What is known of a lesson after a rating, as a text to be kept, and the day on which to ask again.

    Args:
        card: what was known before; None for a new lesson.
        rating: one of `RATINGS`.
        day: the civil day of the rating.

    Raises:
        SettingsError: the library is not installed.
    """
    fsrs = scheduling()
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
    # Minutes between two questions are for those who sit in front of it all day: what was not known comes again in the
    # same sitting, and tomorrow. No fuzz, which is for decks of thousands.
    scheduler = fsrs.Scheduler(
        learning_steps=(), relearning_steps=(), maximum_interval=LONGEST, enable_fuzzing=False
    )
    known = fsrs.Card.from_json(card) if card else fsrs.Card(card_id=0, due=moment)
    after, _ = scheduler.review_card(known, fsrs.Rating[rating.capitalize()], moment)
    return after.to_json(), after.due.date()


def scheduling() -> Any:
    """The library.

    Raises:
        SettingsError: it is not installed.
    """
    try:
        import fsrs
    except ImportError:
        raise SettingsError(MISSING) from None
    return fsrs
