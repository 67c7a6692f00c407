"""A page for the screen, or for a pipe, where nothing is cut and nothing is coloured."""

from collections.abc import Iterable, Iterator
from typing import TextIO

from coachlog.render.blocks import Block, Figures, Heading, Item, Paragraph
from coachlog.render.table import fit_to_width, width_of, wrap_to_width
from coachlog.render.visible import visible

WIDE = 100  # from here on there is room for whole words
NARROWEST_NAME = 8
GAP = "  "
WIDEST_NAME = 40
TEXT_LINES = 2
LEFT_OUT = "narrow screen: some figures are left out"
BOLD, DIM = "1", "2"
# Where the screen has no such signs; "replace" would make question marks of them.
ASCII = str.maketrans({"·": "-", "…": "~", "–": "-"})


def write_page(blocks: Iterable[Block], out: TextIO, *, width: int | None, colour: bool) -> None:
    """Write a page.

    Args:
        blocks: what it is made of.
        out: where to.
        width: the terminal's columns; None for a pipe.
        colour: bold and dim, which carry nothing that the words do not say.
    """
    translated = not can_show("·…–", out)
    first = True
    for block in blocks:
        if isinstance(block, Heading) and not first:
            out.write("\n")
        first = False
        for line, style in _lines(block, width):
            text = line.translate(ASCII) if translated else line
            out.write(f"\x1b[{style}m{text}\x1b[0m\n" if colour and style and text else f"{text}\n")


def can_show(text: str, out: TextIO) -> bool:
    """Whether a stream's encoding has these characters."""
    try:
        text.encode(out.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _lines(block: Block, width: int | None) -> Iterator[tuple[str, str]]:
    if isinstance(block, Heading):
        yield from ((line, BOLD) for line in wrap_to_width(visible(block.text), width, 3))
    elif isinstance(block, Paragraph):
        yield from (
            (line, DIM if block.quiet else "")
            for line in wrap_to_width(visible(block.text), width, 10)
        )
    elif isinstance(block, Item):
        yield from _item_lines(block, width)
    else:
        yield from _figure_lines(block, width)


def _item_lines(item: Item, width: int | None) -> Iterator[tuple[str, str]]:
    yield fit_to_width(f"  {item.label}  {visible(item.title)}", width, fill=False), ""
    indent = " " * (len(item.label) + 4)
    for label, text in item.texts:
        told = " ".join(visible(f"{label}: {text}" if label else text).split())
        room = None if width is None else max(width - len(indent), NARROWEST_NAME)
        yield from (
            (indent + line, DIM if label else "") for line in wrap_to_width(told, room, TEXT_LINES)
        )


def _figure_lines(figures: Figures, width: int | None) -> Iterator[tuple[str, str]]:
    # How wide a pipe's reader is nobody knows: the short heads are for everybody.
    heads = [
        head.long if width is not None and width >= WIDE else head.short for head in figures.heads
    ]
    widths = [
        max([len(head), *(width_of(row.cells[n]) for row in figures.rows)])
        for n, head in enumerate(heads)
    ]
    names = [visible(f"  {row.name}" if row.inner else row.name) for row in figures.rows]
    room = longest = max(map(width_of, [figures.name, *names]))
    if width is not None:
        while len(widths) > 1 and NARROWEST_NAME + _breadth(widths) > width:
            widths.pop()  # the last column is the least
        room = max(min(longest, WIDEST_NAME, width - _breadth(widths)), NARROWEST_NAME)

    def line(name: str, cells: Iterable[str]) -> str:
        placed = zip(figures.heads, widths, cells, strict=False)
        return GAP.join(
            [
                fit_to_width(name, room),
                *(fit_to_width(cell, wide, right=head.number) for head, wide, cell in placed),
            ]
        ).rstrip()

    yield line(figures.name, heads), DIM
    for name, row in zip(names, figures.rows, strict=True):
        yield line(name, row.cells), BOLD if row.strong else ""
    yield from ((text, DIM) for text in wrap_to_width(figures.legend, width, 2))
    if len(widths) < len(heads):
        yield from ((text, DIM) for text in wrap_to_width(LEFT_OUT, width, 3))


def _breadth(widths: list[int]) -> int:
    return sum(widths) + len(GAP) * len(widths)
