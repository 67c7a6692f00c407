"""Every colour can be read on black and on white, as far as the terminal has such colours."""

import pytest

from coachlog.render.colours import ACCENT, BOLD, DIM, ERROR, KINDS, PLAIN, styled
from coachlog.render.rich_lines import MANY_COLOURS, SIXTEEN_COLOURS

LEAST = 3.0  # WCAG 2.2, success criterion 1.4.11; for large text 1.4.3 asks for as much
# What xterm and Windows begin with (https://en.wikipedia.org/wiki/ANSI_escape_code).
PALETTES = {
    "xterm": {"31": (205, 0, 0), "32": (0, 205, 0), "33": (205, 205, 0), "34": (0, 0, 238),
              "35": (205, 0, 205), "36": (0, 205, 205)},
    "VGA": {"31": (170, 0, 0), "32": (0, 170, 0), "33": (170, 85, 0), "34": (0, 0, 170),
            "35": (170, 0, 170), "36": (0, 170, 170)},
}  # fmt: skip


def contrast(colour, ground):
    """Return the contrast of two colours (WCAG 2.2, "contrast ratio")."""
    lighter, darker = sorted((luminance(colour), luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour):
    parts = []
    for value in colour:
        part = value / 255
        parts.append(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def worst_contrast(colour):
    return min(contrast(colour, (0, 0, 0)), contrast(colour, (255, 255, 255)))


def colour_of_many(code):
    """Return the red, green and blue of a code such as `38;5;30`."""
    from rich.color import Color

    assert code.startswith("38;5;")
    return tuple(Color.from_ansi(int(code.removeprefix("38;5;"))).get_truecolor())


def colour_of_page(definition):
    from rich.style import Style

    return Style.parse(definition).color


def code_of(style):
    """Return the code by which a text gets its style; none is no colour."""
    return styled("x", style).removesuffix("x\x1b[0m").removeprefix("\x1b[").removesuffix("m")


@pytest.fixture
def terminal(monkeypatch):
    def set_(**variables):
        for name in ("TERM", "COLORTERM", "WT_SESSION"):
            monkeypatch.delenv(name, raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)

    return set_


MANY = [
    {"TERM": "xterm-256color"},
    {"TERM": "xterm", "COLORTERM": "truecolor"},
    {"TERM": "xterm-kitty"},
    {"WT_SESSION": "1"},
]


@pytest.mark.parametrize("variables", MANY)
@pytest.mark.parametrize("style", [ACCENT, ERROR, *KINDS.values()])
def test_each_of_many_colours_is_read_on_black_and_white(terminal, style, variables):
    terminal(**variables)
    assert worst_contrast(colour_of_many(code_of(style))) >= LEAST


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("term", ["xterm", "linux", ""])
def test_of_sixteen_colours_only_those_are_used_that_are_read_on_both(terminal, palette, term):
    terminal(TERM=term)
    assert {code_of(kind) for kind in KINDS.values()} == {"x"}
    for style in (ACCENT, ERROR):
        colour = PALETTES[palette][code_of(style)]
        # VGA's dark red and magenta have 2.7 on black, but no colour of it has more on both.
        assert worst_contrast(colour) >= 2.6
        assert code_of(style) == f"3{colour_of_page(SIXTEEN_COLOURS[style]).number}"


def test_kinds_have_colours_of_their_own(terminal):
    terminal(TERM="xterm-256color")
    assert len({code_of(style) for style in (*KINDS.values(), ACCENT, ERROR)}) == 6


def test_pages_and_messages_have_the_same_accent_and_red(terminal):
    terminal(TERM="xterm-256color")
    for style in (ACCENT, ERROR):
        page = colour_of_page(MANY_COLOURS[style]).get_truecolor()
        assert tuple(page) == colour_of_many(code_of(style))


@pytest.mark.parametrize("variables", [*MANY, {"TERM": "xterm"}])
def test_bold_dim_and_plain_are_the_same_everywhere(terminal, variables):
    terminal(**variables)
    assert [code_of(BOLD), code_of(DIM)] == ["1", "2"]
    assert styled("x", PLAIN) == "x"
    assert styled("", ACCENT) == ""
