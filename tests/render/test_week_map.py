"""Tests of the heat map of a week."""

from coachlog.domain.review.week import Cell
from coachlog.render.week_map import MOST_TOPICS, week_map
from tests.render.week_reports import make_report, tally


def cell(team, topic, entries):
    return Cell(team, topic, entries, 0, entries, 0, 0, 0)


def test_each_number_is_that_of_its_team_and_topic():
    report = make_report(
        [tally("permits", 3, 5), tally("finance", 0, 2), tally("audit", 4, 0)],
        [tally("fees", 0, 6), tally("travel", 0, 1), tally("old", 1, 0)],
        cells=[
            cell("permits", "fees", 4),
            cell("permits", "travel", 1),
            cell("finance", "fees", 2),
        ],
    )
    grid = week_map(report)
    assert grid.table() == [
        ["permits", 4, 1, 5],
        ["finance", 2, 0, 2],
        ["total", 6, 1, 7],
    ]
    assert grid.columns == ["A", "B"]
    assert grid.notes == ["A=fees, B=travel"]


def test_what_has_no_row_or_column_is_told():
    topics = [tally(f"topic{number}", 1) for number in range(MOST_TOPICS + 2)]
    teams = [tally(f"team{number}", 1) for number in range(30)]
    grid = week_map(make_report(teams, topics))
    assert (len(grid.rows), len(grid.columns)) == (25, MOST_TOPICS)
    assert grid.notes[-1] == "The totals also count 5 more teams and 2 more topics."


def test_a_single_team_or_topic_has_no_map():
    teams = [tally("permits", 1), tally("finance", 1)]
    assert week_map(make_report(teams, [tally("fees", 2)])) is None
    assert week_map(make_report(teams[:1], [tally("fees", 1), tally("travel", 1)])) is None
