"""`finish`: fill in later what there was no time for at the desk."""

import sys

from coachlog.cli.context import Context
from coachlog.cli.filter_options import with_filters
from coachlog.cli.messages import begin_dialogue, say
from coachlog.cli.options import FORMATS, RECORDS, Format, choice
from coachlog.cli.output import write_records
from coachlog.cli.period_options import say_span
from coachlog.domain.fields import FIELD_NAMES
from coachlog.domain.filters import Filter
from coachlog.domain.periods import last_weeks
from coachlog.render.columns import Column, nested_entry_columns
from coachlog.services.finish import WEEKS, UnfinishedEntry, unfinished

MISSING = Column("missing")
COLUMNS = [
    *nested_entry_columns(("short_id", "occurred_on", "kind", "team", "topics")),
    MISSING,
    *nested_entry_columns(("happened",)),
]


@with_filters()
def finish(
    context: Context,
    entry_filter: Filter,
    *,
    format_: str | None = choice(
        "--format -f", "List them in this format instead of asking.", FORMATS
    ),
) -> None:
    """Fill in what your recent entries lack, open mistakes first.

    They are those of the last four weeks, unless a filter says otherwise.
    """
    asks = format_ is None and sys.stdin.isatty() and sys.stdout.isatty()
    if asks:
        begin_dialogue()
    entries = unfinished(context.reading, _own_recent_entries(context, entry_filter))
    if asks:
        _ask_about_all(context, entries)
    else:
        columns = COLUMNS
        if format_ in RECORDS:
            columns = [*nested_entry_columns(FIELD_NAMES), MISSING]
        write_records(columns, entries, format_ or Format.table)


def _own_recent_entries(context: Context, entry_filter: Filter) -> Filter:
    """Return the filter, which means one's own entries, of the last weeks if it does not say."""
    if entry_filter.period is None:
        period = last_weeks(context.today, WEEKS)
        entry_filter = entry_filter._replace(period=period)
        say_span(context, period)
    return entry_filter._replace(trainer=context.settings.user, include_own=True)


def _ask_about_all(context: Context, entries: list[UnfinishedEntry]) -> None:
    if not entries:
        say("Nothing is left to finish.")
        return
    from coachlog.cli.ask.finish_walk import walk
    from coachlog.cli.change_messages import say_edited

    walk(context, entries, say_edited)
