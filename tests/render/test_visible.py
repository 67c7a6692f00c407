"""Tests of text that is safe to show."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coachlog.render.visible import visible

BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
ANYTHING = st.text(st.characters(exclude_categories=()))
PRINTABLE = st.text(st.characters(exclude_categories=("C", "Z")) | st.just(" "))


@given(ANYTHING)
@example("".join(map(chr, range(0xA1))))
@example(BIDI + "\u200b\u2028\u2029\ufeff\ufff9\U000e0041\u00ad")
def test_no_character_is_left_that_acts_on_a_terminal_or_hides_text(text):
    for lines in (False, True):
        left = {
            character
            for character in visible(text, lines=lines)
            if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")
        }
        assert left <= ({"\n", "\t"} if lines else set()) | {"\u200c", "\u200d"}
        assert not set(BIDI) & left


@given(ANYTHING)
def test_without_lines_the_text_is_one_line(text):
    assert len(visible(text).splitlines()) <= 1


@given(ANYTHING)
def test_with_lines_only_line_feeds_break_a_line(text):
    assert len((visible(text, lines=True) + ".").splitlines()) == text.count("\n") + 1


@given(PRINTABLE)
def test_printable_text_stays_as_it_is(text):
    assert visible(text) == text
    assert visible(text, lines=True) == text


@given(ANYTHING)
def test_visible_text_stays_the_same_when_it_is_made_visible_again(text):
    for lines in (False, True):
        shown = visible(text, lines=lines)
        assert visible(shown, lines=lines) == shown
        assert shown.encode().decode() == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
        ("\x1b]8;;http://x\x07link\x1b]8;;\x07", "␛]8;;http://x␇link␛]8;;␇"),
        ("\x9b31m", "<U+009B>31m"),
        ("a\rb\bc\x7f", "a␍b␈c␡"),
        ("one\ntwo\tthree", "one two three"),
        ("abc\u202edef", "abc<U+202E>def"),
        ("zero\u200bwidth", "zero<U+200B>width"),
        ("line\u2028break", "line<U+2028>break"),
        ("no\u00a0break", "no break"),
        ("\ud800", "<U+D800>"),
        ("می\u200cخواهم 👩\u200d👧", "می\u200cخواهم 👩\u200d👧"),
        ("\u200da\u200d b \u200d", "<U+200D>a<U+200D> b <U+200D>"),
        ("[red]text[/] :smile: [link=x] \\", "[red]text[/] :smile: [link=x] \\"),
    ],
)
def test_signs_are_readable(text, shown):
    assert visible(text) == shown
