"""Texts of many scripts, for tests of how wide they are drawn."""

import re

from hypothesis import strategies as st

TEXTS = st.text(
    st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=60
) | st.sampled_from(
    [
        "漢字" * 20,
        "👩\u200d👩\u200d👧" * 9,
        "مرحبا بالعالم " * 5,
        "e\u0301" * 50,
        "\x1b[31mred\x1b]8;;x\x07",
        "x" * 300,
    ]
)


def without_colours(text):
    """Return a text without the codes of colours, and of nothing else."""
    return re.sub(r"\x1b\[[\d;]+m", "", text)
