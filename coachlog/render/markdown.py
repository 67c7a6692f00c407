"""Pages and records as GitHub-flavoured Markdown, in which no text can act.

Whatever begins a list, a heading, a link or a code block does so only where the page says so
(https://spec.commonmark.org/0.31.2/#leaf-blocks). `escape` sees to that for every text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from coachlog.render.columns import Column, cell_text
from coachlog.render.markdown_text import escape, one_line
from coachlog.render.page import (
    TOTAL,
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
from coachlog.render.sparkline import sparkline
from coachlog.render.visible import visible
from coachlog.render.words import shorten

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TextIO

ENTRY_WIDTH = 400  # characters of an entry that are read in a mail
_MARKS = {"": "", "strong": "**", "emphasis": "*"}


def write_markdown(blocks: Iterable[Block], out: TextIO) -> None:
    """Write a page.

    Args:
        blocks: what the page is made of; an empty line stands between two of them.
        out: where to write.
    """
    for index, block in enumerate(blocks):
        if index:
            out.write("\n")
        for line in _WRITE[type(block)](block):
            out.write(f"{line}\n")


def write_markdown_table(columns: Sequence[Column], records: Iterable[Any], out: TextIO) -> None:
    """Write records as a table (https://github.github.com/gfm/#tables-extension-).

    Args:
        columns: what to write of each record; numbers are aligned to the right.
        records: the records.
        out: where to write.
    """
    labels = [column.label for column in columns]
    out.write(f"{_row(labels)}\n{_rule(column.number for column in columns)}\n")
    for record in records:
        cells = [escape(cell_text(column.value(record))) for column in columns]
        out.write(f"{_row(cells)}\n")


def _title_page(page: TitlePage) -> Iterator[str]:
    """Yield a block of YAML, from which pandoc makes a title (and most viewers a table).

    Pandoc reads what is in it as Markdown (https://pandoc.org/MANUAL.html#metadata-blocks).
    """
    yield "---"
    yield f"title: {_quoted(page.title)}"
    if page.date:
        yield f"date: {_quoted(page.date)}"
    yield f"description: {_quoted(page.note)}"
    yield "---"
    yield ""
    yield from _paragraph(Paragraph(page.note, quiet=True))


def _quoted(text: str) -> str:
    """Return a text as a string of YAML (https://yaml.org/spec/1.2.2/#double-quoted-style)."""
    escaped = one_line(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _heading(heading: Heading) -> Iterator[str]:
    line = f"{'#' * heading.level} {one_line(heading.text)}"
    if heading.anchor:
        # Each program makes another name of a heading, so the name that links lead to is written
        # out. Pandoc keeps that of a span in every format.
        line += f' <span id="{heading.anchor}"></span>'
    yield line


def _paragraph(paragraph: Paragraph) -> Iterator[str]:
    if paragraph.quiet:
        yield f"*{one_line(paragraph.text)}*"
    else:
        yield escape(paragraph.text.strip())


def _text_list(texts: TextList) -> Iterator[str]:
    for number, text in enumerate(texts.texts, 1):
        mark = f"{number}." if texts.numbered else "-"
        yield f"{mark} {escape(text.strip())}"


def _labelled_texts(texts: LabelledTexts) -> Iterator[str]:
    for label, text in texts.pairs:
        yield f"- **{one_line(label)}:** {escape(text.strip())}"


def _outline(outline: Outline) -> Iterator[str]:
    if outline.lead:
        yield _spans(outline.lead)
    if outline.lead and outline.items:
        yield ""
    for depth, spans in outline.items:
        yield f"{'  ' * depth}- {_spans(spans)}"


def _spans(spans: Iterable[Span]) -> str:
    return " ".join(map(_span, spans))


def _span(span: Span) -> str:
    mark = _MARKS[span.style]
    words = f"{mark}{one_line(span.text)}{mark}"
    if span.anchor:
        return f"[{words}](#{span.anchor})"
    return words


def _figures(figures: Figures) -> Iterator[str]:
    # The long heads only: a mail has room, and so needs no legend for the short ones.
    heads = [figures.name]
    numbers = [False]
    for head in figures.heads:
        heads.append(head.long)
        numbers.append(head.number)
    yield _row(heads)
    yield _rule(numbers)
    for row in figures.rows:
        name = one_line(row.name)
        if row.strong:
            name = f"**{name}**"
        elif row.inner:
            name = f"&nbsp;&nbsp;{name}"
        yield _row([name, *row.cells])


def _grid(grid: Grid) -> Iterator[str]:
    yield _row(map(one_line, [grid.name, *grid.columns, TOTAL]))
    yield _rule([False] + [True] * (len(grid.columns) + 1))
    for name, *numbers in grid.table():
        yield _row([one_line(str(name)), *[f"{number:,}" for number in numbers]])
    for note in grid.notes:
        yield ""
        yield f"*{one_line(note)}*"


def _form(form: Form) -> Iterator[str]:
    yield _row(form.heads)
    yield _rule([False] * len(form.heads))
    for row in form.rows:
        yield _row([escape(cell.strip()) for cell in row])


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _rule(numbers: Iterable[bool]) -> str:
    """Return the line below the head of a table; `---:` aligns a column to the right."""
    return _row("---:" if is_number else "---" for is_number in numbers)


def _entry_texts(entry: EntryTexts) -> Iterator[str]:
    lines = [f"- **{one_line(entry.title)}**"]
    if entry.short_id:
        lines = [f"{lines[0]} ({entry.short_id})"]
    for label, text in entry.texts:
        labelled = f"{label}: {text}" if label else text
        lines.append(escape(shorten(labelled, ENTRY_WIDTH)))
    # A line break inside the item, so that the texts stay with their entry.
    yield "<br>".join(lines)


def _front_lines(front: FrontLines) -> Iterator[str]:
    for line in front.lines:
        text = one_line(line.text)
        if line.needs_somebody:
            text = f"**{text}**"
        if line.detail:
            text += f": {one_line(line.detail)}"
        yield f"- {text}<br>{one_line(line.command)}"


def _week_lines(lines: WeekLines) -> Iterator[str]:
    yield _row([one_line(lines.name), "weeks", "this week"])
    yield _rule([False] * 3)
    for line in lines.lines:
        text = one_line(line.text)
        if line.is_unusual:
            text = f"**{text}**"
        yield _row([one_line(line.name), sparkline(line.weeks), text])


def _preformatted(drawing: Preformatted) -> Iterator[str]:
    """Yield a code block whose fence is longer than any run of backticks in it.

    CommonMark 0.31, section 4.5.
    """
    lines = [visible(line) for line in drawing.lines]
    runs = re.findall("`+", "\n".join(lines))
    longest = max(map(len, runs), default=0)
    fence = "`" * max(3, longest + 1)
    yield f"{fence}text"
    yield from lines
    yield fence


_WRITE: dict[type, Callable[[Any], Iterator[str]]] = {
    TitlePage: _title_page,
    Heading: _heading,
    Paragraph: _paragraph,
    TextList: _text_list,
    LabelledTexts: _labelled_texts,
    Outline: _outline,
    Figures: _figures,
    Form: _form,
    EntryTexts: _entry_texts,
    FrontLines: _front_lines,
    Grid: _grid,
    WeekLines: _week_lines,
    Preformatted: _preformatted,
}
