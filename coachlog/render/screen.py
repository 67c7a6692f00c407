"""Pages for a terminal or a pipe.

A pipe gets no colour and nothing is cut, because nobody knows how wide its reader is. On a
terminal names wrap, and its colours, which rich draws, carry nothing that the words do not say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter

from coachlog.render.colours import ACCENT, BOLD, DIM, ERROR, PLAIN
from coachlog.render.column_widths import GAP
from coachlog.render.columns import Column
from coachlog.render.front_lines import front_rows
from coachlog.render.page import (
    Block,
    EntryTexts,
    Figures,
    Form,
    FrontLines,
    Grid,
    Heading,
    LabelledTexts,
    Outline,
    Paragraph,
    Preformatted,
    Span,
    TextList,
    TitlePage,
    WeekLines,
)
from coachlog.render.table import Line, form_lines, table_lines
from coachlog.render.terminal import styled_text, text_lines, write_lines
from coachlog.render.text_width import fit_to_width, width_of, wrap_to_width
from coachlog.render.visible import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TextIO

PART = 3  # the level of a heading in a section
NARROWEST_TEXT = 8
READABLE_TEXT = 20  # a text with less room beside its label stands below it
ENTRY_TEXT_LINES = 2  # of an entry on a page; `show` has all of it
ENTRY_TEXT_CELLS = 150  # which take more lines on a narrow screen


def write_page(
    blocks: Iterable[Block],
    out: TextIO,
    *,
    width: int | None,
    colour: bool,
    compact: bool = False,
) -> None:
    """Write a page.

    Args:
        blocks: what it is made of.
        out: where to write.
        width: the terminal's columns; None for a pipe, where no line is broken.
        colour: whether to use colours; the stream is a terminal then.
        compact: leave a line free before headings only, not before every block.
    """
    draw_lines(page_lines(blocks, width, compact=compact), out, width=width, colour=colour)


def draw_lines(lines: Iterable[Line], out: TextIO, *, width: int | None, colour: bool) -> None:
    """Write the lines of a page or a drawing.

    Args:
        lines: the lines, none of them wider than the screen.
        out: where to write.
        width: the terminal's columns; None for a pipe.
        colour: whether to use colours; the stream is a terminal then.
    """
    if colour:
        # Loaded only now, because a pipe and a screen without colour can do without.
        from coachlog.render.rich_lines import write_coloured

        write_coloured(lines, out, width)
    else:
        write_lines(lines, out, colour=False)


def page_lines(blocks: Iterable[Block], width: int | None, *, compact: bool) -> Iterator[Line]:
    """Yield the lines of a page; see `write_page`."""
    before: Block | None = None
    for block in blocks:
        if before and _stands_apart(block, before, compact=compact):
            yield Line("")
        before = block
        yield from _LAY_OUT[type(block)](block, width)


def _stands_apart(block: Block, before: Block, *, compact: bool) -> bool:
    """Return whether a line is free between two blocks."""
    if isinstance(block, Heading):
        return True
    # The heading of a part stands right above it.
    is_part = isinstance(before, Heading) and before.level == PART
    return not (compact or is_part)


def _heading(heading: Heading, width: int | None) -> Iterator[Line]:
    style = BOLD
    if heading.needs_somebody:
        style = ERROR
    yield from styled_text(heading.text, width, style)


def _title_page(page: TitlePage, width: int | None) -> Iterator[Line]:
    yield from _heading(Heading(page.title, level=1), width)
    yield Line("")
    yield from _paragraph(Paragraph(page.note, quiet=True), width)


def _paragraph(paragraph: Paragraph, width: int | None) -> Iterator[Line]:
    yield from styled_text(paragraph.text, width, DIM if paragraph.quiet else PLAIN)


def _text_list(texts: TextList, width: int | None) -> Iterator[Line]:
    for number, text in enumerate(texts.texts, 1):
        start = f"{number:2}. " if texts.numbered else "  - "
        yield from _hanging(start, text, width)


def _outline(outline: Outline, width: int | None) -> Iterator[Line]:
    if outline.lead:
        yield from _hanging("", _plain(outline.lead), width)
    for depth, spans in outline.items:
        yield from _hanging(f"{'  ' * depth}- ", _plain(spans), width)


def _plain(spans: Iterable[Span]) -> str:
    return " ".join(span.text for span in spans)


def _hanging(start: str, text: str, width: int | None) -> Iterator[Line]:
    """Yield a text after `start`, its further lines below its first one."""
    indent = width_of(start)
    for line in text_lines(text, _room(width, indent)):
        yield Line(f"{start}{line}".rstrip())
        start = " " * indent


def _labelled_texts(texts: LabelledTexts, width: int | None) -> Iterator[Line]:
    labels = [visible(label) for label, _ in texts.pairs]
    label_width = max(map(width_of, labels), default=0)
    is_narrow = width is not None and width - label_width - len(GAP) < READABLE_TEXT
    for label, (_, text) in zip(labels, texts.pairs, strict=True):
        if is_narrow:
            yield Line("", label=label)
            yield from _hanging(GAP, text, width)
            continue
        start = fit_to_width(label, label_width) + GAP
        first, *further = _hanging(start, text, width)
        yield Line(first.text.removeprefix(label), label=label)
        yield from further


def _room(width: int | None, indent: int) -> int | None:
    if width is None:
        return None
    return max(width - indent, NARROWEST_TEXT)


def _entry_texts(entry: EntryTexts, width: int | None) -> Iterator[Line]:
    """Yield an entry in brief: its title, and the beginning of each of its texts."""
    indent = " " * (len(entry.short_id) + 4)
    room = _room(width, len(indent))
    first, *further = wrap_to_width(visible(entry.title), room)
    yield Line(GAP, more=((entry.short_id, ACCENT), (f"{GAP}{first}".rstrip(), PLAIN)))
    for line in further:
        yield Line(f"{indent}{line}")
    most = ENTRY_TEXT_LINES
    if room is not None:
        most = max(most, ENTRY_TEXT_CELLS // room + 1)
    for label, text in entry.texts:
        labelled = f"{label}: {text}" if label else text
        style = DIM if label else PLAIN
        words = visible(labelled).split()
        for line in wrap_to_width(" ".join(words), room, most):
            yield Line(f"{indent}{line}", style)


def _figures(figures: Figures, width: int | None) -> Iterator[Line]:
    from coachlog.render.figure_lines import figure_lines  # a front page has none

    return figure_lines(figures, width)


def _front_lines(front: FrontLines, width: int | None) -> Iterator[Line]:
    for row in front_rows(front.lines, width):
        style = PLAIN
        if row.is_title or row.drawing:
            style = BOLD
        elif row.needs_somebody:
            style = ERROR
        parts = (
            (row.text[: row.lead], style),
            (row.text[row.lead :], PLAIN),
            (row.drawing, ACCENT),
            (row.command, ACCENT),
        )
        yield Line("", more=parts)


def _week_lines(lines: WeekLines, width: int | None) -> Iterator[Line]:
    from coachlog.render.sparkline import sparkline  # the line of a front page has its own

    columns = [
        Column(lines.name, value=attrgetter("name"), wraps=True),
        Column("weeks", value=lambda line: sparkline(line.weeks)),
        Column("this week", value=attrgetter("text"), wide=True, wraps=True),
    ]
    yield from table_lines(columns, lines.lines, width)


def _preformatted(drawing: Preformatted, _: int | None) -> Iterator[Line]:
    yield from map(Line, map(visible, drawing.lines))


def _grid(grid: Grid, width: int | None) -> Iterator[Line]:
    from coachlog.render.grid_lines import grid_lines  # of no other page

    return grid_lines(grid, width)


_LAY_OUT: dict[type, Callable[[Any, int | None], Iterator[Line]]] = {
    TitlePage: _title_page,
    Heading: _heading,
    Paragraph: _paragraph,
    TextList: _text_list,
    LabelledTexts: _labelled_texts,
    Outline: _outline,
    Figures: _figures,
    Form: form_lines,
    EntryTexts: _entry_texts,
    FrontLines: _front_lines,
    Grid: _grid,
    WeekLines: _week_lines,
    Preformatted: _preformatted,
}
