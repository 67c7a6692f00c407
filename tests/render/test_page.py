"""Tests of pages: no text in one can be anything but text."""

import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from coachlog.render.markdown import write_markdown
from coachlog.render.page import (
    EntryTexts,
    FigureHead,
    FigureRow,
    Figures,
    Form,
    Grid,
    Heading,
    LabelledTexts,
    Outline,
    Paragraph,
    Preformatted,
    Span,
    TextList,
    WeekLine,
    WeekLines,
)
from coachlog.render.screen import write_page

HOSTILE = [
    "# heading",
    "- point",
    "1. one",
    "2) two",
    "+ more\n===\nless",
    "> quoted",
    "<b>bold</b> <script>x</script>",
    "<!-- gone",
    "[link](http://example.org) ![picture](x) <http://example.org>",
    "``` \ncode\n```",
    "~~~",
    "    indented",
    "| a | b |\n| --- | --- |",
    "*a* _b_ **c** ~~d~~ `e`",
    "a\\",
    "&lt; &amp; &#60;",
    "first\n\n\n## second\r\n---",
    "[x]: http://example.org",
    "\u2028# line",
    "***",
]
BLOCKS = {
    "title": Heading,
    "section": lambda text: Heading(text, 3),
    "chapter": lambda text: Heading(text, anchor="topic", new_page=True),
    "links": lambda text: Outline([], [(0, [Span(text, "strong", anchor="topic")])]),
    "text": Paragraph,
    "quiet": lambda text: Paragraph(text, quiet=True),
    "points": lambda text: TextList([text, text]),
    "numbered": lambda text: TextList([text, text], numbered=True),
    "labelled": lambda text: LabelledTexts([(text, text), ("why", text)]),
    "counts": lambda text: Grid(
        name="topic",
        rows=[text],
        columns=[text],
        cells=[[1]],
        row_totals=[1],
        column_totals=[1],
        total=1,
        notes=[text],
    ),
    "lines": lambda text: WeekLines(
        "team",
        [
            WeekLine(text, (0, 1), 0, 2, text),
            WeekLine(text, (0, 9), None, None, text, is_unusual=True),
        ],
    ),
    "grid": lambda text: Form(("no", "text"), [("1", text), ("2", text)], wide=(1,)),
    "figures": lambda text: Figures(
        "topic",
        [FigureHead("entries", "all")],
        [
            FigureRow(text, ["1"]),
            FigureRow(text, ["1"], inner=True),
            FigureRow(text, ["1"], strong=True),
        ],
        "",
    ),
    "entry": lambda text: EntryTexts("8f3a", text, [("", text), ("why", text)]),
    "outline": lambda text: Outline(
        [Span(text), Span(text, "strong")], [(0, [Span(text)]), (1, [Span(text, "emphasis")])]
    ),
    "drawing": lambda text: Preformatted(text.splitlines() or [""]),
}
OURS = {"text", "text_special", "strong_open", "strong_close", "em_open", "em_close"}


def page(*blocks):
    out = io.StringIO()
    write_markdown(blocks, out)
    return out.getvalue()


def blocks(markdown):
    """Return what Markdown consists of: its blocks, and what stands in their lines beside text."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
    inside = [child for token in tokens for child in token.children or []]
    return (
        [token.type for token in tokens],
        {
            child.type
            for child in inside
            if child.type not in OURS and (child.type, child.content) != ("html_inline", "<br>")
        },
    )


@pytest.mark.parametrize("block", BLOCKS)
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(block, text):
    make = BLOCKS[block]
    assert blocks(page(Heading("first"), make(text), Paragraph("last"))) == blocks(
        page(Heading("first"), make("x"), Paragraph("last"))
    )


@given(st.text(alphabet="ab1. \n\t-+=#>*_`~[]()<>!|\\&;:/@\u2028", min_size=1, max_size=30))
@example("1)\n2)")
def test_no_text_changes_what_a_page_consists_of(text):
    if not "".join(text.split()):
        return
    for make in BLOCKS.values():
        assert blocks(page(Heading("first"), make(text), Paragraph("last"))) == blocks(
            page(Heading("first"), make("x"), Paragraph("last"))
        )


def test_a_text_keeps_its_lines_and_shows_its_signs_as_they_were_typed():
    assert page(Paragraph("one\ntwo - # [x]")) == "one <br>two - \\# \\[x\\]\n"
    assert page(TextList(["- one", "1. two"])) == "- \\- one\n- 1\\. two\n"


def test_a_drawing_has_a_fence_longer_than_its_own_backticks():
    assert page(Preformatted(["a ```` b"])) == "`````text\na ```` b\n`````\n"


def on_screen(*blocks, width=40):
    out = io.StringIO()
    write_page(blocks, out, width=width, colour=False)
    return out.getvalue()


def test_on_a_screen_nothing_is_cut_and_every_line_stands_beside_its_label():
    text = "one two three four five six seven eight nine ten"
    shown = on_screen(
        Heading("Heading"),
        LabelledTexts([("why", text), ("next time", "short")]),
        TextList([text], numbered=True),
    )
    assert shown == (
        "Heading\n\n"
        "why        one two three four five six\n"
        "           seven eight nine ten\n"
        "next time  short\n\n"
        " 1. one two three four five six seven\n"
        "    eight nine ten\n"
    )


def test_on_a_screen_no_text_acts():
    shown = on_screen(
        *(make("[red]\x1b]0;own\x07 \u202e\nnext") for make in BLOCKS.values()), width=None
    )
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "[red]␛]0;own␇" in shown


def test_on_a_narrow_screen_a_text_stands_below_its_label():
    shown = on_screen(LabelledTexts([("next time", "one two three four five")]), width=24)
    assert shown == "next time\n  one two three four\n  five\n"


def test_a_text_keeps_its_lines_indents_and_tabs_on_a_screen():
    shown = on_screen(LabelledTexts([("why", "one\n  - two\n\tthree")]), width=None)
    assert shown == "why  one\n       - two\n             three\n"


def test_a_compact_page_has_empty_lines_before_headings_only():
    out = io.StringIO()
    blocks = (Heading("a"), Paragraph("b"), Paragraph("c"), Heading("d"), TextList(["e"]))
    write_page(blocks, out, width=None, colour=False, compact=True)
    assert out.getvalue() == "a\nb\nc\n\nd\n  - e\n"


def test_an_outline_is_a_nested_list():
    outline = Outline(
        [Span("Exempt?")],
        [(0, [Span("yes:"), Span("Do", "strong"), Span("it")]), (1, [Span("x", "emphasis")])],
    )
    assert page(outline) == "Exempt?\n\n- yes: **Do** it\n  - *x*\n"
    assert on_screen(outline) == "Exempt?\n- yes: Do it\n  - x\n"
