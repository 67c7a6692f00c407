"""Tests of lines in colour: which colours a terminal gets, and that no text can act in them."""

import io
import re

import pytest

from coachlog.render.colours import ACCENT, BOLD, DIM, ERROR, PLAIN
from coachlog.render.page import (
    FigureHead,
    FigureRow,
    Figures,
    FrontLine,
    FrontLines,
    Heading,
    LabelledTexts,
    Paragraph,
)
from coachlog.render.rich_lines import write_coloured
from coachlog.render.screen import write_page
from coachlog.render.table import Line
from tests.render.texts import without_colours

LINE = Line("quiet ", DIM, "label ", (("8f3a ", ACCENT), ("open ", ERROR), ("plain", PLAIN)))
MANY = (
    "\x1b[1mlabel \x1b[0m\x1b[38;5;243mquiet \x1b[0m\x1b[38;5;30m8f3a \x1b[0m"
    "\x1b[38;5;160mopen \x1b[0mplain\n"
)
SIXTEEN = "\x1b[1mlabel \x1b[0mquiet \x1b[35m8f3a \x1b[0m\x1b[31mopen \x1b[0mplain\n"
TRUE = (
    "\x1b[1mlabel \x1b[0m\x1b[38;2;118;118;118mquiet \x1b[0m\x1b[38;2;0;135;135m8f3a \x1b[0m"
    "\x1b[38;2;215;0;0mopen \x1b[0mplain\n"
)


@pytest.fixture(autouse=True)
def on_terminal(home, monkeypatch):
    from rich.style import Style

    def set_(term, color_term=""):
        Style.parse.cache_clear()
        monkeypatch.setenv("TERM", term)
        monkeypatch.setenv("COLORTERM", color_term)

    set_("xterm-256color")
    return set_


def coloured(*lines, encoding=None):
    out = io.StringIO()
    if encoding:
        out = io.TextIOWrapper(io.BytesIO(), encoding, newline="")
    write_coloured(lines, out, 80)
    out.seek(0)
    return out.read()


@pytest.mark.parametrize(
    ("term", "color_term", "expected"),
    [
        ("xterm-256color", "", MANY),
        ("tmux-256color", "", MANY),
        ("xterm-256color", "truecolor", TRUE),
        ("xterm", "24bit", TRUE),
        ("xterm", "", SIXTEEN),
        ("linux", "", SIXTEEN),
        ("screen", "", SIXTEEN),
    ],
)
def test_a_terminal_gets_only_colours_that_it_has(on_terminal, term, color_term, expected):
    on_terminal(term, color_term)
    assert coloured(LINE) == expected


@pytest.mark.parametrize(
    "text",
    [
        "[red]x[/red] [/] [link=http://e.vil]y[/link] \\[b]",
        ":smile: :warning:",
        "http://example.org/8f3a 2026-11-19 'quoted' None 127.0.0.1",
        "x" * 300,
        "漢字" * 90,
        "👩\u200d👩\u200d👧 e\u0301",
        "  two  blanks\tand a tab",
    ],
)
@pytest.mark.parametrize("style", [PLAIN, ACCENT])
def test_rich_changes_nothing_in_a_text(text, style):
    shown = coloured(Line(text, style), Line("next"))
    assert without_colours(shown) == f"{text}\nnext\n"
    assert shown.count("\x1b") == 2 * bool(style)


def test_an_encoding_without_line_drawing_gets_ascii():
    assert without_colours(coloured(Line("a ─ b", BOLD, "├ "), encoding="ascii")) == "| a - b\n"


def test_a_page_on_a_terminal_has_its_colours_from_rich():
    out = io.StringIO()
    blocks = (Heading("a"), Paragraph("b", quiet=True), LabelledTexts([("c", "d\ne")]))
    write_page(blocks, out, width=80, colour=True)
    assert out.getvalue() == (
        "\x1b[1ma\x1b[0m\n\n\x1b[38;5;243mb\x1b[0m\n\n\x1b[1mc\x1b[0m  d\n   e\n"
    )


def test_red_is_for_what_needs_somebody_and_the_accent_for_what_can_be_typed():
    out = io.StringIO()
    lines = [
        FrontLine("Week 47", ""),
        FrontLine("2 open", "coachlog list --open", needs_somebody=True),
        FrontLine("3 thanks", "coachlog list --thanked"),
    ]
    write_page([FrontLines(lines)], out, width=34, colour=True)
    assert out.getvalue().splitlines() == [
        "\x1b[1mWeek 47\x1b[0m",
        "\x1b[38;5;160m2 open\x1b[0m        \x1b[38;5;30mcoachlog list --open\x1b[0m",
        "3 thanks   \x1b[38;5;30mcoachlog list --thanked\x1b[0m",
    ]


def test_drawings_are_in_the_accent_and_no_other_figure_is():
    out = io.StringIO()
    heads = [
        FigureHead("entries"),
        FigureHead("rate", number=False),
        FigureHead("weeks", drawn=True),
    ]
    rows = [FigureRow("fees", ["2", "1 of 2", "▁█"]), FigureRow("old", ["0", "-", "··"])]
    figures = Figures("topic", heads, rows, "", bars=True)
    write_page([figures], out, width=60, colour=True)
    accent = re.findall(r"\x1b\[38;5;30m([^\x1b]+)", out.getvalue())
    assert [text.split() for text in accent] == [["▁█", "████"], ["··"]]


def test_without_room_there_are_no_bars():
    figures = Figures("topic", [FigureHead("all")], [FigureRow("fees", ["9"])], "", bars=True)
    for width, has_bar in ((19, False), (20, True), (None, False)):
        out = io.StringIO()
        write_page([figures], out, width=width, colour=False)
        assert ("█" in out.getvalue()) == has_bar, width
