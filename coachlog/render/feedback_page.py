"""Feedback as a page or as records: figures of whole groups, for a trainer their words as well."""

from collections.abc import Iterator, Sequence
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from coachlog.domain.feedback_groups import Figures as Sums
from coachlog.domain.feedback_groups import Group, figures
from coachlog.domain.periods import week_of
from coachlog.render.columns import Column
from coachlog.render.page import Block, FigureHead, FigureRow, Figures, Heading, Paragraph, TextList

SEVERAL = "several"  # in a column of topics
SEVERAL_TOPICS = "several topics"
HEADS = [
    FigureHead("answers", "all"),
    FigureHead("weeks", "weeks", number=False),
    FigureHead("useful", "use"),
    FigureHead("n", "n"),
    FigureHead("slow", "slow"),
    FigureHead("right", "right"),
    FigureHead("fast", "fast"),
    FigureHead("n", "n"),
    FigureHead("enough", "enough"),
    FigureHead("few", "few"),
    FigureHead("n", "n"),
]
LEGEND = "useful: mean of 1 to 5 · slow, right, fast: the pace · enough, few: examples · n: how many answered that"


class Line(NamedTuple):
    """One group as it is shown: where it belongs, its weeks, its figures, and its words."""

    team: str | None
    topic: str | None
    first_week: str
    last_week: str
    sums: Sums
    comments: list[str]


FIGURES = [
    Column("team"),
    Column("topic"),
    Column("first_week"),
    Column("last_week"),
    Column("answers", "answers", attrgetter("sums.answers"), number=True),
    Column("too_slow", "too slow", attrgetter("sums.too_slow"), number=True),
    Column("right", "right", attrgetter("sums.right"), number=True),
    Column("too_fast", "too fast", attrgetter("sums.too_fast"), number=True),
    Column("pace_answered", "of", attrgetter("sums.pace"), number=True),
    Column("enough", "enough", attrgetter("sums.enough"), number=True),
    Column("too_few", "too few", attrgetter("sums.too_few"), number=True),
    Column("examples_answered", "of", attrgetter("sums.examples"), number=True),
    Column("usefulness", "useful", attrgetter("sums.usefulness"), number=True),
    Column("usefulness_answered", "of", attrgetter("sums.useful"), number=True),
]
WITH_WORDS = [*FIGURES, Column("comments", wide=True)]


def line(
    group: Group, week_start: str, team: str | None, topic: str | None, comments: list[str]
) -> Line:
    """A group as it is shown, with what is in words of it: weeks instead of days, and nothing of its single answers."""
    first, last = (
        week_of(date.fromisoformat(day), week_start).label
        for day in (group.first_on, group.last_on)
    )
    return Line(team, topic, first, last, figures([group]), comments)


def own_page(trainer: str, groups: Sequence[Group], lines: Sequence[Line]) -> Iterator[Block]:
    """What a trainer sees: by topic and over time, and the words of each group."""
    yield Heading(f"Feedback to {trainer}, for {trainer} alone", level=1)
    pairs = list(zip(groups, lines, strict=True))
    rows = []
    for topic in _topics(lines):
        some = [pair for pair in pairs if pair[1].topic == topic]
        rows.append(_row(topic or SEVERAL, some, strong=True))
        if len(some) > 1:
            rows += [
                _row(f"group {number}", [pair], inner=True) for number, pair in enumerate(some, 1)
            ]
    if len(_topics(lines)) > 1:
        rows.append(_row("all", pairs, strong=True))
    yield from _figures("topic", rows)
    for topic in _topics(lines):
        for shown in lines:
            if shown.topic == topic and shown.comments:
                yield Heading(f"In their words: {topic or SEVERAL_TOPICS}, {weeks(shown)}")
                yield TextList(shown.comments)


def team_page(groups: Sequence[Group], lines: Sequence[Line]) -> Iterator[Block]:
    """What everybody else sees: figures by team and topic, no words and no trainer."""
    yield Heading("Feedback by team: figures only, no trainers, no words", level=1)
    pairs = list(zip(groups, lines, strict=True))
    rows = []
    teams = sorted({shown.team or "" for shown in lines}, key=lambda name: (name.casefold(), name))
    for team in teams:
        some = [pair for pair in pairs if (pair[1].team or "") == team]
        rows.append(_row(team, some, strong=True))
        for topic in _topics([shown for _, shown in some]):
            rows += [
                _row(topic or SEVERAL, [pair], inner=True)
                for pair in some
                if pair[1].topic == topic
            ]
    if len(teams) > 1:
        rows.append(_row("all teams", pairs, strong=True))
    yield from _figures("team / topic", rows)


def weeks(shown: Line) -> str:
    """The weeks of a group in a few letters: the first, a dash, and the last, with its year where that is another."""
    return _span(shown.first_week, shown.last_week)


def _span(first: str, last: str) -> str:
    if first == last:
        return first
    return f"{first}–{last[5:] if first[:4] == last[:4] else last}"


def _topics(lines: Sequence[Line]) -> list[str | None]:
    """Each once, sorted, several topics at the end."""
    return sorted(
        {shown.topic for shown in lines},
        key=lambda name: (name is None, (name or "").casefold(), name or ""),
    )


def _row(
    name: str, pairs: Sequence[tuple[Group, Line]], *, strong: bool = False, inner: bool = False
) -> FigureRow:
    sums = figures(group for group, _ in pairs)
    span = _span(
        min(shown.first_week for _, shown in pairs), max(shown.last_week for _, shown in pairs)
    )
    mean = "" if sums.usefulness is None else f"{sums.usefulness:.1f}"
    numbers = (
        sums.useful,
        sums.too_slow,
        sums.right,
        sums.too_fast,
        sums.pace,
        sums.enough,
        sums.too_few,
        sums.examples,
    )
    return FigureRow(
        name,
        [f"{sums.answers:,}", span, mean, *(f"{number:,}" for number in numbers)],
        inner,
        strong,
    )


def _figures(name: str, rows: list[FigureRow]) -> Iterator[Block]:
    if rows:
        yield Figures(name, HEADS, rows, LEGEND)
    else:
        yield Paragraph("Nothing to show yet.")
