"""The handbook: what a team has shared and adopted, by topic, so that it stays when a colleague leaves.

The same entries make the same handbook, in whatever order they were recorded, and whoever reads it when and where.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from coachlog.domain.card import card_content, card_of, is_telling
from coachlog.domain.entry import Entry
from coachlog.domain.guides.guide import Guide, Step
from coachlog.domain.typed_text import name_key

STATUSES = ("adopted", "closed", "shared")  # what weighs most first


class Lesson(NamedTuple):
    """What one or several entries teach; the entry that says it best comes first."""

    entries: tuple[Entry, ...]
    since: (
        str | None
    )  # the month in which it was adopted or closed, as 2026-09; None where nobody knows

    @property
    def status(self) -> str:
        """What became of it."""
        return self.entries[0].status


class Chapter(NamedTuple):
    """A topic: its lessons and guides, and those that stand under another topic, each with that topic.

    Guides that name no topic have a chapter without one, the last.
    """

    topic: str
    lessons: tuple[Lesson, ...]
    guides: tuple[Guide, ...]
    elsewhere: tuple[tuple[Lesson | Guide, str], ...]


def belongs(entry: Entry) -> bool:
    """Whether an entry stands in the handbook: shared or adopted, or closed with what changed; it has to teach something."""
    kept = entry.status in STATUSES[::2] or (
        entry.status == "closed" and entry.changed_what is not None
    )
    return kept and is_telling(entry)


def chapters(
    entries: Iterable[Entry],
    since: Mapping[str, str],
    guides: Iterable[Guide] = (),
    topics: Iterable[str] = (),
) -> list[Chapter]:
    """The chapters of a handbook, sorted by their topics.

    Args:
        entries: those that belong in it, in any order; nobody is named in them any more.
        since: the month in which each was adopted or closed, by uuid.
        guides: the guides that belong in it, likewise.
        topics: the only topics wanted; none for all.
    """
    wanted = {name_key(topic) for topic in topics}
    groups: dict[tuple[str, str], list[Entry]] = {}
    for entry in sorted(entries, key=_order):
        home = _homes(entry.topics, wanted)[0]
        groups.setdefault((name_key(home), card_content(card_of(entry)) or entry.uuid), []).append(
            entry
        )
    placed: list[tuple[Lesson | Guide, list[str]]] = []
    for group in groups.values():
        others = {topic for entry in group for topic in _homes(entry.topics, wanted)}
        home = _homes(group[0].topics, wanted)[0]
        placed.append(
            (Lesson(tuple(group), since.get(group[0].uuid)), [home, *sorted(others - {home})])
        )
    in_order = sorted(guides, key=lambda guide: (name_key(guide.name), guide.name))
    return _chapters(
        [*placed, *((guide, _homes(guide.topics, wanted) or [""]) for guide in in_order)]
    )


def guide_without_people(guide: Guide, clean: Callable[[str], str]) -> Guide:
    """A guide whose words have all gone through `clean`."""

    def cleaned(text: str | None) -> str | None:
        return clean(text) if text else text

    def clean_step(step: Step) -> Step:
        end = step.ending
        ending = end and end._replace(
            text=clean(end.text), to=cleaned(end.to), bring=cleaned(end.bring)
        )
        branches = tuple(branch._replace(label=clean(branch.label)) for branch in step.branches)
        return step._replace(
            question=clean(step.question),
            branches=branches,
            ending=ending,
            rule=cleaned(step.rule),
            judgement=cleaned(step.judgement),
        )

    steps = {name: clean_step(step) for name, step in guide.steps.items()}
    return Guide(clean(guide.name), tuple(map(clean, guide.topics)), cleaned(guide.rule), steps)


def _chapters(placed: list[tuple[Lesson | Guide, list[str]]]) -> list[Chapter]:
    """Chapters of what has been placed: each thing with its topics, the one that it stands under first."""
    names: dict[str, str] = {}
    for topic in sorted(topic for _, topics in placed for topic in topics):
        names.setdefault(name_key(topic), topic)
    here: dict[str, list[Lesson | Guide]] = {key: [] for key in names}
    elsewhere: dict[str, list[tuple[Lesson | Guide, str]]] = {key: [] for key in names}
    for one, (home, *others) in placed:
        here[name_key(home)].append(one)
        for topic in others:
            elsewhere[name_key(topic)].append((one, home))
    return [
        Chapter(
            names[key],
            tuple(one for one in here[key] if isinstance(one, Lesson)),
            tuple(one for one in here[key] if isinstance(one, Guide)),
            tuple(elsewhere[key]),
        )
        for key in sorted(names, key=lambda key: (not key, key))
    ]


def _homes(named: Iterable[str], wanted: set[str]) -> list[str]:
    """The topics under which something can stand, the one under which it does first."""
    named = list(named)
    topics = [topic for topic in named if not wanted or name_key(topic) in wanted]
    return sorted(topics or named, key=lambda topic: (name_key(topic), topic))


def _order(entry: Entry) -> tuple[int, int, str, str]:
    """What was adopted first, then the newer before the older, then by words; never by the order of recording."""
    day = -int(entry.occurred_on.replace("-", ""))
    return STATUSES.index(entry.status), day, entry.happened, entry.uuid
