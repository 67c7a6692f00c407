"""The handbook: what a team has shared and adopted, by topic.

It keeps what a colleague knew who has left. The same entries make the same handbook, in whatever
order they were recorded and whoever reads it when and where, so two versions can be compared line
by line.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from coachlog.domain.card import Teaching, is_telling, lesson_keys, rule_order, same_lessons
from coachlog.domain.entry import Entry
from coachlog.domain.guides.guide import Guide
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
Reference = tuple[Item, str]  # what is in another chapter, and the topic of that


class Chapter(NamedTuple):
    """A topic with its lessons and guides.

    Guides without a topic have a chapter without one, the last.
    """

    topic: str
    lessons: tuple[Lesson, ...]
    guides: tuple[Guide, ...]
    elsewhere: tuple[Reference, ...]  # items of this topic in another's chapter


class Placed(NamedTuple):
    """A lesson or guide, the topic of its chapter, and its other topics."""

    item: Item
    home: str
    others: list[str]


class Size(NamedTuple):
    """How many lessons and guides are in a chapter or in a handbook, which has no topic."""

    topic: str
    lessons: int
    guides: int


Topics = tuple[str, ...]
Read = Callable[[Sequence[str]], tuple[Iterable[Entry], Mapping[str, str]]]


def belongs(entry: Entry) -> bool:
    """Return whether an entry teaches something and was shared, adopted or closed with a change."""
    if entry.status == "closed" and entry.changed_what is None:
        return False
    return entry.status in STATUSES and is_telling(entry)


class Outline:
    """What a handbook will have, before any of its chapters is made.

    Its first lines count the lessons of all chapters, so entries are read twice: now to be counted,
    and once more chapter by chapter. Of each, only a few words are kept in between.

    Args:
        guides: the guides that belong in it, without people.
        topics: only these topics; none for all.

    Attributes:
        first_day: the first day of its entries; empty without entries.
        last_day: the last day of its entries; empty without entries.
    """

    def __init__(self, guides: Iterable[Guide] = (), topics: Iterable[str] = ()) -> None:
        self.first_day = ""
        self.last_day = ""
        self._only = {name_key(topic) for topic in topics}
        self._spellings: dict[str, str] = {}
        self._uuids: defaultdict[str, list[str]] = defaultdict(list)
        self._teachings: defaultdict[str, dict[Teaching, Topics]] = defaultdict(dict)
        self._homes_by_rule: defaultdict[str, set[str]] = defaultdict(set)
        self._guides: list[Placed] = []
        self._guide_counts: Counter[str] = Counter()
        for guide in sorted(guides, key=lambda guide: _name_order(guide.name)):
            home, *others = _topics_of(guide.topics, self._only) or [""]
            self._guides.append(Placed(guide, home, others))
            for topic in (home, *others):
                key = self._key(topic)
                self._guide_counts[key] += 1

    def add(
        self,
        entry: Entry,
        topics: Iterable[str],
        teaching: Teaching,
        rule: str | None = None,
    ) -> None:
        """Count an entry that belongs in it.

        Args:
            entry: the entry; it may name people, because no text of it is kept.
            topics: its topics, without people.
            teaching: what it teaches, without people.
            rule: the rule that it cites, without people.
        """
        topics = _topics_of(topics, self._only)
        home = name_key(topics[0])
        self._uuids[home].append(entry.uuid)
        if rule:
            self._homes_by_rule[" ".join(rule.split())].add(home)
        teachings = self._teachings[home]
        known_topics = teachings.get(teaching, ())
        more_topics = [topic for topic in topics if topic not in known_topics]
        teachings[teaching] = (*known_topics, *more_topics)
        for topic in more_topics:
            self._key(topic)
        self.first_day = min(self.first_day or entry.occurred_on, entry.occurred_on)
        self.last_day = max(self.last_day, entry.occurred_on)

    @property
    def size(self) -> Size:
        """How many lessons and guides the whole handbook has."""
        lessons = list(self._topics_of_lessons())
        return Size("", len(lessons), len(self._guides))

    def sizes(self) -> list[Size]:
        """Return how much each chapter has or refers to, in the order of the chapters."""
        lesson_counts: Counter[str] = Counter()
        for topics in self._topics_of_lessons():
            keys = map(name_key, topics)
            lesson_counts.update(keys)
        sizes = []
        for key in self._keys():
            size = Size(
                topic=self._spellings[key],
                lessons=lesson_counts[key],
                guides=self._guide_counts[key],
            )
            sizes.append(size)
        return sizes

    def rules(self) -> list[tuple[str, list[str]]]:
        """Return each rule that is cited, in the order of its numbers, with the topics it is in."""
        rules = []
        for rule in sorted(self._homes_by_rule, key=rule_order):
            homes = sorted(self._homes_by_rule[rule])
            rules.append((rule, [self._spellings[home] for home in homes]))
        return rules

    def chapters(self, read: Read) -> Iterator[Chapter]:
        """Yield the chapters, sorted by topic; only one is in memory.

        Args:
            read: returns the entries with some uuids, in any order and without people, and the
                month in which each was adopted or closed, by uuid.
        """
        references: defaultdict[str, list[Reference]] = defaultdict(list)
        for key in self._keys():
            placed = list(_lessons(*read(self._uuids[key]), self._only))
            placed += [guide for guide in self._guides if name_key(guide.home) == key]
            for item, home, others in placed:
                # The topic of an item is the first of its topics, so these chapters come later.
                for topic in others:
                    references[name_key(topic)].append((_without_further_entries(item), home))
            yield _chapter(self._spellings[key], placed, references.pop(key, []))

    def _keys(self) -> list[str]:
        # The chapter without a topic comes last.
        return sorted(self._spellings, key=lambda key: (not key, key))

    def _topics_of_lessons(self) -> Iterator[set[str]]:
        """Yield the topics of each lesson, chapter by chapter."""
        for teachings in self._teachings.values():
            topics_by_key: defaultdict[int, set[str]] = defaultdict(set)
            for teaching, key in lesson_keys(teachings).items():
                topics = teachings[teaching]
                topics_by_key[key].update(topics)
            yield from topics_by_key.values()

    def _key(self, topic: str) -> str:
        key = name_key(topic)
        # The smallest of several spellings, so that the order of entries does not matter.
        self._spellings[key] = min(topic, self._spellings.get(key, topic))
        return key


def _chapter(topic: str, placed: Iterable[Placed], elsewhere: list[Reference]) -> Chapter:
    lessons = []
    guides = []
    for item, _, _ in placed:
        if isinstance(item, Guide):
            guides.append(item)
        else:
            lessons.append(item)
    elsewhere.sort(key=lambda reference: _order(reference[0]))
    return Chapter(
        topic=topic,
        lessons=tuple(lessons),
        guides=tuple(guides),
        elsewhere=tuple(elsewhere),
    )


def _lessons(
    entries: Iterable[Entry],
    since: Mapping[str, str],
    only: set[str],
) -> Iterator[Placed]:
    """Yield the lessons of the entries of a chapter: what was adopted, then the newest first."""
    groups = same_lessons(sorted(entries, key=_weight))
    lessons = [Lesson(tuple(group), since.get(group[0].uuid)) for group in groups]
    for lesson in sorted(lessons, key=_lesson_order):
        home = _topics_of(lesson.entries[0].topics, only)[0]
        topics = {topic for entry in lesson.entries for topic in _topics_of(entry.topics, only)}
        yield Placed(lesson, home, sorted(topics - {home}))


def _without_further_entries(item: Item) -> Item:
    """Return what a reference shows of an item, which is its title."""
    if isinstance(item, Guide):
        return item
    return item._replace(entries=item.entries[:1])


def _order(item: Item) -> tuple[Any, ...]:
    """Return how references are sorted: lessons, the weightiest first, and then guides by name."""
    if isinstance(item, Guide):
        return (1, *_name_order(item.name))
    return (0, *_lesson_order(item))


def _lesson_order(lesson: Lesson) -> tuple[Any, ...]:
    best = lesson.entries[0]
    # What was decided last is the newest, however long ago it happened.
    month = lesson.since or best.occurred_on[:7]
    newest_first = -int(month.replace("-", ""))
    return STATUSES.index(best.status), newest_first, *_weight(best)


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
