"""`delete`: take entries out of every list until `undo` brings them back."""

import typer

from coachlog.cli.context import Context
from coachlog.cli.messages import say
from coachlog.cli.options import IdsArgument
from coachlog.render.action_lines import WIDTH
from coachlog.render.words import shorten
from coachlog.services import edit as service


def delete(ctx: typer.Context, ids: IdsArgument) -> None:
    """Delete entries. `coachlog undo` brings them back."""
    context: Context = ctx.obj
    for entry in service.delete(context.reading, ids):
        say(f'Deleted: {entry.short_id} "{shorten(entry.happened, WIDTH)}"')
    say("To bring it back: coachlog undo")
