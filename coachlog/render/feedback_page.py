"""Feedback as a page or as records: the figures of whole groups, and for a trainer the comments.

No single answer is in any of it, and weeks stand instead of days.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain, groupby
from operator import attrgetter
from typing import NamedTuple

from coachlog.domain.feedback_figures import Figures as GroupFigures
from coachlog.domain.feedback_figures import add_up
from coachlog.domain.feedback_groups import Group
from coachlog.domain.periods import week_of
from coachlog.render.columns import Column
from coachlog.render.page import Block, FigureHead, FigureRow, Figures, Heading, Paragraph, TextList

SEVERAL_TOPICS = "several topics"
# The numbers of a row by their heads, in the order of the questions of the form. Behind each
# question stands how many answered it, because nobody has to answer all three.
FIRST_HEADS = [
    FigureHead("answers", "all"),
    FigureHead("weeks", number=False),
    FigureHead("useful", "use"),
]
NUMBERS = {
    "useful": FigureHead("n"),
    "too_slow": FigureHead("slow"),
    "right": FigureHead("right"),
    "too_fast": FigureHead("fast"),
    "pace": FigureHead("n"),
    "enough": FigureHead("enough"),
    "too_few": FigureHead("few"),
    "examples": FigureHead("n"),
}
LEGEND = (
    "useful: mean of 1 to 5 · slow, right, fast: the pace · enough, few: examples"
    " · n: how many answered that"
)


class GroupRow(NamedTuple):
    """One group as it is shown: where it belongs, its weeks, its figures and its comments."""

    group: Group
    team: str | None
    topic: str | None
    first_week: str
    last_week: str
    figures: GroupFigures
    comments: list[str]


def _figure_column(name: str, label: str = "", figure: str = "") -> Column:
    return Column(name, label, attrgetter(f"figures.{figure or name}"), number=True)


COLUMNS = [
    Column("team"),
    Column("topic"),
    Column("first_week"),
    Column("last_week"),
    _figure_column("answers"),
    _figure_column("too_slow"),
    _figure_column("right"),
    _figure_column("too_fast"),
    _figure_column("pace_answered", "of", "pace"),
    _figure_column("enough"),
    _figure_column("too_few"),
    _figure_column("examples_answered", "of", "examples"),
    _figure_column("usefulness", "useful"),
    _figure_column("usefulness_answered", "of", "useful"),
]
COLUMNS_WITH_COMMENTS = [*COLUMNS, Column("comments", wide=True)]


def group_row(
    group: Group,
    week_start: str,
    *,
    team: str | None,
    topic: str | None,
    comments: list[str],
) -> GroupRow:
    """Return a group as it is shown.

    Args:
        group: the group.
        week_start: the weekday on which weeks begin.
        team: its team, with known names masked.
        topic: its topic, likewise.
        comments: its comments, likewise.
    """
    return GroupRow(
        group=group,
        team=team,
        topic=topic,
        first_week=week_of(date.fromisoformat(group.first_on), week_start).label,
        last_week=week_of(date.fromisoformat(group.last_on), week_start).label,
        figures=group.figures,
        comments=comments,
    )


def own_page(trainer: str, rows: Sequence[GroupRow]) -> Iterator[Block]:
    """Yield what a trainer sees: figures by topic and over time, and the comments of each group.

    Args:
        trainer: the reader, to whom all of the feedback was given.
        rows: the groups in the order in which they were closed, so that a topic's groups show
            how its feedback changed.
    """
    yield Heading(f"Feedback to {trainer}, for {trainer} alone", level=1)
    figure_rows = []
    by_topic = groupby(sorted(rows, key=_topic_order), _topic_order)
    topics = [list(of_topic) for _, of_topic in by_topic]
    for of_topic in topics:
        figure_rows.append(_figure_row(_topic_name(of_topic[0]), of_topic, strong=True))
        if len(of_topic) > 1:
            for number, row in enumerate(of_topic, 1):
                figure_rows.append(_figure_row(f"group {number}", [row], inner=True))
    if len(topics) > 1:
        figure_rows.append(_figure_row("all", rows, strong=True))
    yield _figures("topic", figure_rows)
    for row in chain.from_iterable(topics):
        if row.comments:
            topic_name = row.topic or SEVERAL_TOPICS
            yield Heading(f"In their words: {topic_name}, {_weeks(row.first_week, row.last_week)}")
            yield TextList(row.comments)


def team_page(rows: Sequence[GroupRow]) -> Iterator[Block]:
    """Yield what everybody else sees: figures by team and topic, no comments and no trainers."""
    yield Heading("Feedback by team: figures only, no trainers, no comments", level=1)
    figure_rows = []
    by_team = groupby(sorted(rows, key=_team_order), _team_order)
    teams = [sorted(of_team, key=_topic_order) for _, of_team in by_team]
    for of_team in teams:
        figure_rows.append(_figure_row(of_team[0].team or "", of_team, strong=True))
        for row in of_team:
            figure_rows.append(_figure_row(_topic_name(row), [row], inner=True))
    if len(teams) > 1:
        figure_rows.append(_figure_row("all teams", rows, strong=True))
    yield _figures("team / topic", figure_rows)


def _team_order(row: GroupRow) -> tuple[str, str]:
    team = row.team or ""
    return team.casefold(), team


def _topic_order(row: GroupRow) -> tuple[bool, str, str]:
    # Groups of several topics have none of their own, and come last.
    topic = row.topic or ""
    return row.topic is None, topic.casefold(), topic


def _topic_name(row: GroupRow) -> str:
    return row.topic or "several"


def _figure_row(
    name: str,
    rows: Sequence[GroupRow],
    *,
    strong: bool = False,
    inner: bool = False,
) -> FigureRow:
    sums = add_up(row.figures for row in rows)
    first_week = min(row.first_week for row in rows)
    last_week = max(row.last_week for row in rows)
    mean = ""
    if sums.usefulness is not None:
        mean = f"{sums.usefulness:.1f}"
    cells = [f"{sums.answers:,}", _weeks(first_week, last_week), mean]
    for number_name in NUMBERS:
        cells.append(f"{getattr(sums, number_name):,}")
    return FigureRow(
        name=name,
        cells=cells,
        inner=inner,
        strong=strong,
    )


def _weeks(first: str, last: str) -> str:
    """Return a span of weeks in few characters, without a year that is named already."""
    if first == last:
        return first
    year = first[:5]
    return f"{first}–{last.removeprefix(year)}"


def _figures(name: str, rows: list[FigureRow]) -> Block:
    if not rows:
        return Paragraph("Nothing to show yet.")
    return Figures(name, [*FIRST_HEADS, *NUMBERS.values()], rows, LEGEND)
