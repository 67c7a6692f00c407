"""The lines of many weeks in HTML: each a drawing over the range that is usual, and its words.

The words come first where the page is read aloud, because they say what the drawing shows.
"""

from collections.abc import Iterator

from coachlog.render.html_text import one_line
from coachlog.render.page import WeekLine, WeekLines

STEP = 6  # from week to week
HEIGHT = 36
MARGIN = 4  # around the drawing, for the point of this week


def week_lines(lines: WeekLines) -> Iterator[str]:
    """Yield a list of lines."""
    yield '<ul class="weeks">'
    for line in lines.lines:
        style = ' class="unusual"' if line.is_unusual else ""
        yield f"<li{style}><p><b><bdi>{one_line(line.name)}</bdi></b> {one_line(line.text)}</p>"
        yield f"{_drawing(line)}</li>"
    yield "</ul>"


def _drawing(line: WeekLine) -> str:
    """Return the drawing of a line, from its first entry on; it is read as its numbers."""
    highest = max([1, *line.weeks, line.high or 0])
    width = (len(line.weeks) - 1) * STEP + 2 * MARGIN
    height = HEIGHT + 2 * MARGIN
    spoken = f"{len(line.weeks)} weeks: {', '.join(map(str, line.weeks))}"
    points: list[str] = []
    for index, entries in enumerate(line.weeks):
        is_last = index == len(line.weeks) - 1
        if entries or points or is_last:
            points.append(f"{MARGIN + index * STEP},{_y(entries, highest)}")
    last_x, last_y = points[-1].split(",")
    return (
        f'<svg role="img" aria-label="{spoken}" viewBox="0 0 {width} {height}">'
        f"{_band(line, highest, width)}"
        f'<polyline points="{" ".join(points)}"/><circle cx="{last_x}" cy="{last_y}" r="3"/></svg>'
    )


def _band(line: WeekLine, highest: int, width: int) -> str:
    """Return the usual range behind a line; nothing where it is not known."""
    if line.high is None:
        return ""
    top = _y(line.high, highest)
    bottom = _y(line.low or 0, highest)
    # A range of one number is a line, which has to be seen, too.
    return f'<rect y="{top}" width="{width}" height="{max(1, bottom - top)}"/>'


def _y(entries: int, highest: int) -> int:
    return MARGIN + HEIGHT - round(entries * HEIGHT / highest)
