"""How far the last weeks of a series are from the weeks before, in standard deviations.

The statistic is Kulldorff's, named in `usual`. To it come three things that weekly counts of an
office need: their spread may be more than that of Poisson counts; a season moves them all a little;
and what all teams have in common, such as a quiet week, is nothing that one of them does.
"""

from math import erfc, exp, log, sqrt

from coachlog.named_tuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    Counts = Sequence[int]  # entries a week, the oldest first
    Name = tuple[str, str]  # sort and name of a series

# Nobody acts on less than half more or a third fewer, and a season alone moves that much.
_LEAST_RATIO = 1.5
_SEASON = 0.12  # how far a season moves all rates: a standard deviation of their logarithm
# What the others explain at most: four times as many, or a fourth; and the variance it may have.
_MOST_CHANGE = log(4)
_MOST_UNKNOWN = 0.25
FEWEST_WEEKS = 8  # before a span
_FEWEST_ENTRIES = 6  # in all weeks: with fewer, nothing can be said of a series
_FEWEST_MORE = 3  # in a span: two are never many


class Series(NamedTuple):
    """The counts of a series since it began, without holidays, and of all others."""

    name: "Name"
    weeks: "Counts"
    counts: "Counts"
    others: "Counts"
    spread: float = 1.0  # variance by mean, of a week's entries
    spread_of_others: float = 1.0
    limit: float = 0.0  # of the statistic, beyond which it is unusual

    @property
    def is_too_new(self) -> bool:
        """Whether there are too few weeks to compare this one with."""
        return len(self.counts) <= FEWEST_WEEKS

    @property
    def is_judged(self) -> bool:
        """Whether there is enough that something may be unusual."""
        return not self.is_too_new and sum(self.counts) >= _FEWEST_ENTRIES


def limits_of_week(series: Series) -> tuple[int, int]:
    """Return the fewest and the most entries that are usual in this week alone."""
    before = sum(series.counts[:-1])
    mean = before // (len(series.counts) - 1)

    def is_usual(entries: int) -> bool:
        return abs(score(series, 1, entries, before)) <= series.limit

    lowest = 0
    first_usual = mean
    while lowest < first_usual:
        middle = (lowest + first_usual) // 2
        if is_usual(middle):
            first_usual = middle
        else:
            lowest = middle + 1
    last_usual = mean
    beyond = 2 * mean + _FEWEST_ENTRIES
    while is_usual(beyond):
        last_usual = beyond
        beyond *= 2
    while beyond - last_usual > 1:
        middle = (last_usual + beyond) // 2
        if is_usual(middle):
            last_usual = middle
        else:
            beyond = middle
    return first_usual, last_usual


def score(series: Series, span: int, inside: int, outside: int) -> float:
    """Return by how many standard deviations a span has more than the weeks before it, or fewer.

    Args:
        series: the series; its others are read, its own counts only for how many weeks there are.
        span: how many weeks, this one last.
        inside: the entries in them.
        outside: the entries in the weeks before.
    """
    weeks_before = len(series.counts) - span
    direction = 1
    if inside * weeks_before < outside * span:
        direction = -1
    if not _is_worth_saying(inside / span, outside / weeks_before, inside, inside + outside):
        return 0.0
    change, unknown = _change_of_others(series, span)
    # What all have in common excuses a series, and never accuses it.
    weight = span * exp(direction * max(0.0, direction * change))
    share = weight / (weight + weeks_before)
    expected_inside = (inside + outside) * share
    expected_outside = inside + outside - expected_inside
    # Half an entry nearer, as whole numbers are compared with a smooth limit.
    nearer = inside - direction / 2
    further = max(0.0, outside + direction / 2)
    if (nearer - expected_inside) * direction <= 0:
        return 0.0
    ratio = nearer * log(nearer / expected_inside)
    if further:
        ratio += further * log(further / expected_outside)
    spread = series.spread + unknown / (1 / expected_inside + 1 / expected_outside)
    return direction * sqrt(2 * ratio / spread)


def _is_worth_saying(rate: float, before: float, inside: int, in_all: int) -> bool:
    if in_all < _FEWEST_ENTRIES:
        return False
    if rate > before:
        return inside >= _FEWEST_MORE and rate >= _LEAST_RATIO * before
    return before >= _LEAST_RATIO * rate


def _change_of_others(series: Series, span: int) -> tuple[float, float]:
    """Return by how much the rate of all others changed, and the variance of what is unknown of it.

    It is a logarithm. As far as it may be chance, a season is more likely to be nothing.
    """
    season = _SEASON * _SEASON
    inside = sum(series.others[-span:]) + 0.5
    outside = sum(series.others[:-span]) + 0.5
    if inside + outside <= 1:
        return 0.0, season
    weeks_before = len(series.others) - span
    change = log(inside / span * weeks_before / outside)
    chance = series.spread_of_others * (1 / inside + 1 / outside)
    season = max(season, change * change - chance)
    known = season / (season + chance)
    # However many entries there are, some number of them has to be unusual.
    change = max(-_MOST_CHANGE, min(_MOST_CHANGE, change * known))
    return change, min(_MOST_UNKNOWN, chance * known)


def _mean_and_variance(counts: "Counts") -> tuple[float, float]:
    """Return the mean and the variance from week to week, of the weeks before this one."""
    squares = 0
    for index in range(1, len(counts) - 1):
        difference = counts[index] - counts[index - 1]
        squares += difference * difference
    weeks = len(counts) - 1
    return sum(counts[:-1]) / weeks, squares / (2 * (weeks - 1))


def excess_variance(of_sort: list[Series]) -> float:
    """Return by how much the variance of some series is more than that of Poisson counts.

    It is a share of the square of the mean, as in a negative binomial distribution.
    """
    excess = 0.0
    squares = 0.0
    for series in of_sort:
        if not series.is_too_new:
            mean, variance = _mean_and_variance(series.counts)
            excess += variance - mean
            squares += mean * mean
    return max(0.0, excess / squares) if squares else 0.0


def with_spread(series: Series, excess: float, excess_of_all: float) -> Series:
    """Return a series with its spread, and that of its others.

    Args:
        series: the series.
        excess: of its sort, as `excess_variance` returns it.
        excess_of_all: the same of all entries.
    """
    if series.is_too_new:
        return series
    mean, variance = _mean_and_variance(series.counts)
    spread = 1 + excess * mean
    if mean:
        # One series may be far more irregular than the others of its sort.
        spread = max(spread, variance / mean)
    spread_of_others = 1.0
    if series.others:
        spread_of_others += excess_of_all * sum(series.others) / len(series.others)
    return series._replace(spread=spread, spread_of_others=spread_of_others)


def limit_of(chance: float) -> float:
    """Return how many standard deviations are exceeded, either way, with a chance."""
    low, high = 0.0, 10.0
    for _ in range(30):
        middle = (low + high) / 2
        if erfc(middle / sqrt(2)) > chance:
            low = middle
        else:
            high = middle
    return high
