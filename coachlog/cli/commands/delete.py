"""`delete`: take entries out of every list until `undo` brings them back."""

from coachlog.cli.context import Context
from coachlog.cli.messages import say
from coachlog.cli.options import IDS, flag
from coachlog.render.action_lines import WIDTH
from coachlog.render.words import shorten
from coachlog.services import delete as service


def delete(
    context: Context,
    *,
    ids: list[str] = IDS,
    back: bool = flag("--back", "Bring back your entries, even if somebody else deleted them."),
) -> None:
    """Delete entries. `coachlog undo` brings them back."""
    change = service.bring_back if back else service.delete
    receipt = "Brought back" if back else "Deleted"
    for entry in change(context.reading, ids):
        say(f'{receipt}: {entry.short_id} "{shorten(entry.happened, WIDTH)}"')
    reverse = "reverse this" if back else "bring it back"
    say(f"To {reverse}: coachlog undo")
