"""What became of an entry: what colleagues said about it, and how far it got."""

from typing import Any, NamedTuple

from coachlog.domain.entry import Entry

IDEA, QUESTION, SAME, THANKS = "idea", "question", "same", "thanks"
NEEDS_CHANGE = "adopted"
OLD_DAYS = 60  # how long a lesson may wait until a week lists it
COUNTED = 1_000  # so far a week counts what waits


class Reply(NamedTuple):
    """What somebody said about an entry.

    `other` is the short id of the entry where the same happened, and `other_happened` its words: both None where it is
    gone or nobody else's to see.
    """

    short_id: str  # of the entry
    said_on: str
    kind: str
    author: str | None
    text: str | None
    other: str | None
    other_happened: str | None


class StatusChange(NamedTuple):
    """One step of an entry's life, and the day of the meeting in which it was shared."""

    on: str
    status: str
    author: str | None
    changed_what: str | None
    meeting: str | None = None


class News(NamedTuple):
    """What somebody else did with a writer's entry. `what` is a status or the kind of a reply."""

    at: float  # seconds since 1970 UTC
    short_id: str
    what: str
    author: str
    text: str | None  # what changed, or what was said
    other: str | None  # the short id of the entry where the same happened
    meeting: str | None
    happened: str
    status: str  # the entry's own, now


class OpenQuestion(NamedTuple):
    """A question that waits for an answer: an entry's own, or one that somebody asked about an entry."""

    asked_on: str
    short_id: str
    author: str | None
    team: str
    topics: tuple[str, ...]
    question: str
    happened: str | None  # what the entry says, where the question is a reply to it


class WeekReplies(NamedTuple):
    """What was said in a week, and the first of what waits at its end; the totals are counted up to `COUNTED`."""

    replies: int = 0
    thanks: int = 0
    questions: tuple[OpenQuestion, ...] = ()
    questions_total: int = 0
    lessons: tuple[Entry, ...] = ()
    lessons_total: int = 0

    def shape(self) -> dict[str, Any]:
        """Its part of the published shape of a week. Nobody is named."""
        return {
            "replies": self.replies,
            "thanks": self.thanks,
            "open_questions": [
                {
                    name: getattr(asking, name)
                    for name in ("short_id", "team", "topics", "asked_on", "question")
                }
                for asking in self.questions
            ],
            "old_lessons": [
                {
                    name: getattr(entry, name)
                    for name in ("short_id", "team", "topics", "occurred_on", "lesson")
                }
                for entry in self.lessons
            ],
        }
