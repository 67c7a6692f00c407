"""The page of a week that is looked at and handed around: its front page, and what it came from.

No person is on it, and no words but those of changes that were adopted and of entries cleared for a
meeting. Everything else is only counted.
"""

from collections.abc import Sequence

from coachlog.domain.periods import Period
from coachlog.domain.review.decision_signals import RuleDecisions
from coachlog.domain.review.flow import AdoptionLine
from coachlog.domain.review.front_page import FrontPage
from coachlog.domain.review.grid import GridCounts
from coachlog.domain.review.repeats import ChangeEffect
from coachlog.domain.review.usual import Usual
from coachlog.named_tuple import NamedTuple

# What is read on two sheets of paper.
MOST_SERIES = 12  # teams, and topics, drawn as lines
MOST_TOPICS = 12  # in a table
MOST_CHANGES = 6
MOST_RULES = 6


class ChangeLine(NamedTuple):
    """An adopted change, masked, with the repeats before and after it as in `ChangeEffect`.

    The id is empty for a team of few writers.
    """

    short_id: str
    changed_what: str
    adopted_on: str
    before: int
    days_before: float | None
    after: int
    days_after: float | None
    caution: str | None


class WeekDocument(NamedTuple):
    """What the page of a week shows, without people.

    Attributes:
        front: the front page.
        span: the 26 weeks that all but the front page and the grid are about.
        time_zone: the reader's, whose days the page has.
        grid: the entries of the week by team and topic.
        adoption: from recorded to adopted to sticking; the last line is that of all entries.
        changes: adopted changes whose mistake came back before or after them, the newest first.
        changes_left_out: how many others of these there are.
        changes_without_repeats: how many changes never came back, before or after.
        changes_are_capped: whether only the newest changes were looked at.
        rules: rules with more exceptions or escalations than chance, those with most first.
        decided_rules: how many rules there are decisions about.
        rarely_decided: how many of them have too few decisions to say anything of them.
        uncleared: how many entries of the week are not cleared for a meeting.
        small_teams: teams with fewer than three writers in the span.
        is_from_hub: whether all of it was read from a hub.
    """

    front: FrontPage
    span: Period
    time_zone: str
    grid: GridCounts
    adoption: Sequence[AdoptionLine]
    changes: Sequence[ChangeLine]
    changes_left_out: int
    changes_without_repeats: int
    changes_are_capped: bool
    rules: Sequence[RuleDecisions]
    decided_rules: int
    rarely_decided: int
    uncleared: int
    small_teams: Sequence[str]
    is_from_hub: bool = False

    def series(self, sort: str) -> list[Usual]:
        """Return the lines of a sort that are drawn: the unusual ones, then the busiest."""
        of_sort = [usual for usual in self.front.usual if usual.sort == sort]
        return sorted(of_sort, key=_unusual_and_busiest_first)[:MOST_SERIES]

    def series_left_out(self, sort: str) -> int:
        """Return how many lines of a sort are not drawn."""
        number = sum(usual.sort == sort for usual in self.front.usual)
        return max(0, number - MOST_SERIES)


def change_line(effect: ChangeEffect, changed_what: str) -> ChangeLine:
    """Return an adopted change for the page, with the masked text of what changed."""
    return ChangeLine(
        short_id=effect.entry.short_id,
        changed_what=changed_what,
        adopted_on=effect.adopted_on,
        before=effect.before,
        days_before=effect.days_before,
        after=effect.after,
        days_after=effect.days_after,
        caution=effect.caution,
    )


def _unusual_and_busiest_first(usual: Usual) -> tuple[bool, int, str]:
    return not usual.is_unusual, -sum(usual.weeks), usual.name.casefold()
