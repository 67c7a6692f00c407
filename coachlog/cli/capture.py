"""Recording: `log`, `mistake` (or `oops`)."""

import sys
from functools import partial
from typing import Annotated, Any

import typer

from coachlog.cli.context import Context
from coachlog.cli.entry_options import EntryCommand, with_fields
from coachlog.cli.messages import say_recorded
from coachlog.cli.options import Format
from coachlog.services.capture import record

app = typer.Typer()

StoredOption = Annotated[
    Format, typer.Option("--format", "-f", help="Print the stored record, too, in this form.", show_default=False)
]


@app.command("log", cls=EntryCommand)
@with_fields
def log(ctx: typer.Context, fields: dict[str, Any], kept: list[str], format_: StoredOption = Format.table) -> None:
    """Record a coaching moment: something done well, an error corrected, a question answered."""
    fields.setdefault("kind", ctx.obj.settings["kind"])
    _record(ctx.obj, fields, kept, format_)


@app.command("mistake", cls=EntryCommand)
@app.command("oops", cls=EntryCommand)
@partial(with_fields, kinds=False)
def mistake(ctx: typer.Context, fields: dict[str, Any], kept: list[str], format_: StoredOption = Format.table) -> None:
    """Record a mistake and how it was put right."""
    _record(ctx.obj, {"kind": "mistake", **fields}, kept, format_)


def _record(context: Context, fields: dict[str, Any], kept: list[str], form: Format) -> None:
    recorded = record(context.log, context.clock, context.settings, fields)
    say_recorded(recorded, kept, context.clock.now().date())
    if form is not Format.table:
        _write_stored(context, recorded.fields["short_id"], form)


def _write_stored(context: Context, short_id: str, form: Format) -> None:
    """The record as it is stored: as JSON one object, otherwise a report of one row."""
    from coachlog.render.columns import entry_columns
    from coachlog.render.formats import WRITERS, write_jsonl
    from coachlog.storage.selecting import find

    write = write_jsonl if form is Format.json else WRITERS[form.value]
    write(entry_columns(), [find(context.log, short_id)], sys.stdout)
