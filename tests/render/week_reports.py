"""Reports of a week, made up by hand."""

from datetime import date

from coachlog.domain.periods import week_of
from coachlog.domain.review.week import Counts, FirstEntries, Tally, WeekReport

WEEK = week_of(date(2026, 11, 19))


def tally(name, *line):
    line = (*([0] * (8 - len(line))), *line)
    return Tally(
        name=name,
        entries=line[-1],
        strength=0,
        correction=line[-1],
        question=0,
        mistake=0,
        previous=line[-2],
        line=line,
    )


def make_report(
    teams, topics=(), *, mistakes=0, caught=0, today=date(2026, 11, 23), cells=(), entries=()
):
    line = [sum(numbers) for numbers in zip(*(team.line for team in teams), strict=True)] or [0] * 8
    total = tally("", *line)._replace(mistake=mistakes)
    shown = FirstEntries(list(entries), len(entries) + 2 if entries else 0)
    return WeekReport(
        week=WEEK,
        today=today,
        time_zone="UTC",
        counts=Counts(total, list(teams), list(topics), list(cells)),
        good_catches=caught,
        by_kind={"mistake": shown},
        lessons=shown,
        open_mistakes=shown,
    )
