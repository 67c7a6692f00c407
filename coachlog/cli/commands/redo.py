"""`redo`: repeat what `undo` took back."""

import typer

from coachlog.cli.change_messages import say_steps
from coachlog.cli.options import DryRunOption, StepsArgument
from coachlog.render.action_lines import redo_line
from coachlog.services import undo as service

app = typer.Typer()


@app.command("redo")
def redo(ctx: typer.Context, steps: StepsArgument = 1, dry_run: DryRunOption = False) -> None:
    """Repeat what was undone last.

    This works until you change something new.
    """
    context = ctx.obj
    if dry_run:
        actions = service.plan_redo(context.reading, context.settings.user, steps)
    else:
        actions = service.redo(context.reading, context.clock, context.settings, steps)
    lines = [redo_line(action, planned=dry_run) for action in actions]
    reverse = None if dry_run else "undo"
    say_steps(lines, steps, done="redone", reverse=reverse)
