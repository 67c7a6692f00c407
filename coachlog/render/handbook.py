"""The handbook as a page: a chapter for each topic, with its lessons and decision guides."""

from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from coachlog.domain.card import Card, card_of
from coachlog.domain.entry import Entry
from coachlog.domain.guides.guide import Guide
from coachlog.domain.handbook import Chapter, Lesson, Outline, Size
from coachlog.render.guide_page import guide_page
from coachlog.render.page import Block, Heading, LabelledTexts, Paragraph, TextList
from coachlog.render.words import count_of, month_text, shorten

NOTE = (
    "For the team: what it has shared and adopted. Private entries are left out and known names"
    " are masked."
)
HOW_TO_READ = (
    "Each heading says what we do, what was asked or what went wrong; below it is what taught us."
)
GUIDES_WITHOUT_TOPIC = "Decision guides"  # the name of their chapter
HEADING_WIDTH = 100
MOST_IDS = 3
ID_DIGITS = 8
ROLES = {"member": "a member", "leader": "a leader"}


class Cover(NamedTuple):
    """What a handbook is narrowed to: topics, a team, a span of days."""

    topics: Sequence[str] = ()
    team: str | None = None
    span: str | None = None


def handbook_page(
    cover: Cover,
    outline: Outline,
    chapters: Iterable[Chapter],
) -> Iterator[Block]:
    """Yield the blocks of a handbook.

    Args:
        cover: what it is narrowed to, which its first lines say.
        outline: how much it has of each topic.
        chapters: its chapters in the order of reading; what is on several topics stands in one
            of them, and the others point to it.
    """
    title = "Handbook"
    if cover.topics:
        title = f"{title}: {', '.join(cover.topics)}"
    yield Heading(title, level=1)
    yield Paragraph(_note(cover), quiet=True)
    yield Paragraph(_extent(outline))
    sizes = outline.sizes()
    if len(sizes) > 1:
        yield TextList([f"{_title(size)}: {', '.join(_counts(size, 'guide'))}" for size in sizes])
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


def _extent(outline: Outline) -> str:
    text = " and ".join(_counts(outline.size, "decision guide"))
    topics = len(outline.sizes())
    if topics > 1:
        text += f" on {topics:,} topics"
    if not outline.last_day:
        return f"{text}."
    return f"{text}, noted {_months(outline.first_day, outline.last_day)}. {HOW_TO_READ}"


def _counts(size: Size, guide_noun: str) -> list[str]:
    counts = []
    for number, noun in ((size.lessons, "lesson"), (size.guides, guide_noun)):
        if number:
            counts.append(count_of(number, noun))
    return counts


def _title(chapter: Chapter | Size) -> str:
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
    pairs = []
    for label, text in _pairs(lesson):
        # What the heading says already is not repeated below it.
        if " ".join(text.split()) != heading:
            pairs.append((label, text))
    if pairs:
        yield LabelledTexts(pairs)
    yield Paragraph(_origin(lesson, with_team=with_team), quiet=True)


def _heading(item: Lesson | Guide) -> str:
    if isinstance(item, Guide):
        return item.name
    best = item.entries[0]
    card = card_of(best)
    # What to do comes first: a heading is what is remembered.
    text = card.next_time or best.expected or best.happened
    if best.kind == "question":
        text = best.happened
    return shorten(text, HEADING_WIDTH)


def _pairs(lesson: Lesson) -> Iterator[tuple[str, str]]:
    """Yield what the entries of a lesson say, each text once, with its label."""
    entries = lesson.entries
    cards = list(map(card_of, entries))
    questions = [entry for entry in entries if entry.kind == "question"]
    right_label = "Answer" if questions else "Right way"
    right_field = "happened" if entries[0].kind == "strength" else "expected"
    yield from _labelled("Asked", questions, "happened")
    wrong_label = "Wrong way"
    for _, text in _labelled(wrong_label, cards, "wrong"):
        yield wrong_label, text
        wrong_label = "Also"
    # Only of the entry that says it best: two right ways beside each other would confuse.
    yield from _labelled(right_label, entries[:1], right_field)
    yield from _labelled("Put right", entries, "recovery")
    yield from _labelled("Why", cards, "why")
    yield from _labelled("Next time", cards, "next_time")
    yield from _labelled("Rule", cards, "rule")
    yield from _labelled("What changed", entries, "changed_what")


def _labelled(label: str, items: Iterable[Entry | Card], field: str) -> Iterator[tuple[str, str]]:
    """Yield the texts of a field in which more differs than capitals and blanks."""
    seen = set()
    for item in items:
        text = getattr(item, field) or ""
        key = " ".join(text.casefold().split())
        if key and key not in seen:
            seen.add(key)
            yield label, text


def _origin(lesson: Lesson, *, with_team: bool) -> str:
    """Return where a lesson comes from: its status, months, roles, teams and entries."""
    status = lesson.status.capitalize()
    if lesson.since:
        status += f" in {month_text(lesson.since)}"
    days = sorted(map(attrgetter("occurred_on"), lesson.entries))
    noted = f"noted {_months(days[0], days[-1])}"
    if len(lesson.entries) > 1:
        noted += f" ({len(lesson.entries):,} entries)"
    roles = set(map(attrgetter("role"), lesson.entries))
    writers = [text for role, text in ROLES.items() if role in roles]
    if writers:
        noted += f" by {' and '.join(writers)}"
    parts = [status, noted]
    if with_team:
        teams = set(map(attrgetter("team"), lesson.entries))
        parts.append(", ".join(sorted(teams)))
    # Entries of small teams come without an id.
    ids = [_stable_id(entry) for entry in lesson.entries if entry.short_id]
    if ids:
        parts.append(", ".join(ids[:MOST_IDS]))
    return " · ".join(parts)


def _stable_id(entry: Entry) -> str:
    # Unlike a short id it does not depend on what was recorded before.
    return entry.uuid.replace("-", "")[-ID_DIGITS:]


def _months(first_day: str, last_day: str) -> str:
    first, last = month_text(first_day), month_text(last_day)
    if first == last:
        return f"in {first}"
    return f"from {first} to {last}"
