"""`finish`: fill in later what there was no time for at the desk."""

import sys

from coachlog.cli.context import Context
from coachlog.cli.filter_options import is_narrowed, warn_unknown_names, with_filters
from coachlog.cli.messages import begin_dialogue, say
from coachlog.cli.options import FORMATS, RECORDS, Format, choice
from coachlog.cli.output import write_records
from coachlog.domain.fields import FIELD_NAMES
from coachlog.domain.filters import Filter
from coachlog.render.columns import Column, nested_entry_columns
from coachlog.services.finish import UnfinishedEntry, unfinished

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
    """Say how your open mistakes were put right.

    It asks at most three things about each: how it was put right, the lesson, and why.
    """
    asks = format_ is None and sys.stdin.isatty() and sys.stdout.isatty()
    if asks:
        begin_dialogue()
    own = entry_filter._replace(trainer=context.settings.user, include_own=True)
    entries = unfinished(context.reading, own)
    if not entries and entry_filter.limit != 0:
        _say_nothing(context, entry_filter)
    warn_unknown_names(context, entry_filter)
    if asks:
        _ask_about_all(context, entries)
    else:
        columns = COLUMNS
        if format_ in RECORDS:
            columns = [*nested_entry_columns(FIELD_NAMES), MISSING]
        write_records(columns, entries, format_ or Format.table)


def _say_nothing(context: Context, entry_filter: Filter) -> None:
    nothing = "You have no open mistakes"
    if is_narrowed(context, entry_filter):
        nothing += " that match"
    say(f"{nothing}.")


def _ask_about_all(context: Context, entries: list[UnfinishedEntry]) -> None:
    if not entries:
        return
    from coachlog.cli.ask.finish_walk import walk
    from coachlog.cli.change_messages import say_edited
    from coachlog.cli.line_options import read_part

    walk(context, entries, read_part, say_edited)
