"""The tables of a week: its teams with their topics, and its topics."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from coachlog.domain.fields import KINDS
from coachlog.domain.review.week import Cell, Tally, WeekReport
from coachlog.render.page import Block, FigureHead, FigureRow, Figures, Paragraph
from coachlog.render.words import plural_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    Item = TypeVar("Item")

Draw = Callable[[Sequence[int]], str]

HEADS = [
    FigureHead("entries", "all"),
    FigureHead("strengths", "S"),
    FigureHead("corrections", "C"),
    FigureHead("questions", "Q"),
    FigureHead("mistakes", "M"),
    FigureHead("week before", "before"),
    FigureHead("change", "+/-"),
    FigureHead("eight weeks", "8 weeks", number=False, drawn=True),
]
CHANGE = 6  # the index of that column
KINDS_LEGEND = "S strengths, C corrections, Q questions, M mistakes"
# A table that is longer than two screens is not read.
MOST_TEAMS = 25
MOST_TOPICS = 15
MOST_CELLS = 40  # rows of topics under all teams together
FEWEST_CELLS = 2  # under each team, however many teams there are


def team_figures(report: WeekReport, draw: Draw, *, complete: bool) -> Figures:
    """Return the table of teams and their topics.

    Args:
        report: the week.
        draw: how a line of eight numbers is drawn.
        complete: whether to show all of them, and not only the busiest.
    """
    counts = report.counts
    teams: Sequence[Tally] = counts.teams
    most_cells = len(counts.cells)
    if not complete:
        teams = first_of(teams, MOST_TEAMS)
        most_cells = max(MOST_CELLS // max(len(teams), 1), FEWEST_CELLS)
    # The cells come sorted by team, the busiest topic first.
    cells_by_team = {}
    for name, cells in groupby(counts.cells, attrgetter("team")):
        cells_by_team[name] = list(cells)
    rows = []
    for team in teams:
        rows.append(_tally_row(team, draw, strong=True))
        rows += _cell_rows(cells_by_team.get(team.name, []), most_cells)
    rows += more_rows(counts.teams, teams, "team", HEADS)
    if len(counts.teams) > 1:
        rows.append(_tally_row(counts.total._replace(name="all teams"), draw, strong=True))
    return _figures(report, "team / topic", rows, KINDS_LEGEND)


def topic_figures(report: WeekReport, draw: Draw, *, complete: bool) -> Figures:
    """Return the table of the topics of this week and the week before.

    Args:
        report: the week.
        draw: how a line of eight numbers is drawn.
        complete: whether to show all of them, and not only the busiest.
    """
    topics = [topic for topic in report.counts.topics if topic.entries or topic.previous]
    shown = topics if complete else first_of(topics, MOST_TOPICS)
    rows = [_tally_row(topic, draw) for topic in shown]
    rows += more_rows(topics, shown, "topic", HEADS)
    legend = "An entry with two topics counts under both."
    return _figures(report, "topic", rows, legend)._replace(bars=True)


def first_of(items: Sequence[Item], most: int) -> Sequence[Item]:
    """Return the first `most` items.

    If that would leave out a single one, return it too: a row "and 1 more" takes as much room.

    Args:
        items: all items, the most important first.
        most: how many there is room for.
    """
    if len(items) == most + 1:
        return items
    return items[:most]


def more_rows(
    items: Sequence[object],
    shown: Sequence[object],
    noun: str,
    heads: Sequence[FigureHead],
) -> list[FigureRow]:
    """Return the row that tells how many items are not shown, or no row if all are.

    Args:
        items: all items.
        shown: the items that have a row of their own.
        noun: what an item is called.
        heads: the columns of the table, which stay empty in this row.
    """
    left_out = len(items) - len(shown)
    if not left_out:
        return []
    name = f"and {left_out:,} more {plural_of(noun)}"
    return [FigureRow(name, [""] * len(heads), is_rest=True)]


def with_all_rows(report: WeekReport, figures: Figures) -> Iterator[Block]:
    """Yield a table of a week, and the command that shows the rows that it leaves out."""
    yield figures
    if any(row.is_rest for row in figures.rows):
        command = report.in_scope(f"coachlog week {report.week.label} --format md")
        yield Paragraph(f"All rows:  {command}")


def _cell_rows(cells: Sequence[Cell], most: int) -> list[FigureRow]:
    # What a team no longer writes about shows in the table of topics.
    current = [cell for cell in cells if cell.entries]
    shown = first_of(current, most)
    rows = []
    for cell in shown:
        # No line of eight weeks: it is too short for so few entries to mean anything.
        rows.append(FigureRow(cell.topic, [*_numbers(cell), ""], inner=True))
    for row in more_rows(current, shown, "topic", HEADS):
        rows.append(row._replace(inner=True))
    return rows


def _tally_row(tally: Tally, draw: Draw, *, strong: bool = False) -> FigureRow:
    return FigureRow(tally.name, [*_numbers(tally), draw(tally.line)], strong=strong)


def _numbers(counts: Tally | Cell) -> list[str]:
    numbers = [f"{counts.entries:,}"]
    for kind in KINDS:
        number = getattr(counts, kind)
        # A dash is lighter than a zero, so that what did happen stands out.
        numbers.append(f"{number:,}" if number else "-")
    numbers.append(f"{counts.previous:,}")
    change = counts.entries - counts.previous
    numbers.append(f"{change:+,}" if change else "=")
    return numbers


def _figures(report: WeekReport, name: str, rows: list[FigureRow], legend: str) -> Figures:
    heads = HEADS
    if not report.is_over:
        # Half a week against a whole one would look like a decline.
        heads = _without_change(heads)
        rows = [row._replace(cells=_without_change(row.cells)) for row in rows]
    return Figures(name, heads, rows, legend)


def _without_change(items: Sequence[Item]) -> list[Item]:
    return [*items[:CHANGE], *items[CHANGE + 1 :]]
