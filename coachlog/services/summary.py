"""Counts over any span: `summary`."""

from coachlog.domain.periods import Period, week_before, week_of
from coachlog.domain.review.checkin_results import unprompted_rates
from coachlog.domain.review.decision_signals import topic_signals
from coachlog.domain.review.summary import KEYS, SummaryLine, summary_lines, with_rates
from coachlog.storage.queries import checkins, counts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from coachlog.clock import Clock
    from coachlog.domain.filters import Filter
    from coachlog.storage.file.connection import Log

DEFAULT_WEEKS = 12
RATE_KEYS = frozenset({"topic", "team"})  # what check-ins are counted by


def summary_span(clock: "Clock", week_start: str) -> Period:
    """Return the span of a summary without a period: this week and the eleven before it.

    Args:
        clock: says what day it is for the reader.
        week_start: the weekday on which weeks begin.
    """
    week = week_of(clock.today(), week_start)
    first = week_before(week, DEFAULT_WEEKS - 1).first
    return Period(first, week.last, f"the last {DEFAULT_WEEKS} weeks")


def may_have_rates(keys: "Sequence[str]") -> bool:
    """Return whether a summary by these keys counts check-ins too: it does by topic and team."""
    return RATE_KEYS.issuperset(keys)


def summarise(
    log: "Log",
    entry_filter: "Filter",
    keys: "Sequence[str]",
    week_start: str,
) -> tuple[list[SummaryLine], int]:
    """Return the lines of a summary, at most the filter's limit, and how many entries it counts.

    By topic and team they have the results of check-ins in the span, whenever their entries were
    recorded.

    Args:
        log: the log to read.
        entry_filter: which entries; it has a period, of the days on which they happened.
        keys: what to count by, of `KEYS`; the first one is the first column.
        week_start: the weekday on which weeks begin.
    """
    assert entry_filter.period is not None
    rows, total = counts.grouped(log, entry_filter, [KEYS[key] for key in keys])
    lines = summary_lines(
        keys,
        rows,
        total=total,
        span=entry_filter.period,
        week_start=week_start,
        today=log.clock.today(),
    )
    if may_have_rates(keys):
        lines = with_rates(lines, unprompted_rates(checkins.count_results(log, entry_filter, keys)))
    return lines[: entry_filter.limit], total


def decision_signals(log: "Log", entry_filter: "Filter") -> list[str]:
    """Return which topics have a rule that may need clarifying, or may need practice."""
    fields = ["topic", "decision", "rule_ref"]
    # Few entries have a decision, and only their topics have to be looked up.
    rows, _ = counts.grouped(log, entry_filter, fields, with_value="decision")
    # Without the kind, although each has a group of its own.
    return topic_signals(
        (topic, decision, rule, entries) for topic, decision, rule, _, entries in rows
    )
