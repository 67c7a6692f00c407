"""Lines and tables for a terminal or a pipe.

Apart from pages, whose many blocks take as long to load as a short table to write.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from coachlog.render.colours import BOLD, styled
from coachlog.render.columns import Column
from coachlog.render.table import Line, table_lines
from coachlog.render.text_width import wrap_to_width
from coachlog.render.visible import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TextIO

# For encodings without these characters; Python's "replace" would make question marks of them.
ASCII = str.maketrans(
    {
        "·": "-",
        "…": "~",
        "–": "-",
        "─": "-",
        "├": "|",
        "└": "`",
        "│": "|",
        "→": "->",
        "▁": "_",
        "▂": "_",
        "▃": "-",
        "▄": "-",
        "▅": "=",
        "▆": "=",
        "▇": "#",
        "█": "#",
        "▌": "#",
        "░": ".",
        "▒": "+",
        "▓": "*",
    }
)


def write_table(
    columns: Sequence[Column],
    records: Iterable[Any],
    out: TextIO,
    *,
    width: int | None,
    colour: bool,
) -> None:
    """Write records as a table; on a terminal a long text is cut, or wrapped, to fit its column.

    Args:
        columns: what to write of each record.
        records: the records; a long table is drawn in blocks, as they come.
        out: where to write.
        width: the terminal's columns; None for a pipe, where nothing is cut.
        colour: whether to use bold and dim.
    """
    write_lines(table_lines(columns, records, width), out, colour=colour)


def write_lines(lines: Iterable[Line], out: TextIO, *, colour: bool) -> None:
    """Write lines that are laid out already.

    Args:
        lines: the lines, none of them wider than the screen.
        out: where to write. If its encoding has no line drawing, ASCII stands in for it.
        colour: whether to use bold and dim.
    """
    as_ascii = needs_ascii(out)
    for line in lines:
        text = _styled(line) if colour else _plain(line)
        if as_ascii:
            text = text.translate(ASCII)
        out.write(f"{text}\n")


def needs_ascii(out: TextIO) -> bool:
    """Return whether `ASCII` has to stand in for what a stream cannot show.

    Asked once, because encoding every line twice would cost more than the line itself.
    """
    return not can_show("".join(map(chr, ASCII)), out)


def can_show(text: str, out: TextIO) -> bool:
    """Return whether a stream's encoding has these characters.

    Args:
        text: the characters.
        out: the stream; one without an encoding takes every text as it is.
    """
    # A stream without an encoding takes text as it is.
    try:
        text.encode(out.encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _plain(line: Line) -> str:
    text = f"{line.label}{line.text}"
    for piece, _ in line.more:
        text += piece
    return text


def _styled(line: Line) -> str:
    text = styled(line.label, BOLD) + styled(line.text, line.style)
    for piece, style in line.more:
        text += styled(piece, style)
    return text


def styled_text(text: str, width: int | None, style: str) -> Iterator[Line]:
    """Yield a text in one style, on as many lines as it takes.

    Args:
        text: any text; its own lines are kept.
        width: the terminal's columns; None for a pipe, where no line is broken.
        style: `BOLD`, `DIM` or `PLAIN`.
    """
    for line in text_lines(text, width):
        yield Line(line, style)


def text_lines(text: str, width: int | None) -> Iterator[str]:
    """Yield a text on as many lines as it takes; its own lines and their tabs are kept."""
    for line in visible(text, lines=True).split("\n"):
        yield from wrap_to_width(line.expandtabs().rstrip(), width)
