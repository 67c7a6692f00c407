"""`--format`: apart from the filters, whose periods a recording has no use for."""

from enum import StrEnum
from typing import Annotated

import typer


class Format(StrEnum):
    """How a command that lists writes its records."""

    table = "table"
    csv = "csv"
    json = "json"
    jsonl = "jsonl"
    md = "md"


FormatOption = Annotated[Format, typer.Option("--format", "-f", help="How to write the records.")]
