"""`undo`: take back the last actions."""

import typer

from coachlog.cli.change_messages import say_steps
from coachlog.cli.options import DryRunOption, StepsArgument
from coachlog.render.action_lines import undo_line
from coachlog.services import undo as service

app = typer.Typer()


@app.command("undo")
def undo(ctx: typer.Context, steps: StepsArgument = 1, dry_run: DryRunOption = False) -> None:
    """Take back your last change, whatever it was.

    Repeat it, or name a number of steps, to go back further.
    """
    context = ctx.obj
    if dry_run:
        actions = service.plan_undo(context.reading, context.settings.user, steps)
    else:
        actions = service.undo(context.reading, context.clock, context.settings, steps)
    lines = [undo_line(action, planned=dry_run) for action in actions]
    reverse = None if dry_run else "redo"
    say_steps(lines, steps, done="undone", reverse=reverse)
