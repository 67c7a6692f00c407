"""Pages as one HTML file that needs nothing else: no network, no script, no font.

Every text goes through `text_of`, so that none of it can be markup. A policy in the page forbids
whatever is not in it, should that ever fail (https://www.w3.org/TR/CSP3/).
"""

from __future__ import annotations

import os
from binascii import b2a_base64
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from itertools import chain, groupby, islice

from coachlog.render.html_outline import outline_list
from coachlog.render.html_tables import figures_table, form_table, grid_table
from coachlog.render.html_text import escape, one_line, text_of
from coachlog.render.page import (
    Block,
    EntryTexts,
    Figures,
    Form,
    FrontLine,
    FrontLines,
    Grid,
    Heading,
    LabelledTexts,
    Outline,
    Paragraph,
    Preformatted,
    TextList,
    TitlePage,
    WeekLines,
)
from coachlog.render.visible import visible
from coachlog.render.words import shorten

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TextIO

MOST_BEFORE_TITLE = 3  # blocks in which the title of a page stands, if it has one
ENTRY_WIDTH = 400  # characters of an entry's text that are read on a page
COMMAND_START = ":  coachlog "  # ends a paragraph that names the command for the rest
_START = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<main id="content" tabindex="-1">
"""
_END = "</main>\n</body>\n</html>\n"


def write_html(blocks: Iterable[Block], out: TextIO, *, title: str | None = None) -> None:
    """Write a page.

    Args:
        blocks: what the page is made of; they are written as they come.
        out: where to write.
        title: what the browser calls it; by default the page's first heading.
    """
    remaining = iter(blocks)
    first = list(islice(remaining, MOST_BEFORE_TITLE))
    out.write(_start(title or _title_of(first)))
    for kind, group in groupby(chain(first, remaining), type):
        for line in _WRITE_ALL.get(kind, _each)(group):
            out.write(f"{line}\n")
    out.write(_END)


def _start(title: str) -> str:
    # `importlib.resources` and `pathlib` take as long to load as all the drawing.
    path = os.path.join(os.path.dirname(__file__), "html.css")
    with open(path, encoding="utf-8") as file:
        style = file.read()
    fingerprint = b2a_base64(sha256(style.encode()).digest(), newline=False).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{fingerprint}'; base-uri 'none'; form-action 'none'"
    )
    return _START.format(policy=policy, title=one_line(title), style=style)


def _title_of(blocks: Iterable[Block]) -> str:
    for block in blocks:
        if isinstance(block, TitlePage):
            return block.title
        if isinstance(block, Heading):
            return block.text
    return "coachlog"


def _each(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        yield from _WRITE[type(block)](block)


def _title_page(page: TitlePage) -> Iterator[str]:
    yield f'<h1 dir="auto">{one_line(page.title)}</h1>'
    yield from _paragraph(Paragraph(page.note, quiet=True))


def _heading(heading: Heading) -> Iterator[str]:
    tag = f"h{heading.level}"
    attributes = 'dir="auto"'
    if heading.anchor:
        attributes += f' id="{heading.anchor}"'
    if heading.needs_somebody:
        attributes += ' class="alarm"'
    elif heading.new_page:
        attributes += ' class="new-page"'
    yield f"<{tag} {attributes}>{one_line(heading.text)}</{tag}>"


def _paragraph(paragraph: Paragraph) -> Iterator[str]:
    style = ' class="quiet"' if paragraph.quiet else ""
    text, start, rest = paragraph.text.partition(COMMAND_START)
    shown = text_of(text)
    if start:
        command = f"{start}{rest}".lstrip(": ")
        shown += f": {_command(command)}"
    yield f'<p dir="auto"{style}>{shown}</p>'


def _text_list(texts: TextList) -> Iterator[str]:
    tag = "ol" if texts.numbered else "ul"
    yield f"<{tag}>"
    for text in texts.texts:
        yield f'<li dir="auto">{text_of(text)}</li>'
    yield f"</{tag}>"


def _labelled_texts(texts: LabelledTexts) -> Iterator[str]:
    yield "<dl>"
    for label, text in texts.pairs:
        yield f'<div><dt>{one_line(label)}</dt><dd dir="auto">{text_of(text)}</dd></div>'
    yield "</dl>"


def _all_entries(entries: Iterable[EntryTexts]) -> Iterator[str]:
    """Yield entries that follow each other as one list."""
    yield '<ul class="entries">'
    for entry in entries:
        yield "<li>"
        title = f"<bdi>{one_line(entry.title)}</bdi>"
        if entry.short_id:
            title += f" <code>{one_line(entry.short_id)}</code>"
        yield f'<p class="title">{title}</p>'
        for label, text in entry.texts:
            if text:
                yield _entry_text(label, text)
        yield "</li>"
    yield "</ul>"


def _entry_text(label: str, text: str) -> str:
    shown = text_of(shorten(text, ENTRY_WIDTH))
    if not label:
        return f'<p dir="auto">{shown}</p>'
    return f'<p><span class="label">{one_line(label)}:</span> <bdi>{shown}</bdi></p>'


def _front_lines(front: FrontLines) -> Iterator[str]:
    yield '<ul class="front">'
    for index, line in enumerate(front.lines):
        if line.apart and index:
            yield '</ul><ul class="front">'
        # The text is one item of the row and the command the other.
        yield f"<li><div>{_front_text(line)}</div>{_command(line.command)}</li>"
    yield "</ul>"


def _front_text(line: FrontLine) -> str:
    style = ' class="alarm"' if line.needs_somebody else ""
    text = f"<span{style}><bdi>{one_line(line.text)}</bdi></span>"
    if line.detail:
        text += f": <bdi>{one_line(line.detail)}</bdi>"
    return text


def _command(command: str) -> str:
    return f'<code dir="ltr">{one_line(command)}</code>'


def _week_lines(lines: WeekLines) -> Iterator[str]:
    from coachlog.render.html_lines import week_lines  # of one page alone

    return week_lines(lines)


def _preformatted(drawing: Preformatted) -> Iterator[str]:
    lines = [escape(visible(line)) for line in drawing.lines]
    shown = "\n".join(lines)
    # The first line break after <pre> is not part of it.
    yield f'<pre class="scroll" role="group" tabindex="0" aria-label="Drawing">\n{shown}</pre>'


_WRITE: dict[type, Callable[[Any], Iterator[str]]] = {
    TitlePage: _title_page,
    Heading: _heading,
    Paragraph: _paragraph,
    TextList: _text_list,
    LabelledTexts: _labelled_texts,
    Outline: outline_list,
    Figures: figures_table,
    Form: form_table,
    FrontLines: _front_lines,
    Grid: grid_table,
    WeekLines: _week_lines,
    Preformatted: _preformatted,
}
# Blocks that make one element together where they follow each other.
_WRITE_ALL: dict[type, Callable[[Iterable[Any]], Iterator[str]]] = {EntryTexts: _all_entries}
