"""Data that goes into a file if one is named, and how many of its rows are read."""

from __future__ import annotations

import sys

from coachlog.cli.messages import say
from coachlog.cli.options import Format
from coachlog.cli.output import data_stream
from coachlog.domain.workbook import LONGEST_CELL
from coachlog.errors import UsageError
from coachlog.render.words import count_of, join_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from contextlib import AbstractContextManager
    from typing import BinaryIO, TextIO, TypeGuard, TypeVar

    Row = TypeVar("Row")

MOST_CELLS = 5  # that are named
LONG_WORK = 5_000  # rows from which on there is a progress bar


def open_output(
    output: str | None,
    *,
    force: bool,
    bom: bool = False,
) -> AbstractContextManager[TextIO]:
    """Return the file to write to, or stdout, for the length of a block.

    If stdout is not a terminal, it gets UTF-8 and our own line ends, as a file does.

    Args:
        output: the file's name; stdout for None or `-`.
        force: replace a file of that name.
        bom: begin with a byte-order mark, for Excel.
    """
    if is_file(output):
        # Imported late: most data goes to stdout.
        from coachlog.storage.file.output_file import whole_file

        return whole_file(output, force=force, bom=bom)
    from contextlib import nullcontext

    out = data_stream(Format.csv)
    if bom:
        sys.stdout.write("\ufeff")
    return nullcontext(out)


def open_workbook_output(output: str | None, *, force: bool) -> AbstractContextManager[BinaryIO]:
    """Return the file to write a workbook to, or stdout, for the length of a block.

    Args:
        output: the file's name; stdout for None or `-`.
        force: replace a file of that name.

    Raises:
        UsageError: stdout is a terminal.
    """
    if is_file(output):
        from coachlog.storage.file.output_file import whole_binary_file

        return whole_binary_file(output, force=force)
    if sys.stdout.isatty():
        raise UsageError("a workbook cannot be shown here. Name a file for it:  -o FILE.xlsx")
    from contextlib import nullcontext

    return nullcontext(sys.stdout.buffer)


def is_file(output: str | None) -> TypeGuard[str]:
    """Whether data goes to a file of this name instead of stdout."""
    return output not in (None, "", "-")


def say_written(output: str | None, content: str = "") -> None:
    """Tell which file was written and, if it is known, what it has: `12 entries`.

    Args:
        output: the file's name; nothing is said of stdout, which is None or `-`.
        content: what the file has, with its number; empty if nobody counted it.
    """
    if is_file(output):
        start = f"{content} written" if content else "Written"
        say(f"{start} to {output}.")


def say_cut(cells: Sequence[str]) -> None:
    """Tell which cells of a workbook hold only the beginning of a text."""
    if not cells:
        return
    texts = count_of(len(cells), "text was", "texts were")
    say(
        f"{texts} cut to the {LONGEST_CELL:,} characters that a cell can hold:"
        f" {join_names(cells, MOST_CELLS)}. A CSV has all of them whole."
    )


def with_progress(
    rows: Iterable[Row],
    length: Callable[[], int],
    *,
    to_file: bool,
    long_work: int | None = None,
) -> AbstractContextManager[Iterable[Row]]:
    """Return the same rows, with a progress bar while they are read if the work is long.

    The bar stands on stderr. It is left out if that is not a terminal, or if the data itself runs
    over the screen.

    Args:
        rows: what is read.
        length: how many there are; called only if a bar may be shown.
        to_file: whether the data goes to a file instead of stdout.
        long_work: from how many rows on the work is long; None for `LONG_WORK`.
    """
    is_quiet = not sys.stderr.isatty() or (sys.stdout.isatty() and not to_file)
    total = 0 if is_quiet else length()
    if total < (long_work or LONG_WORK):
        from contextlib import nullcontext

        return nullcontext(rows)
    import typer

    steps = max(1, total // 200)
    return typer.progressbar(rows, length=total, file=sys.stderr, update_min_steps=steps)
