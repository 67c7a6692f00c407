"""A few numbers as a line, or as bars below each other, that are read at a glance."""

from collections.abc import Sequence

BARS = "▁▂▃▄▅▆▇█"
NO_BAR = "·"
FULL, HALF = "█", "▌"


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


def bars(numbers: Sequence[int], width: int) -> list[str]:
    """Return each number as a bar along its row; the largest is as long as there is room.

    Args:
        numbers: what to draw; a zero has no bar.
        width: the cells of the longest.
    """
    largest = max(numbers, default=0)
    drawn = []
    for number in numbers:
        # In halves of a cell, rounded up: as with lines, even one beside a thousand has a bar.
        halves = -(-number * width * 2 // max(largest, 1))
        drawn.append(FULL * (halves // 2) + HALF * (halves % 2))
    return drawn


def numbers_text(numbers: Sequence[int]) -> str:
    """Return numbers as text, for a screen that has no bars."""
    return " ".join(map(str, numbers))
