"""`undo` and `redo`: take back the last actions, and repeat what was taken back."""

from coachlog.cli.context import Context
from coachlog.cli.messages import say
from coachlog.cli.options import DRY_RUN, count
from coachlog.domain.action_summary import ActionSummary
from coachlog.render.action_lines import step_line
from coachlog.render.words import count_of
from coachlog.services import undo as service

STEPS = count(
    "[STEPS]",
    "How many.",
    default=1,
    least=1,
    shown_default=False,
    instead="To delete an entry:  coachlog delete ID  ·",
)


def undo(context: Context, *, steps: int = STEPS, dry_run: bool = DRY_RUN) -> None:
    """Take back your last change, whatever it was.

    Repeat it, or name a number of steps, to go back further.
    """
    actions = service.undo(context.reading, steps, dry_run=dry_run)
    _say_steps(actions, steps, redo=False, planned=dry_run)


def redo(context: Context, *, steps: int = STEPS, dry_run: bool = DRY_RUN) -> None:
    """Redo what you undid last.

    This works until you change something new.
    """
    actions = service.redo(context.reading, steps, dry_run=dry_run)
    _say_steps(actions, steps, redo=True, planned=dry_run)


def _say_steps(
    actions: list[ActionSummary],
    requested: int,
    *,
    redo: bool,
    planned: bool,
) -> None:
    """Print a line for each action, whether there were fewer than asked for, and the way back.

    Args:
        actions: What was undone or redone, in that order.
        requested: How many steps the user asked for.
        redo: Whether they were redone, and not undone.
        planned: Whether it was a dry run, which leaves nothing to take back.
    """
    for action in actions:
        say(step_line(action, redo=redo, planned=planned))
    done, reverse = ("redone", "undo") if redo else ("undone", "redo")
    count = len(actions)
    if count < requested:
        say(f"Only {count_of(count, 'action')} could be {done}.")
    if planned:
        return
    if count > 1:
        reverse += f" {count}"
    say(f"To reverse this: coachlog {reverse}")
