"""What many decisions of one sort mean: a rule that wants clearing, a topic that wants practice.

A sort stands out where it is at least a third of at least five decisions; below that it may be chance, and few cases could
be known by the people in them.
"""

from collections import Counter
from collections.abc import Iterable

LEAST = 5
ONE_IN = 3
MOST_SAID = 5


def stands_out(part: int, total: int) -> bool:
    """Whether `part` of `total` says something."""
    return total >= LEAST and part * ONE_IN >= total


def exceptions_text(whose: str, part: int, total: int, rules: Iterable[tuple[str, int]]) -> str:
    """What many documented exceptions mean; `rules` are those that they were made from, with how often."""
    most = max(rules, key=lambda rule: (rule[1], rule[0]), default=None)
    under = f"{'' if most[1] == part else f', {most[1]} of them'} from {most[0]}" if most else ""
    return f"{whose}: {part} of {total} were decided as a documented exception{under}: the rule wants clearing."


def escalations_text(whose: str, part: int, total: int) -> str:
    """What many escalations mean."""
    return f"{whose}: {part} of {total} were escalated: the topic wants practice."


def topic_signals(rows: Iterable[tuple[str, str | None, str | None, int]]) -> list[str]:
    """A line for each topic whose decisions stand out, the most striking first, at most five.

    Args:
        rows: `(topic, decision, rule, entries)`; those without a decision do not count.
    """
    decided: dict[str, Counter[str]] = {}
    rules: dict[str, Counter[str]] = {}
    for topic, decision, rule, entries in rows:
        if decision is not None:
            decided.setdefault(topic, Counter())[decision] += entries
            if decision == "exception-documented" and rule:
                rules.setdefault(topic, Counter())[rule] += entries
    lines = []
    for topic, decisions in sorted(decided.items()):
        total, excepted, escalated = (
            decisions.total(),
            decisions["exception-documented"],
            decisions["escalated"],
        )
        if stands_out(excepted, total):
            lines.append(
                (
                    excepted,
                    exceptions_text(topic, excepted, total, rules.get(topic, Counter()).items()),
                )
            )
        if stands_out(escalated, total):
            lines.append((escalated, escalations_text(topic, escalated, total)))
    return [line for _, line in sorted(lines, key=lambda line: -line[0])[:MOST_SAID]]
