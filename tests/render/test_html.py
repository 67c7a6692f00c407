"""Tests of pages as HTML: one file that needs nothing else, in which text stays text."""

import base64
import hashlib
import io
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachlog.render.html import write_html
from coachlog.render.page import (
    FigureHead,
    FigureRow,
    Figures,
    FrontLine,
    FrontLines,
    Grid,
    Heading,
    Outline,
    Paragraph,
    Span,
)
from tests.render import test_page

HOSTILE = [
    *test_page.HOSTILE,
    "<script>alert(1)</script>",
    "</title></style></main><script>alert(1)</script>",
    "</p><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)" x=\'',
    "<a href='javascript:alert(1)'>here</a>",
    "https://example.org javascript:alert(1) data:text/html,x",
    "]]> <![CDATA[ <?php ?> <!DOCTYPE html>",
    "&lt;script&gt; &#x3c;script&#x3e;",
]
FRONT = FrontLines([FrontLine("9 entries", "coachlog list")])
BLOCKS = test_page.BLOCKS | {
    "front": lambda text: FrontLines(
        [
            FrontLine(text, f"coachlog list {text}", weeks=(0, 1, 3)),
            FrontLine(text, "coachlog due", needs_somebody=True, detail=text, apart=True),
        ]
    ),
}
VOID = {"meta", "br", "path", "rect", "polyline", "circle"}


class Reader(HTMLParser):
    """Notes the elements of a page with their attributes, and its text."""

    def __init__(self):
        super().__init__()
        self.elements = []
        self.open = []
        self.words = []

    def handle_starttag(self, tag, attrs):
        if tag != "br":
            self.elements.append((tag, tuple(name for name, _ in attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" not in self.open:
            self.words += data.split()

    def unknown_decl(self, data):
        raise AssertionError(data)

    def handle_comment(self, data):
        raise AssertionError(data)

    def handle_pi(self, data):
        raise AssertionError(data)


def page(*blocks, title=None):
    out = io.StringIO()
    write_html(blocks, out, title=title)
    return out.getvalue()


def read(html):
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader


@pytest.mark.parametrize("block", BLOCKS)
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(block, text):
    make = BLOCKS[block]
    shown = read(page(Heading(text, level=1), make(text), Paragraph("last")))
    harmless = read(page(Heading("x", level=1), make("x"), Paragraph("last")))
    assert shown.elements == harmless.elements
    words = text.replace("\u2028", "<U+2028>").split()
    assert set(words) <= set(" ".join(shown.words).replace("\xa0", " ").split())


@given(st.text(alphabet="ab1 \n<>&\"'/=!-[]?:;#x", min_size=1, max_size=30))
def test_no_text_changes_what_a_page_consists_of(text):
    if not text.strip():
        return
    for make in BLOCKS.values():
        shown = read(page(make(text), Paragraph("last")))
        assert shown.elements == read(page(make("x"), Paragraph("last"))).elements


def test_a_page_loads_nothing_and_allows_only_its_own_style():
    html = page(Heading("Week", level=1))
    style = re.search(r"<style>(.*)</style>", html, re.DOTALL)[1]
    assert "url(" not in style
    assert "@import" not in style
    fingerprint = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)[1]
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{fingerprint}'; base-uri 'none'; form-action 'none'"
    )
    names = {name for _, attributes in read(html).elements for name in attributes}
    assert names.isdisjoint({"src", "style", "onload", "srcset"})


def test_a_page_is_called_after_its_first_heading():
    assert "<title>Week &lt;1&gt;</title>" in page(Heading("Week <1>", level=1), Paragraph("x"))
    assert "<title>Week 1</title>" in page(Heading("Week 1", level=1), FRONT)
    assert "<title>Plan</title>" in page(Paragraph("Masked."), Heading("Plan", level=1))
    assert "<title>Mine</title>" in page(Heading("Week", level=1), title="Mine")
    assert "<title>coachlog</title>" in page(Paragraph("x"))
    assert "<title>coachlog</title>" in page()


def test_text_that_runs_from_right_to_left_is_shut_in_and_its_marks_are_shown():
    html = page(Heading("\u05e9\u05dc\u05d5\u05dd", level=1), Paragraph("\u202eabc"))
    assert '<h1 dir="auto">\u05e9\u05dc\u05d5\u05dd</h1>' in html
    assert '<p dir="auto">&lt;U+202E&gt;abc</p>' in html


def test_a_long_text_is_there_to_its_end():
    text = "<b>" * 350_000
    assert page(Paragraph(text)).count("&lt;b&gt;") == 350_000


def test_a_page_is_written_block_by_block():
    out = io.StringIO()

    def blocks():
        yield Heading("Handbook", level=1)
        for number in range(5):
            yield Paragraph(f"chapter {number}")
        assert "chapter 3" in out.getvalue()
        yield Heading("next")

    write_html(blocks(), out)
    assert "<h2" in out.getvalue()


def test_a_table_has_a_name_and_headers_for_its_rows_and_columns():
    heads = [FigureHead("entries", "all"), FigureHead("adopted on", number=False)]
    rows = [FigureRow("fees", ["12", "2026-11-17"], strong=True), FigureRow("maps", ["1", ""])]
    html = page(Figures("topic", heads, rows, legend=""))
    assert '<caption class="hidden">For each topic</caption>' in html
    assert '<th scope="col" class="number"><bdi>entries</bdi></th>' in html
    assert '<tr class="strong"><th scope="row"><bdi>fees</bdi></th>' in html
    assert '<td class="number">12</td>' in html
    assert '<td dir="auto">2026-11-17</td>' in html


def test_the_cells_of_a_grid_are_shaded_by_their_number_and_a_legend_says_how():
    grid = Grid(
        name="team",
        rows=["permits", "finance"],
        columns=["fees", "maps"],
        cells=[[8, 0], [1, 4]],
        row_totals=[8, 5],
        column_totals=[9, 4],
        total=1_013,
    )
    html = page(grid)
    assert '<td class="number heat-4">8</td><td class="number none">0</td>' in html
    assert '<td class="number heat-1">1</td><td class="number heat-2">4</td>' in html
    assert '<li class="heat-1">1-2</li>' in html
    assert '<td class="number">1,013</td>' in html


def test_an_outline_is_a_list_in_a_list():
    outline = Outline([Span("Waive?")], [(0, [Span("yes")]), (1, [Span("ask")]), (0, [Span("no")])])
    shown = [tag for tag, _ in read(page(outline)).elements]
    assert shown[shown.index("ul") :] == ["ul", "li", "bdi", "ul", "li", "bdi", "li", "bdi"]


def test_the_command_for_the_rest_is_set_off():
    html = page(Paragraph("and 3 more:  coachlog list --open"))
    assert '<p dir="auto">and 3 more: <code dir="ltr">coachlog list --open</code></p>' in html


def test_a_page_is_called_by_its_first_heading_even_below_a_note():
    out = io.StringIO()
    write_html([Paragraph("For a meeting"), Heading("Staff meeting", level=1)], out)
    assert "<title>Staff meeting</title>" in out.getvalue()
    assert out.getvalue().index("For a meeting") < out.getvalue().index("<h1")
