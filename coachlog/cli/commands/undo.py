"""`undo`: take back one's own last actions."""

import typer

from coachlog.cli.change_messages import say_steps
from coachlog.cli.options import DryRunOption, StepsArgument
from coachlog.render.action_lines import undo_line
from coachlog.services import undo as service

app = typer.Typer()


@app.command("undo")
def undo(ctx: typer.Context, steps: StepsArgument = 1, dry_run: DryRunOption = False) -> None:
    """Take back what was done last, whatever it was.

    Again for what was done before it.
    """
    log, settings = ctx.obj.reading, ctx.obj.settings
    if dry_run:
        undone = service.steps_to_undo(log, settings.user, steps)
    else:
        undone = service.undo(log, ctx.obj.clock, settings, steps)
    lines = [undo_line(step, planned=dry_run) for step in undone]
    say_steps(lines, steps, back=None if dry_run else "redo")
