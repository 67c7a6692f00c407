"""Finding: `list`, `show`, `search`, `card`."""

import typer

from coachlog.cli.options import Format, FormatOption, with_filters
from coachlog.cli.output import write_records
from coachlog.domain.filters import Filter
from coachlog.render.columns import entry_columns
from coachlog.storage.selecting import select

app = typer.Typer()

LISTED = ("short_id", "occurred_on", "kind", "team", "topics", "happened")


@app.command("list")
@with_filters
def list_(ctx: typer.Context, wanted: Filter, format_: FormatOption = Format.table) -> None:
    """List entries, the newest first."""
    write_records(entry_columns(LISTED), select(ctx.obj.reading, wanted), format_)
