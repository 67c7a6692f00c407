"""Tests of tables on screens of several widths."""

import io
from operator import itemgetter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coachlog.cli.output import _SafeTerminal
from coachlog.render import table
from coachlog.render.columns import Column
from coachlog.render.terminal import write_table
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


def draw(width, columns=COLUMNS, records=ROWS):
    out = io.StringIO()
    write_table(columns, records, out, width=width, colour=False)
    return out.getvalue().splitlines()


def test_a_pipe_gets_every_word():
    assert draw(None)[2].split("  ") == ["8f3a", ROWS[0][1], "1234567", ROWS[0][3]]


@pytest.mark.parametrize("width", range(20, 130))
def test_no_line_is_wider_than_the_screen(width):
    assert max(map(width_of, draw(width))) <= width


def test_names_give_way_to_the_text_that_is_read_and_take_more_lines():
    assert draw(60)[2:] == [
        "8f3a  a topic with a long  1234567  Showed how to look up a",
        "      name; another one;            fee waiver before taking",
        "      a third                       it",
    ]


def test_a_text_is_cut_where_the_names_beside_it_end():
    rows = [(*ROWS[0][:3], "Showed how to look up a fee waiver " * 3)]
    lines = draw(60, records=rows)[2:]
    assert len(lines) == 3
    assert lines[-1].endswith("…")


def test_on_a_narrow_screen_long_names_give_way_further():
    day = Column("day", "day", lambda _: "2026-11-19")
    lines = draw(46, [COLUMNS[0], day, *COLUMNS[1:]])
    assert lines[2] == "8f3a  2026-11-19  a       1234567  Showed how"
    assert names_in(lines, 18, 6) == ROWS[0][1].replace(" ", "")


@pytest.mark.parametrize("width", range(20, 130))
def test_no_name_is_ever_cut(width):
    lines = draw(width)
    start, length = lines[0].find("topics"), 60
    if start == -1:
        assert width < 20
        return
    following = [lines[0].find(label) for label in ("entries", "happe")]
    length = min(column for column in following if column > start) - start
    assert names_in(lines, start, length) == ROWS[0][1].replace(" ", "")


def names_in(lines, start, length):
    """Return the letters of a column, below the head."""
    return "".join(line[start : start + length].replace(" ", "") for line in lines[2:])


def test_a_text_that_wraps_is_shown_in_full():
    lines = draw(60, [*COLUMNS[:3], Column("happened", value=itemgetter(3), wide=True, wraps=True)])
    before = lines[2].index("Showed")
    assert " ".join(line[before:].strip() for line in lines[2:]) == ROWS[0][3]
    assert all(line[:6].strip() == "" for line in lines[3:])


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
        (29, "8f3a  a       1234567  Showed"),
        (28, "8f3a  a topic   Showed how"),
        (20, "8f3a  a       Showed"),
        (19, "8f3a  Showed how t…"),
        (12, "8f3a  Showe…"),
        (11, "8f3a"),
    ],
)
def test_columns_that_do_not_fit_are_left_out_and_texts_last(width, row):
    assert draw(width)[2] == row


def test_a_list_shows_what_happened_on_a_screen_of_20_columns(coachlog, monkeypatch):
    coachlog("log", "@permits", "+fees", "Showed how to look up a fee waiver")
    monkeypatch.setattr("coachlog.cli.output.screen_width", lambda: 20)
    monkeypatch.setattr("coachlog.cli.output.data_stream", lambda _: _SafeTerminal())
    shown = coachlog("list").out.splitlines()
    assert shown[3][4:] == "  19 Nov  Showe…"
    assert shown[4] == "  permits / fees"


def test_a_single_column_is_cut_to_the_screen():
    out = io.StringIO()
    write_table([Column("number", value=str, number=True)], [1_234_567], out, width=4, colour=False)
    assert max(map(width_of, out.getvalue().splitlines())) <= 4


def draw_ascii(text):
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    write_table(COLUMNS, [(*ROWS[0][:3], text)], out, width=60, colour=False)
    out.flush()
    return out.buffer.getvalue().decode("ascii").splitlines()


def test_a_stream_without_line_drawing_gets_ascii():
    lines = draw_ascii(ROWS[0][3])
    assert lines[1] == "-" * 60
    assert "Showed how to look up a" in lines[2]
    assert draw_ascii("Showed how to look up a fee waiver " * 3)[-1].endswith("~")


def draw_any(records, width):
    columns = []
    for index, options in enumerate(({}, {"number": True}, {"wide": True}, {"wraps": True})):
        columns.append(Column(f"c{index}", value=itemgetter(index), **options))
    out = io.StringIO()
    write_table(columns, records, out, width=width, colour=False)
    return out.getvalue()


cells = st.one_of(
    st.none(), st.integers(), st.text(max_size=12), st.text("a b猫é\u0301\x1b\n", max_size=12)
)


@example(records=[(None, None, " 00\u31ef\u31ef", None)], width=10)
@given(
    records=st.lists(st.tuples(*[cells] * 4), max_size=7),
    width=st.one_of(st.none(), st.integers(10, 60)),
)
def test_columns_drawn_at_once_are_drawn_as_row_by_row(records, width):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(table, "BLOCK", 3)
        at_once = draw_any(records, width)
        patch.setattr(table, "_has_to_wrap", lambda *_: True)
        assert draw_any(records, width) == at_once


def test_a_pipe_measures_and_pads_no_plain_cell_by_itself(monkeypatch):
    calls = []
    monkeypatch.setattr(table, "fit_to_width", lambda *_, **__: calls.append(1) or "")
    monkeypatch.setattr(table, "wrap_to_width", lambda *_: calls.append(1) or [""])
    columns = [Column("a", value=itemgetter(0), wraps=True), Column("b", value=itemgetter(1))]
    lines = [line.text for line in table.table_lines(columns, [("x", 1), ("yyy", 22)] * 50, None)]
    assert lines[2:4] == ["x    1", "yyy  22"]
    assert len(calls) <= 4  # of the head
