"""The handbook as a document."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from coachlog.domain.card import card_of
from coachlog.domain.entry import Entry
from coachlog.domain.guides.guide import Guide
from coachlog.domain.handbook import Chapter, Lesson
from coachlog.render.guide_page import guide_page
from coachlog.render.page import Block, Heading, LabelledTexts, Paragraph, TextList
from coachlog.render.words import count_of, month_text, shorten

NOTE = "For the team: what it has shared and adopted, without names and without private entries."
LOOSE = "Decision guides"  # the chapter of those without a topic
HEADING = 100  # characters
MOST_IDS = 3
ID = 8  # digits of a uuid: what is called so does not depend on what was recorded before it
ROLES = {"member": "a member", "leader": "a leader"}


class Cover(NamedTuple):
    """What a handbook is of: its topics where not all are wanted, its team, its span of days."""

    topics: Sequence[str] = ()
    team: str | None = None
    span: str | None = None


def handbook_page(cover: Cover, chapters: Sequence[Chapter]) -> Iterator[Block]:
    """The parts of the document."""
    yield Heading(": ".join(filter(None, ["Handbook", ", ".join(cover.topics)])), 1)
    yield Paragraph(" ".join([NOTE, *_limits(cover)]), quiet=True)
    yield Paragraph(_extent(chapters))
    if len(chapters) > 1:
        yield TextList([f"{_name(one)}: {_contents(one)}" for one in chapters])
    for chapter in chapters:
        yield Heading(_name(chapter), 2)
        for lesson in chapter.lessons:
            yield from _lesson(lesson, with_team=cover.team is None)
        for guide in chapter.guides:
            titled = guide._replace(name=f"Decision guide: {guide.name}", topics=())
            yield from guide_page(titled, level=3)
        if chapter.elsewhere:
            yield Paragraph("See also:")
            yield TextList([f"{_heading(one)} (under {topic})" for one, topic in chapter.elsewhere])


def _name(chapter: Chapter) -> str:
    return chapter.topic or LOOSE


def _contents(chapter: Chapter) -> str:
    lessons = sum(
        isinstance(one, Lesson)
        for one in (*chapter.lessons, *(one for one, _ in chapter.elsewhere))
    )
    guides = len(chapter.guides) + len(chapter.elsewhere) + len(chapter.lessons) - lessons
    return ", ".join(
        [count_of(lessons, "lesson")] * bool(lessons) + [count_of(guides, "guide")] * bool(guides)
    )


def _limits(cover: Cover) -> list[str]:
    limits = [f"team {cover.team}"] * bool(cover.team) + [cover.span or ""] * bool(cover.span)
    return [f"Only {', '.join(limits)}."] if limits else []


def _extent(chapters: Sequence[Chapter]) -> str:
    lessons = [lesson for chapter in chapters for lesson in chapter.lessons]
    days = sorted(entry.occurred_on for lesson in lessons for entry in lesson.entries)
    guides = sum(len(chapter.guides) for chapter in chapters)
    topics = f" on {len(chapters):,} topics" if len(chapters) > 1 else ""
    noted = f", noted {_span(days[0], days[-1])}" if days else ""
    both = [count_of(len(lessons), "lesson")] * bool(lessons) + [
        count_of(guides, "decision guide")
    ] * bool(guides)
    how = (
        " A heading is what we do, or what was asked; below it stands what taught us."
        if lessons
        else ""
    )
    return f"{' and '.join(both)}{topics}{noted}.{how}"


def _lesson(lesson: Lesson, *, with_team: bool) -> Iterator[Block]:
    heading = _heading(lesson)
    yield Heading(heading, 3)
    if told := [
        (label, text) for label, text in _told(lesson) if " ".join(text.split()) != heading
    ]:
        yield LabelledTexts(told)
    yield Paragraph(_origin(lesson, with_team=with_team), quiet=True)


def _heading(lesson: Lesson | Guide) -> str:
    if isinstance(lesson, Guide):
        return lesson.name
    best = lesson.entries[0]
    card = card_of(best)
    if best.kind == "question":
        return shorten(best.happened, HEADING)
    return shorten(card.next_time or card.right or card.why or card.rule or "", HEADING)


def _told(lesson: Lesson) -> Iterator[tuple[str, str]]:
    """What the entries say, each thing once."""
    cards = [card_of(entry) for entry in lesson.entries]
    asked = [entry.happened for entry in lesson.entries if entry.kind == "question"]
    yield from (("Asked", text) for text in _distinct(asked))
    yield from (
        ("Wrong way" if place == 0 else "Also", text)
        for place, text in enumerate(_distinct(card.wrong for card in cards))
    )
    for label, texts in (
        ("Answer" if asked else "Right way", [_right(lesson.entries[0])]),
        ("Put right", [entry.recovery for entry in lesson.entries]),
        ("Why", [card.why for card in cards]),
        ("Next time", [card.next_time for card in cards]),
        ("Rule", [card.rule for card in cards]),
        ("What changed", [entry.changed_what for entry in lesson.entries]),
    ):
        yield from ((label, text) for text in _distinct(texts))


def _right(entry: Entry) -> str | None:
    return entry.happened if entry.kind == "strength" else entry.expected


def _distinct(texts: Iterator[str | None] | Sequence[str | None]) -> list[str]:
    kept: dict[str, str] = {}
    for text in texts:
        if text:
            kept.setdefault(" ".join(text.casefold().split()), text)
    return list(kept.values())


def _origin(lesson: Lesson, *, with_team: bool) -> str:
    """Where a lesson comes from: what became of it and when, the months, the teams, the roles, the entries."""
    days = sorted(entry.occurred_on for entry in lesson.entries)
    became = lesson.status.capitalize() + (
        f" in {month_text(lesson.since)}" if lesson.since else ""
    )
    often = f" ({len(days):,} entries)" if len(days) > 1 else ""
    roles = [
        text for role, text in ROLES.items() if any(entry.role == role for entry in lesson.entries)
    ]
    parts = [
        became,
        f"noted {_span(days[0], days[-1])}{often}"
        + (f" by {' and '.join(roles)}" if roles else ""),
        ", ".join(sorted({entry.team for entry in lesson.entries})) if with_team else "",
        ", ".join(entry.uuid.replace("-", "")[-ID:] for entry in lesson.entries[:MOST_IDS]),
    ]
    return " · ".join(filter(None, parts))


def _span(first: str, last: str) -> str:
    months = list(dict.fromkeys((month_text(first), month_text(last))))
    return f"from {' to '.join(months)}" if len(months) > 1 else f"in {months[0]}"
