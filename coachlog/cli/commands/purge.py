"""`coachlog purge`: erase deleted entries for good.

It asks first, because no `undo` takes it back.
"""

from operator import itemgetter

from coachlog.cli.context import Context
from coachlog.cli.erasing import confirm_erasing, say_copies
from coachlog.cli.messages import say
from coachlog.cli.options import DRY_RUN, FORMAT, YES, check_format
from coachlog.cli.output import write_records
from coachlog.domain.fields import FIELDS
from coachlog.render.columns import Column
from coachlog.render.words import count_of
from coachlog.storage import purge as erasing

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
    question = f"Erase {count_of(count, 'deleted entry')} for good?"
    if not yes and not confirm_erasing(question):
        return
    erased = erasing.purge(log)
    say(f"Erased {count_of(erased, 'deleted entry')} for good.")
    say_copies(log)
