"""`redo`: put back what `undo` took back."""

import typer

from coachlog.cli.change_messages import say_steps
from coachlog.cli.options import DryRunOption, StepsArgument
from coachlog.render.action_lines import redo_line
from coachlog.services import undo as service

app = typer.Typer()


@app.command("redo")
def redo(ctx: typer.Context, steps: StepsArgument = 1, dry_run: DryRunOption = False) -> None:
    """Put back what was undone last.

    It can be put back as long as nothing new was done since.
    """
    log, settings = ctx.obj.reading, ctx.obj.settings
    if dry_run:
        redone = service.steps_to_redo(log, settings.user, steps)
    else:
        redone = service.redo(log, ctx.obj.clock, settings, steps)
    lines = [redo_line(step, planned=dry_run) for step in redone]
    say_steps(lines, steps, back=None if dry_run else "undo")
