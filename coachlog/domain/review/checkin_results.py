"""Where coaching sticks: of the check-ins that were answered, how many saw it done unprompted, at 30 and at 60 days."""

from collections.abc import Iterable
from typing import NamedTuple

# An answer counts at 30 or at 60 days, whichever its own day is nearer to; halfway it counts at the later one.
AT = (30, 60)
LATER_FROM = sum(AT) // 2
TELLING = 5  # answers from which on a percentage says something
MOST_WAITING = 1_000  # what is due is counted so far where nobody needs to know how much more it is


class UnpromptedRate(NamedTuple):
    """The check-ins that were answered about a topic, and how many of them saw it unprompted; `no-chance` is in neither.

    `name` is the topic, or whatever else they are counted by.
    """

    name: tuple[str, ...]
    answers_30: int = 0
    unprompted_30: int = 0
    answers_60: int = 0
    unprompted_60: int = 0

    @property
    def figures(self) -> dict[str, int]:
        """The numbers alone, by their names in files."""
        return dict(zip(self._fields[1:], self[1:], strict=True))


class DueCounts(NamedTuple):
    """How many entries ask whether it shows in the work, overdue, due this week, or later."""

    overdue: int = 0
    this_week: int = 0
    coming: int = 0


def unprompted_rates(
    counted: Iterable[tuple[Iterable[str], bool, int, int]],
) -> list[UnpromptedRate]:
    """Counts as shares, those with the most answers first.

    Args:
        counted: `(name, whether at the later time, answers, unprompted)`.
    """
    found: dict[tuple[str, ...], list[int]] = {}
    for name, is_later, answers, unprompted in counted:
        numbers = found.setdefault(tuple(name), [0, 0, 0, 0])
        numbers[2 * is_later] += answers
        numbers[2 * is_later + 1] += unprompted
    every = [UnpromptedRate(name, *numbers) for name, numbers in found.items()]
    return sorted(every, key=lambda share: (-share.answers_30 - share.answers_60, share.name))


def rate_text(answers: int, unprompted: int) -> str:
    """A share with the numbers behind it: `4 of 6 (67 %)`, `2 of 2`, or nothing where there are none."""
    percent = f" ({_percent(answers, unprompted)} %)" if answers >= TELLING else ""
    return f"{unprompted:,} of {answers:,}{percent}" if answers else ""


def short_rate_text(answers: int, unprompted: int) -> str:
    """The same where there is less room: `4/6 67 %`, `2/2`."""
    percent = f" {_percent(answers, unprompted):3} %" if answers >= TELLING else ""
    return f"{unprompted:,}/{answers:,}{percent}" if answers else ""


def _percent(answers: int, unprompted: int) -> int:
    return (200 * unprompted + answers) // (2 * answers)


def hard_to_learn(found: Iterable[UnpromptedRate]) -> list[str]:
    """The names that fewer than half of enough answers at 60 days saw done unprompted, the smallest share first."""
    hard = [
        share
        for share in found
        if share.answers_60 >= TELLING and 2 * share.unprompted_60 < share.answers_60
    ]
    return [
        " / ".join(share.name)
        for share in sorted(hard, key=lambda share: share.unprompted_60 / share.answers_60)
    ]
