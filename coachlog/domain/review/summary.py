"""Counts over any span, by team, topic, kind and more.

An entry with two topics, or two factors, counts once in each, and once in the total.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import product, repeat

from coachlog.domain.fields import KINDS, LIST_SEPARATOR
from coachlog.domain.periods import DAY, Period, month_of, week_of
from coachlog.domain.review.checkin_results import UnpromptedRate
from coachlog.named_tuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

Group = tuple[str | None, ...]

# What a summary can count by, and the field that it is taken from. No person is among them: what
# a supervisor sees is topics, counts and lessons.
KEYS = {
    "team": "team",
    "topic": "topic",
    "kind": "kind",
    "week": "occurred_on",
    "month": "occurred_on",
    "status": "status",
    "basis": "basis",
    "decision": "decision",
    "caught": "caught",
    "detected-by": "detected_by",
    "factor": "factors",
}
TIME_KEYS = ("week", "month")


def read_keys(texts: Iterable[str], option: str = "--by") -> list[str]:
    """Return the keys of a summary, which come by commas or one at a time.

    Args:
        texts: what was typed.
        option: behind which option.

    Raises:
        ValueError: a summary does not count by one of them, or one comes twice.
    """
    keys: list[str] = []
    for text in ",".join(texts).split(","):
        key = text.strip().lower().replace("_", "-")
        if key in keys:
            raise ValueError(f"{key!r} is named twice in {option}. Name it once")
        if key not in KEYS:
            raise ValueError(
                f"a summary cannot count by {key!r}. Choose from {', '.join(KEYS)},"
                " and separate several by commas"
            )
        keys.append(key)
    return keys


class SummaryLine(NamedTuple):
    """One line of a summary: its keys' values, its entries, and its percentage of all entries."""

    keys: Group
    entries: int = 0
    strength: int = 0
    correction: int = 0
    question: int = 0
    mistake: int = 0
    percent: float = 0.0
    answers_30: int = 0
    unprompted_30: int = 0
    answers_60: int = 0
    unprompted_60: int = 0


def with_rates(lines: Iterable[SummaryLine], rates: Iterable[UnpromptedRate]) -> list[SummaryLine]:
    """Return the lines of a summary with the figures of their check-ins.

    Args:
        lines: the lines, whose keys are the names of the rates.
        rates: in their order. One without a line, because none of its entries is in the span, gets
            a line of its own at the end.
    """
    figures: dict[Group, dict[str, Any]] = {}
    for rate in rates:
        figures[rate.name] = dict(rate.figures)
    joined = []
    for line in lines:
        numbers = figures.pop(line.keys, {})
        joined.append(line._replace(**numbers))
    for group, numbers in figures.items():
        joined.append(SummaryLine(group, **numbers))
    return joined


def summary_lines(
    keys: Sequence[str],
    rows: Sequence[tuple[Any, ...]],
    *,
    total: int,
    span: Period,
    week_start: str,
    today: date,
) -> list[SummaryLine]:
    """Return grouped counts as the lines of a summary.

    If the first key is week or month, the oldest comes first, and as the only key it has the
    empty weeks or months too. Otherwise the most entries come first.

    Args:
        keys: what to count by.
        rows: the keys' fields, the kind, and how many entries have them.
        total: how many entries there are in all.
        span: the days that were asked for.
        week_start: the day on which weeks begin.
        today: where a span without an end stops, unless there are later entries.
    """
    groups = _counted(keys, rows, week_start)
    by_time = keys[0] in TIME_KEYS
    if by_time and len(keys) == 1 and rows:
        closed = close_span(span, [row[0] for row in rows], today)
        for period in periods_in(keys[0], closed, week_start):
            groups.setdefault((period.label,), Counter())
    lines = [_line(group, kinds, total) for group, kinds in groups.items()]
    lines.sort(key=_most_entries_first)
    if by_time:
        # A sort keeps the order of equals, so that within a week the most entries come first.
        lines.sort(key=lambda line: line.keys[0] or "")
    return lines


def _counted(
    keys: Sequence[str],
    rows: Iterable[tuple[Any, ...]],
    week_start: str,
) -> dict[Group, Counter[str]]:
    groups: defaultdict[Group, Counter[str]] = defaultdict(Counter)
    for *values, kind, entries in rows:
        for group in product(*map(labels_of, keys, values, repeat(week_start))):
            groups[group][kind] += entries
    return groups


def _most_entries_first(line: SummaryLine) -> tuple[int, list[str]]:
    return -line.entries, [key or "" for key in line.keys]


def labels_of(key: str, value: str | None, week_start: str) -> Sequence[str | None]:
    """Return what an entry counts as by a key; several labels if its field is a list."""
    if not value:
        return [None]
    if key in TIME_KEYS:
        return [_period_of(key, date.fromisoformat(value), week_start).label]
    if key == "factor":
        return value.split(LIST_SEPARATOR)
    return [value]


def close_span(span: Period, days: Sequence[str], today: date) -> Period:
    """Return a span whose open ends are closed by some days, the last one not before today.

    Args:
        span: the span.
        days: at least one if the beginning is open.
        today: the day of reading.
    """
    if span.first == date.min:
        span = span._replace(first=date.fromisoformat(min(days)))
    if span.last == date.max:
        span = span._replace(last=last_day(days, today))
    return span


def last_day(days: Sequence[str], today: date) -> date:
    """Return the last of some days, or today if that is later."""
    return date.fromisoformat(max([*days, today.isoformat()]))


def periods_in(key: str, span: Period, week_start: str) -> Iterator[Period]:
    """Yield the weeks or months of a span, the first and the last one whole."""
    day = span.first
    while day <= span.last:
        period = _period_of(key, day, week_start)
        yield period
        day = period.last + DAY


def _period_of(key: str, day: date, week_start: str) -> Period:
    if key == "month":
        return month_of(day)
    return week_of(day, week_start)


def _line(group: Group, kinds: Counter[str], total: int) -> SummaryLine:
    entries = kinds.total()
    percent = 0.0
    if total:
        percent = round(100 * entries / total, 1)
    return SummaryLine(
        group,
        entries=entries,
        percent=percent,
        **{kind: kinds[kind] for kind in KINDS},
    )
