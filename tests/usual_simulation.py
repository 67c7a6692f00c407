"""How often what is said of a usual week is wrong, and how soon a change is seen: by made-up logs.

`python -m tests.usual_simulation 10` prints the table of docs/review.md, with ten times as many
weeks as the tests have time for.

Entries of a team come by chance, at a rate; each has one of forty topics, some of which are far
more frequent than others, and one of four kinds. "Irregular" is more than chance: the weeks of a
team vary by 30 % besides, and a season moves all teams by 15 % up and down within a year.
"""

import random  # noqa: TID251 - the same logs every time
import sys
from collections.abc import Sequence
from itertools import accumulate
from math import exp, pi, sin
from typing import NamedTuple

from coachlog.domain.review.usual import ALL, WEEKS, Usual, judge

TOPICS = list(accumulate(1 / number for number in range(1, 41)))
KINDS = list(accumulate([30, 40, 15, 15]))
# Entries a week of each team of a page.
PAGES = {
    "1 team, 0.2 a week": [0.2],
    "1 team, 1 a week": [1.0],
    "1 team, 5 a week": [5.0],
    "1 team, 15 a week": [15.0],
    "6 teams, 0.2 to 15": [0.2 * 75 ** (number / 5) for number in range(6)],
    "25 teams, 0.2 to 15": [0.2 * 75 ** (number / 24) for number in range(25)],
}
TEAMS = {1: "1 team", 6: "6 teams", 25: "25 teams"}
IRREGULAR = 0.09  # the variance of a factor with the mean 1: 30 % of it, squared
SEASON = 0.15
STEP = 4  # weeks from one look to the next: they lie closer than two looks are independent
WITHIN = 8  # weeks after a change

Series = dict[tuple[str, str], list[int]]


class World(NamedTuple):
    """Where entries come from: the rates of its teams, and perhaps a change of one of them."""

    rates: Sequence[float]
    is_irregular: bool = False
    changed: int = 0  # the team
    factor: float = 1.0
    since: int = 0  # the week


def simulate(dice: random.Random, world: World, weeks: int) -> Series:
    """Return the entries of every series in each week."""
    series: Series = {ALL: [0] * weeks}
    phase = dice.random() * 52
    for week in range(weeks):
        season = 1 + world.is_irregular * SEASON * sin(2 * pi * (week + phase) / 52)
        for team, rate in enumerate(world.rates):
            mean = rate * season
            if world.is_irregular:
                mean *= dice.gammavariate(1 / IRREGULAR, IRREGULAR)
            if team == world.changed and week >= world.since:
                mean *= world.factor
            entries = poisson(dice, mean)
            names = [ALL] * entries + [("team", str(team))] * entries
            names += [("topic", str(n)) for n in _draw(dice, TOPICS, entries)]
            names += [("kind", str(n)) for n in _draw(dice, KINDS, entries)]
            for name in names:
                series.setdefault(name, [0] * weeks)[week] += 1
    return series


def _draw(dice: random.Random, weights: list[float], entries: int) -> list[int]:
    return dice.choices(range(len(weights)), cum_weights=weights, k=entries)


def poisson(dice: random.Random, mean: float) -> int:
    """Return how many come where `mean` come on average."""
    number = 0
    least = exp(-mean)
    chance = dice.random()
    while chance > least:
        number += 1
        chance *= dice.random()
    return number


def look(series: Series, week: int) -> list[Usual]:
    """Return what is unusual in a week."""
    seen = {name: counts[week - WEEKS + 1 : week + 1] for name, counts in series.items()}
    seen = {name: counts for name, counts in seen.items() if name == ALL or any(counts)}
    return [usual for usual in judge(seen) if usual.is_unusual]


def false_alarms(rates: Sequence[float], looks: int, *, is_irregular: bool) -> float:
    """Return the share of weeks in which anything at all is said of a log without a change."""
    dice = random.Random(f"{rates} {is_irregular}")
    alarms = 0
    at_once = 40
    for _ in range(looks // at_once):
        weeks = range(WEEKS, WEEKS + STEP * at_once, STEP)
        series = simulate(dice, World(rates, is_irregular), weeks.stop)
        alarms += sum(bool(look(series, week)) for week in weeks)
    return alarms / looks


def seen(teams: int, rate: float, factor: float, runs: int, *, is_irregular: bool) -> float:
    """Return the share of runs in which the change of one team is seen within eight weeks."""
    dice = random.Random(f"{teams} {rate} {factor} {is_irregular}")
    rates = [rate]
    if teams > 1:
        # The others are as on the page of false alarms.
        rates += [0.2 * 75 ** (number / (teams - 1)) for number in range(1, teams)]
    name = ALL if teams == 1 else ("team", "0")
    verdict = "more" if factor > 1 else "fewer"
    times = 0
    for _ in range(runs):
        world = World(rates, is_irregular, factor=factor, since=WEEKS)
        series = simulate(dice, world, WEEKS + WITHIN)
        # The last week first, as it sees most; which one it is does not matter.
        times += any(
            (usual.sort, usual.name) == name and usual.verdict == verdict
            for week in reversed(range(WEEKS, WEEKS + WITHIN))
            for usual in look(series, week)
        )
    return times / runs


def table_of_false_alarms(looks: int) -> dict[str, tuple[float, float]]:
    """Return by page the share of weeks that cry wolf, in a regular and an irregular log."""
    table = {}
    for page, rates in PAGES.items():
        regular = false_alarms(rates, looks, is_irregular=False)
        table[page] = regular, false_alarms(rates, looks, is_irregular=True)
    return table


def table_of_changes(rates: Sequence[float], runs: int) -> dict[str, list[float]]:
    """Return by page, change and log the share of changes that are seen, at each rate."""
    table = {}
    for teams, page in TEAMS.items():
        for factor, change in ((2, "doubled"), (0.5, "halved")):
            for is_irregular in (False, True):
                kind = "irregular" if is_irregular else "regular"
                table[f"{page}, {change}, {kind}"] = [
                    seen(teams, rate, factor, runs, is_irregular=is_irregular) for rate in rates
                ]
    return table


def main(times: int) -> None:
    """Print both tables in Markdown."""
    print("| page | regular | irregular |\n| --- | ---: | ---: |")
    for page, shares in table_of_false_alarms(400 * times).items():
        print(f"| {page} | {shares[0]:.1%} | {shares[1]:.1%} |", flush=True)
    rates = (2, 4, 6, 8, 10, 15, 25)
    print(f"\n| rate before | {' | '.join(map(str, rates))} |\n| --- |{' ---: |' * len(rates)}")
    for name, shares in table_of_changes(rates, 20 * times).items():
        print(f"| {name} | {' | '.join(f'{share:.0%}' for share in shares)} |", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
