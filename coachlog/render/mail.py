"""A page as Markdown, to be pasted into a mail."""

from collections.abc import Iterable
from typing import TextIO

from coachlog.render.blocks import Block, Figures, Heading, Item, Paragraph
from coachlog.render.formats import markdown_text
from coachlog.render.words import shorten

WIDTH = 400  # what is read of an entry in a mail


def write_mail(blocks: Iterable[Block], out: TextIO) -> None:
    """Write a page as GitHub-flavoured Markdown."""
    level = "##"
    for block in blocks:
        if isinstance(block, Heading):
            out.write(f"{level} {_line(block.text)}\n\n")
            level = "###"
        elif isinstance(block, Paragraph):
            out.write(f"{_line(block.text)}\n\n")
        elif isinstance(block, Item):
            _write_item(block, out)
        else:
            _write_figures(block, out)


def _write_item(item: Item, out: TextIO) -> None:
    out.write(f"- **{_line(item.title)}** ({item.label})")
    for label, text in item.texts:
        out.write(f"<br>{markdown_text(shorten(f'{label}: {text}' if label else text, WIDTH))}")
    out.write("\n\n")


def _write_figures(figures: Figures, out: TextIO) -> None:
    heads = [figures.name, *(head.long for head in figures.heads)]
    out.write(f"| {' | '.join(heads)} |\n")
    out.write(
        f"| --- | {' | '.join('---:' if head.number else '---' for head in figures.heads)} |\n"
    )
    for row in figures.rows:
        name = _line(row.name)
        shown = f"**{name}**" if row.strong else f"&nbsp;&nbsp;{name}" if row.inner else name
        out.write(f"| {shown} | {' | '.join(row.cells)} |\n")
    out.write("\n")


def _line(text: str) -> str:
    return " ".join(markdown_text(text).split())
