"""Tests that every format holds the same cells, whatever is in them."""

import csv
import io
import json
import re
from operator import itemgetter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coachlog.domain.formula_guard import unguarded
from coachlog.render.columns import Column, cell_text
from coachlog.render.formats import writer
from coachlog.render.markdown_text import escape
from coachlog.render.terminal import write_table
from coachlog.render.text_width import width_of
from coachlog.render.visible import visible

COLUMNS = [Column("a", "first", itemgetter(0)), Column("b", "second", itemgetter(1), wide=True)]
TRICKY = [
    "=1+1",
    "a|b",
    "\\",
    "`x`",
    "<b>",
    "[x](http://y)",
    "a\r\nb",
    "\t",
    "\x1b[31m",
    "\u202e",
    "&lt;",
    "  ",
    "<br>",
    "@",
    "null",
    "[/red]",
]
texts = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12),
    st.sampled_from(TRICKY),
)
values = st.one_of(
    st.none(), st.booleans(), st.integers(), texts, st.lists(texts, max_size=2).map(tuple)
)


def written(form, rows):
    out = io.StringIO()
    writer(form)(COLUMNS, rows, out)
    return out.getvalue()


@given(st.lists(st.tuples(values, values), max_size=4))
def test_every_format_holds_the_same_cells(rows):
    cells = [[cell_text(value) for value in row] for row in rows]
    _, *from_csv = csv.reader(io.StringIO(written("csv", rows), newline=""), strict=True)
    assert [[unguarded(cell) for cell in row] for row in from_csv] == cells
    objects = json.loads(written("json", rows))
    assert objects == [json.loads(line) for line in written("jsonl", rows).splitlines()]
    assert [[cell_text(value) for value in one.values()] for one in objects] == cells
    from_markdown = [_markdown_cells(line) for line in written("md", rows).split("\n")[2:-1]]
    assert from_markdown == [
        [visible(cell.replace("\r\n", "\n"), lines=True).replace("\t", " ") for cell in row]
        for row in cells
    ]
    table = io.StringIO()
    write_table(COLUMNS, rows, table, width=None, colour=False)
    lines = table.getvalue().split("\n")[2:-1]
    assert [re.sub(" +", "", line) for line in lines] == [
        re.sub(" +", "", "".join(map(visible, row))) for row in cells
    ]


def _markdown_cells(line):
    """A line of a Markdown table, read as a reader of GitHub's tables would."""
    assert line.startswith("| ")
    assert line.endswith(" |")
    cells = re.split(r" \| ", line[2:-2])
    return [re.sub(r"\\(\W|_)", r"\1", cell.replace(" <br>", "\n")) for cell in cells]


@given(texts)
@example("0@\x80")
def test_escaped_text_cannot_leave_its_cell_and_starts_nothing(text):
    cell = escape(text)
    bare = re.sub(r"\\\W|\\_", " ", cell.replace("<br>", " "))
    assert not set(bare) & set("|<>[]`*_#~\n\\")
    assert not re.search(r"&#?\w+;|https?://|\bwww\.|\w@\w", bare)


@pytest.mark.parametrize("form", ["csv", "json", "jsonl", "md"])
def test_an_empty_report_has_its_header(form):
    assert (
        written(form, [])
        == {
            "csv": "a,b\r\n",
            "json": "[]\n",
            "jsonl": "",
            "md": "| first | second |\n| --- | --- |\n",
        }[form]
    )


FAMILY, FLAG, HAND, KA = "👩‍👩‍👧‍👦", "🇩🇪", "👍🏽", "日"
CLUSTERS = {
    "family": FAMILY,
    "flag": FLAG,
    "hand": HAND,
    "wide": KA,
    "combining": "e\u0301\u0323",
    "hebrew": "\u05e9\u05c1",
}


@pytest.mark.parametrize("width", [20, 21, 22, 23, 40, 80])
@pytest.mark.parametrize("cluster", CLUSTERS.values(), ids=CLUSTERS)
def test_a_table_is_straight_and_cut_between_graphemes(width, cluster):
    rows = [("8f3a", cluster * 90), ("8f3b", "plain " * 30)]
    out = io.StringIO()
    write_table(COLUMNS, rows, out, width=width, colour=False)
    lines = out.getvalue().splitlines()
    assert max(map(width_of, lines)) <= width
    assert width - 1 <= width_of(lines[2]) <= width
    shown = lines[2].split(maxsplit=1)[1].removesuffix("…").rstrip()
    assert shown == cluster * (len(shown) // len(cluster))
    assert len(shown) > 0


@pytest.mark.parametrize("width", range(1, 20))
@pytest.mark.parametrize("cluster", CLUSTERS.values(), ids=CLUSTERS)
def test_no_screen_is_too_narrow_to_draw_on(width, cluster):
    out = io.StringIO()
    write_table(COLUMNS, [("8f3a", cluster * 9)], out, width=width, colour=False)
    assert out.getvalue().count("\n") >= 3
