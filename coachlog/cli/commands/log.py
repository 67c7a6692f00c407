"""`log`: record a coaching moment."""

from typing import Any

import typer

from coachlog.cli.entry_options import EntryCommand, with_fields
from coachlog.cli.options import EditorOption, Format
from coachlog.cli.recording import StoredOption, record_entry

app = typer.Typer()


@app.command("log", cls=EntryCommand)
@with_fields
def log(
    ctx: typer.Context,
    fields: dict[str, Any],
    ignored_handles: list[str],
    editor: EditorOption = False,
    format_: StoredOption = Format.table,
) -> None:
    """Record a coaching moment.

    Something done well, an error corrected, or a question answered.
    """
    fields = {"kind": ctx.obj.settings.kind, **fields}
    record_entry(ctx.obj, fields, ignored_handles, editor=editor, form=format_)
