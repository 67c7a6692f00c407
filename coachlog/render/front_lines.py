"""The lines of a front page on a screen: what there is to say, and at the right its command.

A front page is read at a glance, so it never has more rows than `MOST_ROWS`. Where there is no
room, empty lines go first, then details, then commands, each from the last line upwards.
"""

from collections.abc import Iterator, Sequence
from itertools import chain

from coachlog.named_tuple import NamedTuple
from coachlog.render.page import FrontLine
from coachlog.render.text_width import width_of, wrap_to_width
from coachlog.render.visible import visible

MOST_ROWS = 24  # of a terminal that nobody has made larger
GAP = "  "


class FrontRow(NamedTuple):
    """A row of the screen: a text, a command, or both with blanks between them."""

    text: str
    command: str = ""
    needs_somebody: bool = False


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
        rows = list(chain.from_iterable(_rows_of(line, width) for line in shorter))
        if len(rows) <= most:
            break
    return rows[:most]


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
    if line.detail:
        text += f": {visible(line.detail)}"
    command = visible(line.command)
    *texts, last = wrap_to_width(text, width)
    for part in texts:
        yield FrontRow(part, needs_somebody=line.needs_somebody)
    if not command:
        yield FrontRow(last, needs_somebody=line.needs_somebody)
    elif width is None:
        yield FrontRow(last + GAP, command, line.needs_somebody)
    elif width_of(last + GAP + command) <= width:
        blanks = " " * (width - width_of(last) - width_of(command))
        yield FrontRow(last + blanks, command, line.needs_somebody)
    else:
        yield FrontRow(last, needs_somebody=line.needs_somebody)
        yield from _command_rows(command, width)


def _command_rows(command: str, width: int) -> Iterator[FrontRow]:
    """Yield a command on rows of its own, at the right where one is enough."""
    blanks = max(width - width_of(command), len(GAP))
    for part in wrap_to_width(command, width - len(GAP)):
        yield FrontRow(" " * blanks, part)
