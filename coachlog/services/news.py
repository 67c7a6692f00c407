"""News: what others did with a trainer's entries."""

from collections.abc import Iterator
from datetime import date, datetime

from coachlog.domain.filters import Filter
from coachlog.domain.periods import DAY
from coachlog.domain.reply import News
from coachlog.storage.file.connection import Log
from coachlog.storage.queries.replies import select_news


def list_news(log: Log, entry_filter: Filter) -> Iterator[News]:
    """Yield what others did with a trainer's entries, the newest first.

    Args:
        log: the log to read; its reader is the trainer whose entries it is about.
        entry_filter: which entries. Its period is that of the days on which something was done,
            in the local time zone.
    """
    since, until = "", "~"  # before and after every hlc
    if entry_filter.period:
        since = _hlc_at_start_of(entry_filter.period.first)
        if entry_filter.period.last < date.max:
            until = _hlc_at_start_of(entry_filter.period.last + DAY)
    return select_news(log, entry_filter, since, until)


def _hlc_at_start_of(day: date) -> str:
    """Return what sorts before everything that was done from a local day on."""
    if day.year < 1971:  # before any clock of ours, and some systems refuse negative times
        return ""
    midnight = datetime(day.year, day.month, day.day).astimezone()
    return f"{int(midnight.timestamp() * 1000):013d}"
