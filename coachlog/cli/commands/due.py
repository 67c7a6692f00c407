"""`due`: list the check-ins, overdue ones first."""

from operator import attrgetter

from coachlog.cli.context import Context
from coachlog.cli.filter_options import warn_unknown_names, with_filters
from coachlog.cli.messages import say
from coachlog.cli.options import FORMAT
from coachlog.cli.output import limit_on_screen, say_more, write_records
from coachlog.domain.filters import Filter
from coachlog.domain.periods import week_of
from coachlog.domain.review.checkin_results import DUE_CAP, DueCounts
from coachlog.render.columns import DAY, ID, Column, nested_entry_columns
from coachlog.render.words import capped_count
from coachlog.services.due import due_checkins
from coachlog.storage.queries.due import count_due

COLUMNS = [
    Column("when"),
    Column("due_on", "due", role=DAY),
    Column("short_id", "id", attrgetter("entry.short_id"), role=ID),
    Column("days", number=True),
    *nested_entry_columns(("team", "topics", "happened")),
]
LABELS = ("overdue", "due this week", "coming")


@with_filters()
def due(context: Context, entry_filter: Filter, *, format_: str = FORMAT) -> None:
    """List the check-ins: overdue, due this week, and coming.

    A check-in asks whether the coaching is sticking, so many days after an entry. To record its
    result: coachlog checkin

    A span of time means the days on which check-ins are due.
    """
    # Private entries are for their writer alone, and only if the list is the writer's own.
    entry_filter = entry_filter.with_private_if_own()
    shown = limit_on_screen(entry_filter, format_)
    checkins = due_checkins(context.reading, context.settings.week_start, shown)
    write_records(COLUMNS, checkins, format_)
    warn_unknown_names(context, entry_filter)
    counts = _count(context, entry_filter)
    _say_counts(context, counts, entry_filter)
    # A count that reached the cap stopped there, so the message must not give it as exact.
    if shown is not entry_filter:
        say_more(sum(counts), exact=DUE_CAP not in counts)


def _count(context: Context, entry_filter: Filter) -> DueCounts:
    week_end = week_of(context.today, context.settings.week_start).last
    return count_due(context.reading, entry_filter, context.today, week_end, DUE_CAP)


def _say_counts(context: Context, counts: DueCounts, entry_filter: Filter) -> None:
    if not any(counts):
        say("Nothing is due, and nothing is coming.")
        return
    parts = []
    for number, label in zip(counts, LABELS, strict=True):
        if number:
            parts.append(f"{capped_count(number, DUE_CAP)} {label}")
    text = f"{', '.join(parts)}."
    if counts.overdue or counts.this_week:
        text += _your_share(context, entry_filter)
    say(text)


def _your_share(context: Context, entry_filter: Filter) -> str:
    """Return how many of the due check-ins are the user's own, and the command for them."""
    own_filter = entry_filter._replace(trainer=context.settings.user, include_own=True)
    own = _count(context, own_filter)
    number = own.overdue + own.this_week
    if not number:
        return " None of those due is yours. To check in for a colleague:  coachlog checkin ID"
    verb = "is" if number == 1 else "are"
    return f" {capped_count(number, DUE_CAP)} of those due {verb} yours:  coachlog checkin"
