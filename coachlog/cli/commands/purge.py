"""`coachlog purge`: erase deleted entries for good.

It asks first, because it is the one change that `undo` cannot take back.
"""

from operator import itemgetter

from coachlog.cli.context import Context
from coachlog.cli.messages import say
from coachlog.cli.options import DRY_RUN, FORMAT, YES, check_format
from coachlog.cli.output import write_records
from coachlog.domain.fields import FIELDS
from coachlog.errors import DecisionNeededError
from coachlog.render.columns import Column
from coachlog.render.words import count_of
from coachlog.storage import purge as erasing
from coachlog.storage.file.backup_files import copies_of

COLUMNS = [
    Column(name, FIELDS[name].label, itemgetter(name), wide=name == "happened")
    for name in ("short_id", "occurred_on", "kind", "team", "topics", "happened")
]


def purge(
    context: Context,
    *,
    dry_run: bool = DRY_RUN,
    yes: bool = YES,
    format_: str = FORMAT,
) -> None:
    """Erase your deleted entries for good. This cannot be undone.

    Somebody else's entry is theirs to erase, even if you deleted it; one without a trainer that you
    deleted is yours. The text is overwritten in the file, too.
    """
    check_format(format_, "--dry-run", is_used=dry_run)
    log = context.reading
    if dry_run:
        write_records(COLUMNS, erasing.deleted_entries(log), format_)
        return
    count = sum(1 for _ in erasing.deleted_entries(log))
    if count == 0 and not erasing.is_unfinished(log):
        say("Nothing to erase: none of your deleted entries still has its text.")
        return
    if not yes and not _confirm(count):
        say("Nothing was erased.")
        return
    erased = erasing.purge(log)
    say(f"Erased {count_of(erased, 'deleted entry')} for good.")
    for path in copies_of(log.path):
        say(f"This copy may still contain the text: {path}")


def _confirm(count: int) -> bool:
    """Return whether the user wants to erase."""
    from coachlog.cli.ask.prompts import can_ask, confirm
    from coachlog.cli.ask.walks import stopping

    question = f"Erase {count_of(count, 'deleted entry')} for good? This cannot be undone."
    if not can_ask():
        raise DecisionNeededError(f"{question} Confirm with --yes, or list them with --dry-run.")
    with stopping(lambda: "nothing was erased."):
        return confirm(question)
