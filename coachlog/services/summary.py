"""Counts over any span."""

from coachlog.domain.periods import Period, week_before, week_of
from coachlog.domain.summary import KEYS, Line, summarised
from coachlog.storage import counts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from coachlog.clock import Clock
    from coachlog.domain.filters import Filter
    from coachlog.storage.connection import Log

DEFAULT_WEEKS = 12


def summary_span(clock: "Clock", week_start: str) -> Period:
    """The span of a summary when nobody names one: this week and the eleven before it."""
    week = week_of(clock.now().date(), week_start)
    return Period(week_before(week, DEFAULT_WEEKS - 1).first, week.last, "the last 12 weeks")


def summarise(log: "Log", clock: "Clock", wanted: "Filter", keys: "Sequence[str]", week_start: str) -> tuple[list[Line], int]:
    """The lines of a summary by `keys`, at most as many as `wanted` says; and how many entries it counts."""
    assert wanted.period is not None
    rows, total = counts.grouped(log, wanted, [KEYS[key] for key in keys])
    lines = summarised(keys, rows, total, wanted.period, week_start, clock.now().date())
    return lines[: wanted.limit], total
