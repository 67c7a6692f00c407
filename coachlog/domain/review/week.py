"""What a week adds up to.

An entry with two topics counts once for its team and in the total, and once in each of its topics.
Private entries and learners are in no count: they are not even read from the log for one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from coachlog.domain.entry import Entry
from coachlog.domain.fields import KINDS
from coachlog.domain.periods import DAY, RECENT_WEEKS, Period, week_before
from coachlog.domain.reply import WeekReplies, entry_shapes
from coachlog.domain.review.checkin_results import DueCounts, UnpromptedRate
from coachlog.named_tuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from coachlog.domain.review.usual import Usual

KindCounts = Counter[tuple[str, str]]  # by name and kind

WEEKS = RECENT_WEEKS  # of a tally


class Cell(NamedTuple):
    """The entries of one team about one topic in a week, and their number in the week before."""

    team: str
    topic: str
    entries: int
    strength: int
    correction: int
    question: int
    mistake: int
    previous: int


class Tally(NamedTuple):
    """The entries of a team, about a topic, or of all, in a week and in the weeks before."""

    name: str
    entries: int
    strength: int
    correction: int
    question: int
    mistake: int
    previous: int  # in the week before
    line: tuple[int, ...]  # in each of eight weeks, this one last


class Counts(NamedTuple):
    """A week in figures: `total` counts each entry once; busy teams and topics come first."""

    total: Tally
    teams: list[Tally]
    topics: list[Tally]
    cells: list[Cell]

    @property
    def quiet_teams(self) -> list[str]:
        """The teams with entries in the eight weeks, but none in this one."""
        return [team.name for team in self.teams if not team.entries]


class FirstEntries(NamedTuple):
    """The first of some entries, and how many there are in all."""

    entries: list[Entry]
    total: int


NO_ENTRIES = FirstEntries([], 0)


class WeekReport(NamedTuple):
    """What a supervisor opens on Monday."""

    week: Period
    today: date
    time_zone: str
    counts: Counts
    scope: str = ""  # the team and topics it is narrowed to, as people type them
    only_kinds: tuple[str, ...] = ()  # the kinds it is narrowed to
    good_catches: int = 0  # mistakes that were caught before they had an effect
    by_kind: dict[str, FirstEntries] = {}  # noqa: RUF012 - never changed
    lessons: FirstEntries = NO_ENTRIES
    open_mistakes: FirstEntries = NO_ENTRIES
    rates: list[UnpromptedRate] = []  # noqa: RUF012 - never changed
    due: DueCounts = DueCounts()  # as of today, whichever week it is
    replies: WeekReplies = WeekReplies()
    usual: list[Usual] = []  # noqa: RUF012 - never changed

    @property
    def is_over(self) -> bool:
        """Whether the last day of the week has passed."""
        return self.week.last < self.today

    @property
    def due_until(self) -> date:
        """The last day of the week of today, up to which check-ins are due."""
        return end_of_week(self.today, self.week)

    def in_scope(self, command: str) -> str:
        """Return a command narrowed as the report is: `coachlog due @permits`."""
        parts = [command, self.scope]
        if " --kind " not in command:
            parts += [f"--kind {kind}" for kind in self.only_kinds]
        return " ".join(filter(None, parts))

    def until_its_end(self, command: str) -> str:
        """Return a command in the report's scope, up to the end of a week that is over."""
        if self.is_over:
            command += f" --until {self.week.last}"
        return self.in_scope(command)

    def shape(self) -> dict[str, Any]:
        """Return the published shape of the JSON format."""
        counts = self.counts
        shape = {
            "week": self.week.label,
            "from": self.week.first.isoformat(),
            "to": self.week.last.isoformat(),
            "time_zone": self.time_zone,
            "total": counts.total.entries,
            "kinds": {kind: getattr(counts.total, kind) for kind in KINDS},
            "cells": [cell._asdict() for cell in counts.cells],
            "teams": [tally._asdict() for tally in counts.teams],
            "topics": [tally._asdict() for tally in counts.topics],
            "lessons": entry_shapes(self.lessons.entries, "kind", "lesson"),
            "open": entry_shapes(self.open_mistakes.entries, "occurred_on", "happened"),
            "quiet_teams": counts.quiet_teams,
            "follow_up": [{"topic": rate.name[0], **rate.figures} for rate in self.rates],
            "due": {"overdue": self.due.overdue, "this_week": self.due.this_week},
            **self.replies.shape(),
            # Of each list the first thousand are in it.
            "lessons_total": self.lessons.total,
            "open_total": self.open_mistakes.total,
            **self.replies.totals(),
        }
        lists = ("lessons", "open", "open_questions", "old_lessons")
        shape["cut"] = [name for name in lists if shape[f"{name}_total"] > len(shape[name])]
        return shape


def end_of_week(day: date, week: Period) -> date:
    """Return the last day of the week that `day` is in, if weeks begin like `week`."""
    return day + (week.last - day).days % 7 * DAY


def eight_weeks(week: Period) -> Period:
    """Return the span of a tally's line: the week itself and the seven before it."""
    first = week_before(week, WEEKS - 1).first
    return Period(first, week.last, f"eight weeks to {week.label}")


def week_counts(
    week: Period,
    *,
    team_days: Iterable[tuple[str, str, int]],
    team_kinds: Iterable[tuple[str, str, int]],
    topic_days: Iterable[tuple[str, str, int]],
    cells: Iterable[tuple[Any, ...]],
) -> Counts:
    """Return a week in figures.

    Args:
        week: the week.
        team_days: `(day, team, entries)` of the eight weeks.
        team_kinds: `(team, kind, entries)` of the week.
        topic_days: `(day, topic, entries)` of the eight weeks.
        cells: the fields of `Cell`, of the week and the one before.
    """
    # Each entry counts once for its team, so the total follows from the teams, not from the topics.
    by_team: KindCounts = Counter()
    in_all: KindCounts = Counter()
    for team, kind, entries in team_kinds:
        by_team[team, kind] = entries
        in_all["", kind] += entries
    sorted_cells = sorted((Cell(*cell) for cell in cells), key=_cell_order)
    by_topic: KindCounts = Counter()
    for cell in sorted_cells:
        for kind in KINDS:
            by_topic[cell.topic, kind] += getattr(cell, kind)
    teams = _tallies(week, team_days, by_team)
    lines = [team.line for team in teams] or [(0,) * WEEKS]
    total_line = tuple(map(sum, zip(*lines, strict=True)))
    return Counts(
        total=_tally("", total_line, in_all),
        teams=teams,
        topics=_tallies(week, topic_days, by_topic),
        cells=sorted_cells,
    )


def _tallies(week: Period, days: Iterable[tuple[str, str, int]], kinds: KindCounts) -> list[Tally]:
    """Return a tally for every name, the busiest first."""
    first = eight_weeks(week).first
    week_numbers = {(first + days * DAY).isoformat(): days // 7 for days in range(7 * WEEKS)}
    lines: dict[str, list[int]] = {}
    for day, name, entries in days:
        line = lines.setdefault(name, [0] * WEEKS)
        line[week_numbers[day]] += entries
    tallies = [_tally(name, tuple(line), kinds) for name, line in lines.items()]
    return sorted(tallies, key=_busiest_first)


def _tally(name: str, line: tuple[int, ...], kinds: KindCounts) -> Tally:
    return Tally(
        name=name,
        entries=line[-1],
        previous=line[-2],
        line=line,
        **{kind: kinds[name, kind] for kind in KINDS},
    )


# Names last, and without regard to capitals first, so that every reader sees the same order.
def _busiest_first(tally: Tally) -> tuple[int, int, str, str]:
    return -tally.entries, -tally.previous, tally.name.casefold(), tally.name


def _cell_order(cell: Cell) -> tuple[str, str, int, str, str]:
    return cell.team.casefold(), cell.team, -cell.entries, cell.topic.casefold(), cell.topic
