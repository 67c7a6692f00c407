"""Options that several commands share, each declared once."""

from enum import StrEnum
from typing import Annotated

import typer

# The most that a limit may be: no log has more entries, and SQLite's integers reach further.
MOST = 1_000_000_000


class Format(StrEnum):
    """How a command that lists writes its records."""

    table = "table"
    csv = "csv"
    json = "json"
    jsonl = "jsonl"
    md = "md"


FormatOption = Annotated[Format, typer.Option("--format", "-f", help="How to write the records.")]
OutputOption = Annotated[
    str | None, typer.Option("--output", "-o", metavar="FILE", help="Write to this file.")
]
ForceOption = Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")]
ExcelOption = Annotated[
    bool, typer.Option("--excel", help="Begin a CSV with the mark that tells Excel UTF-8.")
]
LimitOption = Annotated[
    int | None,
    typer.Option("--limit", "-n", min=0, max=MOST, metavar="N", help="At most this many."),
]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Only show what would be done.")]
StepsArgument = Annotated[
    int, typer.Argument(metavar="[STEPS]", min=1, help="How many.", show_default=False)
]
