"""Data that goes into a file if one is named, and the progress of long work."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TextIO, TypeGuard, TypeVar

from coachlog.cli.messages import say
from coachlog.cli.options import Format
from coachlog.cli.output import data_stream

Row = TypeVar("Row")
LONG_WORK = 5_000  # rows from which on there is a progress bar
TICK = 1  # seconds after which work is said to be going on


@contextmanager
def open_output(output: str | None, *, force: bool, bom: bool = False) -> Iterator[TextIO]:
    """Yield the file to write to, or stdout.

    If stdout is no terminal, it gets UTF-8 and our own line ends, as a file does.

    Args:
        output: the file's name; stdout for None or `-`.
        force: replace a file of that name.
        bom: begin with a byte-order mark, for Excel.
    """
    if is_file(output):
        # Imported late: most data goes to stdout.
        from coachlog.storage.file.output_file import whole_file

        with whole_file(output, force=force, bom=bom) as file:
            yield file
        return
    out = data_stream(Format.csv)
    if bom:
        sys.stdout.write("\ufeff")
    yield out


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


@contextmanager
def with_progress(
    rows: Iterable[Row],
    length: Callable[[], int],
    *,
    to_file: bool,
) -> Iterator[Iterable[Row]]:
    """Yield the same rows, with a progress bar while they are read if the work is long.

    The bar stands on stderr. It is left out if that is no terminal, or if the data itself runs
    over the screen.

    Args:
        rows: what is read.
        length: how many there are; called only if a bar may be shown.
        to_file: whether the data goes to a file instead of stdout.
    """
    is_quiet = not sys.stderr.isatty() or (sys.stdout.isatty() and not to_file)
    total = 0 if is_quiet else length()
    if total < LONG_WORK:
        yield rows
        return
    import typer

    steps = total // 200
    with typer.progressbar(rows, length=total, file=sys.stderr, update_min_steps=steps) as bar:
        yield bar


@contextmanager
def with_clock(work: str) -> Iterator[None]:
    """Show on stderr for how long something has been going on, if it takes more than a moment.

    It is for work that SQLite does in one go, so that nobody knows how much is left. The line is
    left out if stderr is no terminal, and disappears when the work is done.

    Args:
        work: what is being done: `Backing up`.
    """
    if not sys.stderr.isatty():
        yield
        return
    from threading import Event, Thread

    is_done = Event()

    def tick() -> None:
        seconds = 0
        while not is_done.wait(TICK):
            seconds += TICK
            sys.stderr.write(f"\r{work} … {seconds} s")
            sys.stderr.flush()
        if seconds:
            sys.stderr.write(f"\r{' ' * len(f'{work} … {seconds} s')}\r")

    ticking = Thread(target=tick, daemon=True)
    ticking.start()
    try:
        yield
    finally:
        is_done.set()
        ticking.join()
