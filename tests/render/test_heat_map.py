"""Tests of the shades of a grid: with many colours, with sixteen, and without any."""

import io
import re

import pytest

from coachlog.render.heat_map import HEAT, NO_SHADE, SIGNS, Shades
from coachlog.render.page import Grid
from coachlog.render.rich_lines import MANY_COLOURS
from coachlog.render.screen import write_page
from tests.render.texts import without_colours

GRID = Grid(
    name="team",
    rows=["permits", "finance"],
    columns=["fees", "travel"],
    cells=[[8, 0], [1, 4]],
    row_totals=[8, 5],
    column_totals=[9, 4],
    total=13,
)


def drawn(grid=GRID, *, colour, width=80, encoding="utf-8"):
    out = io.TextIOWrapper(io.BytesIO(), encoding, newline="")
    write_page([grid], out, width=width, colour=colour)
    out.seek(0)
    return out.read()


@pytest.mark.parametrize(
    ("numbers", "legend"),
    [
        ([0, 1], ""),
        ([1, 2], "Shades:   1 ▒   2 █\n"),
        ([3], "Shades:   1 ▒   2 ▓   3 █\n"),
        ([1, 2, 3, 4], "Shades:   1 ░   2 ▒   3 ▓   4 █\n"),
        ([1_000], "Shades:   1-250 ░   251-500 ▒   501-750 ▓   751-1,000 █\n"),
    ],
)
def test_the_legend_has_exactly_the_shades_that_there_are(numbers, legend):
    shades = Shades([numbers])
    lines = []
    for line in shades.legend(80):
        lines.append("".join(text for text, _ in line.more) + "\n")
    assert "".join(lines) == legend


@pytest.mark.parametrize("largest", [1, 2, 3, 4, 5, 7, 8, 11, 26, 999, 1_000])
def test_each_number_has_the_shade_that_the_legend_tells(largest):
    shades = Shades([[largest]])
    text = ""
    for line in shades.legend(10_000):
        text += "".join(part for part, _ in line.more).replace(",", "")
    told = {}
    for first, last, sign in re.findall(r"(\d+)(?:-(\d+))? ([░▒▓█])", text):
        for number in range(int(first), int(last or first) + 1):
            told[number] = sign
    expected = {number: shades.of(number)[0] for number in range(1, largest + 1)}
    assert told == (expected if largest > 1 else {})
    assert shades.of(0) == NO_SHADE
    assert shades.of(largest) == (SIGNS[-1], HEAT[-1])


def test_without_colour_a_shade_is_a_sign_behind_the_number():
    assert drawn(colour=False) == (
        "team     fees  travel  total\n"
        "────────────────────────────\n"
        "permits     8█      ·      8\n"
        "finance     1░      4▒     5\n"
        "total       9       4     13\n"
        "Shades:   1-2 ░   3-4 ▒   5-6 ▓   7-8 █\n"
    )


def test_with_sixteen_colours_too(home, monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    shown = drawn(colour=True)
    assert without_colours(shown) == drawn(colour=False)
    assert set(re.findall(r"\x1b\[([\d;]+)m", shown)) == {"0", "1"}


def test_with_many_colours_it_is_a_background_and_not_a_sign(home):
    shown = drawn(colour=True)
    assert set(shown) & set(SIGNS) == set()
    assert "\x1b[1;38;5;16;48;5;37m    8 \x1b[0m" in shown
    assert "\x1b[38;5;16;48;5;246m    1 \x1b[0m" in shown
    assert "\x1b[38;5;16;48;5;246m 1-2  \x1b[0m" in shown
    plain = drawn(colour=False).translate(dict.fromkeys(map(ord, SIGNS), " "))
    blanks_at_the_end = re.compile(" +$", re.MULTILINE)
    assert blanks_at_the_end.sub("", without_colours(shown)) == blanks_at_the_end.sub("", plain)


def test_an_encoding_without_shades_has_ascii_signs():
    shown = drawn(colour=False, encoding="ascii")
    assert "8#" in shown
    assert "Shades:   1-2 .   3-4 +   5-6 *   7-8 #\n" in shown


def test_a_pipe_has_no_shades():
    assert set(drawn(colour=False, width=None)) & set(SIGNS) == set()


def luminance(colour):
    """Return the relative luminance of `#rrggbb` (WCAG 2.2, section "relative luminance")."""
    parts = []
    for start in (1, 3, 5):
        part = int(colour[start : start + 2], 16) / 255
        parts.append(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("style", MANY_COLOURS)
def test_every_colour_is_readable_on_light_and_on_dark(style):
    colours = re.findall("#[0-9a-f]{6}", MANY_COLOURS[style])
    if len(colours) == 2:
        assert contrast(*colours) > 4.5
    elif colours:
        assert contrast(colours[0], "#000000") > 3.5
        assert contrast(colours[0], "#ffffff") > 3.5
