"""Tests of the page of a week as it is read: its parts, its drawings, and two sheets of paper."""

import io
import re
import shutil
import subprocess

import pytest

from coachlog.domain.filters import Filter
from coachlog.render.html import write_html
from coachlog.render.html_tables import grid_table
from coachlog.render.markdown import write_markdown
from coachlog.render.page import Grid, WeekLine, WeekLines
from coachlog.render.screen import write_page
from coachlog.render.week_document import document_page
from coachlog.services.week_document import week_document
from tests.services.test_week import WEEK
from tests.work import add_entries

TITLE = "Week 2026-W47: Mon 16 Nov to Sun 22 Nov 2026"
CHROMIUM = shutil.which("chromium-headless-shell")
PARTS = [
    "Which team wrote about which topic this week",
    "The last 26 weeks",
    "From recorded to adopted to done unprompted",
    "Rules that may need clarifying or practice",
    "What this page leaves out, and why",
]


@pytest.fixture
def busy_log(log):
    """Return a log in which 25 teams wrote about 25 topics in each of 26 weeks."""
    number = 0
    for week in range(26):
        day = WEEK.last.fromordinal(WEEK.last.toordinal() - 7 * week).isoformat()
        for team in range(25):
            fields = {
                "team": f"team {team} of the north",
                "topics": [f"topic {team}", f"topic {(team + 1) % 25}"],
                "trainer": f"writer {week % 3}",
                "kind": ("mistake", "question", "strength")[team % 3],
                "decision": ("exception-documented", "followed")[week % 2],
                "rule_ref": f"2 CFR 200.{300 + team}",
                "occurred_on": day,
                "lesson": "Look at the date first",
            }
            add_entries(log, 1, first=number, **fields)
            number += 1
    return log


def blocks_of(log):
    document, _ = week_document(log, Filter(), WEEK, "monday")
    return list(document_page(document))


def html_of(blocks):
    out = io.StringIO()
    write_html(blocks, out)
    return out.getvalue()


def test_the_parts_come_in_the_order_in_which_they_are_read(busy_log):
    html = html_of(blocks_of(busy_log))
    assert re.findall(r"<h2[^>]*>([^<]*)</h2>", html) == PARTS
    assert html.index("<h1") < html.index('<ul class="front">') < html.index("<h2")


def test_the_title_is_the_week_and_the_number_of_entries_is_the_first_line(busy_log):
    html = html_of(blocks_of(busy_log))
    assert f"<title>{TITLE}</title>" in html
    top = f'<h1 dir="auto">{TITLE}</h1>\n<ul class="front">\n<li><div><span><bdi>25 entries'
    assert top in html


def test_every_line_has_a_drawing_that_is_read_as_its_numbers(busy_log):
    html = html_of(blocks_of(busy_log))
    # All entries, three kinds, twelve teams and twelve topics.
    assert html.count("<polyline") == 1 + 3 + 12 + 12
    assert html.count('role="img" aria-label="26 weeks: ') == html.count("<svg")
    assert f'aria-label="26 weeks: {", ".join(["25"] * 26)}"' in html
    assert "13 quieter teams and 13 quieter topics" in html


def test_a_log_without_entries_has_a_page(log):
    html = html_of(blocks_of(log))
    assert "Nothing has been recorded for the team yet." in html
    assert "<h2" not in html


def line_html(**fields):
    line = {"name": "fees", "weeks": (0, 4, 8), "low": 2, "high": 6, "text": "8 entries"}
    return html_of([WeekLines("topic", [WeekLine(**line | fields)])])


def test_the_usual_range_is_drawn_as_a_band_behind_the_line():
    html = line_html()
    # From 2 to 6 of 8 is from a quarter to three quarters of the height of 36, below a margin of 4.
    assert '<rect y="13" width="20" height="18"/>' in html
    assert '<polyline points="10,22 16,4"/>' in html
    assert '<circle cx="16" cy="4" r="3"/>' in html
    assert '<rect y="4" width="20" height="1"/>' in line_html(low=8, high=8)
    assert "<rect" not in line_html(low=None, high=None)
    assert '<li class="unusual">' in line_html(is_unusual=True)
    assert '<li class="unusual">' not in html


def test_lines_are_written_for_the_screen_and_as_markdown():
    lines = WeekLines("topic", [WeekLine("fees", (0, 4, 8), 2, 6, "8 entries", is_unusual=True)])
    screen = io.StringIO()
    write_page([lines], screen, width=60, colour=False)
    assert screen.getvalue().splitlines()[-1] == "fees   ·▄█    8 entries"
    markdown = io.StringIO()
    write_markdown([lines], markdown)
    assert markdown.getvalue().splitlines()[-1] == "| fees | ·▄█ | **8 entries** |"


def test_others_are_not_shaded_with_what_they_are_made_of():
    grid = Grid(
        name="team",
        rows=["permits", "2 others"],
        columns=["fees", "3 others"],
        cells=[[4, 90], [80, 70]],
        row_totals=[94, 150],
        column_totals=[84, 160],
        total=244,
        is_last_row_rest=True,
        is_last_column_rest=True,
    )
    html = "".join(grid_table(grid))
    assert re.findall(r'<td class="number (\S+)">(\d+)', html) == [
        ("heat-4", "4"),
        ("none", "90"),
        ("none", "80"),
        ("none", "70"),
    ]


@pytest.mark.skipif(CHROMIUM is None, reason="chromium-headless-shell is not installed")
def test_the_page_of_25_teams_prints_on_two_sheets(busy_log, tmp_path):
    page = tmp_path / "week.html"
    page.write_text(html_of(blocks_of(busy_log)), encoding="utf-8")
    pdf = tmp_path / "week.pdf"
    options = ["--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={pdf}"]
    subprocess.run([CHROMIUM, *options, page.as_uri()], check=True, capture_output=True)
    assert len(re.findall(rb"/Type /Page\b", pdf.read_bytes())) == 2
