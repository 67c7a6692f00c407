"""`mistake`, which is also called `oops`: record a mistake and how it was put right."""

from functools import partial

import typer

from coachlog.cli.context import Context
from coachlog.cli.entry_options import EntryCommand
from coachlog.cli.recording import Fields, recording_command

app = typer.Typer()


@app.command("mistake", cls=EntryCommand)
@app.command("oops", cls=EntryCommand)
@partial(recording_command, kinds=False)
def mistake(_context: Context, fields: Fields) -> Fields:
    """Record a mistake and how it was put right."""
    return {"kind": "mistake", **fields}
