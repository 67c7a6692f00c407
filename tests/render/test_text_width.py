"""Tests of texts that are cut and wrapped to a number of terminal cells."""

from hypothesis import given
from hypothesis import strategies as st

from coachlog.render.text_width import fit_to_width, width_of, wrap_to_width
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
