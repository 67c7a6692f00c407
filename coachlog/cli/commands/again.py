"""`again`: record another entry for the team and topics of the last one."""

from typing import Any

import typer

from coachlog.cli.entry_options import EntryCommand, with_fields
from coachlog.cli.options import Format
from coachlog.cli.recording import EditorOption, StoredOption, record_entry
from coachlog.errors import NotFoundError
from coachlog.services.team_and_topics import last_team_and_topics

app = typer.Typer()


@app.command("again", cls=EntryCommand)
@with_fields
def again(
    ctx: typer.Context,
    fields: dict[str, Any],
    ignored_handles: list[str],
    editor: EditorOption = False,
    format_: StoredOption = Format.table,
) -> None:
    """Record another for the team and topics of your last entry.

    Its learner is repeated too.
    """
    last = last_team_and_topics(ctx.obj.reading, ctx.obj.settings, fields)
    if last is None:
        raise NotFoundError(
            "there is no entry of yours yet to repeat. Record one with  coachlog log"
        )
    record_entry(
        ctx.obj,
        {"kind": ctx.obj.settings.kind, **last, **fields},
        ignored_handles,
        editor=editor,
        form=format_,
    )
