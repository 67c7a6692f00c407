"""Documents: no text in one can be anything but text."""

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
    Heading,
    LabelledTexts,
    Outline,
    Paragraph,
    Preformatted,
    Span,
    TextList,
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
    "text": Paragraph,
    "quiet": lambda text: Paragraph(text, quiet=True),
    "points": lambda text: TextList([text, text]),
    "numbered": lambda text: TextList([text, text], numbered=True),
    "told": lambda text: LabelledTexts([(text, text), ("why", text)]),
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
    """What a reader of Markdown takes it for: its blocks, and what their lines are made of beside text."""
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
def test_no_text_whatever_changes_what_a_document_is_made_of(text):
    if not "".join(text.split()):
        return
    for make in BLOCKS.values():
        assert blocks(page(Heading("first"), make(text), Paragraph("last"))) == blocks(
            page(Heading("first"), make("x"), Paragraph("last"))
        )


def test_the_lines_of_a_text_are_kept_and_its_signs_are_read_as_they_were_typed():
    assert page(Paragraph("one\ntwo - # [x]")) == "one<br>two - \\# \\[x\\]\n"
    assert page(TextList(["- one", "1. two"])) == "- \\- one\n- 1\\. two\n"


def test_a_drawing_is_fenced_by_more_backticks_than_it_has():
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
