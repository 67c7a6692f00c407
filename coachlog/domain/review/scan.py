"""How far the last weeks of a series are from the weeks before, in standard deviations.

The statistic is Kulldorff's, named in `usual`. The weekly counts of an office need three things
more: their spread may be wider than that of Poisson counts; a season moves them all a little; and
what all teams have in common, such as a quiet week, says nothing about one of them.
"""

from math import erfc, exp, log, sqrt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    Counts = Sequence[int]  # entries a week, the oldest first
    Name = tuple[str, str]  # sort and name of a series

# Nobody acts on less than half as many again, or a third fewer: a season alone may bring that.
_LEAST_RATIO = 1.5
_SEASON = 0.12  # how far a season moves all rates: a standard deviation of their logarithm
# What the others explain at most: four times as many, or a fourth; and the variance it may have.
_MOST_CHANGE = log(4)
_MOST_UNKNOWN = 0.25
FEWEST_WEEKS = 8  # before a span
_FEWEST_ENTRIES = 6  # in all weeks: with fewer, nothing can be said of a series
_FEWEST_MORE = 3  # in a span: two are never many


class Series:
    """The counts of a series since it began, without holidays, and those of all others.

    Attributes:
        name: its sort and name.
        weeks: its counts in all weeks.
        indexes: the indexes of those that are compared.
        counts: the counts that are compared.
        others: what all others have in the same weeks; empty if there are none.
        before: the sum of the counts before this week.
        mean: of those.
        variance: of those, from week to week.
        spread: variance by mean, of a week's entries.
        spread_of_others: the same of the others.
        limit: of the score, beyond which it is unusual.
    """

    def __init__(
        self,
        name: "Name",
        weeks: "Counts",
        indexes: "Sequence[int]",
        others: "Counts",
    ) -> None:
        """Take the counts, of which the last is this week's."""
        counts = [weeks[index] for index in indexes]
        self.name = name
        self.weeks = weeks
        self.indexes = indexes
        self.counts = counts
        self.others = others
        self.before = sum(counts[:-1])
        self.mean = 0.0
        self.variance = 0.0
        if not self.is_too_new:
            self.mean = self.before / (len(counts) - 1)
            self.variance = _variance(counts)
        self.spread = self.spread_of_others = 1.0
        self.limit = 0.0

    @property
    def is_too_new(self) -> bool:
        """Whether there are too few weeks to compare this one with."""
        return len(self.counts) <= FEWEST_WEEKS

    @property
    def is_judged(self) -> bool:
        """Whether there is enough that something may be unusual."""
        return not self.is_too_new and self.before + self.counts[-1] >= _FEWEST_ENTRIES


def limits_of_week(series: Series) -> tuple[int, int]:
    """Return the fewest and the most entries that are usual in this week alone."""
    before = series.before
    mean = int(series.mean)
    # It takes half of the time, and is the same however many entries there are.
    others = _change_of_others(series, 1)

    def is_usual(entries: int) -> bool:
        deviation = score(
            series,
            1,
            entries,
            before,
            others,
        )
        return abs(deviation) <= series.limit

    lowest = 0
    # As many as this are never too few.
    first_usual = int(series.mean / _LEAST_RATIO) + 1
    while lowest < first_usual:
        middle = (lowest + first_usual) // 2
        if is_usual(middle):
            first_usual = middle
        else:
            lowest = middle + 1
    last_usual = mean
    beyond = 2 * mean + _FEWEST_MORE
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


def score(
    series: Series,
    span: int,
    inside: int,
    outside: int,
    others: tuple[float, float] | None = None,
) -> float:
    """Return by how many standard deviations a span has more than the weeks before it, or fewer.

    Args:
        series: the series; its others are read, its own counts only for how many weeks there are.
        span: how many weeks, this one last.
        inside: the entries in them.
        outside: the entries in the weeks before.
        others: what `_change_of_others` returns for the span, if that is known.
    """
    weeks_before = len(series.counts) - span
    direction = 1
    if inside * weeks_before < outside * span:
        direction = -1
    in_all = inside + outside
    is_worth_saying = _is_worth_saying(
        inside / span,
        outside / weeks_before,
        inside,
        in_all,
    )
    if not is_worth_saying:
        return 0.0
    change, unknown = others or _change_of_others(series, span)
    # What all have in common excuses a series, and never accuses it.
    weight = span * exp(direction * max(0.0, direction * change))
    share = weight / (weight + weeks_before)
    expected_inside = in_all * share
    expected_outside = in_all - expected_inside
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


def _is_worth_saying(
    rate: float,
    before: float,
    inside: int,
    in_all: int,
) -> bool:
    if in_all < _FEWEST_ENTRIES:
        return False
    if rate > before:
        return inside >= _FEWEST_MORE and rate >= _LEAST_RATIO * before
    return before >= _LEAST_RATIO * rate


def _change_of_others(series: Series, span: int) -> tuple[float, float]:
    """Return by how much the rate of all others changed, and the variance of what is unknown of it.

    The change is a logarithm. The more of it that may be chance, the nearer it is drawn to 0.
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


def _variance(counts: "Counts") -> float:
    """Return the variance from week to week, of the weeks before this one."""
    squares = 0
    last = counts[0]
    for entries in counts[1:-1]:
        difference = entries - last
        squares += difference * difference
        last = entries
    return squares / (2 * (len(counts) - 2))


def excess_variance(of_sort: list[Series]) -> float:
    """Return by how much the variance of some series is more than that of Poisson counts.

    It is a share of the square of the mean, as in a negative binomial distribution.
    """
    excess = 0.0
    squares = 0.0
    for series in of_sort:
        excess += series.variance - series.mean
        squares += series.mean * series.mean
    return max(0.0, excess / squares) if squares else 0.0


def set_spread(series: Series, excess: float, excess_of_all: float) -> None:
    """Note the spread of a series, and that of its others.

    Args:
        series: the series.
        excess: of its sort, as `excess_variance` returns it.
        excess_of_all: the same of all entries.
    """
    series.spread = 1 + excess * series.mean
    if series.mean:
        # One series may be far more irregular than the others of its sort.
        series.spread = max(series.spread, series.variance / series.mean)
    if series.others:
        mean = sum(series.others) / len(series.others)
        series.spread_of_others = 1 + excess_of_all * mean


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
