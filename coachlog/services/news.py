"""News: what others did with a trainer's entries."""

from collections.abc import Iterator

from coachlog.domain.filters import Filter
from coachlog.domain.reply import News
from coachlog.storage.file.connection import Log
from coachlog.storage.hlc_days import hlcs_of
from coachlog.storage.queries.replies import select_news


def list_news(log: Log, entry_filter: Filter) -> Iterator[News]:
    """Yield what others did with a trainer's entries, the newest first.

    Args:
        log: the log to read; its reader is the trainer whose entries it is about.
        entry_filter: which entries. Its period is that of the days on which something was done,
            in the local time zone.
    """
    since, until = hlcs_of(entry_filter.period)
    return select_news(log, entry_filter, since, until)
