"""`news`: list what others did with one's entries."""

from itertools import chain, islice

from coachlog.cli.context import Context
from coachlog.cli.filter_options import is_narrowed, warn_unknown_names, with_filters
from coachlog.cli.messages import say
from coachlog.cli.options import FORMAT
from coachlog.cli.output import write_records
from coachlog.clock import local_day
from coachlog.domain.filters import Filter
from coachlog.render.columns import DAY, ID, Column
from coachlog.render.replies import news_text
from coachlog.services.news import list_news

COLUMNS = [
    Column("on", "day", lambda news: local_day(news.at), role=DAY),
    Column("short_id", "id", role=ID),
    Column("what"),
    Column("author", "who"),
    Column("text", "words", news_text, wide=True, wraps=True),
    Column("happened", "your entry", wide=True),
]


@with_filters()
def news(context: Context, entry_filter: Filter, *, format_: str = FORMAT) -> None:
    """List what became of your entries, the newest first.

    What others replied, who said thanks, and what they cleared, shared, adopted, closed
    or deleted.
    """
    rows = list_news(context.reading, entry_filter)
    # Read ahead, because the rows are written as they are read and never counted.
    first = list(islice(rows, 1))
    write_records(COLUMNS, chain(first, rows), format_)
    warn_unknown_names(context, entry_filter)
    if not first:
        nothing = "No news of your entries yet."
        if is_narrowed(context, entry_filter):
            nothing = "No news matches."
        say(
            f"{nothing} To give your colleagues some:"
            "  coachlog reply ID WORDS  ·  coachlog thanks ID"
        )
