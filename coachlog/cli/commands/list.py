"""`list`: the entries that match, one a line.

On a terminal it ends with the screen: a log has thousands of entries, and the newest come first. A
pipe and a file of data get all of them.
"""

from itertools import chain, islice

from coachlog.cli.context import Context
from coachlog.cli.filter_options import say_nothing, warn_unknown_names, with_filters
from coachlog.cli.messages import say_hint
from coachlog.cli.options import FORMAT, RECORDS, Format, flag
from coachlog.cli.output import lines_that_fit, write_records, write_screen_of_list
from coachlog.domain.filters import Filter
from coachlog.errors import UsageError
from coachlog.render.columns import entry_columns, team_record_columns
from coachlog.storage.queries.entries import count_entries, select_entries

COLUMNS = entry_columns(("short_id", "occurred_on", "kind", "team", "topics", "happened"))
MOST_COUNTED = 1_000  # of those left out; counting on would take longer than listing did


@with_filters(lists=True)
def list_(
    context: Context,
    entry_filter: Filter,
    *,
    all_: bool = flag("--all", "List all of them on a terminal, too, not one screen."),
    format_: str = FORMAT,
) -> None:
    """List entries, the newest first.

    On a terminal the table ends with the screen, unless there is --all or a --limit.
    """
    if all_ and entry_filter.limit is not None:
        raise UsageError("--all and --limit are both given. Give one of them.")
    log = context.reading
    entry_filter = entry_filter.with_private_if_own()
    most = None
    if format_ == Format.table and entry_filter.limit is None and not all_:
        most = lines_that_fit()
    limited = entry_filter
    if most is not None:
        limited = entry_filter._replace(limit=most)
    entries = select_entries(log, limited)
    # Read ahead, because the rows are written as they are read and never counted.
    first = list(islice(entries, 1))
    rows = chain(first, entries)
    if most is None:
        columns = team_record_columns() if format_ in RECORDS else COLUMNS
        write_records(columns, rows, format_)
    else:
        shown = write_screen_of_list(COLUMNS, rows, most)
        _say_more(count_entries(log, entry_filter, shown + MOST_COUNTED + 1) - shown)
    if not first:
        say_nothing(entry_filter)
    warn_unknown_names(context, entry_filter)


def _say_more(number: int) -> None:
    """Tell how many entries the screen had no room for, if any, and how to see them."""
    if number <= 0:
        return
    more = f"{number:,}" if number <= MOST_COUNTED else f"over {MOST_COUNTED:,}"
    say_hint(f"And {more} more. To list all of them, add --all.")
