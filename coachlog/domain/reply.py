"""What became of an entry: the replies to it, the changes of its status, and news of both."""

from __future__ import annotations

from collections.abc import Iterable

from coachlog.domain.entry import Entry
from coachlog.named_tuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

IDEA, QUESTION, SAME, THANKS = "idea", "question", "same", "thanks"
NEEDS_CHANGE = "adopted"  # the status that must say what changed
OLD_DAYS = 60  # from this age on, a week lists a lesson that was neither adopted nor closed
COUNTED = 1_000  # a week counts open questions and old lessons up to here


class Reply(NamedTuple):
    """A reply to an entry.

    `other` is the short id of the entry where the same happened, and `other_happened` its words;
    both are None if it is gone, or another trainer's private entry.
    """

    short_id: str  # of the entry
    said_on: str
    kind: str
    author: str | None
    text: str | None
    other: str | None
    other_happened: str | None


class StatusChange(NamedTuple):
    """A change of an entry's status; `meeting` is the day of the meeting that shared it."""

    on: str
    status: str
    author: str | None
    changed_what: str | None
    meeting: str | None = None


class EntryDays(NamedTuple):
    """What became of an entry, and on which civil days (ISO 8601) for the first time.

    Attributes:
        uuid: the entry, as the others up to `occurred_on`.
        answered_on: of the first reply that is not thanks; of a question also of its answer.
        shared_on: None for an entry that is only logged, or that was adopted right away.
        adopted_on: None for an entry that is only logged.
    """

    uuid: str
    kind: str
    team: str
    topics: tuple[str, ...]
    status: str
    occurred_on: str
    answered_on: str | None
    shared_on: str | None
    adopted_on: str | None


class AdoptedEntry(NamedTuple):
    """An entry that was shared, adopted or closed; the day of its adoption if that is known."""

    topics: tuple[str, ...]
    status: str
    occurred_on: str
    adopted_on: str | None


class News(NamedTuple):
    """What somebody else did with a trainer's entry.

    `what` is a status, `deleted`, `cleared` for a meeting, `asked` to be, or the kind of a reply.
    """

    at: float  # seconds since 1970 UTC
    short_id: str
    what: str
    author: str
    text: str | None  # what changed, or the text of the reply
    other: str | None  # the short id of the entry where the same happened
    meeting: str | None
    happened: str
    status: str  # of the entry, now


class OpenQuestion(NamedTuple):
    """A question without an answer: an entry, or a reply that asks something about an entry."""

    asked_on: str
    short_id: str
    author: str | None
    team: str
    topics: tuple[str, ...]
    question: str
    happened: str | None  # what the entry says, if the question is a reply to it


class WeekReplies(NamedTuple):
    """The replies of a week, and the first open questions and old lessons at its end.

    On a page the totals are counted up to `COUNTED`.
    """

    replies: int = 0
    thanks: int = 0
    questions: tuple[OpenQuestion, ...] = ()
    questions_total: int = 0
    lessons: tuple[Entry, ...] = ()
    lessons_total: int = 0

    def shape(self) -> dict[str, Any]:
        """Return its part of the published shape of a week, in which nobody is named."""
        return {
            "replies": self.replies,
            "thanks": self.thanks,
            "open_questions": entry_shapes(self.questions, "asked_on", "question"),
            "old_lessons": entry_shapes(self.lessons, "occurred_on", "lesson"),
        }

    def totals(self) -> dict[str, int]:
        """Return how many there are of what the lists of `shape` have the first of."""
        return {
            "open_questions_total": self.questions_total,
            "old_lessons_total": self.lessons_total,
        }


def entry_shapes(entries: Iterable[Entry | OpenQuestion], *fields: str) -> list[dict[str, Any]]:
    """Return the published shape of each entry: where it belongs, and some more fields."""
    shapes = []
    for entry in entries:
        shape = {"short_id": entry.short_id, "team": entry.team, "topics": entry.topics}
        for field in fields:
            shape[field] = getattr(entry, field)
        shapes.append(shape)
    return shapes
