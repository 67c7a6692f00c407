"""What a week adds up to.

An entry with two topics counts once for its team and in the total, and once in each of its topics. Private entries and
learners are in no count: they are not read from the log for one.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from coachlog.domain.entry import Entry
from coachlog.domain.fields import KINDS
from coachlog.domain.periods import DAY, Period, week_before
from coachlog.domain.reply import WeekReplies
from coachlog.domain.review.checkin_results import DueCounts, UnpromptedRate

Kinds = Counter[tuple[str, str]]  # of a name, by kind

WEEKS = 8  # how far a line looks back, the week itself included


class Cell(NamedTuple):
    """What one team did about one topic in a week, and how many entries it had about it the week before."""

    team: str
    topic: str
    entries: int
    strength: int
    correction: int
    question: int
    mistake: int
    previous: int


class Tally(NamedTuple):
    """What a team, a topic or everybody did in a week, the week before, and in each of eight weeks, this one the last."""

    name: str
    entries: int
    strength: int
    correction: int
    question: int
    mistake: int
    previous: int
    line: tuple[int, ...]


class Counts(NamedTuple):
    """A week in figures. `everybody` counts each entry once; teams and topics are in the order of their entries."""

    everybody: Tally
    teams: list[Tally]
    topics: list[Tally]
    cells: list[Cell]

    @property
    def quiet_teams(self) -> list[str]:
        """Teams with entries in the eight weeks, and none in this one."""
        return [team.name for team in self.teams if not team.entries]


class FirstEntries(NamedTuple):
    """The first of some entries, and how many there are in all."""

    entries: list[Entry]
    total: int


class WeekReport(NamedTuple):
    """What a supervisor opens on Monday."""

    week: Period
    today: date
    time_zone: str
    scope: str | None  # the team and topics it is narrowed to, as people type them
    only: tuple[str, ...]  # the kinds it is narrowed to
    counts: Counts
    good_catches: int  # mistakes that were caught before they had an effect
    kinds: dict[str, FirstEntries]
    lessons: FirstEntries
    open: FirstEntries
    follow_up: list[UnpromptedRate] = []  # noqa: RUF012 - a field of a tuple, which nobody changes
    waiting: DueCounts = DueCounts()  # as of today, whichever week it is
    answers: WeekReplies = WeekReplies()

    @property
    def is_over(self) -> bool:
        """Whether its last day has passed."""
        return self.week.last < self.today

    def shape(self) -> dict[str, Any]:
        """The published shape of the JSON format (the README's section on formats)."""
        counts = self.counts
        return {
            "week": self.week.label,
            "from": self.week.first.isoformat(),
            "to": self.week.last.isoformat(),
            "time_zone": self.time_zone,
            "total": counts.everybody.entries,
            "kinds": {kind: getattr(counts.everybody, kind) for kind in KINDS},
            "cells": [cell._asdict() for cell in counts.cells],
            "teams": [tally._asdict() for tally in counts.teams],
            "topics": [tally._asdict() for tally in counts.topics],
            "lessons": [_named(entry, "kind", "lesson") for entry in self.lessons.entries],
            "open": [_named(entry, "occurred_on", "happened") for entry in self.open.entries],
            "quiet_teams": counts.quiet_teams,
            "follow_up": [{"topic": share.name[0], **share.figures} for share in self.follow_up],
            "due": {"overdue": self.waiting.overdue, "this_week": self.waiting.this_week},
            **self.answers.shape(),
        }


def eight_weeks(week: Period) -> Period:
    """The span of a week's line: the week itself and the seven before it."""
    return Period(week_before(week, WEEKS - 1).first, week.last, f"eight weeks to {week.label}")


def week_counts(
    week: Period,
    team_days: Iterable[tuple[str, str, int]],
    team_kinds: Iterable[tuple[str, str, int]],
    topic_days: Iterable[tuple[str, str, int]],
    cells: Iterable[tuple[Any, ...]],
) -> Counts:
    """A week in figures.

    Args:
        week: the week.
        team_days: `(day, team, entries)` of the eight weeks.
        team_kinds: `(team, kind, entries)` of the week.
        topic_days: `(day, topic, entries)` of the eight weeks.
        cells: the fields of `Cell`, of the week and the one before.
    """
    found = [Cell(*cell) for cell in cells]
    by_team: Kinds = Counter({(team, kind): entries for team, kind, entries in team_kinds})
    by_topic: Kinds = Counter()
    for cell in found:
        for kind in KINDS:
            by_topic[cell.topic, kind] += getattr(cell, kind)
    everybody: Kinds = Counter()
    for (_, kind), entries in by_team.items():
        everybody["", kind] += entries
    teams, topics = _lines(week, team_days), _lines(week, topic_days)
    return Counts(
        _tally(
            "",
            [sum(weeks) for weeks in zip(*teams.values(), strict=True)] or [0] * WEEKS,
            everybody,
        ),
        sorted((_tally(name, line, by_team) for name, line in teams.items()), key=_busiest),
        sorted((_tally(name, line, by_topic) for name, line in topics.items()), key=_busiest),
        sorted(
            found,
            key=lambda cell: (
                cell.team.casefold(),
                cell.team,
                -cell.entries,
                cell.topic.casefold(),
                cell.topic,
            ),
        ),
    )


def _lines(week: Period, days: Iterable[tuple[str, str, int]]) -> dict[str, list[int]]:
    """The eight numbers of every name."""
    first = eight_weeks(week).first
    places = {(first + n * DAY).isoformat(): n // 7 for n in range(7 * WEEKS)}
    lines: defaultdict[str, list[int]] = defaultdict(lambda: [0] * WEEKS)
    for day, name, entries in days:
        lines[name][places[day]] += entries
    return lines


def _tally(name: str, line: Sequence[int], kinds: Kinds) -> Tally:
    strength, correction, question, mistake = (kinds[name, kind] for kind in KINDS)
    return Tally(name, line[-1], strength, correction, question, mistake, line[-2], tuple(line))


def _busiest(tally: Tally) -> tuple[int, int, str, str]:
    return -tally.entries, -tally.previous, tally.name.casefold(), tally.name


def _named(entry: Entry, *fields: str) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in ("short_id", "team", "topics", *fields)}
