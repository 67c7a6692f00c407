"""A document: headings, sentences, lists and grids, written as Markdown to be kept or for the screen.

In the Markdown no text can act: what begins a list, a heading or a code block does so only where the document says so
(https://spec.commonmark.org/0.31.2/#leaf-blocks, #container-blocks).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple, TextIO

from coachlog.render.columns import Column
from coachlog.render.formats import markdown_text
from coachlog.render.table import width_of, wrap_to_width, write_table
from coachlog.render.visible import visible

LINES = 1_000_000  # nothing of a document is cut
NARROWEST = 20
BOLD, DIM = "1", "2"
# At the start of a line these begin a list, a rule or the line under a heading.
_START = re.compile(r"^(?:[-+=]|(\d{1,9})(?=[.)]))")


class Title(NamedTuple):
    """A heading: of the whole (1), of a section (2), of a part of it (3)."""

    text: str
    level: int = 1


class Text(NamedTuple):
    """A paragraph."""

    text: str
    quiet: bool = False  # beside the point


class Points(NamedTuple):
    """A list."""

    texts: Sequence[str]
    numbered: bool = False


class Told(NamedTuple):
    """Texts, each with what it says."""

    pairs: Sequence[tuple[str, str]]


class Grid(NamedTuple):
    """A table to be filled in by hand; its first column numbers the rows."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    wide: Sequence[int]  # the columns that share what room there is


class Drawing(NamedTuple):
    """Lines that keep their blanks."""

    lines: Sequence[str]


class Markdown(NamedTuple):
    """Lines that are Markdown already, in which no text acts."""

    lines: Sequence[str]


Part = Title | Text | Points | Told | Grid | Drawing | Markdown


def write_document(parts: Iterable[Part], out: TextIO) -> None:
    """Write a document as GitHub-flavoured Markdown."""
    for place, part in enumerate(parts):
        out.write("\n" if place else "")
        for line in _markdown_lines(part):
            out.write(f"{line}\n")


def write_on_screen(parts: Iterable[Part], out: TextIO, *, width: int | None, colour: bool) -> None:
    """Write a document for reading.

    Args:
        parts: what it is made of.
        out: where to.
        width: the terminal's columns; None for a pipe, where no line is broken.
        colour: bold and dim, which carry nothing that the words do not say.
    """
    for place, part in enumerate(parts):
        out.write("\n" if place else "")
        if isinstance(part, Grid):
            _draw_grid(part, out, width, colour=colour)
            continue
        style = (
            BOLD
            if isinstance(part, Title)
            else DIM
            if isinstance(part, Text) and part.quiet
            else ""
        )
        for line in _screen_lines(part, width):
            out.write(f"\x1b[{style}m{line}\x1b[0m\n" if colour and style and line else f"{line}\n")


def inline(text: str) -> str:
    """Text that stays text wherever it stands in Markdown, also at the start of a line; its own lines are kept."""
    shown = markdown_text(text.strip())
    return _START.sub(lambda found: f"{found[1]}\\" if found[1] else f"\\{found[0]}", shown)


def one_line(text: str) -> str:
    """The same on one line."""
    return " ".join(inline(" ".join(text.split())).split())


def _markdown_lines(part: Part) -> Iterator[str]:
    if isinstance(part, Title):
        yield f"{'#' * part.level} {one_line(part.text)}"
    elif isinstance(part, Text):
        yield f"*{one_line(part.text)}*" if part.quiet else inline(part.text)
    elif isinstance(part, Points):
        for number, text in enumerate(part.texts, 1):
            yield f"{f'{number}.' if part.numbered else '-'} {inline(text)}"
    elif isinstance(part, Told):
        yield from (f"- **{one_line(label)}:** {inline(text)}" for label, text in part.pairs)
    elif isinstance(part, Grid):
        yield f"| {' | '.join(part.heads)} |"
        yield f"| {' | '.join('---' for _ in part.heads)} |"
        yield from (f"| {' | '.join(inline(cell) for cell in row)} |" for row in part.rows)
    elif isinstance(part, Drawing):
        yield from _fenced(part.lines)
    else:
        yield from part.lines


def _fenced(lines: Sequence[str]) -> Iterator[str]:
    """A code block whose fence is longer than any run of backticks in it (CommonMark 0.31, section 4.5)."""
    shown = [visible(line) for line in lines]
    longest = max((len(run) for line in shown for run in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    yield from [f"{fence}text", *shown, fence]


def _screen_lines(part: Part, width: int | None) -> Iterator[str]:
    if isinstance(part, Title | Text):
        yield from _broken("", part.text, width)
    elif isinstance(part, Points):
        for number, text in enumerate(part.texts, 1):
            yield from _broken(f"{number:2}. " if part.numbered else "  - ", text, width)
    elif isinstance(part, Told):
        pairs = [(visible(label), text) for label, text in part.pairs]
        room = max((width_of(label) for label, _ in pairs), default=0)
        for label, text in pairs:
            yield from _broken(f"  {label}{' ' * (room - width_of(label))}  ", text, width)
    elif isinstance(part, Drawing | Markdown):
        yield from map(visible, part.lines)


def _broken(start: str, text: str, width: int | None) -> Iterator[str]:
    """A text on as many lines as it takes, all of them beside `start`."""
    room = None if width is None else max(width - width_of(start), NARROWEST)
    lines = [
        line
        for own in visible(text, lines=True).split("\n")
        for line in wrap_to_width(own.strip(), room, LINES)
    ]
    for place, line in enumerate(lines):
        yield f"{start if place == 0 else ' ' * width_of(start)}{line}".rstrip()


def _draw_grid(grid: Grid, out: TextIO, width: int | None, *, colour: bool) -> None:
    columns = [
        Column(head, head, itemgetter(place), wide=place in grid.wide, wraps=True)
        for place, head in enumerate(grid.heads)
    ]
    write_table(columns, grid.rows, out, width=width, colour=colour)
