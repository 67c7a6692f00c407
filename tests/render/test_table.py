"""Tests of tables on screens of several widths."""

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


def draw(width, columns=COLUMNS):
    out = io.StringIO()
    write_table(columns, ROWS, out, width=width, colour=False)
    return out.getvalue().splitlines()


def test_a_pipe_gets_every_word():
    assert draw(None)[2].split("  ") == ["8f3a", ROWS[0][1], "1234567", ROWS[0][3]]


@pytest.mark.parametrize("width", range(20, 130))
def test_no_line_is_wider_than_the_screen(width):
    assert max(map(width_of, draw(width))) <= width


def test_names_give_way_to_the_text_that_is_read():
    assert draw(60)[2] == "8f3a  a topic with a lon…  1234567  Showed how to look up a…"


def test_on_a_narrow_screen_long_names_give_way_further():
    day = Column("day", "day", lambda _: "2026-11-19")
    assert (
        draw(46, [COLUMNS[0], day, *COLUMNS[1:]])[2]
        == "8f3a  2026-11-19  a top…  1234567  Showed how…"
    )


def test_a_text_that_wraps_is_shown_in_full():
    lines = draw(60, [*COLUMNS[:3], Column("happened", value=itemgetter(3), wide=True, wraps=True)])
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


def test_a_table_cuts_names_before_it_cuts_a_number():
    columns = [
        Column("name", "name", str),
        *(Column("n", "n", lambda row: 1_234_567, number=True) for _ in range(4)),
    ]
    out = io.StringIO()
    write_table(columns, ["a long name " * 9], out, width=60, colour=False)
    assert out.getvalue().splitlines()[2].split()[-4:] == ["1234567"] * 4


@pytest.mark.parametrize(
    ("width", "row"),
    [
        (29, "8f3a  a top…  1234567  Showe…"),
        (28, "8f3a  a topic with…  1234567"),
        (21, "8f3a  a top…  1234567"),
        (20, "8f3a  a topic with…"),
    ],
)
def test_columns_that_do_not_fit_are_left_out_the_last_first(width, row):
    assert draw(width)[2] == row


def test_a_single_column_is_cut_to_the_screen():
    out = io.StringIO()
    write_table([Column("number", value=str, number=True)], [1_234_567], out, width=4, colour=False)
    assert max(map(width_of, out.getvalue().splitlines())) <= 4


def test_a_stream_without_line_drawing_gets_ascii():
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    write_table(COLUMNS, ROWS, out, width=60, colour=False)
    out.flush()
    lines = out.buffer.getvalue().decode("ascii").splitlines()
    assert lines[1] == "-" * 60
    assert "a topic with a lon~" in lines[2]
