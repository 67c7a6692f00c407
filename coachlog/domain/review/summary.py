"""Counts over any span, by team, topic, kind and more.

An entry with two topics, or two factors, counts once in each, and once in the total.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import product
from typing import Any, NamedTuple

from coachlog.domain.fields import KINDS, LIST_SEPARATOR
from coachlog.domain.periods import DAY, Period, month_of, week_of
from coachlog.domain.review.checkin_results import UnpromptedRate

# What a summary can be counted by, and the field that it is taken from. No person is among them: what a supervisor sees
# is topics, counts and lessons.
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


def checked_keys(by: Iterable[str]) -> list[str]:
    """The keys that somebody wants a summary by: `team,topic` or one at a time.

    Raises:
        ValueError: one that nothing is counted by, or one twice; the message lists those there are.
    """
    words = [word.strip().lower().replace("_", "-") for text in by for word in text.split(",")]
    for place, key in enumerate(words):
        if key not in KEYS or key in words[:place]:
            raise ValueError(
                f"a summary is by {', '.join(KEYS)} (several by commas); not {key!r}{' twice' * (key in KEYS)}"
            )
    return words


class SummaryLine(NamedTuple):
    """One line of a summary: its keys' values, its entries by kind, and its percentage of all entries."""

    keys: tuple[str | None, ...]
    entries: int
    strength: int
    correction: int
    question: int
    mistake: int
    percent: float
    answers_30: int = 0
    unprompted_30: int = 0
    answers_60: int = 0
    unprompted_60: int = 0


def with_rates(lines: Iterable[SummaryLine], found: Iterable[UnpromptedRate]) -> list[SummaryLine]:
    """The same lines with the check-ins that were answered; what has these and no entries comes last."""
    answers: dict[tuple[str | None, ...], dict[str, Any]] = {
        share.name: dict(share.figures) for share in found
    }
    joined = [line._replace(**answers.pop(line.keys, {})) for line in lines]
    return joined + [
        SummaryLine(name, 0, 0, 0, 0, 0, 0.0, **figures) for name, figures in answers.items()
    ]


def summarised(
    keys: Sequence[str],
    rows: Sequence[tuple[Any, ...]],
    total: int,
    span: Period,
    week_start: str,
    today: date,
) -> list[SummaryLine]:
    """Grouped counts as the lines of a summary.

    By week or month first it goes from the oldest to the newest, and alone it has the empty ones too; else the most
    entries come first.

    Args:
        keys: what to count by.
        rows: the keys' fields, the kind, and how many entries have them.
        total: how many entries there are in all.
        span: the days that were asked for.
        week_start: the day on which weeks begin.
        today: where a span without an end stops, unless there are later entries.
    """
    found: dict[tuple[str | None, ...], Counter[str]] = {}
    if keys in (["week"], ["month"]) and rows:
        days = [date.fromisoformat(row[0]) for row in rows]
        found = {
            (label,): Counter()
            for label in _labels(keys[0], _closed(span, days, today), week_start)
        }
    for *values, kind, entries in rows:
        for combination in product(
            *(_values(key, value, week_start) for key, value in zip(keys, values, strict=True))
        ):
            found.setdefault(combination, Counter())[kind] += entries
    lines = [_line(name, kinds, total) for name, kinds in found.items()]
    by_time = keys[0] in ("week", "month")
    return sorted(
        lines,
        key=lambda line: (
            line.keys[0] if by_time else "",
            -line.entries,
            [key or "" for key in line.keys],
        ),
    )


def _values(key: str, value: str | None, week_start: str) -> Sequence[str | None]:
    if value is None or value == "":
        return (None,)
    if key == "week":
        return (week_of(date.fromisoformat(value), week_start).label,)
    if key == "month":
        return (value[:7],)
    return value.split(LIST_SEPARATOR) if key == "factor" else (value,)


def _closed(span: Period, days: Sequence[date], today: date) -> Period:
    """A span whose open ends are where its entries begin and where they, or today, end."""
    first = min(days) if span.first == date.min else span.first
    return span._replace(
        first=first, last=max(*days, today) if span.last == date.max else span.last
    )


def _labels(key: str, span: Period, week_start: str) -> Iterator[str]:
    day = span.first
    while day <= span.last:
        period = week_of(day, week_start) if key == "week" else month_of(day)
        yield period.label
        day = period.last + DAY


def _line(name: tuple[str | None, ...], kinds: Counter[str], total: int) -> SummaryLine:
    entries = kinds.total()
    strength, correction, question, mistake = (kinds[kind] for kind in KINDS)
    return SummaryLine(
        name,
        entries,
        strength,
        correction,
        question,
        mistake,
        round(100 * entries / total, 1) if total else 0.0,
    )
