"""Where records go: the choice of format, the width and colour of the screen."""

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TextIO, TypeVar, cast

from coachlog.cli.options import Format
from coachlog.errors import UsageError
from coachlog.render.columns import Column
from coachlog.render.visible import visible

Row = TypeVar("Row")
OFFICE = frozenset({"doc", "docx", "html", "ods", "odt", "pdf", "rtf", "xls", "xlsx"})
LONG = 5_000  # from here on, work is long enough for a bar


def write_records(columns: Sequence[Column], rows: Iterable[Any], form: Format) -> None:
    """Write a report to stdout."""
    if form is Format.table:
        from coachlog.render.table import write_table

        write_table(columns, rows, sys.stdout, width=screen_width(), colour=use_colour())
    else:
        from coachlog.render.formats import WRITERS

        WRITERS[form.value](columns, rows, data_stream())


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
