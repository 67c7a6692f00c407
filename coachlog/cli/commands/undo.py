"""`undo` and `redo`: take back the last actions, and repeat what was taken back."""

from typing import Annotated

import typer

from coachlog.cli.messages import say
from coachlog.cli.options import DryRunOption, argument
from coachlog.render.action_lines import redo_line, undo_line
from coachlog.render.words import count_of
from coachlog.services import undo as service

app = typer.Typer()

StepsArgument = Annotated[int, argument("[STEPS]", "How many.", min=1, show_default=False)]


@app.command("undo")
def undo(ctx: typer.Context, steps: StepsArgument = 1, dry_run: DryRunOption = False) -> None:
    """Take back your last change, whatever it was.

    Repeat it, or name a number of steps, to go back further.
    """
    context = ctx.obj
    actions = service.undo(
        context.reading,
        context.clock,
        context.settings,
        steps,
        dry_run=dry_run,
    )
    _say_steps([undo_line(action, planned=dry_run) for action in actions], steps, "undone")
    if not dry_run:
        _say_reverse("redo", len(actions))


@app.command("redo")
def redo(ctx: typer.Context, steps: StepsArgument = 1, dry_run: DryRunOption = False) -> None:
    """Repeat what was undone last.

    This works until you change something new.
    """
    context = ctx.obj
    actions = service.redo(
        context.reading,
        context.clock,
        context.settings,
        steps,
        dry_run=dry_run,
    )
    _say_steps([redo_line(action, planned=dry_run) for action in actions], steps, "redone")
    if not dry_run:
        _say_reverse("undo", len(actions))


def _say_steps(lines: list[str], requested: int, done: str) -> None:
    """Print a line for each action, and whether there were fewer than the user asked for."""
    for line in lines:
        say(line)
    if len(lines) < requested:
        say(f"Only {count_of(len(lines), 'action')} could be {done}.")


def _say_reverse(command: str, steps: int) -> None:
    if steps > 1:
        command += f" {steps}"
    say(f"To reverse this: coachlog {command}")
