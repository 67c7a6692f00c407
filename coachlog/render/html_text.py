"""Texts and small drawings in HTML: the one way for a text into a page."""

from collections.abc import Sequence

from coachlog.render.visible import visible

BAR_WIDTH = 4  # with the gap beside it
BAR_HEIGHT = 20


# `html.escape` does the same, and loads the names of two thousand signs.
_SIGNS = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"},
)


def escape(text: str) -> str:
    """Return HTML that shows a text as it is; also right within quotes."""
    return text.translate(_SIGNS)


def text_of(text: str) -> str:
    """Return HTML that shows a text, its line breaks too; also right within quotes."""
    shown = visible(_with_plain_ends(text.strip()), lines=True)
    return escape(shown).replace("\n", "<br>")


def one_line(text: str) -> str:
    """Return HTML that shows a text on one line; also right within quotes."""
    return escape(" ".join(visible(_with_plain_ends(text)).split()))


def _with_plain_ends(text: str) -> str:
    """Return a text without the line ends of Windows, which would be shown as signs."""
    return text.replace("\r\n", "\n")


def line_of_bars(numbers: Sequence[int]) -> str:
    """Return a drawing of numbers as bars, the oldest first, which is read as the numbers."""
    largest = max(numbers, default=0)
    width = len(numbers) * BAR_WIDTH
    spoken = f"{len(numbers)} weeks: {', '.join(map(str, numbers))}"
    bars = []
    for index, number in enumerate(numbers):
        # Rounded up, so that even one entry beside a thousand has a bar.
        height = -(-number * BAR_HEIGHT // max(largest, 1))
        if height:
            bars.append(f"M{index * BAR_WIDTH} {BAR_HEIGHT}v-{height}h{BAR_WIDTH - 1}v{height}z")
    return (
        f'<svg class="line" role="img" aria-label="{spoken}" width="{width}"'
        f' height="{BAR_HEIGHT}" viewBox="0 0 {width} {BAR_HEIGHT}" preserveAspectRatio="none">'
        f'<path d="{"".join(bars)}"/></svg>'
    )
