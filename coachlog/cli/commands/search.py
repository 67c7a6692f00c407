"""`search`: find entries by their words."""

from coachlog.cli.context import Context
from coachlog.cli.filter_options import warn_unknown_names, with_filters
from coachlog.cli.messages import say, say_hint
from coachlog.cli.options import FORMAT, RECORDS, Format
from coachlog.cli.output import write_records
from coachlog.domain.filters import Filter
from coachlog.errors import AsUsageError
from coachlog.render.columns import Column, nested_entry_columns, team_record_columns
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
    """Find entries by their words, the best matches first.

    A table has the best 20, and data formats have all, unless there is a --limit.
    """
    is_table = format_ == Format.table
    with AsUsageError():
        result = stored.search(
            context.reading,
            text or "",
            entry_filter._replace(include_own=True),
            default_limit=stored.DEFAULT_LIMIT if is_table else stored.MOST_RANKED,
        )
    write_records(_columns(format_), result.hits, format_)
    warn_unknown_names(context, entry_filter)
    if not result.hits:
        say("No entries match. Try fewer words, or only their beginnings.")
    elif not result.have_all_words:
        say("No entry has all of these words. These have some of them.")
    if entry_filter.limit is None:
        _say_more(result, is_table=is_table)


def _columns(format_: str) -> list[Column]:
    """Return the columns of hits: the whole record in a format for programs, and the match."""
    if format_ not in RECORDS:
        return COLUMNS
    whole = [column.of_entry() for column in team_record_columns()]
    return [*whole, COLUMNS[-1]]


def _say_more(result: stored.SearchResult, *, is_table: bool) -> None:
    """Tell which matches were left out without a word of the user's, and how to see them."""
    more = result.total - len(result.hits)
    if is_table and more and result.is_exact:
        say_hint(f"And {more:,} more. To list them, add -n {result.total}.")
    elif is_table and more:
        say_hint(f"And over {more:,} more. To list more, add -n N.")
    elif not is_table and not result.is_exact:
        say(
            f"There may be more matches: without -n N, at most {stored.MOST_RANKED:,} are given,"
            " chosen from the newest."
        )
