"""`again`: record another entry for the team and topics of the last one."""

from typing import Any

import typer

from coachlog.cli.entry_options import EntryCommand, with_fields
from coachlog.cli.options import EditorOption, Format
from coachlog.cli.recording import StoredOption, record_entry
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
    """Record another entry for the team and topics of your last one.

    Its learner is repeated too.
    """
    context = ctx.obj
    last = last_team_and_topics(context.reading, context.settings, fields)
    if last is None:
        raise NotFoundError(
            "you have no entry yet that could be repeated. To record one:  coachlog log"
        )
    fields = {"kind": context.settings.kind, **last, **fields}
    record_entry(context, fields, ignored_handles, editor=editor, form=format_)
