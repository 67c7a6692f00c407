"""The handbook: what a team has shared and adopted, by topic, so that it stays when a colleague leaves.

The same entries make the same handbook, in whatever order they were recorded, and whoever reads it when and where.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from coachlog.domain.cards import card_of, is_telling, said_by
from coachlog.domain.entry import Entry
from coachlog.domain.fields import name_key

STATUSES = ("adopted", "closed", "shared")  # what weighs most first


class Lesson(NamedTuple):
    """What one or several entries teach; the entry that says it best comes first."""

    entries: tuple[Entry, ...]
    since: str | None  # the month in which it was adopted or closed, as 2026-09; None where nobody knows

    @property
    def status(self) -> str:
        """What became of it."""
        return self.entries[0].status


class Chapter(NamedTuple):
    """A topic: its lessons, and those that stand under another topic, each with that topic."""

    topic: str
    lessons: tuple[Lesson, ...]
    elsewhere: tuple[tuple[Lesson, str], ...]


def belongs(entry: Entry) -> bool:
    """Whether an entry stands in the handbook: shared or adopted, or closed with what changed; it has to teach something."""
    kept = entry.status in STATUSES[::2] or (entry.status == "closed" and entry.changed_what is not None)
    return kept and is_telling(entry)


def chapters(entries: Iterable[Entry], since: Mapping[str, str], topics: Iterable[str] = ()) -> list[Chapter]:
    """The chapters of a handbook, sorted by their topics.

    Args:
        entries: those that belong in it, in any order; nobody is named in them any more.
        since: the month in which each was adopted or closed, by uuid.
        topics: the only topics wanted; none for all.
    """
    wanted = {name_key(topic) for topic in topics}
    groups: dict[tuple[str, str], list[Entry]] = {}
    for entry in sorted(entries, key=_order):
        home = _homes(entry, wanted)[0]
        card = card_of(entry)
        groups.setdefault((name_key(home), said_by(card) or entry.uuid), []).append(entry)
    lessons: dict[str, list[Lesson]] = {}
    elsewhere: dict[str, list[tuple[Lesson, str]]] = {}
    names: dict[str, str] = {}
    for (home, _), group in groups.items():
        lesson = Lesson(tuple(group), since.get(group[0].uuid))
        lessons.setdefault(home, []).append(lesson)
        for topic in sorted({topic for entry in group for topic in _homes(entry, wanted)}):
            names.setdefault(name_key(topic), topic)
            if name_key(topic) != home:
                elsewhere.setdefault(name_key(topic), []).append((lesson, _homes(group[0], wanted)[0]))
    return [
        Chapter(names[key], tuple(lessons.get(key, ())), tuple(elsewhere.get(key, ())))
        for key in sorted(names, key=lambda key: (key, names[key]))
    ]


def _homes(entry: Entry, wanted: set[str]) -> list[str]:
    """The topics under which an entry can stand, the one under which it does first."""
    topics = [topic for topic in entry.topics if not wanted or name_key(topic) in wanted]
    return sorted(topics or entry.topics, key=lambda topic: (name_key(topic), topic))


def _order(entry: Entry) -> tuple[int, int, str, str]:
    """What was adopted first, then the newer before the older, then by words; never by the order of recording."""
    day = -int(entry.occurred_on.replace("-", ""))
    return STATUSES.index(entry.status), day, entry.happened, entry.uuid
