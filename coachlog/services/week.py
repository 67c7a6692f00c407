"""What a week was like."""

from coachlog.clock import zone_name
from coachlog.domain.fields import KINDS
from coachlog.domain.periods import DAY, Period, week_before
from coachlog.domain.reply import COUNTED
from coachlog.domain.review.checkin_results import MOST_WAITING, DueCounts, unprompted_rates
from coachlog.domain.review.week import FirstEntries, WeekReport, eight_weeks, week_counts
from coachlog.services.open_questions import week_replies
from coachlog.storage.queries import checkins, counts, due, entries

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coachlog.clock import Clock
    from coachlog.domain.filters import Filter
    from coachlog.storage.file.connection import Log

# What is shown of a week's entries of one kind, of its lessons, and of what is open.
MOST_ENTRIES = 4
MOST_LESSONS = 6


def week_report(
    log: "Log",
    clock: "Clock",
    entry_filter: "Filter",
    week: Period,
    scope: str | None = None,
    *,
    complete: bool = False,
) -> WeekReport:
    """What happened in `week`, for the team.

    Args:
        log: where.
        clock: says what day it is.
        entry_filter: narrows it to a team, topics, kinds.
        week: the week.
        scope: what `entry_filter` says of team and topics, as people type it.
        complete: all lessons and all that is open, and no entries by kind; else the first of each.
    """
    entry_filter = entry_filter._replace(period=week, limit=None, include_own=False)
    span, two = eight_weeks(week), Period(week_before(week).first, week.last, "")
    figures = week_counts(
        week,
        counts.team_days(log, entry_filter._replace(period=span)),
        counts.team_kinds(log, entry_filter),
        counts.topic_days(log, entry_filter._replace(period=span)),
        counts.topic_cells(log, entry_filter._replace(period=two), week.first),
    )
    kinds = {}
    for kind in () if complete else KINDS:
        count = getattr(figures.everybody, kind)
        entries = (
            counts.first_entries(log, entry_filter._replace(kinds=(kind,)), MOST_ENTRIES)
            if count
            else []
        )
        kinds[kind] = FirstEntries(entries, count)
    mistakes = entry_filter._replace(kinds=("mistake",))
    return WeekReport(
        week,
        clock.now().date(),
        zone_name(clock.now()),
        scope,
        entry_filter.kinds,
        figures,
        counts.good_catches(log, mistakes) if figures.everybody.mistake else 0,
        kinds,
        FirstEntries(
            *counts.entries_with(log, entry_filter, "lesson", None if complete else MOST_LESSONS)
        ),
        _open_until(log, entry_filter, week, None if complete else MOST_ENTRIES),
        unprompted_rates(
            checkins.count_results(log, entry_filter._replace(period=span), ["topic"])
        ),
        _waiting(log, clock, entry_filter, week, None if complete else MOST_WAITING),
        week_replies(log, entry_filter, COUNTED if complete else MOST_ENTRIES),
    )


def _waiting(
    log: "Log", clock: "Clock", entry_filter: "Filter", week: Period, most: int | None
) -> DueCounts:
    """How many check-ins are overdue, and due in the week that holds today."""
    today = clock.now().date()
    week_end = today + (week.last - today).days % 7 * DAY
    return due.count_due(
        log,
        entry_filter._replace(period=Period(week.first.min, week_end, "")),
        today,
        week_end,
        most,
    )


def _open_until(log: "Log", entry_filter: "Filter", week: Period, most: int | None) -> FirstEntries:
    """The mistakes of this week and of any before it that nobody has put right, the oldest first."""
    if entry_filter.kinds and "mistake" not in entry_filter.kinds:
        return FirstEntries([], 0)
    span = Period(week.first.min, week.last, "")
    still = entry_filter._replace(
        kinds=("mistake",), period=span, open_only=True, oldest_first=True
    )
    found = list(entries.select_entries(log, still._replace(limit=most)))
    total = len(found)
    if total == most:
        total = entries.count_entries(log, still)
    return FirstEntries(found, total)
