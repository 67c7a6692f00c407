"""`delete`: take entries out of every list until `undo` brings them back."""

from coachlog.cli.context import Context
from coachlog.cli.messages import say
from coachlog.cli.options import IDS
from coachlog.render.action_lines import WIDTH
from coachlog.render.words import shorten
from coachlog.services import delete as service


def delete(context: Context, *, ids: list[str] = IDS) -> None:
    """Delete entries. `coachlog undo` brings them back."""
    for entry in service.delete(context.reading, ids):
        say(f'Deleted: {entry.short_id} "{shorten(entry.happened, WIDTH)}"')
    say("To bring it back: coachlog undo")
