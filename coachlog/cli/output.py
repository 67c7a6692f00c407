"""Where records go: the choice of format, the width and colour of the screen."""

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TextIO, TypeVar, cast

from coachlog.cli.messages import say
from coachlog.cli.options import Format
from coachlog.domain.filters import Filter
from coachlog.errors import UsageError
from coachlog.render.columns import Column
from coachlog.render.page import Block, sheet
from coachlog.render.visible import visible

Row = TypeVar("Row")
OFFICE = frozenset({"doc", "docx", "html", "ods", "odt", "pdf", "rtf", "xls", "xlsx"})
SCREEN_ROWS = 20  # of a list of what waits, unless a limit is given
LONG = 5_000  # from here on, work is long enough for a bar


def write_page(
    blocks: Iterable[Block], form: Format, out: TextIO | None = None, *, compact: bool = False
) -> None:
    """Write a page as Markdown, or for the screen.

    Args:
        blocks: what the page is made of.
        form: `md`, or `table` for the screen.
        out: what `open_output` has opened; stdout without it.
        compact: leave a line free before headings only.
    """
    out = out or data_stream()
    if form is Format.md:
        from coachlog.render.markdown import write_markdown

        write_markdown(blocks, out)
    else:
        from coachlog.render import screen

        out, width, colour = _screen_of(out)
        screen.write_page(blocks, out, width=width, colour=colour, compact=compact)


def write_sheet(title: str, groups: Iterable[Sequence[tuple[str, str]]]) -> None:
    """Write one thing in full to stdout: a title and groups of labelled texts."""
    write_page(sheet(title, groups), Format.table)


def say_sheet(title: str, pairs: Sequence[tuple[str, str]]) -> None:
    """Write labelled texts to stderr, for the person who is being asked about them."""
    from coachlog.render import screen

    sys.stderr.write("\n")
    width = shutil.get_terminal_size().columns
    screen.write_page(sheet(title, [pairs]), sys.stderr, width=width, colour=False)


def write_records(
    columns: Sequence[Column], records: Iterable[Any], form: Format, out: TextIO | None = None
) -> None:
    """Write records in any format.

    Args:
        columns: what to write of each record.
        records: the records.
        form: the format.
        out: what `open_output` has opened; stdout without it.
    """
    out = out or data_stream()
    if form is Format.table:
        from coachlog.render import screen

        out, width, colour = _screen_of(out)
        screen.write_table(columns, records, out, width=width, colour=colour)
    else:
        from coachlog.render.formats import WRITERS

        WRITERS[form.value](columns, records, out)


def limit_on_screen(entry_filter: Filter, form: Format) -> Filter:
    """Return the filter, limited to `SCREEN_ROWS` if it is for a screen and sets no limit."""
    if form is Format.table and entry_filter.limit is None:
        return entry_filter._replace(limit=SCREEN_ROWS)
    return entry_filter


def say_more(total: int, command: str, *, exact: bool = True) -> None:
    """Tell how many rows `limit_on_screen` left out of a list, and how to see them.

    Args:
        total: how many rows there are in all.
        command: the command that lists them.
        exact: whether `total` was counted to the end.
    """
    if total <= SCREEN_ROWS:
        return
    more = f"{total - SCREEN_ROWS:,} more" if exact else "more"
    say(f"And {more}. To list more:  coachlog {command} --limit N")


def _screen_of(out: TextIO) -> tuple[TextIO, int | None, bool]:
    """Return where a page or a table goes, with its width and whether it has colour.

    Both are made safe piece by piece, and their colours have to reach the terminal as they are:
    they do not go through the stream that makes data safe for it.
    """
    if isinstance(out, _Screen):
        return sys.stdout, screen_width(), use_colour()
    return out, None, False


def data_stream() -> TextIO:
    """Stdout, for data: a pipe gets it as it is stored, a terminal as it is safe to show."""
    return cast("TextIO", _Screen()) if sys.stdout.isatty() else sys.stdout


@contextmanager
def open_output(output: str | None, *, force: bool, bom: bool = False) -> Iterator[TextIO]:
    """The file, or stdout, which holds UTF-8 and our own line ends wherever it leads to something other than a screen."""
    if output and output != "-":
        from coachlog.render.files import whole_file

        with whole_file(output, force=force, bom=bom) as file:
            yield file
        return
    if not sys.stdout.isatty():
        sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
    if bom:
        sys.stdout.write("\ufeff")
    yield data_stream()


def document_ending(output: str) -> str:
    """How a file's name ends, without the dot.

    Raises:
        UsageError: it ends like a word processor's or a spreadsheet's own file, which is none that coachlog writes.
    """
    stem, _, ending = output.rpartition(".")
    if ending.lower() in OFFICE:
        raise UsageError(
            f"coachlog writes text; name the file {stem}.md, or {stem}.csv for a spreadsheet."
        )
    return ending.lower()


class _Screen:
    """A terminal, on which no text acts: CSV has cells as they are stored."""

    def write(self, text: str) -> int:
        return sys.stdout.write(visible(text.replace("\r\n", "\n"), lines=True))


def screen_width() -> int | None:
    """The columns of the terminal; None where stdout is none."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def use_colour() -> bool:
    """Colour on a terminal, unless `NO_COLOR` (https://no-color.org) is set, as `--no-color` does."""
    return (
        sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    )


@contextmanager
def with_progress(
    rows: Iterable[Row], length: Callable[[], int], *, to_file: bool
) -> Iterator[Iterable[Row]]:
    """The same rows, with a bar on stderr while they are read: on a terminal, for long work, where the data goes elsewhere.

    Args:
        rows: what is read.
        length: how many there are; asked only where a bar may be shown.
        to_file: whether the data goes to a file and not to stdout.
    """
    if (
        not sys.stderr.isatty()
        or (sys.stdout.isatty() and not to_file)
        or (total := length()) < LONG
    ):
        yield rows
        return
    import typer

    with typer.progressbar(
        rows, length=total, file=sys.stderr, update_min_steps=total // 200
    ) as bar:
        yield bar
