"""Tables on screens of several widths."""

import io
from operator import itemgetter

import pytest

from coachlog.render.columns import Column
from coachlog.render.screen import write_table
from coachlog.render.text_width import width_of

COLUMNS = [
    Column("id", "id", itemgetter(0)),
    Column("topics", "topics", itemgetter(1)),
    Column("entries", "entries", itemgetter(2), number=True),
    Column("happened", "happened", itemgetter(3), wide=True),
]
ROWS = [
    (
        "8f3a",
        "a topic with a long name; another one; a third",
        1234567,
        "Showed how to look up a fee waiver before taking it",
    )
]


def drawn(width, columns=COLUMNS):
    out = io.StringIO()
    write_table(columns, ROWS, out, width=width, colour=False)
    return out.getvalue().splitlines()


def test_a_pipe_gets_every_word():
    assert drawn(None)[2].split("  ") == ["8f3a", ROWS[0][1], "1234567", ROWS[0][3]]


@pytest.mark.parametrize("width", range(20, 130))
def test_no_line_is_wider_than_the_screen(width):
    assert max(map(width_of, drawn(width))) <= width


def test_names_leave_room_for_the_text_that_is_read():
    assert drawn(60)[2] == "8f3a  a topic with a lon…  1234567  Showed how to look up a…"


def test_on_a_narrow_screen_long_names_give_more_so_that_the_text_can_still_be_read():
    day = Column("day", "day", lambda _: "2026-11-19")
    assert (
        drawn(46, [COLUMNS[0], day, *COLUMNS[1:]])[2]
        == "8f3a  2026-11-19  a top…  1234567  Showed how…"
    )


def test_a_text_that_wraps_is_shown_in_full():
    lines = drawn(
        60, [*COLUMNS[:3], Column("happened", value=itemgetter(3), wide=True, wraps=True)]
    )
    before = lines[2].index("Showed")
    assert " ".join(line[before:].strip() for line in lines[2:]) == ROWS[0][3]
    assert all(line[:before].strip() == "" for line in lines[3:])


@pytest.mark.parametrize("width", [None, 60])
def test_a_long_table_is_drawn_as_it_is_read_under_one_header(width):
    lines_before_row = {}
    out = io.StringIO()

    def rows():
        for number in range(2_500):
            lines_before_row[number] = out.getvalue().count("\n")
            yield (f"{number:04x}", "fees", number, "Showed how to look up a fee waiver")

    write_table(COLUMNS, rows(), out, width=width, colour=False)
    lines = out.getvalue().splitlines()
    assert len(lines) == 2_502
    assert [line for line in lines if line.startswith("id")] == lines[:1]
    assert (
        len({line.index("Showed") for line in lines[2:1_002]})
        == len({line.index("Showed") for line in lines[2_002:]})
        == 1
    )
    assert lines_before_row[2_000] > 1_900
