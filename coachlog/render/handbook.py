"""The handbook as a page: a chapter for each topic, with its lessons and decision guides.

It is to be used, not only kept: what was adopted stands in full, because that is how the work is
done; what is only shared, or closed by now, has a line each. Links lead from the list of topics to
the chapters, and from a rule to where it comes up.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from coachlog.domain.handbook import Chapter, Outline
from coachlog.render.guide_page import guide_page
from coachlog.render.handbook_index import (
    RULES,
    RULES_ANCHOR,
    Anchors,
    contents,
    counts_of,
    rule_index,
    see_also,
    title_of,
)
from coachlog.render.handbook_lesson import lesson_in_full, lessons_in_brief, months_text
from coachlog.render.page import Block, Heading, Paragraph, TitlePage
from coachlog.render.words import month_text

NOTE = (
    "For the team: what it has shared and adopted. Private entries are left out and known names"
    " are masked."
)
HOW_TO_READ = (
    "Each heading says what we do, what was asked or what went wrong; below it is what taught us."
    " What was adopted stands in full, the rest in brief."
)
IN_FULL = "adopted"  # the status of such lessons


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
    yield _title_page(cover, outline)
    yield Paragraph(_extent(outline))
    sizes = outline.sizes()
    anchors = Anchors(sizes)
    rules = outline.rules()
    if len(sizes) > 1:
        yield Heading("Contents")
        yield contents(sizes, anchors, len(rules))
    for chapter in chapters:
        yield Heading(title_of(chapter.topic), anchor=anchors.of(chapter.topic), new_page=True)
        yield from _chapter(chapter, anchors, with_team=cover.team is None)
    if len(sizes) > 1 and rules:
        yield Heading(RULES, anchor=RULES_ANCHOR, new_page=True)
        yield rule_index(rules, anchors)


def _title_page(cover: Cover, outline: Outline) -> TitlePage:
    title = "Handbook"
    if cover.topics:
        title = f"{title}: {', '.join(cover.topics)}"
    # Never the day on which it is made: the same entries make the same file.
    date = ""
    if outline.last_day:
        date = month_text(outline.last_day)
    return TitlePage(title, note=_note(cover), date=date)


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
    text = " and ".join(counts_of(outline.size, "decision guide"))
    topics = len(outline.sizes())
    if topics > 1:
        text += f" on {topics:,} topics"
    if not outline.last_day:
        return f"{text}."
    return f"{text}, noted {months_text(outline.first_day, outline.last_day)}. {HOW_TO_READ}"


def _chapter(chapter: Chapter, anchors: Anchors, *, with_team: bool) -> Iterator[Block]:
    brief = []
    for lesson in chapter.lessons:
        if lesson.status == IN_FULL:
            yield from lesson_in_full(lesson, with_team=with_team)
        else:
            brief.append(lesson)
    for guide in chapter.guides:
        # Its topics stand in the heading of the chapter.
        titled = guide._replace(name=f"Decision guide: {guide.name}", topics=())
        yield from guide_page(titled, level=3)
    if brief:
        yield Heading("In brief", level=3)
        yield lessons_in_brief(brief, with_team=with_team)
    if chapter.elsewhere:
        yield see_also(chapter, anchors)
