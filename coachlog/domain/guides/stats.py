"""What the walks through a guide add up to: which endings people reach, and where they stop."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from coachlog.domain.guides.guide import Guide
from coachlog.domain.guides.walk import read_path, rule_at
from coachlog.domain.review.decision_signals import escalations_text, exceptions_text, stands_out

END, LEFT, GONE = "end", "left", "gone"
PathCount = tuple[str, str | None, int, int]  # path, ending, walks, how many of them are recorded
Outcome = tuple[str, str]  # END or LEFT, and the name of a step


class StepCount(NamedTuple):
    """An ending and how often it was reached, or a question and how often people stopped there.

    `kind` is that of the ending, `left` for a question, or `gone` if the guide no longer has
    this ending.
    """

    step: str
    kind: str
    walks: int
    percent: float
    recorded: int
    text: str | None


class GuideCount(NamedTuple):
    """How often a guide was walked, and how the walks ended."""

    guide: str
    walks: int
    do: int
    document: int
    escalate: int
    left: int
    recorded: int


def count_steps(guide: Guide, paths: Sequence[PathCount]) -> list[StepCount]:
    """Count the walks by where they ended.

    Returns:
        Every ending of the guide, even one that nobody reached, then the questions where people
        stopped; both with the most walks first.
    """
    walks, recorded = _count_outcomes(paths)
    total = max(walks.total(), 1)

    def count(outcome: Outcome, kind: str, text: str | None) -> StepCount:
        return StepCount(
            step=outcome[1],
            kind=kind,
            walks=walks[outcome],
            percent=round(100 * walks[outcome] / total, 1),
            recorded=recorded[outcome],
            text=text,
        )

    endings = []
    questions = []
    for name, ending in guide.endings.items():
        endings.append(count((END, name), ending.kind, ending.sentence))
    for outcome in walks:
        how, name = outcome
        if how == LEFT:
            step = guide.steps.get(name)
            questions.append(count(outcome, LEFT, step.question if step else None))
        elif name not in guide.endings:
            endings.append(count(outcome, GONE, None))
    endings.sort(key=lambda row: -row.walks)
    questions.sort(key=lambda row: -row.walks)
    return endings + questions


def count_guide(guide: Guide, paths: Sequence[PathCount]) -> GuideCount:
    """Count a guide's walks by kind of ending; those with a gone ending count in `walks` alone."""
    rows = count_steps(guide, paths)
    kinds: Counter[str] = Counter()
    for row in rows:
        kinds[row.kind] += row.walks
    return GuideCount(
        guide=guide.name,
        walks=kinds.total(),
        do=kinds["do"],
        document=kinds["document"],
        escalate=kinds["escalate"],
        left=kinds[LEFT],
        recorded=sum(row.recorded for row in rows),
    )


def guide_signals(guide: Guide, paths: Sequence[PathCount]) -> list[str]:
    """Return a line for each thing that stands out, as `review.decision_signals` defines it.

    That is: many exceptions from one rule, many escalations, or many people who stop at one
    question.
    """
    ended = _ended_walks(guide, paths)
    return [
        *_exception_signals(guide, ended),
        *_escalation_signals(guide, ended),
        *_left_signals(guide, paths),
    ]


class _EndedWalks(NamedTuple):
    """Walks along one path to an ending that the guide still has, and the rule that applied."""

    questions: list[str]
    kind: str
    rule: str
    walks: int


def _ended_walks(guide: Guide, paths: Sequence[PathCount]) -> list[_EndedWalks]:
    endings = guide.endings
    ended = []
    for path, ending, walks, _ in paths:
        if ending is None or ending not in endings:
            continue
        choices, _ = read_path(path)
        questions = [name for name, _ in choices]
        steps = [guide.steps[name] for name in [*questions, ending] if name in guide.steps]
        rule = rule_at(guide, steps) or ""
        ended.append(_EndedWalks(questions, endings[ending].kind, rule, walks))
    return ended


def _exception_signals(guide: Guide, ended: list[_EndedWalks]) -> Iterator[str]:
    # Exceptions are compared with the walks that came to the questions where they were made, not
    # with those under the same rule: the ending may be the only step that names its rule.
    exceptions: Counter[str] = Counter()
    questions: dict[str, set[str]] = {}
    for path in ended:
        if path.kind == "document":
            exceptions[path.rule] += path.walks
            questions.setdefault(path.rule, set()).update(path.questions[-1:])
    for rule, part in exceptions.most_common():
        total = 0
        for path in ended:
            if questions[rule].intersection(path.questions):
                total += path.walks
        if stands_out(part, total):
            rules = [(rule, part)] if rule else []
            yield exceptions_text(guide.name, part, total, rules)


def _escalation_signals(guide: Guide, ended: list[_EndedWalks]) -> Iterator[str]:
    total = sum(path.walks for path in ended)
    escalated = sum(path.walks for path in ended if path.kind == "escalate")
    if stands_out(escalated, total):
        yield escalations_text(guide.name, escalated, total)


def _left_signals(guide: Guide, paths: Sequence[PathCount]) -> Iterator[str]:
    walks, _ = _count_outcomes(paths)
    total = walks.total()
    for (outcome, step), left in walks.most_common():
        if outcome == LEFT and stands_out(left, total):
            yield (
                f"{guide.name}: {left} of {total} walks stopped at {step!r}."
                " The question may need rewording."
            )


def _count_outcomes(paths: Sequence[PathCount]) -> tuple[Counter[Outcome], Counter[Outcome]]:
    """Count the walks, and those recorded as an entry, by outcome."""
    walks: Counter[Outcome] = Counter()
    recorded: Counter[Outcome] = Counter()
    for path, ending, count, entries in paths:
        _, open_step = read_path(path)
        outcome = (LEFT, open_step or "")
        if ending is not None:
            outcome = (END, ending)
        walks[outcome] += count
        recorded[outcome] += entries
    return walks, recorded
