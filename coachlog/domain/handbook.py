"""The handbook: what a team has shared and adopted, by topic.

It keeps what a colleague knew who has left. The same entries make the same handbook, in whatever
order they were recorded and whoever reads it when and where, so two versions can be compared line
by line.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from coachlog.domain.card import is_telling, lesson_key
from coachlog.domain.entry import Entry
from coachlog.domain.guides.guide import Guide, Step
from coachlog.domain.typed_text import name_key

STATUSES = ("adopted", "closed", "shared")  # the weightiest first


class Lesson(NamedTuple):
    """What one or several entries teach; the entry that says it best comes first."""

    entries: tuple[Entry, ...]
    since: str | None  # the month in which it was adopted or closed, such as 2026-09

    @property
    def status(self) -> str:
        """What became of it."""
        return self.entries[0].status


Item = Lesson | Guide


class Chapter(NamedTuple):
    """A topic with its lessons and guides.

    Guides without a topic have a chapter without one, the last.
    """

    topic: str
    lessons: tuple[Lesson, ...]
    guides: tuple[Guide, ...]
    elsewhere: tuple[tuple[Item, str], ...]  # items of this topic in another's chapter


def belongs(entry: Entry) -> bool:
    """Return whether an entry teaches something and was shared, adopted or closed with a change."""
    if entry.status == "closed" and entry.changed_what is None:
        return False
    return entry.status in STATUSES and is_telling(entry)


def chapters(
    entries: Iterable[Entry],
    since: Mapping[str, str],
    guides: Iterable[Guide] = (),
    topics: Iterable[str] = (),
) -> list[Chapter]:
    """Return the chapters of a handbook, sorted by topic.

    Args:
        entries: the entries that belong in it, in any order, without people.
        since: the month in which each was adopted or closed, by uuid.
        guides: the guides that belong in it, without people.
        topics: only these topics; none for all.
    """
    only = {name_key(topic) for topic in topics}
    spellings: dict[str, str] = {}
    items: defaultdict[str, list[Item]] = defaultdict(list)
    elsewhere: defaultdict[str, list[tuple[Item, str]]] = defaultdict(list)
    for item, home, others in _items_with_topics(entries, since, guides, only):
        for topic in (home, *others):
            key = name_key(topic)
            # The smallest of several spellings, so that the order of entries does not matter.
            spellings[key] = min(topic, spellings.get(key, topic))
        items[name_key(home)].append(item)
        for topic in others:
            elsewhere[name_key(topic)].append((item, home))
    result = []
    for key in sorted(spellings, key=lambda key: (not key, key)):
        of_topic = items[key]
        chapter = Chapter(
            topic=spellings[key],
            lessons=tuple(item for item in of_topic if isinstance(item, Lesson)),
            guides=tuple(item for item in of_topic if isinstance(item, Guide)),
            elsewhere=tuple(elsewhere[key]),
        )
        result.append(chapter)
    return result


def _items_with_topics(
    entries: Iterable[Entry],
    since: Mapping[str, str],
    guides: Iterable[Guide],
    only: set[str],
) -> Iterator[tuple[Item, str, list[str]]]:
    """Yield lessons, then guides, each with the topic of its chapter and its other topics."""
    for group in _entries_by_lesson(entries, only):
        home = _topics_of(group[0].topics, only)[0]
        others = {topic for entry in group for topic in _topics_of(entry.topics, only)}
        yield Lesson(tuple(group), since.get(group[0].uuid)), home, sorted(others - {home})
    for guide in sorted(guides, key=lambda guide: _name_order(guide.name)):
        home, *other_topics = _topics_of(guide.topics, only) or [""]
        yield guide, home, other_topics


def _entries_by_lesson(entries: Iterable[Entry], only: set[str]) -> Iterable[list[Entry]]:
    """Return the entries that teach the same about one topic together, the best one first."""
    groups: dict[tuple[str, str], list[Entry]] = {}
    for entry in sorted(entries, key=_weight):
        home = _topics_of(entry.topics, only)[0]
        groups.setdefault((name_key(home), lesson_key(entry)), []).append(entry)
    return groups.values()


def _weight(entry: Entry) -> tuple[int, int, str, str]:
    # Never by the order of recording: another file with the same entries has another one.
    day = int(entry.occurred_on.replace("-", ""))
    return STATUSES.index(entry.status), -day, entry.happened, entry.uuid


def _topics_of(topics: Iterable[str], only: set[str]) -> list[str]:
    """Return the topics whose chapters can hold an item; the first one holds it."""
    topics = list(topics)
    chosen = [topic for topic in topics if not only or name_key(topic) in only]
    return sorted(chosen or topics, key=_name_order)


def _name_order(name: str) -> tuple[str, str]:
    # Without regard to capitals first; the spelling itself decides between two of one name.
    return name_key(name), name


def guide_without_people(guide: Guide, clean: Callable[[str], str]) -> Guide:
    """Return a guide with a function applied to all its texts.

    Args:
        guide: the guide. The names of its steps stay, because its branches lead to them.
        clean: masks the people in a text.
    """
    return Guide(
        name=clean(guide.name),
        topics=tuple(clean(topic) for topic in guide.topics),
        rule=_cleaned(guide.rule, clean),
        steps={name: _clean_step(step, clean) for name, step in guide.steps.items()},
    )


def _clean_step(step: Step, clean: Callable[[str], str]) -> Step:
    ending = step.ending
    if ending:
        ending = ending._replace(
            text=clean(ending.text),
            to=_cleaned(ending.to, clean),
            bring=_cleaned(ending.bring, clean),
        )
    branches = [branch._replace(label=clean(branch.label)) for branch in step.branches]
    return step._replace(
        question=clean(step.question),
        branches=tuple(branches),
        ending=ending,
        rule=_cleaned(step.rule, clean),
        judgement=_cleaned(step.judgement, clean),
    )


def _cleaned(text: str | None, clean: Callable[[str], str]) -> str | None:
    if not text:
        return text
    return clean(text)
