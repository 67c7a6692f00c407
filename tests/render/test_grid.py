"""Tests of a grid of counts on a screen."""

import io

from hypothesis import given
from hypothesis import strategies as st

from coachlog.render.heat_map import SIGNS
from coachlog.render.markdown import write_markdown
from coachlog.render.page import Grid
from coachlog.render.screen import write_page
from coachlog.render.text_width import width_of
from tests.render.texts import TEXTS

LONG_TEAM = "licensing and inspection, the desk at the second entrance"
PARTS = "In 2 parts, because this screen has no room for all columns."


def grid(rows, columns, number=7, notes=()):
    return Grid(
        name="team",
        rows=rows,
        columns=columns,
        cells=[[number] * len(columns) for _ in rows],
        row_totals=[number * len(columns)] * len(rows),
        column_totals=[number * len(rows)] * len(columns),
        total=number * len(rows) * len(columns),
        notes=notes,
    )


def drawn(block, width, *, colour=False):
    out = io.StringIO()
    write_page([block], out, width=width, colour=colour)
    return out.getvalue().splitlines()


def test_totals_stand_at_the_right_and_below():
    assert drawn(grid(["permits", "audit"], ["Oct", "Nov*"], notes=["Nov*: only to 26"]), None) == [
        "team     Oct  Nov*  total",
        "─────────────────────────",
        "permits    7     7     14",
        "audit      7     7     14",
        "total     14    14     28",
        "Nov*: only to 26",
    ]


def test_no_entries_is_a_dot_on_a_screen_and_a_number_in_markdown():
    assert drawn(grid(["permits"], ["Oct"], number=0), 80)[-1] == "total      ·      ·"
    out = io.StringIO()
    write_markdown([grid(["permits"], ["Oct"], number=0)], out)
    assert out.getvalue().splitlines()[-1] == "| total | 0 | 0 |"


def test_columns_without_room_stand_in_a_part_below():
    lines = drawn(grid(["permits"], ["Sep", "Oct", "Nov"], number=1_234_567), 32)
    assert lines == [
        "team           Sep        Oct",
        "─────────────────────────────",
        "permits  1,234,567█ 1,234,567█",
        "total    1,234,567  1,234,567",
        "",
        "team           Nov      total",
        "─────────────────────────────",
        "permits  1,234,567█ 3,703,701",
        "total    1,234,567  3,703,701",
        "Shades:   1-308,641 ░",
        "   308,642-617,283 ▒",
        "   617,284-925,925 ▓",
        "   925,926-1,234,567 █",
        "In 2 parts, because this screen",
        "has no room for all columns.",
    ]


def test_a_pipe_gets_one_part_with_whole_names():
    names = [f"{LONG_TEAM} {number}" for number in range(20)]
    lines = drawn(grid([LONG_TEAM], names), None)
    assert len(lines) == 4
    assert all(name in lines[0] for name in names)


def test_long_names_go_over_several_lines():
    lines = drawn(grid([LONG_TEAM], [LONG_TEAM]), 60)
    first_column = " ".join(line[:20].strip() for line in lines[6:-1])
    assert LONG_TEAM in " ".join(first_column.split())
    assert max(map(len, lines)) <= 60
    assert PARTS not in lines


def test_the_head_and_the_totals_are_bold():
    lines = drawn(grid(["permits"], ["Oct"]), 80, colour=True)[:4]
    assert [line.startswith("\x1b[1m") for line in lines] == [True, False, False, True]


@given(
    rows=st.lists(TEXTS, min_size=1, max_size=3),
    columns=st.lists(TEXTS, min_size=1, max_size=6),
    number=st.integers(0, 10**9),
    width=st.integers(40, 120),
)
def test_no_number_is_cut_and_no_line_is_too_wide(rows, columns, number, width):
    block = grid(rows, columns, number)
    lines = drawn(block, width)
    assert max(map(width_of, lines)) <= width
    shown = f"{number:,}" if number else "·"
    numbers = [word for line in lines for word in line.split() if word.rstrip(SIGNS) == shown]
    assert len(numbers) >= len(rows) * len(columns)
