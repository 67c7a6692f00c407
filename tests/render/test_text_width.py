"""Tests of texts that are cut and wrapped to a number of terminal cells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len  # noqa: TID253 - what the widths are held to

from coachlog.render.text_width import (
    FIRST_OF_OTHER_WIDTH,
    NARROW_SIGNS,
    fit_to_width,
    width_of,
    wrap_to_width,
)
from coachlog.render.visible import visible
from tests.render.texts import TEXTS


@given(TEXTS, st.integers(1, 40))
def test_fitted_text_has_exactly_its_width(text, width):
    assert width_of(fit_to_width(visible(text), width)) == width


@given(TEXTS, st.integers(8, 40), st.integers(1, 3))
def test_wrapped_text_keeps_to_its_lines(text, width, most):
    lines = wrap_to_width(" ".join(visible(text).split()), width, most)
    assert len(lines) <= most
    assert all(width_of(line) <= width for line in lines)


def test_what_is_taken_for_narrow_is_narrow():
    below = [chr(code) for code in range(32, ord(FIRST_OF_OTHER_WIDTH))]
    for character in [*below, *NARROW_SIGNS]:
        shown = visible(character)
        assert width_of(shown) == len(shown) == cell_len(shown), ascii(character)


@given(TEXTS, st.integers(0, 12))
def test_texts_are_as_wide_and_as_fitted_as_rich_says(text, width):
    shown = visible(text)
    assert width_of(shown) == cell_len(shown)
    assert cell_len(fit_to_width(shown, width)) == width


@pytest.mark.parametrize("text", ["\u200d\u200d猫b  b\ufe0f🏽\u1160", "\u200d\u0301", "\ufe0f" * 3])
@pytest.mark.parametrize("width", [1, 5, 12])
def test_a_text_that_rich_cannot_cut_is_cut_all_the_same(text, width):
    assert width_of(fit_to_width(text, width)) == width


def test_a_name_that_is_too_long_is_broken_behind_a_hyphen():
    assert wrap_to_width("code-enforcement-office", 18) == ["code-enforcement-", "office"]
    assert wrap_to_width("-" + "x" * 12, 8) == ["-xxxxxxx", "xxxxx"]
    assert wrap_to_width("-" * 10, 8) == ["-" * 8, "--"]


@given(TEXTS, st.integers(1, 40))
def test_wrapped_words_lose_nothing_and_none_of_their_lines_is_too_wide(text, width):
    lines = wrap_to_width(visible(text), width)
    assert "".join("".join(lines).split()) == "".join(visible(text).split())
    if width > 1:
        assert max(map(width_of, lines)) <= width


def test_a_word_of_a_million_characters_is_wrapped_as_fast_as_its_lines(monkeypatch):
    chopped = []
    monkeypatch.setattr(
        "rich.cells.chop_cells", lambda text, width: chopped.append(text) or [text[:width]]
    )
    assert len(wrap_to_width("漢字-" + "x" * 1_000_000, 80)) == 12_501
    assert max(map(len, chopped)) <= 80 * 8
