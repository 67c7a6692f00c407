"""A few numbers as a line that is read at a glance."""

from collections.abc import Sequence

BARS = "▁▂▃▄▅▆▇█"
NONE = "·"


def sparkline(numbers: Sequence[int]) -> str:
    """Numbers as bars, one character each, the largest the highest; none at all is a dot."""
    most = max(numbers, default=0)
    return "".join(
        BARS[-(-number * len(BARS) // most) - 1] if number else NONE for number in numbers
    )


def in_figures(numbers: Sequence[int]) -> str:
    """The same for a screen that has no bars: the numbers themselves."""
    return " ".join(map(str, numbers))
