"""Repeats: a mistake like an earlier one, after a lesson about it was shared or adopted.

That two texts are about the same is a guess until somebody has looked, so each repeat has a state.
"""

from datetime import date

from coachlog.named_tuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from coachlog.domain.entry import Entry

CONFIRMED, DISMISSED = "confirmed", "dismissed"  # until then it is `fields.LOOKS_LIKE`
FEWEST_TO_TELL = 5  # with fewer, one more or less would turn the comparison round
CLEARLY = 2  # times as many days between two repeats; less may be chance
_FEW = ("No repeat is", "One repeat is", "Two repeats are", "Three repeats are", "Four repeats are")


class Repeat(NamedTuple):
    """A mistake that came back, or may have.

    Attributes:
        later: the mistake.
        earlier: the entry with the lesson.
        state: whether it only looks like it, or somebody has confirmed it.
        likeness: how much the two share, in percent.
        link: the uuid of the stored link; None where `repeats` has just found it.
        taught_on: the day on which the lesson was shared or adopted.
    """

    later: "Entry"
    earlier: "Entry"
    state: str
    likeness: int
    link: str | None
    taught_on: str

    @property
    def days(self) -> int:
        """The days from the earlier entry to the mistake."""
        return _days_between(self.earlier.occurred_on, self.later.occurred_on)

    @property
    def decided(self) -> str | None:
        """What was decided: what changed, or else the lesson."""
        return self.earlier.changed_what or self.earlier.lesson


class ChangeEffect(NamedTuple):
    """How often a mistake came back before and after something was changed for good.

    Attributes:
        entry: the entry that was adopted, with what changed.
        adopted_on: the day of that.
        before: how many repeats there were up to that day.
        days_before: the mean days between them, from the entry on; None without a repeat.
        after: how many there were since.
        days_after: the mean days between them, from the change on; None without a repeat.
    """

    entry: "Entry"
    adopted_on: str
    before: int
    days_before: float | None
    after: int
    days_after: float | None

    @property
    def caution(self) -> str | None:
        """The sentence that small numbers need; None where there are enough repeats."""
        total = self.before + self.after
        if total >= FEWEST_TO_TELL:
            return None
        return f"{_FEW[total]} too few to tell."

    @property
    def verdict(self) -> str:
        """What the numbers say: the caution, or whether the mistake became rarer."""
        if self.caution:
            return self.caution
        if self.days_after is None:
            return "It has not come back since."
        if self.days_before is None:
            return "It came back only since the change."
        if self.days_after >= CLEARLY * self.days_before:
            return "It comes back less often since."
        if self.days_before >= CLEARLY * self.days_after:
            return "It comes back more often since."
        return "It comes back about as often as before."


def effect_of(entry: "Entry", adopted_on: str, repeated_on: "Sequence[str]") -> ChangeEffect:
    """Return how often a mistake came back before and after a change.

    Args:
        entry: the entry that was adopted.
        adopted_on: the day of that.
        repeated_on: the days of all its repeats.
    """
    before = [day for day in sorted(repeated_on) if day <= adopted_on]
    after = [day for day in sorted(repeated_on) if day > adopted_on]
    return ChangeEffect(
        entry=entry,
        adopted_on=adopted_on,
        before=len(before),
        days_before=_mean_days(entry.occurred_on, before),
        after=len(after),
        days_after=_mean_days(adopted_on, after),
    )


def _mean_days(start: str, days: "Sequence[str]") -> float | None:
    """Return the mean of the days between some days in their order, from a first one on."""
    if not days:
        return None
    return round(_days_between(start, days[-1]) / len(days), 1)


def _days_between(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days
