"""What the walks through a guide add up to: which ends are reached, where people leave, and what that means."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from coachlog.domain.guides.guide import Guide, read_path
from coachlog.domain.review.decision_signals import escalations_text, exceptions_text, stands_out

LEFT, GONE = "left", "gone"
NUMBERS = ("walks", "recorded", "percent")
Way = tuple[str, str | None, int, int]  # path, ending, walks, of which recorded


class Reached(NamedTuple):
    """An end and how often it was reached, or a question and how often people left there.

    `kind` is do, document or escalate, `left`, or `gone` where the guide has no such step any more.
    """

    step: str
    kind: str
    walks: int
    percent: float
    recorded: int
    text: str | None


class Overall(NamedTuple):
    """How often a guide was walked, and how the walks ended."""

    guide: str
    walks: int
    do: int
    document: int
    escalate: int
    left: int
    recorded: int


def reached(guide: Guide, ways: Sequence[Way]) -> list[Reached]:
    """Every end of a guide, also those that nobody came to, then the questions where people left; the most walks first."""
    walks, recorded = _counted(ways)
    total = walks.total()

    def row(place: tuple[str, str], text: str | None) -> Reached:
        share = round(100 * walks[place] / total, 1) if total else 0.0
        return Reached(place[1], place[0], walks[place], share, recorded[place], text)

    ends = [
        row(("end", step.name), step.ending.sentence)._replace(kind=step.ending.kind)
        for step in guide.steps.values()
        if step.ending
    ]
    lost = [
        place
        for place in walks
        if place[0] == "end"
        and (guide.steps.get(place[1]) is None or not guide.steps[place[1]].ending)
    ]
    ends += [row(place, None)._replace(kind=GONE) for place in lost]
    left = [
        row(place, step.question if (step := guide.steps.get(place[1])) else None)
        for place in walks
        if place[0] == LEFT
    ]
    return sorted(ends, key=lambda end: -end.walks) + sorted(left, key=lambda end: -end.walks)


def overall(guide: Guide, ways: Sequence[Way]) -> Overall:
    """A guide's walks by how they ended; an end that is no more is among `walks` alone."""
    rows = reached(guide, ways)
    kinds = Counter[str]()
    for row in rows:
        kinds[row.kind] += row.walks
    return Overall(
        guide.name,
        kinds.total(),
        kinds["do"],
        kinds["document"],
        kinds["escalate"],
        kinds[LEFT],
        sum(row.recorded for row in rows),
    )


def signals(guide: Guide, ways: Sequence[Way]) -> list[str]:
    """What the walks mean, in lines: many exceptions from one rule, many escalations, many who leave at one question.

    What counts as many is said in `domain.signals`. Escalations are counted among the walks that ended, exceptions from a rule
    among those that came to the questions where they were made: an end may be the only place that names its rule.
    """
    walks, _ = _counted(ways)
    ended = [
        (path, step, number)
        for path, name, number, _ in ways
        if (step := guide.steps.get(name or "")) and step.ending
    ]
    excepted, asked = Counter[str](), dict[str, set[str]]()
    for path, step, number in ended:
        if step.ending and step.ending.kind == "document":
            rule = _rule(guide, path, step.rule)
            excepted[rule] += number
            asked.setdefault(rule, set()).update(_questions(path)[-1:])
    lines = []
    for rule, part in excepted.most_common():
        total = sum(
            number for path, _, number in ended if asked[rule].intersection(_questions(path))
        )
        if stands_out(part, total):
            lines.append(exceptions_text(guide.name, part, total, [(rule, part)] if rule else []))
    escalated, all_ended = overall(guide, ways).escalate, sum(number for _, _, number in ended)
    if stands_out(escalated, all_ended):
        lines.append(escalations_text(guide.name, escalated, all_ended))
    for (what, step_name), number in walks.most_common():
        if what == LEFT and stands_out(number, walks.total()):
            lines.append(
                f"{guide.name}: {number} of {walks.total()} left at {step_name!r}: the question wants other words."
            )
    return lines


def _counted(ways: Sequence[Way]) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    """Walks, and recorded ones, by `("end" or "left", step)`."""
    walks, recorded = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for path, ending, number, entries in ways:
        place = ("end", ending) if ending is not None else (LEFT, read_path(path)[1] or "")
        walks[place] += number
        recorded[place] += entries
    return walks, recorded


def _questions(path: str) -> list[str]:
    return [step for step, _ in read_path(path)[0]]


def _rule(guide: Guide, path: str, own: str | None) -> str:
    """The rule that held at the end of a way, as `Walk.rule` says; empty where there was none."""
    steps = [guide.steps.get(name) for name, _ in reversed(read_path(path)[0])]
    return (
        own or next((step.rule for step in steps if step and step.rule), None) or guide.rule or ""
    )
