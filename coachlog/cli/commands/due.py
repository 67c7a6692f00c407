"""What is to be looked at again: `due`."""

from operator import attrgetter

import typer

from coachlog.cli.context import Context
from coachlog.cli.filter_options import warn_unknown_names, with_filters
from coachlog.cli.messages import say
from coachlog.cli.options import Format, FormatOption
from coachlog.cli.output import write_records
from coachlog.domain.filters import Filter
from coachlog.domain.review.checkin_results import DUE_CAP, DueCounts
from coachlog.render.columns import Column, nested_entry_columns
from coachlog.render.words import capped_count
from coachlog.services.checkin import due_checkins, this_week
from coachlog.storage.queries.due import count_due

app = typer.Typer()

SHOWN = 20  # on a screen, unless somebody wants more
DUE = [
    Column("when"),
    Column("due_on", "due"),
    Column("short_id", "id", attrgetter("entry.short_id")),
    Column("days", number=True),
    *nested_entry_columns(("team", "topics", "happened")),
]


@app.command("due")
@with_filters
def due(ctx: typer.Context, entry_filter: Filter, format_: FormatOption = Format.table) -> None:
    """List the check-ins: overdue, due this week, and coming.

    Each asks whether what an entry is about shows in the work, so many days after it. `checkin` answers it.

    A span of time is that of the days on which they are due.
    """
    context: Context = ctx.obj
    entry_filter = entry_filter._replace(
        include_own=entry_filter.trainer is not None and entry_filter.trainer == entry_filter.reader
    )
    shown = (
        entry_filter._replace(limit=SHOWN)
        if format_ is Format.table and entry_filter.limit is None
        else entry_filter
    )
    write_records(
        DUE, due_checkins(context.reading, context.clock, context.settings, shown), format_
    )
    warn_unknown_names(context, entry_filter)
    found = _counted(context, entry_filter)
    _say_waiting(context, found, entry_filter)
    if entry_filter is not shown and sum(found) > SHOWN:
        more = "" if DUE_CAP in found else f"{sum(found) - SHOWN:,} "
        say(f"and {more}more:  coachlog due --limit N  shows so many")


def _say_waiting(context: Context, found: DueCounts, entry_filter: Filter) -> None:
    if not any(found):
        say("nothing is due, and nothing is coming.")
        return
    told = ", ".join(
        f"{capped_count(n, DUE_CAP)} {label}"
        for n, label in zip(found, ("overdue", "due this week", "coming"), strict=True)
        if n
    )
    if entry_filter.trainer not in (None, entry_filter.reader) or not (
        found.overdue or found.this_week
    ):
        say(told)
        return
    mine = entry_filter._replace(trainer=entry_filter.reader, include_own=True)
    own = _counted(context, mine)
    yours = own.overdue + own.this_week
    answer = "coachlog checkin" if yours else "coachlog checkin ID  answers for a colleague"
    say(
        f"{told}; {capped_count(yours, DUE_CAP) if yours else 'none'} of what is due {'is' if yours < 2 else 'are'} yours:  {answer}"
    )


def _counted(context: Context, entry_filter: Filter) -> DueCounts:
    week_end = this_week(context.clock, context.settings).last
    return count_due(context.reading, entry_filter, context.clock.now().date(), week_end, DUE_CAP)
