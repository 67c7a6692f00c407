"""Where the line editor breaks a text that is being typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachlog.cli.ask.terminal.word_wrap import fills_of
from coachlog.render.text_width import width_of


def rows_of(text, width):
    """Return the rows in which a terminal shows a text that is filled as `fills_of` says."""
    fills = fills_of(text, width)
    rows = [""]
    for index, character in enumerate(text):
        for sign in " " * fills.get(index, 0) + character:
            if width_of(rows[-1] + sign) > width:
                rows.append("")
            rows[-1] += sign
    return rows


WORDS = st.lists(st.text(alphabet="abé€", max_size=12), max_size=30)


@given(WORDS, st.integers(12, 40))
def test_no_word_is_cut_and_none_is_lost(words, width):
    text = " ".join(words)
    rows = rows_of(text, width)
    assert " ".join(rows).split() == text.split()
    assert all(width_of(row) <= width for row in rows)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("one two three", ["one two ", "three"]),
        ("one twothree", ["one     ", "twothree"]),
        ("twothree one", ["twothree", " one"]),
        ("a longerthanarow b", ["a longer", "thanarow", " b"]),
        ("日本 日本語", ["日本    ", "日本語"]),
    ],
)
def test_a_row_is_filled_where_the_next_word_does_not_fit(text, rows):
    assert rows_of(text, 8) == rows
