"""Documents: no text in one can be anything but text."""

import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from coachlog.render.document import (
    Drawing,
    Grid,
    Points,
    Text,
    Title,
    Told,
    write_document,
    write_on_screen,
)

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
PARTS = {
    "title": Title,
    "section": lambda text: Title(text, 3),
    "text": Text,
    "quiet": lambda text: Text(text, quiet=True),
    "points": lambda text: Points([text, text]),
    "numbered": lambda text: Points([text, text], numbered=True),
    "told": lambda text: Told([(text, text), ("why", text)]),
    "grid": lambda text: Grid(("no", "text"), [("1", text), ("2", text)], wide=(1,)),
    "drawing": lambda text: Drawing(text.splitlines() or [""]),
}
OURS = {"text", "text_special", "strong_open", "strong_close", "em_open", "em_close"}


def page(*parts):
    out = io.StringIO()
    write_document(parts, out)
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


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(part, text):
    make = PARTS[part]
    assert blocks(page(Title("first"), make(text), Text("last"))) == blocks(
        page(Title("first"), make("x"), Text("last"))
    )


@given(st.text(alphabet="ab1. \n\t-+=#>*_`~[]()<>!|\\&;:/@\u2028", min_size=1, max_size=30))
@example("1)\n2)")
def test_no_text_whatever_changes_what_a_document_is_made_of(text):
    if not "".join(text.split()):
        return
    for make in PARTS.values():
        assert blocks(page(Title("first"), make(text), Text("last"))) == blocks(
            page(Title("first"), make("x"), Text("last"))
        )


def test_the_lines_of_a_text_are_kept_and_its_signs_are_read_as_they_were_typed():
    assert page(Text("one\ntwo - # [x]")) == "one<br>two - \\# \\[x\\]\n"
    assert page(Points(["- one", "1. two"])) == "- \\- one\n- 1\\. two\n"


def test_a_drawing_is_fenced_by_more_backticks_than_it_has():
    assert page(Drawing(["a ```` b"])) == "`````text\na ```` b\n`````\n"


def on_screen(*parts, width=40):
    out = io.StringIO()
    write_on_screen(parts, out, width=width, colour=False)
    return out.getvalue()


def test_on_a_screen_nothing_is_cut_and_every_line_stands_beside_its_label():
    text = "one two three four five six seven eight nine ten"
    shown = on_screen(
        Title("Title"), Told([("why", text), ("next time", "short")]), Points([text], numbered=True)
    )
    assert shown == (
        "Title\n\n"
        "  why        one two three four five six\n"
        "             seven eight nine ten\n"
        "  next time  short\n\n"
        " 1. one two three four five six seven\n"
        "    eight nine ten\n"
    )


def test_on_a_screen_no_text_acts():
    shown = on_screen(
        *(make("[red]\x1b]0;own\x07 \u202e\nnext") for make in PARTS.values()), width=None
    )
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "[red]␛]0;own␇" in shown
