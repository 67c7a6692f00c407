"""Mask what is on a meeting's sheet, where teams of few writers stand together.

What a sheet tells of a team of one or two is told of a person. Only whose turn it is names every
team: nothing of an entry can be read from that.
"""

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence

from coachlog.domain.entry import Entry
from coachlog.domain.meeting_sheet import OTHERS_SMALLER, SMALLER, DueFigure, Figure
from coachlog.domain.people.masking import Mask

TopicCounts = Sequence[Figure]


class SheetMask:
    """Makes of a log's teams and entries what a sheet shows of them.

    Args:
        mask: masks the names of people.
        small_teams: the teams that stand together.
    """

    def __init__(self, mask: Mask, small_teams: Container[str]) -> None:
        self.mask = mask
        self._small_teams = small_teams

    def without_entries(self, teams: Iterable[str], shown: Iterable[Entry]) -> list[str]:
        """Return the masked names of teams that have nothing on the sheet; the small ones are one.

        Args:
            teams: the teams, in their order.
            shown: the entries on the sheet; some may be of other small teams.
        """
        names = [name for name, _ in self.figures(dict.fromkeys(teams, 0))]
        if SMALLER in names and any(entry.team in self._small_teams for entry in shown):
            names[names.index(SMALLER)] = OTHERS_SMALLER
        return names

    def entry(self, entry: Entry) -> Entry:
        """Return an entry without people, and without the team if it is a small one."""
        masked = self.mask.entry(entry)
        if entry.team in self._small_teams:
            return masked.without_writer()._replace(team=SMALLER)
        return masked

    def figures(self, counts: Mapping[str, int]) -> list[Figure]:
        """Return the figures of teams, those of all small teams together at the end."""
        figures = []
        of_small_teams = []
        for name, count in counts.items():
            if name in self._small_teams:
                of_small_teams.append(count)
            else:
                figures.append((self.mask.text(name), count))
        if of_small_teams:
            figures.append((SMALLER, sum(of_small_teams)))
        return figures

    def due_figures(self, counts: Mapping[str, tuple[int, TopicCounts]]) -> list[DueFigure]:
        """Return how many check-ins of teams are due, in all and by topic."""
        figures = []
        total = 0
        topics: Counter[str] = Counter()
        for team, (number, team_topics) in counts.items():
            if team in self._small_teams:
                total += number
                topics.update(dict(team_topics))
            else:
                masked_team = self.mask.text(team)
                figures.append(DueFigure(masked_team, number, self._topics(team_topics)))
        if total:
            figures.append(DueFigure(SMALLER, total, self._topics(topics.most_common())))
        return figures

    def _topics(self, topics: TopicCounts) -> list[Figure]:
        return [(self.mask.text(topic), count) for topic, count in topics]
