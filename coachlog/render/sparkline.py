"""A few numbers as a line that is read at a glance."""

from collections.abc import Sequence

BARS = "▁▂▃▄▅▆▇█"
NO_BAR = "·"


def sparkline(numbers: Sequence[int]) -> str:
    """Return numbers as bars, one character each, the largest the highest; zero is a dot."""
    largest = max(numbers, default=0)
    bars = [_bar(number, largest) for number in numbers]
    return "".join(bars)


def _bar(number: int, largest: int) -> str:
    if number == 0:
        return NO_BAR
    # Rounded up, so that even one entry beside a thousand has a bar.
    height = -(-number * len(BARS) // largest)
    return BARS[height - 1]


def numbers_text(numbers: Sequence[int]) -> str:
    """Return numbers as text, for a screen that has no bars."""
    return " ".join(map(str, numbers))
