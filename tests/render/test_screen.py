"""Tests of a page on screens of every width."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachlog.domain.entry import Entry
from coachlog.domain.review.week import Cell
from coachlog.render.screen import write_page
from coachlog.render.sparkline import sparkline
from coachlog.render.text_width import width_of
from coachlog.render.week_page import week_page
from tests.render.texts import TEXTS, without_colours
from tests.render.week_reports import make_report, tally


def an_entry(text, team="permits"):
    fields = dict.fromkeys(Entry._fields) | {
        "kind": "mistake",
        "team": team,
        "topics": (team,),
        "happened": text,
        "lesson": text,
    }
    return Entry(
        **fields
        | {
            "short_id": "8f3a",
            "recovery": text,
            "occurred_on": "2026-11-18",
            "own": True,
            "role": "leader",
        }
    )


@given(TEXTS, TEXTS, st.integers(20, 160), st.booleans())
def test_no_line_is_wider_than_the_screen(name, text, width, colour):
    cells = [Cell(name, name, 1_234, 0, 1, 0, 0, 12)]
    report = make_report(
        [tally(name, 3, 1_234), tally("permits", 2, 0)],
        [tally(name, 3, 4)],
        cells=cells,
        entries=[an_entry(text, name)],
    )
    out = io.StringIO()
    write_page(week_page(report, sparkline), out, width=width, colour=colour, compact=True)
    plain = without_colours(out.getvalue())
    assert "\x1b" not in plain
    for line in plain.splitlines():
        assert width_of(line) <= width


@pytest.mark.parametrize(("width", "noted"), [(20, True), (80, False), (None, False)])
def test_a_narrow_screen_says_that_it_leaves_figures_out(width, noted):
    out = io.StringIO()
    write_page(
        week_page(make_report([tally("permits", 3, 4)]), sparkline), out, width=width, colour=False
    )
    assert (
        "This screen is too narrow: some figures are left out." in " ".join(out.getvalue().split())
    ) == noted


def test_colour_adds_nothing_but_colour():
    report = make_report([tally("permits", 3, 4)], entries=[an_entry("Left")])
    plain, coloured = io.StringIO(), io.StringIO()
    write_page(week_page(report, sparkline), plain, width=80, colour=False)
    write_page(week_page(report, sparkline), coloured, width=80, colour=True)
    assert "\x1b" not in plain.getvalue()
    assert "\x1b[" in coloured.getvalue()
    assert without_colours(coloured.getvalue()) == plain.getvalue()


def test_rows_line_up_whatever_the_script():
    names = ["漢字チーム", "permits", "e\u0301quipe", "👩\u200d👧 team"]
    out = io.StringIO()
    write_page(
        week_page(make_report([tally(name, 1, 7) for name in names]), sparkline),
        out,
        width=80,
        colour=False,
    )
    rows = [line for line in out.getvalue().splitlines() if line.startswith(tuple(names))][:4]
    assert len({width_of(row[: row.index("7")]) for row in rows}) == 1
