"""Tests of the guard against formulas."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachlog.domain.formula_guard import guarded, unguarded

BLANKS = [character for character in map(chr, range(0x110000)) if character.isspace()]
SIGNS = "=+-@＝＋－＠"
tricky = st.text(alphabet=st.sampled_from([*BLANKS, *SIGNS, "'", "a", "1", '"']), max_size=8)


@given(st.one_of(st.text(max_size=20), tricky))
def test_removing_the_guard_restores_the_text(text):
    assert unguarded(guarded(text)) == text


@given(tricky)
def test_every_cell_that_a_spreadsheet_would_run_gets_a_guard(text):
    cell = guarded(text)
    assert cell.lstrip()[:1] not in SIGNS or cell.lstrip() == ""
    assert cell[:1] not in ("\t", "\r", "\n")


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("before", ["", "'", "''", *BLANKS])
def test_each_sign_is_guarded_also_after_apostrophes_and_after_each_kind_of_blank(before, sign):
    text = f"{before}{sign}1"
    assert guarded(text) == f"'{text}"
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("  @SUM(A1)", "'  @SUM(A1)"),
        ("＝1+1", "'＝1+1"),
        ("\t=1", "'\t=1"),
        ("'=1", "''=1"),
        ("'tis the season", "'tis the season"),
        ("a=b", "a=b"),
        ("", ""),
        ("2026-11-19", "2026-11-19"),
    ],
)
def test_texts_that_need_a_guard_get_one(text, cell):
    assert guarded(text) == cell
