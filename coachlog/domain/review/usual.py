"""Whether this week is like the ones before it: all entries, each team, each topic, each kind.

Each series is compared with its own last 26 weeks by Kulldorff's prospective scan statistic: of the
spans that end with this week, one week to eight, the one is taken whose rate differs most from
the weeks before, by the likelihood ratio of two Poisson rates. So one busy week is seen, and a
lasting change too, for which the limits of a single week take months.

M. Kulldorff, "Prospective time periodic geographical disease surveillance using a scan statistic",
Journal of the Royal Statistical Society A 164 (2001), 61-72. As in an XmR chart (D. J. Wheeler,
"Understanding Variation", 1993), the spread is that from one week to the next, which a lasting
change leaves alone. For rare entries the spans are longer: how many came in a time, and how many
days were between them, is one question for Poisson counts.

What keeps the page quiet was chosen by the simulation in the tests. No person is ever a series.
"""

from coachlog.domain.review.scan import (
    FEWEST_WEEKS,
    Series,
    excess_variance,
    limit_of,
    limits_of_week,
    score,
    with_spread,
)
from coachlog.named_tuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from coachlog.domain.review.scan import Counts, Name

WEEKS = 27  # this week and those it is compared with
_SORTS = ("all", "team", "topic", "kind")
ALL = ("all", "")
USUAL, MORE, FEWER, TOO_NEW = "usual", "more", "fewer", "too-new"

# Each of the sorts has the same share of this, and each series the same share of its sort's.
# Several spans a series make it more: the simulation has the share of weeks that come of it.
_FALSE_ALARMS = 0.02
_LONGEST_SPAN = 8
_LONGEST_SPAN_OF_RARE = 13
# In a holiday everybody together records less than a quarter of what is usual, where that is
# enough that it is no chance.
_HOLIDAY = 4
_BUSY = 8


class Usual(NamedTuple):
    """What a series of weekly counts says of this week.

    Attributes:
        sort: `all`, `team`, `topic` or `kind`.
        name: of the team, topic or kind; empty for all.
        entries: in this week.
        low: fewer in this week alone are unusual; None if the series is too new.
        high: more in this week alone are unusual; None if the series is too new.
        verdict: `usual`, `more`, `fewer` or `too-new`.
        weeks: the entries in each of the last 26 weeks, this one last.
        span: how many weeks the verdict is about, this one last; 0 if nothing is unusual.
        before: entries a week in the weeks before that span; before this week if span is 0.
    """

    sort: str
    name: str
    entries: int
    low: int | None
    high: int | None
    verdict: str
    weeks: tuple[int, ...]
    span: int = 0
    before: float = 0.0

    @property
    def is_unusual(self) -> bool:
        """Whether there is more or less than usual."""
        return self.verdict in (MORE, FEWER)

    @property
    def in_span(self) -> int:
        """The entries in the span."""
        return sum(self.weeks[-self.span :]) if self.span else 0

    def shape(self) -> "dict[str, Any]":
        """Return the published shape of the JSON format."""
        shape = self._asdict()
        shape["weeks"] = list(self.weeks)
        shape["before"] = round(self.before, 2)
        return shape


def judge(weeks_of: "Mapping[Name, Counts]", *, is_over: bool = True) -> list[Usual]:
    """Return for each series whether this week is usual.

    Args:
        weeks_of: by sort and name the entries in each of `WEEKS` weeks, this week last; `ALL` is
            among them.
        is_over: whether the week is. If not, it can have more than usual, but not fewer.

    Returns:
        All, then teams, topics and kinds, each by name. A series that has all entries is left out.
    """
    total = weeks_of[ALL]
    counted = _without_holidays(total)
    by_sort: dict[str, list[Series]] = {}
    for name, weeks in weeks_of.items():
        if name == ALL or list(weeks) != list(total):
            series = _series(name, weeks, total, counted)
            by_sort.setdefault(name[0], []).append(series)
    excess_of_all = excess_variance(by_sort["all"])
    results: list[Usual] = []
    for of_sort in by_sort.values():
        chance = _FALSE_ALARMS / len(by_sort)
        with_limits = _with_limits(of_sort, chance, excess_of_all)
        results += [_judge(series, is_over=is_over) for series in with_limits]
    return sorted(results, key=_by_sort_and_name)


def _with_limits(of_sort: list[Series], chance: float, excess_of_all: float) -> list[Series]:
    """Return the series of a sort with their spread and the limit that they share."""
    judged = [series for series in of_sort if series.is_judged]
    excess = excess_variance(judged)
    limit = limit_of(chance / max(1, len(judged)))
    return [with_spread(series, excess, excess_of_all)._replace(limit=limit) for series in of_sort]


def _by_sort_and_name(usual: Usual) -> tuple[int, str, str]:
    return _SORTS.index(usual.sort), usual.name.casefold(), usual.name


def _too_new(series: Series) -> Usual:
    sort, name = series.name
    return Usual(
        sort=sort,
        name=name,
        entries=series.weeks[-1],
        low=None,
        high=None,
        verdict=TOO_NEW,
        weeks=tuple(series.weeks[1 - WEEKS :]),
    )


def _judge(series: Series, *, is_over: bool) -> Usual:
    result = _too_new(series)
    if series.is_too_new:
        return result
    counts = series.counts
    low, high = limits_of_week(series)
    if not is_over:
        low = 0
    before = sum(counts[:-1])
    best = 0.0
    weeks_before = len(counts) - 1
    rate = before / weeks_before
    result = result._replace(low=low, high=high, verdict=USUAL, before=rate)
    longest = _LONGEST_SPAN if rate >= 1 else _LONGEST_SPAN_OF_RARE
    longest = min(longest, len(counts) - FEWEST_WEEKS)
    inside = 0
    for span in range(1, longest + 1):
        inside += counts[-span]
        outside = before + counts[-1] - inside
        deviation = score(series, span, inside, outside)
        if not is_over:
            deviation = max(0.0, deviation)
        if abs(deviation) <= max(series.limit, abs(best)):
            continue
        best = deviation
        verdict = MORE if deviation > 0 else FEWER
        rate = outside / (len(counts) - span)
        result = result._replace(verdict=verdict, span=span, before=rate)
    return result


def _series(name: "Name", weeks: "Counts", total: "Counts", counted: list[int]) -> Series:
    """Return a series from the week after its first entry on.

    With the first entry itself a new series would always begin with more than it goes on with.
    """
    first = 0
    while first < len(weeks) and not weeks[first]:
        first += 1
    indexes = [index for index in counted if index > first]
    others = [] if name == ALL else [total[index] - weeks[index] for index in indexes]
    return Series(name, weeks, [weeks[index] for index in indexes], others)


def _without_holidays(total: "Counts") -> list[int]:
    """Return the indexes of this week and of those before it that are no holidays."""
    usual = sorted(total)[len(total) // 2]
    this_week = len(total) - 1
    if usual < _BUSY:
        return list(range(this_week + 1))
    counted = []
    for index, entries in enumerate(total):
        if index == this_week or entries * _HOLIDAY >= usual:
            counted.append(index)
    return counted
