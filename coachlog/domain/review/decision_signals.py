"""What many decisions of one sort mean: a rule that needs clarifying, a topic that needs practice.

A sort stands out if it is at least a third of at least five decisions. Below that it may be
chance, and few cases could be traced to the people in them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable

from coachlog.named_tuple import NamedTuple

FEWEST_DECISIONS = 5
ONE_IN = 3
MOST_SIGNALS = 5  # more would not be read


def stands_out(part: int, total: int) -> bool:
    """Return whether decisions of one sort are enough to say something.

    Args:
        part: how many decisions are of that sort.
        total: how many decisions there are.
    """
    return total >= FEWEST_DECISIONS and part * ONE_IN >= total


def exceptions_text(name: str, part: int, total: int, rules: Iterable[tuple[str, int]]) -> str:
    """Return what many documented exceptions mean.

    Args:
        name: the topic or the guide that was decided about.
        part: how many decisions were documented exceptions.
        total: how many decisions there were.
        rules: each rule that exceptions were made from, with how often.
    """
    text = f"{name}: {part} of {total} decisions were documented exceptions"
    # Of rules with the same number the last by name, so that the text does not change by chance.
    rule, times = max(rules, key=lambda rule: (rule[1], rule[0]), default=("", 0))
    if times == part:
        text += f" from {rule}"
    elif rule:
        text += f", {times} of them from {rule}"
    return f"{text}. The rule may need clarifying."


def escalations_text(name: str, part: int, total: int) -> str:
    """Return what many escalations mean; the arguments are those of `exceptions_text`."""
    return f"{name}: {part} of {total} decisions were escalations. The topic may need practice."


def topic_signals(rows: Iterable[tuple[str, str | None, str | None, int]]) -> list[str]:
    """Return a line for each topic whose decisions stand out, at most five of them.

    Those with the most decisions of that sort come first.

    Args:
        rows: `(topic, decision, rule, entries)`; those without a decision do not count.
    """
    decisions: defaultdict[str, Counter[str]] = defaultdict(Counter)
    rules: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for topic, decision, rule, entries in rows:
        if decision is None:
            continue
        decisions[topic][decision] += entries
        if decision == "exception-documented" and rule:
            rules[topic][rule] += entries
    signals = []
    for topic, counts in sorted(decisions.items()):
        total = counts.total()
        exceptions = counts["exception-documented"]
        escalations = counts["escalated"]
        if stands_out(exceptions, total):
            text = exceptions_text(topic, exceptions, total, rules[topic].items())
            signals.append((exceptions, text))
        if stands_out(escalations, total):
            signals.append((escalations, escalations_text(topic, escalations, total)))
    signals.sort(key=lambda signal: -signal[0])
    return [text for _, text in signals[:MOST_SIGNALS]]


class RuleDecisions(NamedTuple):
    """What was decided about a rule."""

    rule: str
    decisions: int
    exceptions: int
    escalations: int

    @property
    def is_rare(self) -> bool:
        """Whether there are too few decisions to say anything."""
        return self.decisions < FEWEST_DECISIONS

    @property
    def needs_clearing(self) -> bool:
        """Whether exceptions or escalations are enough to say something."""
        return stands_out(self.exceptions, self.decisions) or stands_out(
            self.escalations, self.decisions
        )


def rule_decisions(rows: Iterable[tuple[str, str, int]]) -> list[RuleDecisions]:
    """Return what was decided about each rule, the one with the most exceptions first.

    Args:
        rows: `(rule, decision, entries)`.
    """
    by_rule: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for rule, decision, entries in rows:
        by_rule[rule][decision] += entries
    decided = []
    for rule, counts in by_rule.items():
        line = RuleDecisions(
            rule=rule,
            decisions=counts.total(),
            exceptions=counts["exception-documented"],
            escalations=counts["escalated"],
        )
        decided.append(line)
    return sorted(decided, key=_most_exceptions_first)


def _most_exceptions_first(line: RuleDecisions) -> tuple[int, str]:
    return -line.exceptions - line.escalations, line.rule
