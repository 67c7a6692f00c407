"""`list`: the entries that match, one a line."""

from coachlog.cli.context import Context
from coachlog.cli.filter_options import warn_unknown_names, with_filters
from coachlog.cli.options import Format, FormatOption
from coachlog.cli.output import write_records
from coachlog.domain.filters import Filter
from coachlog.render.columns import entry_columns
from coachlog.storage.queries.entries import select_entries

COLUMNS = entry_columns(("short_id", "occurred_on", "kind", "team", "topics", "happened"))


@with_filters
def list_(context: Context, entry_filter: Filter, format_: FormatOption = Format.table) -> None:
    """List entries, the newest first."""
    entries = select_entries(context.reading, entry_filter.with_private_if_own())
    write_records(COLUMNS, entries, format_)
    warn_unknown_names(context, entry_filter)
