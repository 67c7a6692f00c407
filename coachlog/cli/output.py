"""Where records go: the choice of format, the width and colour of the screen."""

import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from coachlog.cli.options import Format
from coachlog.render.columns import Column


def write_records(columns: Sequence[Column], rows: Iterable[Any], form: Format) -> None:
    """Write a report to stdout."""
    if form is Format.table:
        from coachlog.render.table import write_table

        write_table(columns, rows, sys.stdout, width=screen_width(), colour=wants_colour())
    else:
        from coachlog.render.formats import WRITERS

        WRITERS[form.value](columns, rows, sys.stdout)


def screen_width() -> int | None:
    """The columns of the terminal; None where stdout is none."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def wants_colour() -> bool:
    """Colour on a terminal, unless `NO_COLOR` (https://no-color.org) is set, as `--no-color` does."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
