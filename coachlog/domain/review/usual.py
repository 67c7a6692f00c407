"""Whether this week is like the ones before it: all entries, each team, each topic, each kind.

Each series is compared with its own last 26 weeks by Kulldorff's prospective scan statistic: of the
spans that end with this week, one week to eight, the one is taken whose rate differs most from
the weeks before, by the likelihood ratio of two Poisson rates. So one busy week is seen, and a
lasting change too, for which the limits of a single week take months.

M. Kulldorff, "Prospective time periodic geographical disease surveillance using a scan statistic",
Journal of the Royal Statistical Society A 164 (2001), 61-72. As in an XmR chart (D. J. Wheeler,
"Understanding Variation", 1993), the spread is that from one week to the next, which a lasting
change leaves alone. For rare entries the spans are longer: for Poisson counts, how many came in a
time and how many days lay between them are the same question.

What keeps the page quiet was chosen by the simulation in the tests. No person is ever a series.
"""

from coachlog.domain.review.scan import (
    FEWEST_WEEKS,
    Series,
    excess_variance,
    limit_of,
    limits_of_week,
    score,
    set_spread,
)
from coachlog.named_tuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping
    from typing import Any

    from coachlog.domain.review.scan import Counts, Name

WEEKS = 27  # this week and those it is compared with
_SORTS = ("all", "team", "topic", "kind")
ALL = ("all", "")
USUAL, MORE, FEWER, TOO_NEW = "usual", "more", "fewer", "too-new"

# Each of the sorts has the same share of this, and each series the same share of its sort's.
# Several spans a series make it more: the simulation has the share of weeks that come of it.
_FALSE_ALARMS = 0.015
_LONGEST_SPAN = 8
_LONGEST_SPAN_OF_RARE = 13
# In a holiday everybody together records less than a quarter of what is usual, where that is
# enough to rule out chance.
_HOLIDAY = 4
_BUSY = 8


class Usual(NamedTuple):
    """What a series of weekly counts says of this week.

    Attributes:
        sort: `all`, `team`, `topic` or `kind`.
        name: of the team, topic or kind; empty for all.
        entries: in this week.
        low: fewer in this week alone are unusual; None if the series is too new, or its limits
            were not asked for.
        high: likewise, more in this week alone are unusual.
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


def judge(
    weeks_of: "Mapping[Name, Counts]",
    *,
    is_over: bool = True,
    limits_of: "Container[Name] | None" = None,
) -> list[Usual]:
    """Return for each series whether this week is usual.

    Args:
        weeks_of: by sort and name the entries in each of `WEEKS` weeks, this week last; `ALL` is
            among them.
        is_over: whether the week is. If not, it can have more than usual, but not fewer.
        limits_of: the usual series whose limits are looked for, which takes as long as the verdict;
            None for all.

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
    results = []
    for of_sort in by_sort.values():
        judged = [series for series in of_sort if series.is_judged]
        excess = excess_variance(judged)
        chance = _FALSE_ALARMS / len(by_sort) / max(1, len(judged))
        limit = limit_of(chance)
        for series in of_sort:
            set_spread(series, excess, excess_of_all)
            series.limit = limit
            has_limits = limits_of is None or series.name in limits_of
            results.append(_judge(series, is_over=is_over, has_limits=has_limits))
    return sorted(results, key=_by_sort_and_name)


def names_within(figures: "Iterable[Usual]") -> dict[str, list[str]]:
    """Return the names of the teams, topics and kinds that are as usual, by their sort."""
    names: dict[str, list[str]] = {"team": [], "topic": [], "kind": []}
    for usual in figures:
        if usual.verdict == USUAL and usual.sort in names:
            names[usual.sort].append(usual.name)
    return names


def _by_sort_and_name(usual: Usual) -> tuple[int, str, str]:
    return _SORTS.index(usual.sort), usual.name.casefold(), usual.name


def _judge(series: Series, *, is_over: bool, has_limits: bool) -> Usual:
    sort, name = series.name
    low = high = None
    verdict = TOO_NEW
    span = 0
    before = 0.0
    if not series.is_too_new:
        verdict, span = _verdict(series, is_over=is_over)
        # Without a span this week is compared.
        weeks = max(1, span)
        inside = sum(series.counts[-weeks:])
        in_all = series.before + series.counts[-1]
        before = (in_all - inside) / (len(series.counts) - weeks)
        if span:
            # People count the holidays among them, too.
            span = len(series.weeks) - series.indexes[-span]
        if has_limits or span:
            low, high = limits_of_week(series)
            if not is_over:
                low = 0
    return Usual(
        sort=sort,
        name=name,
        entries=series.weeks[-1],
        low=low,
        high=high,
        verdict=verdict,
        weeks=tuple(series.weeks[1 - WEEKS :]),
        span=span,
        before=before,
    )


def _verdict(series: Series, *, is_over: bool) -> tuple[str, int]:
    """Return what is unusual, and of how many weeks; of all spans that of the highest score."""
    counts = series.counts
    longest = _LONGEST_SPAN
    if series.mean < 1:
        longest = _LONGEST_SPAN_OF_RARE
    longest = min(longest, len(counts) - FEWEST_WEEKS)
    highest = series.limit
    verdict = USUAL
    best_span = 0
    inside = 0
    outside = series.before + counts[-1]
    for span in range(1, longest + 1):
        inside += counts[-span]
        outside -= counts[-span]
        deviation = score(series, span, inside, outside)
        if abs(deviation) <= highest or (deviation < 0 and not is_over):
            continue
        highest = abs(deviation)
        best_span = span
        verdict = FEWER
        if deviation > 0:
            verdict = MORE
    return verdict, best_span


def _series(
    name: "Name",
    weeks: "Counts",
    total: "Counts",
    counted: list[int],
) -> Series:
    """Return a series from the week after its first entry on.

    With the first entry itself a new series would always begin with more than it goes on with.
    """
    first = 0
    while first < len(weeks) and not weeks[first]:
        first += 1
    indexes = [index for index in counted if index > first]
    others = [] if name == ALL else [total[index] - weeks[index] for index in indexes]
    return Series(name, weeks, indexes, others)


def _without_holidays(total: "Counts") -> list[int]:
    """Return the indexes of this week and of those before it that are not holidays."""
    usual = sorted(total)[len(total) // 2]
    this_week = len(total) - 1
    if usual < _BUSY:
        return list(range(this_week + 1))
    counted = []
    for index, entries in enumerate(total):
        if index == this_week or entries * _HOLIDAY >= usual:
            counted.append(index)
    return counted
