"""`coachlog purge`: erase deleted entries for good.

It asks first, because no `undo` takes it back.
"""

from operator import itemgetter

from coachlog.cli.context import Context
from coachlog.cli.erasing import confirm_erasing, say_copies, say_held
from coachlog.cli.messages import say
from coachlog.cli.options import DRY_RUN, FORMAT, YES, check_format
from coachlog.cli.output import write_records
from coachlog.domain.fields import FIELDS
from coachlog.render.columns import Column
from coachlog.render.words import count_of
from coachlog.storage.erasing import is_unfinished
from coachlog.storage.purge import Purge

COLUMNS = [
    Column(name, FIELDS[name].label, itemgetter(name), wide=name == "happened")
    for name in ("short_id", "occurred_on", "kind", "team", "topics", "happened")
]
TAKEN_BACK = "what you took back (such as replies)"


def purge(
    context: Context,
    *,
    dry_run: bool = DRY_RUN,
    yes: bool = YES,
    format_: str = FORMAT,
) -> None:
    """Erase your deleted entries for good. This cannot be undone.

    Somebody else's entry is theirs to erase, even if you deleted it; one without a trainer that you
    deleted is yours. The text is overwritten in the file, too. What is held (`coachlog hold`) is
    left alone.
    """
    check_format(format_, "--dry-run", is_used=dry_run)
    plan = Purge(context.reading)
    has_others = plan.has_others()
    if dry_run:
        write_records(COLUMNS, plan.entries(), format_)
        if has_others:
            say(f"A purge also erases {TAKEN_BACK}.")
        say_held(plan.held)
        return
    # For the question alone: what is erased is decided again inside the transaction.
    count = sum(1 for _ in plan.entries())
    if count == 0 and not has_others and not is_unfinished(context.reading):
        _say_nothing(plan.held)
        return
    if not yes and not confirm_erasing(f"Erase {_subject(count, has_others=has_others)} for good?"):
        return
    erased = plan.run()
    say(f"Erased {_subject(erased, has_others=has_others)} for good.")
    say_held(plan.held)
    _say_sent(plan.sent)
    say_copies(context.reading)


def _subject(count: int, *, has_others: bool) -> str:
    """Return what is erased, in words."""
    parts = []
    if count or not has_others:
        parts.append(count_of(count, "deleted entry"))
    if has_others:
        parts.append(TAKEN_BACK)
    return " and ".join(parts)


def _say_nothing(held: int) -> None:
    if held:
        say("Nothing was erased.")
    else:
        say("Nothing to erase: nothing that you deleted or took back still has its text.")
    say_held(held)


def _say_sent(sent: int) -> None:
    if sent:
        statements = count_of(sent, "statement")
        say(
            f"A record store may still have {statements} about this, and cannot forget. The next"
            "  coachlog xapi send  (or export) marks what it has as void."
        )
