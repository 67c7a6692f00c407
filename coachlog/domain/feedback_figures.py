"""What feedback answers add up to.

Only sums, because those of several groups are added, also where the answers are not at hand. A mean
of means would weigh small groups too much.
"""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from coachlog.domain.feedback import EXAMPLES, PACES, FeedbackAnswer


class Figures(NamedTuple):
    """How many answers there are, how often each choice, and how many answered each question.

    `points` is the sum of the numbers that were given for usefulness.
    """

    answers: int = 0
    too_slow: int = 0
    right: int = 0
    too_fast: int = 0
    pace: int = 0
    enough: int = 0
    too_few: int = 0
    examples: int = 0
    useful: int = 0
    points: int = 0

    @property
    def usefulness(self) -> float | None:
        """The mean of 1 to 5; None if nobody gave a number."""
        if not self.useful:
            return None
        return round(self.points / self.useful, 1)


def count_answers(answers: Iterable[FeedbackAnswer]) -> Figures:
    """Return what answers add up to."""
    answers = list(answers)
    paces = Counter(answer.pace for answer in answers)
    examples = Counter(answer.examples for answer in answers)
    ratings = [answer.usefulness for answer in answers if answer.usefulness is not None]
    return Figures(
        answers=len(answers),
        too_slow=paces["too-slow"],
        right=paces["right"],
        too_fast=paces["too-fast"],
        # By the choices there are: those who left a question out are counted as None.
        pace=sum(paces[pace] for pace in PACES),
        enough=examples["enough"],
        too_few=examples["too-few"],
        examples=sum(examples[choice] for choice in EXAMPLES),
        useful=len(ratings),
        points=sum(ratings),
    )


def add_up(figures: Iterable[Figures]) -> Figures:
    """Return the sums of figures."""
    columns = zip(*figures, strict=True)
    return Figures(*map(sum, columns))
