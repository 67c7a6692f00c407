"""The week as a workbook to hand around: `week --format xlsx`."""

from collections.abc import Iterator

from coachlog.domain.entry import Entry
from coachlog.domain.filters import Filter
from coachlog.domain.periods import Period
from coachlog.domain.review.grid import GridCounts
from coachlog.named_tuple import NamedTuple
from coachlog.services.export import AudienceExport
from coachlog.services.grid import count_grid
from coachlog.storage.file.connection import Log
from coachlog.storage.queries.counts import small_teams

MOST_OF_GRID = 200  # teams, and topics, before the others


class WeekWorkbook(NamedTuple):
    """What the sheets of a week have; its entries are read while they are written."""

    grid: GridCounts  # teams by topics
    lessons: Iterator[Entry]
    entries: Iterator[Entry]


def week_workbook(
    log: Log,
    entry_filter: Filter,
    week: Period,
    week_start: str,
) -> WeekWorkbook:
    """Return the workbook of a week, for the team.

    Args:
        log: the log to read.
        entry_filter: narrows the week to a team, topics or kinds; its period does not count.
        week: seven days that begin on the weekday that is set.
        week_start: the weekday.
    """
    entry_filter = entry_filter._replace(period=week, limit=None, include_own=False)
    small = small_teams(log, week)

    def entries_of(list_name: str | None) -> Iterator[Entry]:
        """Yield entries without what leads to the writers of small teams: they leave the screen."""
        for entry in AudienceExport(log, entry_filter._replace(list_name=list_name)):
            yield entry.without_writer() if entry.team in small else entry

    return WeekWorkbook(
        grid=count_grid(
            log,
            entry_filter,
            ("team", "topic"),
            week_start,
            MOST_OF_GRID,
        ),
        lessons=entries_of("lessons"),
        entries=entries_of(None),
    )
