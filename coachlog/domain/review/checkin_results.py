"""Where coaching sticks: how many check-ins saw it done unprompted, after 30 and after 60 days."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from coachlog.named_tuple import NamedTuple

# A result counts at 30 or at 60 days, whichever its own day is nearer to; halfway at the later one.
AT = (30, 60)
LATER_FROM = sum(AT) // 2
TELLING = 5  # with fewer results, a percentage says nothing
DUE_CAP = 1_000  # due check-ins are counted so far, where nobody needs the exact number


class UnpromptedRate(NamedTuple):
    """The check-ins about something that had a result, and how many saw it done unprompted.

    The result `no-chance` counts in neither. `name` is the topic, or what else they are counted by.
    """

    name: tuple[str, ...]
    answers_30: int = 0
    unprompted_30: int = 0
    answers_60: int = 0
    unprompted_60: int = 0

    @property
    def figures(self) -> dict[str, int]:
        """The numbers alone, by their names in files."""
        figures = self._asdict()
        del figures["name"]
        return figures

    @property
    def is_hard_to_learn(self) -> bool:
        """Whether under half of at least five check-ins after 60 days were unprompted."""
        return self.answers_60 >= TELLING and 2 * self.unprompted_60 < self.answers_60


class DueCounts(NamedTuple):
    """How many check-ins are overdue, due this week, and due later."""

    overdue: int = 0
    this_week: int = 0
    coming: int = 0


def unprompted_rates(
    counts: Iterable[tuple[Iterable[str], bool, int, int]],
) -> list[UnpromptedRate]:
    """Return a rate for each name, those with the most results first.

    Args:
        counts: `(name, whether at the later time, results, unprompted results)`.
    """
    figures: defaultdict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for name, is_later, results, unprompted in counts:
        days = AT[is_later]
        of_name = figures[tuple(name)]
        of_name[f"answers_{days}"] += results
        of_name[f"unprompted_{days}"] += unprompted
    rates = [UnpromptedRate(name, **of_name) for name, of_name in figures.items()]
    return sorted(rates, key=_most_results_first)


def _most_results_first(rate: UnpromptedRate) -> tuple[int, tuple[str, ...]]:
    return -rate.answers_30 - rate.answers_60, rate.name


def rate_text(results: int, unprompted: int) -> str:
    """Return a rate with the numbers behind it: `4 of 6 (67 %)`, `2 of 2`.

    Args:
        results: how many check-ins had one; for none the text is empty, and for fewer than
            `TELLING` it has no percentage.
        unprompted: how many of them saw it done unprompted.
    """
    if not results:
        return ""
    text = f"{unprompted:,} of {results:,}"
    if results < TELLING:
        return text
    return f"{text} ({_percent(results, unprompted)} %)"


def short_rate_text(results: int, unprompted: int) -> str:
    """Return what `rate_text` does where there is less room: `4/6  67 %`, `2/2`."""
    if not results:
        return ""
    text = f"{unprompted:,}/{results:,}"
    if results < TELLING:
        return text
    return f"{text} {_percent(results, unprompted):3} %"


def _percent(results: int, unprompted: int) -> int:
    # Rounded half up, in whole numbers: round() would make 12.5 a 12.
    return (200 * unprompted + results) // (2 * results)


def hard_to_learn(rates: Iterable[UnpromptedRate]) -> list[str]:
    """Return the topics that are hard to learn, those with the lowest rate first."""
    hard = [rate for rate in rates if rate.is_hard_to_learn]
    hard.sort(key=lambda rate: rate.unprompted_60 / rate.answers_60)
    return [" / ".join(rate.name) for rate in hard]
