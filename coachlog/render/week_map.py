"""The heat map of a week: which team wrote about which topic.

Its columns are letters, so that all of them stand on one screen beside each other: a map in parts
is not a map. What the letters mean is told below it.
"""

from collections.abc import Sequence

from coachlog.domain.review.week import Cell, Tally, WeekReport
from coachlog.render.page import Grid
from coachlog.render.week_figures import MOST_TEAMS, first_of
from coachlog.render.words import count_of

LETTERS = "ABCDEFGHIJKL"
MOST_TOPICS = len(LETTERS)  # with a team's name and its total they fit on 80 columns
FEWEST = 2  # teams, and topics: a map of one is a list


def week_map(report: WeekReport) -> Grid | None:
    """Return the entries of a week by team and topic; None if there is little to compare.

    Args:
        report: the week.
    """
    teams = _active(report.counts.teams)
    topics = _active(report.counts.topics)
    if len(teams) < FEWEST or len(topics) < FEWEST:
        return None
    shown_teams = first_of(teams, MOST_TEAMS)
    shown_topics = topics[:MOST_TOPICS]
    letters = LETTERS[: len(shown_topics)]
    notes = [_meanings(letters, shown_topics)]
    more_teams = len(teams) - len(shown_teams)
    more_topics = len(topics) - len(shown_topics)
    left_out = []
    if more_teams:
        left_out.append(count_of(more_teams, "more team"))
    if more_topics:
        left_out.append(count_of(more_topics, "more topic"))
    if left_out:
        notes.append(f"The totals also count {' and '.join(left_out)}.")
    return Grid(
        name="team",
        rows=[team.name for team in shown_teams],
        columns=list(letters),
        cells=_cells(report.counts.cells, shown_teams, shown_topics),
        row_totals=[team.entries for team in shown_teams],
        column_totals=[topic.entries for topic in shown_topics],
        total=report.counts.total.entries,
        notes=notes,
    )


def _meanings(letters: str, topics: Sequence[Tally]) -> str:
    meanings = []
    for letter, topic in zip(letters, topics, strict=True):
        meanings.append(f"{letter}={topic.name}")
    return ", ".join(meanings)


def _cells(
    cells: Sequence[Cell],
    teams: Sequence[Tally],
    topics: Sequence[Tally],
) -> list[list[int]]:
    entries = {(cell.team, cell.topic): cell.entries for cell in cells}
    rows = []
    for team in teams:
        row = [entries.get((team.name, topic.name), 0) for topic in topics]
        rows.append(row)
    return rows


def _active(tallies: Sequence[Tally]) -> list[Tally]:
    return [tally for tally in tallies if tally.entries]
