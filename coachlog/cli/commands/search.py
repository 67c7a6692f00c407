"""`search`: find entries by their words."""

from coachlog.cli.context import Context
from coachlog.cli.filter_options import warn_unknown_names, with_filters
from coachlog.cli.messages import say
from coachlog.cli.options import FORMAT
from coachlog.cli.output import write_records
from coachlog.domain.filters import Filter
from coachlog.errors import AsUsageError
from coachlog.render.columns import Column, nested_entry_columns
from coachlog.storage.queries import search as stored

COLUMNS = [
    *nested_entry_columns(("short_id", "occurred_on", "kind", "team", "topics")),
    Column("snippet", "matching words", wide=True, wraps=True),
]


@with_filters(plain="WORDS")
def search(
    context: Context,
    entry_filter: Filter,
    text: str | None,
    *,
    format_: str = FORMAT,
) -> None:
    """Find entries by their words, the best matches first."""
    with AsUsageError():
        hits, have_all_words = stored.search(
            context.reading,
            text or "",
            entry_filter._replace(include_own=True),
        )
    write_records(COLUMNS, hits, format_)
    warn_unknown_names(context, entry_filter)
    if not hits:
        say("No entries match. Try fewer words, or only their beginnings.")
    elif not have_all_words:
        say("No entry has all of these words. These have some of them.")
