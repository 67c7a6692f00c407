"""`coachlog retention`: take people out of your old entries, and keep the lessons.

It asks first, because no undo takes it back.
"""

from coachlog.cli.context import Context
from coachlog.cli.erasing import confirm_erasing, say_copies, say_held
from coachlog.cli.mask_messages import say_possible_names
from coachlog.cli.messages import say
from coachlog.cli.options import DRY_RUN, FORMAT, YES, check_format
from coachlog.cli.output import write_records
from coachlog.domain.fields import FIELDS
from coachlog.domain.retention import OldEntry
from coachlog.render.columns import Column
from coachlog.render.words import count_of
from coachlog.services.retention import Retention


def _column(name: str, *, wide: bool = False) -> Column:
    return Column(name, FIELDS[name].label, lambda old: old.fields[name], wide=wide)


def _goes(old: OldEntry) -> str:
    return ", ".join(old.goes)


COLUMNS = [
    _column("short_id"),
    _column("occurred_on"),
    _column("kind"),
    Column("goes", value=_goes),
    _column("happened", wide=True),
]


def retention(
    context: Context,
    *,
    dry_run: bool = DRY_RUN,
    yes: bool = YES,
    format_: str = FORMAT,
) -> None:
    """Take people out of your old entries, and keep the lessons.

    The setting `retention` says after how many months. The learner goes, and whether it was your
    own mistake, your role, names and numbers in texts, and what an entry said before it was
    changed; from the logs of others, too, once they sync. The lesson, the day and the trainer stay.
    This cannot be undone. What is held (`coachlog hold`) is left alone.
    """
    check_format(format_, "--dry-run", is_used=dry_run)
    rule = context.settings.retention
    if not rule:
        say('No retention is set. To set one:  coachlog config set retention "24 months"')
        return
    plan = Retention(context.reading, rule)
    entries = plan.entries()
    if dry_run:
        write_records(COLUMNS, entries, format_)
        say(f"Older than {rule}: your entries before {plan.before}.")
        say_held(plan.held)
        return
    if not entries:
        but_held = " but in what is held" if plan.held else ""
        say(f"Nothing to do: nobody is left in your entries before {plan.before}{but_held}.")
        say_held(plan.held)
        return
    question = (
        f"Take people out of {count_of(len(entries), 'entry')} before {plan.before} for good?"
    )
    if not yes and not confirm_erasing(question):
        return
    changed = plan.run()
    say(f"Took people out of {count_of(changed, 'entry')} before {plan.before}.")
    say_held(plan.held)
    say_possible_names(plan.mask)
    say_copies(context.reading)
