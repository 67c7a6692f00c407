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
    wanted: "Filter",
    week: Period,
    scope: str | None = None,
    *,
    complete: bool = False,
) -> WeekReport:
    """What happened in `week`, for the team.

    Args:
        log: where.
        clock: says what day it is.
        wanted: narrows it to a team, topics, kinds.
        week: the week.
        scope: what `wanted` says of team and topics, as people type it.
        complete: all lessons and all that is open, and no entries by kind; else the first of each.
    """
    wanted = wanted._replace(period=week, limit=None, with_mine=False)
    span, two = eight_weeks(week), Period(week_before(week).first, week.last, "")
    figures = week_counts(
        week,
        counts.team_days(log, wanted._replace(period=span)),
        counts.team_kinds(log, wanted),
        counts.topic_days(log, wanted._replace(period=span)),
        counts.topic_cells(log, wanted._replace(period=two), week.first),
    )
    kinds = {}
    for kind in () if complete else KINDS:
        count = getattr(figures.everybody, kind)
        entries = (
            counts.first_entries(log, wanted._replace(kinds=(kind,)), MOST_ENTRIES) if count else []
        )
        kinds[kind] = FirstEntries(entries, count)
    mistakes = wanted._replace(kinds=("mistake",))
    return WeekReport(
        week,
        clock.now().date(),
        zone_name(clock.now()),
        scope,
        wanted.kinds,
        figures,
        counts.good_catches(log, mistakes) if figures.everybody.mistake else 0,
        kinds,
        FirstEntries(
            *counts.entries_with(log, wanted, "lesson", None if complete else MOST_LESSONS)
        ),
        _open_until(log, wanted, week, None if complete else MOST_ENTRIES),
        unprompted_rates(checkins.count_results(log, wanted._replace(period=span), ["topic"])),
        _waiting(log, clock, wanted, week, None if complete else MOST_WAITING),
        week_replies(log, wanted, COUNTED if complete else MOST_ENTRIES),
    )


def _waiting(
    log: "Log", clock: "Clock", wanted: "Filter", week: Period, most: int | None
) -> DueCounts:
    """How many check-ins are overdue, and due in the week that holds today."""
    today = clock.now().date()
    week_end = today + (week.last - today).days % 7 * DAY
    return due.count_due(
        log, wanted._replace(period=Period(week.first.min, week_end, "")), today, week_end, most
    )


def _open_until(log: "Log", wanted: "Filter", week: Period, most: int | None) -> FirstEntries:
    """The mistakes of this week and of any before it that nobody has put right, the oldest first."""
    if wanted.kinds and "mistake" not in wanted.kinds:
        return FirstEntries([], 0)
    span = Period(week.first.min, week.last, "")
    still = wanted._replace(kinds=("mistake",), period=span, open_only=True, oldest_first=True)
    found = list(entries.select_entries(log, still._replace(limit=most)))
    total = len(found)
    if total == most:
        total = entries.count_entries(log, still)
    return FirstEntries(found, total)
