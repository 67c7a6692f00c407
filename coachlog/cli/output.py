"""Where pages and records go, and in which format: no command decides that for itself.

Stdout carries data. A pipe gets it as it is stored; on a terminal no text may act.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence

from coachlog.cli.messages import is_dialogue, say_hint
from coachlog.cli.options import Format
from coachlog.cli.terminal_size import terminal_size
from coachlog.clock import system_clock
from coachlog.domain.filters import Filter
from coachlog.render.columns import Column
from coachlog.render.visible import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TextIO

    from coachlog.render.page import Block

SCREEN_ROWS = 20  # of a list of what waits, unless a limit is given
LINES_BELOW = 3  # of a screen, that a list leaves to two messages and the prompt
FEWEST_LINES = 8


def write_page(
    blocks: Iterable[Block],
    format_: str,
    out: TextIO | None = None,
    *,
    compact: bool = False,
) -> None:
    """Write a page as Markdown, as HTML, or for the screen.

    Args:
        blocks: what the page is made of.
        format_: `md` or `html`, or `table` for the screen.
        out: what `open_output` has opened; stdout without it.
        compact: leave a line free before headings only.
    """
    out = out or data_stream(format_)
    if format_ != Format.table:
        from coachlog.render.formats import page_writer

        page_writer(format_)(blocks, out)
    else:
        from coachlog.render import screen

        with paging(out):
            out, width, colour = _screen_of(out)
            screen.write_page(blocks, out, width=width, colour=colour, compact=compact)


def write_sheet(title: str, groups: Iterable[Sequence[tuple[str, str]]]) -> None:
    """Write one thing in full to stdout: a title and groups of labelled texts.

    Args:
        title: its heading.
        groups: pairs of a label and a text; groups stand apart by an empty line.
    """
    from coachlog.render.page import sheet

    write_page(sheet(title, groups), Format.table)


def say_sheet(title: str, pairs: Sequence[tuple[str, str]]) -> None:
    """Write labelled texts to stderr, for the person who is being asked about them.

    Args:
        title: its heading.
        pairs: labels and texts; a text without a label stands alone.
    """
    from coachlog.render import screen
    from coachlog.render.page import sheet

    sys.stderr.write("\n")
    width = terminal_size().columns
    screen.write_page(sheet(title, [pairs]), sys.stderr, width=width, colour=False)


def write_records(
    columns: Sequence[Column],
    records: Iterable[Any],
    format_: str,
    out: TextIO | None = None,
) -> None:
    """Write records in any format.

    Args:
        columns: what to write of each record.
        records: the records.
        format_: the format.
        out: what `open_output` has opened; stdout without it.
    """
    out = out or data_stream(format_)
    if format_ == Format.table:
        with paging(out):
            _write_table(columns, records, out)
    else:
        from coachlog.render.formats import writer

        writer(format_)(columns, records, out)


def _write_table(columns: Sequence[Column], records: Iterable[Any], out: TextIO) -> None:
    from coachlog.render.terminal import write_table

    out, width, colour = _screen_of(out)
    if width is not None and any(column.role for column in columns):
        write_screen_of_list(columns, records)
        return
    write_table(columns, records, out, width=width, colour=colour)


def write_screen_of_list(
    columns: Sequence[Column],
    records: Iterable[Any],
    most_lines: int | None = None,
) -> int:
    """Write a list of entries to the terminal, and return how many of them it shows.

    Args:
        columns: what to write of each entry.
        records: the entries.
        most_lines: where to end; None for all.
    """
    from coachlog.render.list_table import ListTable
    from coachlog.render.terminal import write_lines

    width = screen_width()
    assert width is not None, "stdout is a terminal"
    table = ListTable(columns, records, width, system_clock().today(), most_lines)
    write_lines(table.lines(), sys.stdout, colour=use_colour())
    return table.rows


def limit_on_screen(entry_filter: Filter, format_: str) -> Filter:
    """Return the filter, limited to `SCREEN_ROWS` if it is for a screen and sets no limit.

    Args:
        entry_filter: the filter of a list of what waits.
        format_: the format; only a table is read on a screen, all others are read to the end.
    """
    if format_ == Format.table and entry_filter.limit is None:
        return entry_filter._replace(limit=SCREEN_ROWS)
    return entry_filter


def lines_that_fit() -> int | None:
    """Return how many lines of a list the terminal has room for; None without a terminal."""
    if not sys.stdout.isatty():
        return None
    return max(FEWEST_LINES, terminal_size().lines - LINES_BELOW)


def say_more(total: int, *, exact: bool = True) -> None:
    """Tell how many rows `limit_on_screen` left out of a list, and how to see them.

    Args:
        total: how many rows there are in all.
        exact: whether `total` was counted to the end.
    """
    if total <= SCREEN_ROWS:
        return
    # What to add, because a command by itself would lose the filter that was typed.
    if exact:
        say_hint(f"And {total - SCREEN_ROWS:,} more. To list all of them, add -n {total}.")
    else:
        say_hint("And more. To list more, add -n N.")


class _NoPager:
    """What `paging` returns where there is none, without loading `contextlib`."""

    def __enter__(self) -> None: ...

    def __exit__(self, *_: object) -> None: ...


def paging(out: object = None) -> Any:
    """Return a context in which stdout goes through a pager if it is longer than the screen.

    It does so on a terminal, unless the user is being asked something or wants no pager. Inside
    another one it does nothing: several sheets are read in one pager.

    Args:
        out: what is written to, if that may not be stdout.
    """
    is_screen = out is None or isinstance(out, _SafeTerminal)
    if not is_screen or not sys.stdout.isatty() or is_dialogue():
        return _NoPager()
    # Only a terminal needs it.
    from coachlog.cli.pager import Paged, PagedStream, pager_command

    if isinstance(sys.stdout, PagedStream) or not pager_command():
        return _NoPager()
    size = terminal_size()
    return Paged(size.columns, size.lines)


def _screen_of(out: TextIO) -> tuple[TextIO, int | None, bool]:
    """Return where a page or a table goes, with its width and whether it has colour.

    Both are made safe piece by piece, and their colours have to reach the terminal as they are:
    they do not go through the stream that makes data safe for it.
    """
    if isinstance(out, _SafeTerminal):
        return sys.stdout, screen_width(), use_colour()
    return out, None, False


def data_stream(format_: str) -> Any:
    """Return stdout: a terminal gets what is safe to show, a pipe what is stored.

    Args:
        format_: a table is for people, in the encoding of their system. Any other format is for
            programs, which expect UTF-8 and our own line ends everywhere.
    """
    if sys.stdout.isatty():
        return _SafeTerminal()
    if format_ != Format.table:
        sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
    return sys.stdout


class _SafeTerminal:
    """A terminal on which no text acts. Data formats have their cells as they are stored."""

    def write(self, text: str) -> int:
        return sys.stdout.write(visible(text.replace("\r\n", "\n"), lines=True))


def screen_width() -> int | None:
    """Return the columns of the terminal; None without one."""
    if sys.stdout.isatty():
        return terminal_size().columns
    return None


def use_colour() -> bool:
    """Return whether stdout gets colour; NO_COLOR (https://no-color.org) and --no-color say no."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stdout.isatty()
