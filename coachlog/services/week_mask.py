"""Take people out of the page of a week, which is handed around.

Teams, topics and rules are named after people, too. Of a team with fewer than three writers neither
an id nor whose mistake it was is told, because both lead to a person.
"""

from collections.abc import Collection, Iterable, Sequence
from functools import cache

from coachlog.domain.entry import Entry
from coachlog.domain.filters import Filter
from coachlog.domain.people.masking import Mask
from coachlog.domain.review.decision_signals import RuleDecisions
from coachlog.domain.review.flow import AdoptionLine
from coachlog.domain.review.front_page import FrontPage, TeamCounts
from coachlog.domain.review.grid import GridCounts, GridLine
from coachlog.domain.review.repeats import ChangeEffect
from coachlog.domain.review.week_document import ChangeLine, change_line


class PageMask:
    """Makes of what was read from a log what the page shows of it.

    Args:
        mask: masks texts.
        small_teams: the teams with fewer than three writers in the span of the page.
    """

    def __init__(self, mask: Mask, small_teams: Collection[str]) -> None:
        self._mask = mask
        self._small_teams = small_teams
        # A name stands in many parts of the page, and is masked once.
        self._name = cache(mask.text)

    def names(self, names: Iterable[str]) -> list[str]:
        """Return masked names of teams or topics."""
        return list(map(self._name, names))

    def front(self, front: FrontPage, small_in_week: Collection[str]) -> FrontPage:
        """Return a front page without people.

        Args:
            front: the front page.
            small_in_week: the teams with fewer than three writers in the week itself.
        """
        needs = {name: self._team_counts(need) for name, need in front.needs.items()}
        leaders = []
        for entry in front.leaders:
            if entry.team not in small_in_week:
                leaders.append(self._leaders_own(entry))
        usual = [usual._replace(name=self._name(usual.name)) for usual in front.usual]
        return front._replace(
            entry_filter=self._filter(front.entry_filter),
            leaders=leaders,
            needs=needs,
            usual=usual,
            changed=self._mask.text(front.changed or "", "what changed") or None,
            quiet_teams=self.names(front.quiet_teams),
        )

    def grid(self, grid: GridCounts) -> GridCounts:
        """Return a grid with masked names."""
        return grid._replace(rows=self._lines(grid.rows), columns=self._lines(grid.columns))

    def adoption(self, lines: Iterable[AdoptionLine]) -> list[AdoptionLine]:
        """Return lines with masked topics."""
        return [line._replace(topic=line.topic and self._name(line.topic)) for line in lines]

    def changes(self, effects: Iterable[ChangeEffect]) -> list[ChangeLine]:
        """Return adopted changes with masked texts."""
        lines = []
        for effect in effects:
            entry = effect.entry
            line = change_line(effect, self._mask.text(entry.changed_what or "", entry.short_id))
            if entry.team in self._small_teams:
                line = line._replace(short_id="")
            lines.append(line)
        return lines

    def rules(self, rules: Iterable[RuleDecisions]) -> list[RuleDecisions]:
        """Return what was decided about rules, whose names are masked."""
        return [rule._replace(rule=self._name(rule.rule)) for rule in rules]

    def _leaders_own(self, entry: Entry) -> Entry:
        """Return a leader's entry, whose words are quoted only if it was cleared for a meeting."""
        happened = ""
        if entry.share == "meeting":
            happened = self._mask.text(entry.happened, entry.short_id)
        return entry._replace(happened=happened)

    def _team_counts(self, need: TeamCounts) -> TeamCounts:
        by_team = [(self._name(team), number) for team, number in need.by_team]
        return need._replace(by_team=tuple(by_team))

    def _filter(self, entry_filter: Filter) -> Filter:
        return entry_filter._replace(
            team=entry_filter.team and self._name(entry_filter.team),
            topics=tuple(self.names(entry_filter.topics)),
        )

    def _lines(self, lines: Sequence[GridLine]) -> list[GridLine]:
        return [line._replace(value=line.value and self._name(line.value)) for line in lines]
