"""Reports: what a week was like, and counts over any span."""

from coachlog.clock import zone_name
from coachlog.domain.fields import KINDS
from coachlog.domain.periods import Period, week_before, week_of
from coachlog.domain.summary import KEYS, Line, summarised
from coachlog.domain.week import Shown, WeekReport, eight_weeks, week_counts
from coachlog.storage import counts, names, selecting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from coachlog.clock import Clock
    from coachlog.domain.filters import Filter
    from coachlog.storage.connection import Log

# What is shown of a week's entries of one kind, of its lessons, and of what is open.
MOST_ENTRIES = 4
MOST_LESSONS = 6
DEFAULT_WEEKS = 12


def report_week(
    log: "Log", clock: "Clock", wanted: "Filter", week: Period, scope: str | None = None, *, complete: bool = False
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
        entries = counts.first_entries(log, wanted._replace(kinds=(kind,)), MOST_ENTRIES) if count else []
        kinds[kind] = Shown(entries, count)
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
        Shown(*counts.entries_with(log, wanted, "lesson", None if complete else MOST_LESSONS)),
        _open_until(log, wanted, week, None if complete else MOST_ENTRIES),
    )


def summary_span(clock: "Clock", week_start: str) -> Period:
    """The span of a summary when nobody names one: this week and the eleven before it."""
    week = week_of(clock.now().date(), week_start)
    return Period(week_before(week, DEFAULT_WEEKS - 1).first, week.last, "the last 12 weeks")


def summarise(log: "Log", wanted: "Filter", keys: "Sequence[str]", week_start: str) -> tuple[list[Line], int]:
    """The lines of a summary by `keys`, at most as many as `wanted` says; and how many entries it counts."""
    assert wanted.period is not None
    rows, total = counts.grouped(log, wanted, [KEYS[key] for key in keys])
    return summarised(keys, rows, total, wanted.period, week_start)[: wanted.limit], total


def unknown_names(log: "Log", wanted: "Filter") -> list[str]:
    """The team and topics in `wanted` that no entry has, as `team 'permit'`."""
    named = [("team", wanted.team)] * bool(wanted.team) + [("topic", topic) for topic in wanted.topics]
    return [f"{table} {name!r}" for table, name in named if name and names.known_name(log, table, name) is None]


def _open_until(log: "Log", wanted: "Filter", week: Period, most: int | None) -> Shown:
    """The mistakes of this week and of any before it that nobody has put right, the oldest first."""
    if wanted.kinds and "mistake" not in wanted.kinds:
        return Shown([], 0)
    span = Period(week.first.min, week.last, "")
    still = wanted._replace(kinds=("mistake",), period=span, open_only=True, oldest_first=True)
    entries = list(selecting.select(log, still._replace(limit=most)))
    return Shown(entries, selecting.count(log, still) if len(entries) == most else len(entries))
