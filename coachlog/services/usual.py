"""What is usual, and what is not, of a week: `week`."""

from coachlog.domain.periods import DAY, Period, week_before
from coachlog.domain.review.usual import ALL, WEEKS, Usual, judge
from coachlog.storage.queries import counts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from coachlog.domain.filters import Filter
    from coachlog.storage.file.connection import Log

    # by sort and name the entries in each week, the oldest first
    WeeksOf = dict[tuple[str, str], list[int]]


def usual_figures(log: "Log", entry_filter: "Filter", week: Period) -> list[Usual]:
    """Return for all entries, and each team, topic and kind, whether a week is usual.

    Args:
        log: the log to read.
        entry_filter: narrows the entries to a team, topics or kinds; its period does not count.
        week: seven days that begin on the weekday that is set.
    """
    first = week_before(week, WEEKS - 1).first
    entry_filter = entry_filter._replace(
        period=Period(first, week.last, ""),
        limit=None,
        include_own=False,
    )
    week_numbers = {(first + days * DAY).isoformat(): days // 7 for days in range(7 * WEEKS)}
    weeks_of: WeeksOf = {ALL: [0] * WEEKS}

    def add(sort: str, days: "Iterable[tuple[str, str, int]]") -> None:
        for day, name, entries in days:
            weeks = weeks_of.setdefault((sort, name), [0] * WEEKS)
            weeks[week_numbers[day]] += entries

    add("team", counts.team_days(log, entry_filter))
    # Each entry has one team.
    for weeks in list(weeks_of.values()):
        weeks_of[ALL] = [sum(pair) for pair in zip(weeks_of[ALL], weeks, strict=True)]
    add("topic", counts.topic_days(log, entry_filter))
    add("kind", counts.kind_days(log, entry_filter))
    return judge(weeks_of, is_over=week.last < log.clock.today())
