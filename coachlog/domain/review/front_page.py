"""The front page of a week: what a supervisor reads in ten seconds, in figures.

Each figure is the number of entries that one command lists, so that nothing has to be believed.
Private entries and people are in none of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from coachlog.domain.entry import Entry
from coachlog.domain.filters import Filter
from coachlog.domain.periods import DAY, RECENT_WEEKS, Period
from coachlog.named_tuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from coachlog.domain.review.usual import Usual

# What needs somebody, as of today whichever week is read: lists of `domain.entry_lists`.
NEEDS = ("open", "unanswered", "due", "uncleared")
# What happened in the week.
NEWS = ("repeat", "lessons", "adopted", "thanked")
PROMISED_DAYS = 7  # within which a question is to be answered
_ASKED_DAYS = 28  # one week has too few questions to tell how well promises are kept


class TeamCounts(NamedTuple):
    """How many entries are on a list, in all and by team, and the day that the first is about."""

    entries: int = 0
    by_team: tuple[tuple[str, int], ...] = ()  # the team with most of them first
    first_day: str | None = None
    is_capped: bool = False  # whether there are more, of which the oldest were counted

    def shape(self) -> dict[str, Any]:
        """Return the published shape of the JSON format."""
        return {
            "entries": self.entries,
            "first_day": self.first_day,
            "by_team": dict(self.by_team),
        }


class Answered(NamedTuple):
    """How many questions of a period were asked, and answered within `PROMISED_DAYS`."""

    period: Period
    asked: int = 0
    in_time: int = 0
    is_capped: bool = False  # whether only the newest were looked at

    def shape(self) -> dict[str, Any]:
        """Return the published shape of the JSON format."""
        return {
            "from": self.period.first.isoformat(),
            "to": self.period.last.isoformat(),
            "asked": self.asked,
            "in_time": self.in_time,
        }


class FrontPage(NamedTuple):
    """What the front page of a week tells.

    Attributes:
        week: the week.
        today: the reader's day.
        entry_filter: what the page is narrowed to.
        entries: how many entries the week has.
        is_empty: whether nobody has shared any entry yet, of whatever week.
        leaders: the entries in which a leader went first with a mistake of their own.
        needs: the lists of `NEEDS` that have entries.
        answered: how many questions were answered in time.
        usual: what is within the usual, and what is not.
        news: how many entries of the week the lists of `NEWS` have; those without are left out.
        changed: what the newest adopted entry has changed.
        quiet_teams: the teams with entries in the seven weeks before, but none in this one.
    """

    week: Period
    today: date
    entry_filter: Filter
    entries: int
    is_empty: bool
    leaders: list[Entry]
    needs: dict[str, TeamCounts]
    answered: Answered
    usual: list[Usual]
    news: dict[str, int]
    changed: str | None
    quiet_teams: list[str]

    @property
    def has_begun(self) -> bool:
        """Whether the first day of the week has come."""
        return self.week.first <= self.today

    @property
    def is_over(self) -> bool:
        """Whether the last day of the week has passed."""
        return self.week.last < self.today

    @property
    def usual_of_all(self) -> Usual | None:
        """What is usual for all entries of the page; None if it is narrowed in several ways."""
        entry_filter = self.entry_filter
        names = [*entry_filter.topics, *entry_filter.kinds]
        if entry_filter.team:
            names.append(entry_filter.team)
        if len(names) > 1 or not self.usual:
            return None
        return self.usual[0]

    def shape(self) -> dict[str, Any]:
        """Return what the JSON format of a week has beside its report."""
        lists: dict[str, Any] = {}
        for name in NEEDS:
            lists[name] = self.needs.get(name, TeamCounts()).shape()
        for name in NEWS:
            lists[name] = {"entries": self.news.get(name, 0)}
        return {
            "usual": [usual.shape() for usual in self.usual],
            "leaders_own": [entry.short_id for entry in self.leaders],
            "lists": lists,
            "answered": self.answered.shape(),
        }


def asked_period(week: Period, today: date) -> Period:
    """Return the four weeks of questions for which it is known whether they were answered in time.

    Args:
        week: the week that is read; it may not be over yet.
        today: the reader's day.
    """
    last = min(week.last, today) - PROMISED_DAYS * DAY
    return Period(last - (_ASKED_DAYS - 1) * DAY, last, "")


def quiet_teams(figures: Iterable[Usual]) -> list[str]:
    """Return the teams with entries in the seven weeks before, but none in this one.

    Args:
        figures: of each team, topic and kind. The only team of a log is not among them: that it
            was quiet shows in the number of all entries.

    Returns:
        The team first that has had most entries.
    """
    quiet = []
    for usual in figures:
        recent = sum(usual.weeks[-RECENT_WEEKS:])
        if usual.sort == "team" and recent and not usual.entries:
            quiet.append((-recent, usual.name.casefold(), usual.name))
    return [name for *_, name in sorted(quiet)]
