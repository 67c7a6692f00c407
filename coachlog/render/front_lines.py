"""The lines of a front page on a screen: what there is to say, and at the right its command.

A front page is read at a glance, so it never has more rows than `MOST_ROWS`. Where there is no
room, empty lines go first, then details, then commands, each from the last line upwards.
"""

from collections.abc import Iterator, Sequence

from coachlog.named_tuple import NamedTuple
from coachlog.render.page import FrontLine
from coachlog.render.sparkline import sparkline
from coachlog.render.text_width import width_of, wrap_to_width
from coachlog.render.visible import visible

MOST_ROWS = 23  # of the 24 of a usual terminal: the last one is the prompt
GAP = "  "


class FrontRow(NamedTuple):
    """A row of the screen: a text, a command, or both with blanks between them.

    Attributes:
        text: the text, or a part of it.
        command: what stands at the right.
        needs_somebody: as it is of the line.
        lead: how many characters of the text are not yet its detail.
        drawing: the last weeks, with the blanks before and behind them.
        is_title: whether it is of the first line.
    """

    text: str
    command: str = ""
    needs_somebody: bool = False
    lead: int = 0
    drawing: str = ""
    is_title: bool = False


def front_rows(
    lines: Sequence[FrontLine],
    width: int | None,
    most: int = MOST_ROWS,
) -> list[FrontRow]:
    """Return the rows of a front page.

    Args:
        lines: what it says, the most important first.
        width: the terminal's columns; None for a pipe, where each line is one row.
        most: how many rows there may be.
    """
    rows: list[FrontRow] = []
    for shorter in _ever_shorter(lines):
        rows = list(_rows(shorter, width))
        if len(rows) <= most:
            break
    return rows[:most]


def _rows(lines: Sequence[FrontLine], width: int | None) -> Iterator[FrontRow]:
    for index, line in enumerate(lines):
        is_title = index == 0
        for row in _rows_of(line, width):
            yield row._replace(is_title=is_title)


def _ever_shorter(lines: Sequence[FrontLine]) -> Iterator[list[FrontLine]]:
    shorter = list(lines)
    yield shorter
    shorter = [line._replace(apart=False) for line in shorter]
    yield shorter
    for index in reversed(range(len(shorter))):
        shorter[index] = shorter[index]._replace(detail="")
        yield shorter
    for index in reversed(range(len(shorter))):
        shorter[index] = shorter[index]._replace(command="")
        yield shorter


def _rows_of(line: FrontLine, width: int | None) -> Iterator[FrontRow]:
    if line.apart:
        yield FrontRow("")
    text = visible(line.text)
    lead = len(text)
    if line.detail:
        text += f": {visible(line.detail)}"
    *texts, last = wrap_to_width(text, width)
    for part in texts:
        yield FrontRow(part, needs_somebody=line.needs_somebody, lead=max(lead, 0))
        lead -= len(part) + len(" ")
    row = FrontRow(last, needs_somebody=line.needs_somebody, lead=max(lead, 0))
    command = visible(line.command)
    if not command:
        yield row
    elif width is None:
        yield row._replace(text=last + GAP, command=command)
    elif width_of(last + GAP + command) <= width:
        yield _with_command(row, line, command, width)
    else:
        yield row
        yield from _command_rows(line, command, width)


def _with_command(
    row: FrontRow,
    line: FrontLine,
    command: str,
    width: int,
) -> FrontRow:
    """Return a row with a command at its right, and the last weeks between if they fit."""
    room = width - width_of(row.text) - width_of(command)
    drawing = f"{GAP}{len(line.weeks)} weeks {sparkline(line.weeks)}"
    if line.weeks and len(drawing + GAP) <= room:
        return row._replace(command=command, drawing=drawing.ljust(room))
    blank = " " * room
    return row._replace(text=row.text + blank, command=command)


def _command_rows(line: FrontLine, command: str, width: int) -> Iterator[FrontRow]:
    """Yield a command on rows of its own, at the right where one is enough."""
    if width_of(GAP + command) <= width:
        yield _with_command(FrontRow(""), line, command, width)
        return
    for part in wrap_to_width(command, width - len(GAP)):
        yield FrontRow(GAP, part)
