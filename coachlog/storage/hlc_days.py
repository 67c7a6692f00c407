"""Days and hlcs: on which local day something was done, and which hlcs a span of days has."""

from datetime import date, datetime

from coachlog.clock import local_day
from coachlog.domain.periods import DAY, Period
from coachlog.storage.checked import checked_hlc
from coachlog.storage.file.connection import Log
from coachlog.storage.revisions import epoch_seconds


def day_of(log: Log, hlc: str) -> str:
    """Return the local civil day (ISO 8601) of an hlc.

    Raises:
        DamagedError: it is not an hlc.
    """
    return local_day(epoch_seconds(checked_hlc(log, hlc)))


def hlcs_of(period: Period | None) -> tuple[str, str]:
    """Return two texts, between which all hlcs of a span of local days sort; None is all time."""
    since, until = "", "~"  # before and after every hlc
    if period is not None:
        since = _start_of(period.first)
        if period.last < date.max:
            until = _start_of(period.last + DAY)
    return since, until


def _start_of(day: date) -> str:
    if day.year < 1971:  # before any clock of ours, and some systems refuse negative times
        return ""
    midnight = datetime(day.year, day.month, day.day).astimezone()
    return f"{int(midnight.timestamp() * 1000):013d}"
