"""Tests of CSV, read back by the reader of the standard library."""

import csv
import io
from operator import itemgetter

from hypothesis import given
from hypothesis import strategies as st

from coachlog.domain.formula_guard import guarded, unguarded
from coachlog.render.columns import Column, cell_text
from coachlog.render.csv_writer import BATCH, write_csv

values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(max_size=6),
    st.text(alphabet='",;\r\n\t =+@\'"a', max_size=6),
    st.lists(st.text('ab,"=', max_size=3), max_size=3).map(tuple),
)


def written(rows, width):
    out = io.StringIO()
    write_csv([Column(f"c{number}", "", itemgetter(number)) for number in range(width)], rows, out)
    return out.getvalue()


def cell_read_back(value):
    """Return what a reader of CSV gets for a value: guarded, unless it is a number."""
    text = cell_text(value)
    return text if isinstance(value, int) else guarded(text)


@given(st.integers(1, 3).flatmap(lambda width: st.lists(st.tuples(*[values] * width), max_size=5)))
def test_every_cell_comes_back(rows):
    width = len(rows[0]) if rows else 2
    text = written(rows, width)
    header, *read = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert header == [f"c{number}" for number in range(width)]
    assert read == [list(map(cell_read_back, row)) for row in rows]
    assert [list(map(unguarded, row)) for row in read] == [
        list(map(cell_text, row)) for row in rows
    ]
    assert text.endswith("\r\n")


def test_cells_in_later_batches_are_guarded_and_quoted_too():
    rows = [("plain",)] * BATCH + [('=1,"x"\n',)] + [(None,)]
    assert written(rows, 1).splitlines(keepends=True)[-3:] == ['"\'=1,""x""\n', '"\r\n', '""\r\n']


def test_numbers_and_yes_or_no_stay_apart_and_are_never_guarded():
    assert (
        written([(True, -1), (1, True), (False, 2.5)], 2)
        == "c0,c1\r\nyes,-1\r\n1,yes\r\nno,2.5\r\n"
    )


def test_lists_and_headers_are_guarded_too():
    out = io.StringIO()
    write_csv([Column("=1", "", itemgetter(0))], [(("=2", "a"),), (None,), (("@3",),)], out)
    assert out.getvalue() == "'=1\r\n'=2; a\r\n\"\"\r\n'@3\r\n"


def test_an_empty_report_still_has_its_header():
    assert written([], 2) == "c0,c1\r\n"
