"""What was done: `history`."""

from datetime import datetime
from typing import Annotated, Any

import typer

from coachlog.cli.options import MOST, Format, FormatOption
from coachlog.cli.output import write_records
from coachlog.domain.periods import week_of
from coachlog.render.action_lines import details
from coachlog.render.columns import Column
from coachlog.services import history as service

app = typer.Typer()

ACTIONS = 20


def _when(row: Any) -> str:
    at = datetime.fromtimestamp(row.at).astimezone()
    # The minute of an answer would tell whose it is to everybody who was there.
    return week_of(at.date()).label if row.verb == "feedback" else at.isoformat(" ", "minutes")


DONE = [
    Column("at", "when", _when),
    Column("verb", "what"),
    Column("short_id", "id"),
    Column("entries", number=True),
    Column("details", "details", details, wide=True),
    Column("undone"),
]
REVISED = [
    Column("at", "when", _when),
    Column("author", "who"),
    Column("verb", "by"),
    Column("field"),
    Column("before", wide=True),
    Column("after", wide=True),
]


@app.command("history")
def history(
    ctx: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="Only this entry, deleted ones too.")
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit",
            "-n",
            min=0,
            max=MOST,
            metavar="N",
            help="At most so many; 20 of the actions.",
        ),
    ] = None,
    format_: FormatOption = Format.table,
) -> None:
    """Show the latest actions; with an ID, who changed what.

    Actions come the newest first, the changes of an entry the oldest first.
    """
    log, reader = ctx.obj.reading, ctx.obj.settings.user
    if name is None:
        write_records(
            DONE, service.last_actions(log, reader, ACTIONS if limit is None else limit), format_
        )
    else:
        write_records(REVISED, service.entry_history(log, reader, name)[:limit], format_)
