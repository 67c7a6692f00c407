"""Tests of the lines of a front page on a screen."""

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachlog.render.front_lines import MOST_ROWS, front_rows
from coachlog.render.markdown import write_markdown
from coachlog.render.page import FrontLine, FrontLines
from coachlog.render.screen import write_page
from coachlog.render.sparkline import sparkline
from coachlog.render.text_width import width_of
from tests.render.texts import TEXTS, without_colours

SHORT = FrontLine("2 open mistakes", "coachlog list --open", needs_somebody=True)
LONG = SHORT._replace(detail="permits 5, finance 4, schools 2 and 3 more teams: the last ones")


def drawn(lines, width):
    out = io.StringIO()
    write_page([FrontLines(lines)], out, width=width, colour=False)
    return out.getvalue().splitlines()


def test_a_command_stands_at_the_right_of_its_text():
    (line,) = drawn([SHORT], 80)
    assert (len(line), line.split("  ")[0]) == (80, "2 open mistakes")
    assert line.endswith("  coachlog list --open")


def test_a_command_without_room_stands_on_a_line_of_its_own():
    texts, command = drawn([LONG], 80)
    assert texts == f"{LONG.text}: {LONG.detail}"
    assert command == LONG.command.rjust(80)


def test_a_pipe_gets_each_line_unbroken():
    long_command = SHORT._replace(command=f"coachlog list --team '{'x' * 200}'")
    assert drawn([LONG, long_command], None) == [
        f"{LONG.text}: {LONG.detail}  {LONG.command}",
        f"2 open mistakes  {long_command.command}",
    ]


def test_empty_lines_go_before_details_and_details_before_commands():
    apart = LONG._replace(apart=True)
    rows = front_rows([apart] * 3, 80, most=9)
    assert [row.text for row in rows].count("") == 3
    rows = front_rows([apart] * 3, 80, most=6)
    assert [row.command for row in rows].count(LONG.command) == 3
    assert [LONG.detail in row.text for row in rows] == [True, False] * 3
    rows = front_rows([apart] * 3, 80, most=4)
    assert [LONG.detail in row.text for row in rows] == [True, False, False, False]
    rows = front_rows([apart] * 3, 15, most=3)
    assert [row.text for row in rows] == ["2 open mistakes"] * 3


@given(
    lines=st.lists(
        st.builds(
            FrontLine,
            TEXTS,
            TEXTS,
            st.booleans(),
            TEXTS,
            st.booleans(),
            st.lists(st.integers(0, 1_000), max_size=30),
        )
    ),
    width=st.integers(20, 160),
    colour=st.booleans(),
)
def test_a_front_page_is_never_longer_or_wider_than_the_screen(lines, width, colour):
    out = io.StringIO()
    write_page([FrontLines(lines)], out, width=width, colour=colour)
    plain = without_colours(out.getvalue())
    assert "\x1b" not in plain
    assert len(plain.splitlines()) <= MOST_ROWS
    assert max(map(width_of, plain.splitlines()), default=0) <= width


@pytest.mark.parametrize("needs_somebody", [True, False])
def test_markdown_has_the_text_and_its_command(needs_somebody):
    out = io.StringIO()
    write_markdown([FrontLines([LONG._replace(needs_somebody=needs_somebody)])], out)
    text = "**2 open mistakes**" if needs_somebody else "2 open mistakes"
    assert out.getvalue() == f"- {text}: {LONG.detail}<br>{LONG.command}\n"


WEEKS = SHORT._replace(needs_somebody=False, weeks=range(26))
LINE = "·▁▁▁▂▂▂▃▃▃▄▄▄▅▅▅▆▆▆▇▇▇████"


def test_the_last_weeks_stand_behind_the_text_or_before_a_command_below_it():
    assert sparkline(range(26)) == LINE
    assert drawn([WEEKS], 80) == [f"2 open mistakes  26 weeks {LINE}{' ' * 8}coachlog list --open"]
    assert drawn([WEEKS], 73) == [f"2 open mistakes{' ' * 38}coachlog list --open"]
    assert drawn([LONG._replace(weeks=range(26))], 80)[1] == (
        f"  26 weeks {LINE}{' ' * 23}coachlog list --open"
    )
    assert drawn([LONG._replace(weeks=range(26))], None) == drawn([LONG], None)


def test_only_the_text_is_red_and_not_its_detail():
    out = io.StringIO()
    write_page([FrontLines([SHORT, LONG])], out, width=50, colour=True)
    assert re.findall(r"\x1b\[38;5;160m([^\x1b]*)", out.getvalue()) == ["2 open mistakes"]
    out = io.StringIO()
    long_text = SHORT._replace(text="2 mistakes that are open since the spring", detail="permits 2")
    write_page([FrontLines([SHORT, long_text])], out, width=24, colour=True)
    assert re.findall(r"\x1b\[38;5;160m([^\x1b]*)", out.getvalue()) == [
        "2 mistakes that are open",
        "since the spring",
    ]


def test_an_encoding_without_bars_has_them_in_ascii():
    out = io.TextIOWrapper(io.BytesIO(), "ascii", newline="")
    write_page([FrontLines([WEEKS])], out, width=80, colour=False)
    out.seek(0)
    assert "26 weeks -______------======######" in out.read()


def test_the_whole_title_is_bold_and_only_the_title():
    title = FrontLine("Week 47: what there is to be read on Monday", "coachlog week")
    out = io.StringIO()
    write_page([FrontLines([title, SHORT, WEEKS._replace(weeks=())])], out, width=30, colour=True)
    bold = re.findall(r"\x1b\[1m([^\x1b]*)", out.getvalue())
    assert " ".join(bold) == title.text
