"""A lesson of the handbook: in full, or in brief as one line of a list."""

from collections.abc import Iterable, Iterator
from operator import attrgetter

from coachlog.domain.card import Card, card_of
from coachlog.domain.entry import Entry
from coachlog.domain.guides.guide import Guide
from coachlog.domain.handbook import Lesson
from coachlog.render.page import Block, Heading, LabelledTexts, Outline, Paragraph, Span
from coachlog.render.words import month_text, shorten

HEADING_WIDTH = 100
BRIEF_WIDTH = 200
MOST_IDS = 3
ID_DIGITS = 8
ROLES = {"member": "a member", "leader": "a leader"}
# What a line adds to the heading, the first of these that there is.
BRIEF_LABELS = ("What changed", "Answer", "Right way", "Went well", "Put right", "Why")


def lesson_in_full(lesson: Lesson, *, with_team: bool) -> Iterator[Block]:
    """Yield the blocks of a lesson with all its texts, and where it comes from."""
    heading = heading_of(lesson)
    yield Heading(heading, level=3)
    pairs = _pairs_below(heading, lesson)
    if pairs:
        yield LabelledTexts(pairs)
    yield Paragraph(_origin(lesson, with_team=with_team), quiet=True)


def lessons_in_brief(lessons: Iterable[Lesson], *, with_team: bool) -> Outline:
    """Return lessons as a list: what to do, at most one text more, and where it comes from."""
    items = []
    for lesson in lessons:
        heading = heading_of(lesson, BRIEF_WIDTH)
        spans = [Span(heading, "strong")]
        # Reversed, so that of several texts with one label the first one stays.
        texts = dict(reversed(_pairs_below(heading, lesson)))
        for label in BRIEF_LABELS:
            if label in texts:
                spans.append(Span(f"· {label}: {shorten(texts[label], BRIEF_WIDTH)}"))
                break
        spans += [Span("·"), Span(_origin(lesson, with_team=with_team), "emphasis")]
        items.append((0, spans))
    return Outline(lead=(), items=items)


def heading_of(item: Lesson | Guide, width: int = HEADING_WIDTH) -> str:
    """Return the heading of a lesson or guide, at most `width` characters of it."""
    if isinstance(item, Guide):
        return item.name
    best = item.entries[0]
    card = card_of(best)
    # What to do comes first: a heading is what is remembered.
    text = card.next_time or best.expected or best.happened
    if best.kind == "question":
        text = best.happened
    return shorten(text, width)


def _pairs_below(heading: str, lesson: Lesson) -> list[tuple[str, str]]:
    """Return what a lesson says, without the text that its heading has already."""
    return [pair for pair in _pairs(lesson) if " ".join(pair[1].split()) != heading]


def _pairs(lesson: Lesson) -> Iterator[tuple[str, str]]:
    """Yield what the entries of a lesson say, each text once, with its label."""
    entries = lesson.entries
    cards = list(map(card_of, entries))
    questions = [entry for entry in entries if entry.kind == "question"]
    right_label = "Answer" if questions else "Right way"
    # Once: those who teach the same may say the right way with other capitals and signs.
    right = [entry for entry in entries if entry.expected][:1]
    yield from _labelled("Asked", questions, "happened")
    wrong_label = "Wrong way"
    for _, text in _labelled(wrong_label, cards, "wrong"):
        yield wrong_label, text
        wrong_label = "Also"
    yield from _labelled(right_label, right, "expected")
    strengths = [entry for entry in entries if entry.kind == "strength"]
    yield from _labelled("Went well", strengths[:1], "happened")
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
    noted = f"noted {months_text(days[0], days[-1])}"
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


def months_text(first_day: str, last_day: str) -> str:
    """Return a span of days as months: `in May 2026`, `from May 2026 to June 2026`."""
    first, last = month_text(first_day), month_text(last_day)
    if first == last:
        return f"in {first}"
    return f"from {first} to {last}"
