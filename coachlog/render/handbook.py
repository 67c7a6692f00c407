"""The handbook as a page: a chapter for each topic, with its lessons and decision guides."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from coachlog.domain.card import card_of
from coachlog.domain.entry import Entry
from coachlog.domain.guides.guide import Guide
from coachlog.domain.handbook import Chapter, Lesson
from coachlog.render.guide_page import guide_page
from coachlog.render.page import Block, Heading, LabelledTexts, Paragraph, TextList
from coachlog.render.words import count_of, month_text, shorten

NOTE = "For the team: what it has shared and adopted, without names and without private entries."
HOW_TO_READ = "A heading is what we do, or what was asked; below it stands what taught us."
GUIDES_WITHOUT_TOPIC = "Decision guides"  # the name of their chapter
HEADING_WIDTH = 100
MOST_IDS = 3
ID_DIGITS = 8  # of a uuid: unlike a short id, these do not depend on what was recorded before
ROLES = {"member": "a member", "leader": "a leader"}


class Cover(NamedTuple):
    """What a handbook is narrowed to: topics, a team, a span of days."""

    topics: Sequence[str] = ()
    team: str | None = None
    span: str | None = None


def handbook_page(cover: Cover, chapters: Sequence[Chapter]) -> Iterator[Block]:
    """Yield the blocks of a handbook."""
    title = "Handbook"
    if cover.topics:
        title = f"{title}: {', '.join(cover.topics)}"
    yield Heading(title, level=1)
    yield Paragraph(_note(cover), quiet=True)
    yield Paragraph(_extent(chapters))
    if len(chapters) > 1:
        yield TextList([f"{_title(chapter)}: {_contents(chapter)}" for chapter in chapters])
    for chapter in chapters:
        yield from _chapter(chapter, with_team=cover.team is None)


def _note(cover: Cover) -> str:
    limits = []
    if cover.team:
        limits.append(f"team {cover.team}")
    if cover.span:
        limits.append(cover.span)
    if not limits:
        return NOTE
    return f"{NOTE} Only {', '.join(limits)}."


def _extent(chapters: Sequence[Chapter]) -> str:
    lessons = [lesson for chapter in chapters for lesson in chapter.lessons]
    guides = sum(len(chapter.guides) for chapter in chapters)
    text = " and ".join(_counts(len(lessons), guides, "decision guide"))
    if len(chapters) > 1:
        text += f" on {len(chapters):,} topics"
    if not lessons:
        return f"{text}."
    entries = [entry for lesson in lessons for entry in lesson.entries]
    return f"{text}, noted {_months(entries)}. {HOW_TO_READ}"


def _contents(chapter: Chapter) -> str:
    items = [*chapter.lessons, *chapter.guides]
    items += [item for item, _ in chapter.elsewhere]
    lessons = sum(isinstance(item, Lesson) for item in items)
    return ", ".join(_counts(lessons, len(items) - lessons, "guide"))


def _counts(lessons: int, guides: int, guide_noun: str) -> list[str]:
    counts = []
    if lessons:
        counts.append(count_of(lessons, "lesson"))
    if guides:
        counts.append(count_of(guides, guide_noun))
    return counts


def _title(chapter: Chapter) -> str:
    return chapter.topic or GUIDES_WITHOUT_TOPIC


def _chapter(chapter: Chapter, *, with_team: bool) -> Iterator[Block]:
    yield Heading(_title(chapter))
    for lesson in chapter.lessons:
        yield from _lesson(lesson, with_team=with_team)
    for guide in chapter.guides:
        # Its topics stand in the heading of the chapter.
        titled = guide._replace(name=f"Decision guide: {guide.name}", topics=())
        yield from guide_page(titled, level=3)
    if chapter.elsewhere:
        yield Paragraph("See also:")
        yield TextList([f"{_heading(item)} (under {topic})" for item, topic in chapter.elsewhere])


def _lesson(lesson: Lesson, *, with_team: bool) -> Iterator[Block]:
    heading = _heading(lesson)
    yield Heading(heading, level=3)
    pairs = [pair for pair in _pairs(lesson) if " ".join(pair[1].split()) != heading]
    if pairs:
        yield LabelledTexts(pairs)
    yield Paragraph(_origin(lesson, with_team=with_team), quiet=True)


def _heading(item: Lesson | Guide) -> str:
    if isinstance(item, Guide):
        return item.name
    best = item.entries[0]
    card = card_of(best)
    text = card.next_time or card.right or card.why or card.rule or ""
    if best.kind == "question":
        text = best.happened
    return shorten(text, HEADING_WIDTH)


def _pairs(lesson: Lesson) -> Iterator[tuple[str, str]]:
    """Yield what the entries of a lesson say, each text once, with its label."""
    cards = [card_of(entry) for entry in lesson.entries]
    questions = [entry.happened for entry in lesson.entries if entry.kind == "question"]
    yield from _labelled("Asked", questions)
    for index, text in enumerate(_distinct(card.wrong for card in cards)):
        yield ("Also" if index else "Wrong way"), text
    yield from _labelled("Answer" if questions else "Right way", [_right_way(lesson.entries[0])])
    yield from _labelled("Put right", [entry.recovery for entry in lesson.entries])
    yield from _labelled("Why", [card.why for card in cards])
    yield from _labelled("Next time", [card.next_time for card in cards])
    yield from _labelled("Rule", [card.rule for card in cards])
    yield from _labelled("What changed", [entry.changed_what for entry in lesson.entries])


def _right_way(entry: Entry) -> str | None:
    if entry.kind == "strength":
        return entry.happened
    return entry.expected


def _labelled(label: str, texts: Iterable[str | None]) -> Iterator[tuple[str, str]]:
    for text in _distinct(texts):
        yield label, text


def _distinct(texts: Iterable[str | None]) -> list[str]:
    """Return the texts in which more differs than capitals and blanks."""
    distinct: dict[str, str] = {}
    for text in texts:
        if text:
            distinct.setdefault(" ".join(text.casefold().split()), text)
    return list(distinct.values())


def _origin(lesson: Lesson, *, with_team: bool) -> str:
    """Return where a lesson comes from: its status, months, roles, teams and entries."""
    status = lesson.status.capitalize()
    if lesson.since:
        status += f" in {month_text(lesson.since)}"
    noted = f"noted {_months(lesson.entries)}"
    if len(lesson.entries) > 1:
        noted += f" ({len(lesson.entries):,} entries)"
    roles = {entry.role for entry in lesson.entries}
    roles_text = " and ".join(text for role, text in ROLES.items() if role in roles)
    if roles_text:
        noted += f" by {roles_text}"
    parts = [status, noted]
    if with_team:
        parts.append(", ".join(sorted({entry.team for entry in lesson.entries})))
    uuids = [entry.uuid.replace("-", "") for entry in lesson.entries[:MOST_IDS]]
    parts.append(", ".join(uuid[-ID_DIGITS:] for uuid in uuids))
    return " · ".join(parts)


def _months(entries: Iterable[Entry]) -> str:
    days = [entry.occurred_on for entry in entries]
    first, last = month_text(min(days)), month_text(max(days))
    if first == last:
        return f"in {first}"
    return f"from {first} to {last}"
