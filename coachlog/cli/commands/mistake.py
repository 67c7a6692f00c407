"""`mistake`, which is also called `oops`: record a mistake and how it was put right."""

from functools import partial
from typing import Any

import typer

from coachlog.cli.entry_options import EntryCommand, with_fields
from coachlog.cli.options import EditorOption, Format
from coachlog.cli.recording import StoredOption, record_entry

app = typer.Typer()


@app.command("mistake", cls=EntryCommand)
@app.command("oops", cls=EntryCommand)
@partial(with_fields, kinds=False)
def mistake(
    ctx: typer.Context,
    fields: dict[str, Any],
    ignored_handles: list[str],
    editor: EditorOption = False,
    format_: StoredOption = Format.table,
) -> None:
    """Record a mistake and how it was put right."""
    fields = {"kind": "mistake", **fields}
    record_entry(ctx.obj, fields, ignored_handles, editor=editor, form=format_)
