"""Messages after a change: an edit, an undo or redo, a reply."""

import typer

from coachlog.cli.context import Context
from coachlog.cli.messages import give_back, say, say_advice
from coachlog.render.action_lines import edit_line
from coachlog.render.replies import said_line
from coachlog.render.words import count_of, moment_text
from coachlog.services.edit import Edited
from coachlog.services.reply import ReplyResult


def say_edited(edited: Edited, context: Context) -> None:
    """Print what an edit changed, or that the entry was the same already."""
    if edited.changed:
        today = context.clock.now().date()
        say(edit_line(edited.before, edited.after, edited.changed, today))
    else:
        say(f"No change: {edited.after.short_id} already has this.")
    for hint in edited.hints:
        say(hint)


def say_steps(lines: list[str], requested: int, done: str, reverse: str | None) -> None:
    """Print what an undo or redo did.

    Args:
        lines: A line for each action.
        requested: How many actions the user asked for.
        done: What was done to them: `undone` or `redone`.
        reverse: The command that reverses it; None for a dry run.
    """
    for line in lines:
        say(line)
    if len(lines) < requested:
        say(f"Only {count_of(len(lines), 'action')} could be {done}.")
    if reverse and len(lines) > 1:
        say(f"To reverse this: coachlog {reverse} {len(lines)}")
    elif reverse:
        say(f"To reverse this: coachlog {reverse}")


def say_reply(ctx: typer.Context, done: ReplyResult) -> None:
    """What a reply says about which entry; or that its writer was thanked already."""
    if done.before is None:
        say(said_line(done.entry, done.kind, done.other, ctx.obj.settings.user))
        say_advice(ctx.obj.settings, done.entry.team, done.text)
        return
    when = moment_text(done.before, None, ctx.obj.clock.now().date())
    say(f"you thanked for {done.entry.short_id} already ({when}); nothing was added.")
    if done.text:
        say(f"to say more:  coachlog reply {done.entry.short_id} WORDS")
        give_back(done.text)
