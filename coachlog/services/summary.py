"""Counts over any span."""

from coachlog.domain.periods import Period, week_before, week_of
from coachlog.domain.review.checkin_results import unprompted_rates
from coachlog.domain.review.decision_signals import topic_signals
from coachlog.domain.review.summary import KEYS, SummaryLine, summarised, with_rates
from coachlog.storage.queries import checkins, counts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from coachlog.clock import Clock
    from coachlog.domain.filters import Filter
    from coachlog.storage.file.connection import Log

DEFAULT_WEEKS = 12
SHARED = frozenset({"topic", "team"})  # what the check-ins are counted by


def summary_span(clock: "Clock", week_start: str) -> Period:
    """The span of a summary when nobody names one: this week and the eleven before it."""
    week = week_of(clock.now().date(), week_start)
    return Period(week_before(week, DEFAULT_WEEKS - 1).first, week.last, "the last 12 weeks")


def has_shares(entry_filter: "Filter", keys: "Sequence[str]") -> bool:
    """Whether check-ins are counted too: by topic and team, and never of one trainer for others, whom it would rate."""
    return SHARED.issuperset(keys) and entry_filter.trainer in (None, entry_filter.reader)


def summarise(
    log: "Log", clock: "Clock", entry_filter: "Filter", keys: "Sequence[str]", week_start: str
) -> tuple[list[SummaryLine], int]:
    """The lines of a summary by `keys`, at most as many as `entry_filter` says; and how many entries it counts.

    By topic and team they have the check-ins that were answered in the span, whenever their entries were recorded.
    """
    assert entry_filter.period is not None
    rows, total = counts.grouped(log, entry_filter, [KEYS[key] for key in keys])
    lines = summarised(keys, rows, total, entry_filter.period, week_start, clock.now().date())
    if has_shares(entry_filter, keys):
        lines = with_rates(lines, unprompted_rates(checkins.count_results(log, entry_filter, keys)))
    return lines[: entry_filter.limit], total


def decision_signals(log: "Log", entry_filter: "Filter") -> list[str]:
    """What the decisions of a summary's entries mean, by topic: a rule that wants clearing, a topic that wants practice.

    Of one trainer's entries nothing is said to others, because it would be said of a person.
    """
    if entry_filter.trainer not in (None, entry_filter.reader):
        return []
    rows, _ = counts.grouped(log, entry_filter, ["topic", "decision", "rule_ref"])
    return topic_signals(
        (topic, decision, rule, entries) for topic, decision, rule, _, entries in rows
    )
