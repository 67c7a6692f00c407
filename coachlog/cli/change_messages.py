"""What is said after a change to what is recorded: an edit, an undo or redo, a reply."""

import typer

from coachlog.cli.context import Context
from coachlog.cli.messages import give_back, say, say_advice
from coachlog.render.action_lines import edit_line
from coachlog.render.replies import said_line
from coachlog.render.words import moment_text
from coachlog.services.edit import Edited
from coachlog.services.reply import ReplyResult


def say_edited(edited: Edited, context: Context) -> None:
    """What an edit changed, or that it changed nothing."""
    if edited.changed:
        say(edit_line(edited.before, edited.after, edited.changed, context.clock.now().date()))
    else:
        say(f"{edited.after.short_id} says so already: nothing was changed.")
    for hint in edited.hints:
        say(hint)


def say_steps(lines: list[str], wanted: int, back: str | None) -> None:
    """What an undo or redo did, and the command that turns it round."""
    for line in lines:
        say(line)
    if len(lines) < wanted:
        say(f"there was no more than that ({len(lines)} of {wanted}).")
    if back:
        say(f"the other way: coachlog {back}{f' {len(lines)}' if len(lines) > 1 else ''}")


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
