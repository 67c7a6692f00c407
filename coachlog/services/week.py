"""The week as a supervisor reads it: `week`."""

from coachlog.clock import zone_name
from coachlog.domain.fields import KINDS
from coachlog.domain.periods import DAY, Period, week_before
from coachlog.domain.reply import COUNTED, OLD_DAYS, WeekReplies
from coachlog.domain.review.checkin_results import DUE_CAP, DueCounts, unprompted_rates
from coachlog.domain.review.week import (
    NO_ENTRIES,
    Counts,
    FirstEntries,
    WeekReport,
    eight_weeks,
    end_of_week,
    week_counts,
)
from coachlog.named_tuple import NamedTuple
from coachlog.services.usual import usual_figures
from coachlog.storage.queries import checkins, counts, due, entries, open_questions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coachlog.domain.filters import Filter
    from coachlog.storage.file.connection import Log


class Limits(NamedTuple):
    """How much of a week is read."""

    entries: int  # of one kind, and of open mistakes
    lessons: int
    due: int | None  # None for all of them
    replies: int
    counted: int | None  # questions and old lessons; None for all of them


# A page is read in ten minutes; a file is for a spreadsheet or a program.
MOST_ENTRIES = 4
PAGE = Limits(
    entries=MOST_ENTRIES,
    lessons=6,
    due=DUE_CAP,
    replies=MOST_ENTRIES,
    counted=COUNTED,
)
FILE = Limits(
    entries=COUNTED,
    lessons=COUNTED,
    due=None,
    replies=COUNTED,
    counted=None,
)


def week_report(
    log: "Log",
    entry_filter: "Filter",
    week: Period,
    scope: str = "",
    *,
    complete: bool = False,
) -> WeekReport:
    """Return what happened in a week, for the team.

    Args:
        log: the log to read.
        entry_filter: narrows the week to a team, topics or kinds; its period does not count.
        week: seven days that begin on the weekday that is set.
        scope: the filter's team and topics, as people type them.
        complete: the first thousand lessons and open mistakes, questions and old lessons, but
            neither entries by kind nor what is usual; else the first few of each.
    """
    limits = FILE if complete else PAGE
    # A week is for the team, so the reader's own private entries are not in it either.
    entry_filter = entry_filter._replace(period=week, limit=None, include_own=False)
    in_eight_weeks = entry_filter._replace(period=eight_weeks(week))
    week_figures = _count(log, entry_filter, week)
    good_catches = 0
    if week_figures.total.mistake:
        good_catches = counts.good_catches(log, entry_filter._replace(kinds=("mistake",)))
    by_kind = {}
    usual = []
    if not complete:
        by_kind = _first_by_kind(log, entry_filter, week_figures)
        usual = usual_figures(log, entry_filter, week, all_limits=False)
    return WeekReport(
        week=week,
        today=log.clock.today(),
        time_zone=zone_name(log.clock.now()),
        counts=week_figures,
        scope=scope,
        only_kinds=entry_filter.kinds,
        good_catches=good_catches,
        by_kind=by_kind,
        lessons=FirstEntries(*counts.entries_with(log, entry_filter, "lesson", limits.lessons)),
        open_mistakes=_open_mistakes(log, entry_filter, week, limits.entries),
        rates=unprompted_rates(checkins.count_results(log, in_eight_weeks, ["topic"])),
        due=_count_due(log, entry_filter, week, limits.due),
        replies=_replies(log, entry_filter, week, limits),
        usual=usual,
    )


def for_mail(log: "Log", report: WeekReport) -> WeekReport:
    """Return the report without what leads to the writers of small teams: it leaves the screen."""
    small = counts.small_teams(log, report.week)

    def without_writers(first: FirstEntries) -> FirstEntries:
        shown = []
        for entry in first.entries:
            shown.append(entry.without_writer() if entry.team in small else entry)
        return first._replace(entries=shown)

    return report._replace(
        by_kind={kind: without_writers(first) for kind, first in report.by_kind.items()},
        lessons=without_writers(report.lessons),
        open_mistakes=without_writers(report.open_mistakes),
    )


def _count(log: "Log", entry_filter: "Filter", week: Period) -> Counts:
    in_eight_weeks = entry_filter._replace(period=eight_weeks(week))
    # The cells compare the week with the one before only.
    two_weeks = Period(week_before(week).first, week.last, "")
    return week_counts(
        week,
        team_days=counts.team_days(log, in_eight_weeks),
        team_kinds=counts.team_kinds(log, entry_filter),
        topic_days=counts.topic_days(log, in_eight_weeks),
        cells=counts.topic_cells(log, entry_filter._replace(period=two_weeks), week.first),
    )


def _first_by_kind(
    log: "Log",
    entry_filter: "Filter",
    week_figures: Counts,
) -> dict[str, FirstEntries]:
    by_kind = {}
    for kind in KINDS:
        total = getattr(week_figures.total, kind)
        if total:
            of_kind = entry_filter._replace(kinds=(kind,))
            first = counts.first_entries(log, of_kind, MOST_ENTRIES)
            by_kind[kind] = FirstEntries(first, total)
    return by_kind


def _count_due(
    log: "Log",
    entry_filter: "Filter",
    week: Period,
    most: int | None,
) -> DueCounts:
    """Count the check-ins that are overdue, and those due in the week of today."""
    # As of today even for an older week: what was overdue then has been answered or is still due.
    today = log.clock.today()
    week_end = end_of_week(today, week)
    until = entry_filter._replace(period=Period(week.first.min, week_end, ""))
    return due.count_due(
        log,
        until,
        today,
        week_end,
        most,
    )


def _open_mistakes(
    log: "Log",
    entry_filter: "Filter",
    week: Period,
    most: int,
) -> FirstEntries:
    """Return the mistakes up to the end of the week without a recovery, the oldest first."""
    if entry_filter.kinds and "mistake" not in entry_filter.kinds:
        return NO_ENTRIES
    still_open = entry_filter._replace(
        kinds=("mistake",),
        period=_up_to_end_of(week),
        list_name="open",
        oldest_first=True,
    )
    first = list(entries.select_entries(log, still_open._replace(limit=most)))
    total = len(first)
    # Fewer than were asked for are all there are.
    if total == most:
        total = entries.count_entries(log, still_open)
    return FirstEntries(first, total)


def _replies(
    log: "Log",
    entry_filter: "Filter",
    week: Period,
    limits: Limits,
) -> WeekReplies:
    """Return the replies in a week, and the open questions and old lessons at its end."""
    most = limits.replies
    until = entry_filter._replace(period=_up_to_end_of(week), limit=most)
    old_from = week.last - OLD_DAYS * DAY
    questions = tuple(open_questions.open_questions(log, until))
    lessons = tuple(open_questions.old_lessons(log, entry_filter, old_from, most))
    # Fewer than were asked for are all there are.
    questions_total = len(questions)
    if questions_total == most:
        questions_total = open_questions.count_questions(log, until, limits.counted)
    lessons_total = len(lessons)
    if lessons_total == most:
        lessons_total = open_questions.count_old_lessons(
            log,
            entry_filter,
            old_from,
            limits.counted,
        )
    replies, thanks = open_questions.count_replies(log, entry_filter)
    return WeekReplies(
        replies=replies,
        thanks=thanks,
        questions=questions,
        questions_total=questions_total,
        lessons=lessons,
        lessons_total=lessons_total,
    )


def _up_to_end_of(week: Period) -> Period:
    return Period(week.first.min, week.last, "")
