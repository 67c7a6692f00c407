"""The ways into a handbook: its chapters by topic, the rules that it cites, and see also."""

import re
from collections.abc import Iterable, Sequence
from itertools import count

from coachlog.domain.handbook import Chapter, Size
from coachlog.domain.typed_text import name_key
from coachlog.render.handbook_lesson import heading_of
from coachlog.render.page import Outline, Span
from coachlog.render.words import count_of

GUIDES_WITHOUT_TOPIC = "Decision guides"  # the name of their chapter
RULES = "Rules"  # the name of the last chapter
RULES_ANCHOR = "rules"
ANCHOR_WIDTH = 60


class Anchors:
    """The names by which links lead to the chapters of a handbook.

    Args:
        sizes: the chapters, in their order.
    """

    def __init__(self, sizes: Iterable[Size]) -> None:
        self._by_key: dict[str, str] = {}
        for size in sizes:
            words = re.sub(r"[\W_]+", "-", f"topic {size.topic.casefold()}")
            name = words[:ANCHOR_WIDTH].strip("-")
            # Topics that differ in signs only, or in what comes late, get a number.
            free_name = name
            numbers = count(2)
            while free_name in self._by_key.values():
                free_name = f"{name}-{next(numbers)}"
            self._by_key[name_key(size.topic)] = free_name

    def of(self, topic: str) -> str:
        """Return the anchor of the chapter of a topic, in whatever spelling."""
        return self._by_key[name_key(topic)]

    def link(self, topic: str) -> Span:
        """Return a link to the chapter of a topic."""
        return Span(title_of(topic), anchor=self.of(topic))


def title_of(topic: str) -> str:
    """Return the heading of the chapter of a topic; guides without one have a chapter, too."""
    return topic or GUIDES_WITHOUT_TOPIC


def contents(sizes: Sequence[Size], anchors: Anchors, rule_count: int) -> Outline:
    """Return the list of chapters, with how much is in each."""
    items = []
    for size in sizes:
        items.append([anchors.link(size.topic), Span(f"· {', '.join(counts_of(size))}")])
    if rule_count:
        rules = Span(f"· {count_of(rule_count, 'rule')}, and where they come up")
        items.append([Span(RULES, anchor=RULES_ANCHOR), rules])
    return Outline(lead=(), items=[(0, item) for item in items])


def rule_index(rules: Iterable[tuple[str, Sequence[str]]], anchors: Anchors) -> Outline:
    """Return the list of rules, each with links to the chapters that cite it.

    Args:
        rules: each with the topics of these chapters.
        anchors: the anchors of the chapters.
    """
    items = []
    for rule, topics in rules:
        spans = [Span(rule, "strong")]
        for topic in topics:
            spans += [Span("·"), anchors.link(topic)]
        items.append((0, spans))
    return Outline(lead=(), items=items)


def see_also(chapter: Chapter, anchors: Anchors) -> Outline:
    """Return what is on the topic of a chapter and in another one, with links to that."""
    items = []
    for item, topic in chapter.elsewhere:
        items.append((0, [Span(heading_of(item)), Span("· under"), anchors.link(topic)]))
    return Outline(lead=[Span("See also:")], items=items)


def counts_of(size: Size, guide_noun: str = "guide") -> list[str]:
    """Return how many lessons and guides there are, in words: `12 lessons`, `1 guide`."""
    counts = []
    for number, noun in ((size.lessons, "lesson"), (size.guides, guide_noun)):
        if number:
            counts.append(count_of(number, noun))
    return counts
