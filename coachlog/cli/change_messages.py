"""Messages after a change: an edit, a reply."""

from coachlog.cli.context import Context
from coachlog.cli.messages import give_back, say, say_advice, say_hint
from coachlog.domain.entry import Entry
from coachlog.render.action_lines import edit_line
from coachlog.render.replies import reply_receipt
from coachlog.render.words import join_names, moment_text
from coachlog.services.edit import Edited
from coachlog.services.reply import ReplyResult


def say_edited(edited: Edited, context: Context, *, is_restored: bool = False) -> None:
    """Print what an edit changed, or that the entry was the same already.

    Args:
        edited: the entry before and after, which of its fields changed, and hints about the texts.
        context: gives the user's day, because days of another year are shown with it.
        is_restored: whether values were put back, which nobody has just typed.
    """
    if edited.changed:
        today = context.today
        writer = edited.before.trainer
        if writer == context.settings.user:
            writer = None
        line = edit_line(
            edited.before,
            edited.after,
            edited.changed,
            today,
            is_restored=is_restored,
            writer=writer,
        )
        say(line)
    elif not edited.is_asked:
        say(f"No change: {edited.after.short_id} already has this.")
    if edited.is_asked:
        say_waiting([edited.after])
    say_hint(*edited.hints)


def say_waiting(entries: list[Entry]) -> None:
    """Tell which entries wait for their writers' yes until a meeting sees them."""
    ids: dict[str | None, list[str]] = {}
    for entry in entries:
        ids.setdefault(entry.trainer, []).append(entry.short_id)
    for writer, waiting in ids.items():
        verb = "waits" if len(waiting) == 1 else "wait"
        say(f"{join_names(waiting)} {verb} for {writer}'s yes.")


def say_reply(context: Context, result: ReplyResult) -> None:
    """Print the receipt of a reply, or that the user had said thanks already.

    Args:
        context: gives the user, their day and their wording advice.
        result: what was recorded. Thanks that were there already come with their day, and with the
            text that could not be recorded, which is printed back.
    """
    entry = result.entry
    if result.thanked_on is None:
        say(reply_receipt(entry, result.kind, result.other, context.settings.user))
        say_advice(context.settings, entry.team, result.text)
        return
    day = moment_text(result.thanked_on, context.today)
    say(f"No change: you already said thanks for {entry.short_id} ({day}).")
    if result.text:
        # The text is not lost: a reply can say what second thanks cannot.
        say_hint(f"To say more:  coachlog reply {entry.short_id} WORDS")
        give_back()
