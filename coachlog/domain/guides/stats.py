"""What the walks through a guide add up to: which endings people reach, and where they stop."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from coachlog.domain.guides.guide import Guide
from coachlog.domain.guides.walk import read_path, rule_at
from coachlog.domain.review.decision_signals import escalations_text, exceptions_text, stands_out

LEFT, GONE = "left", "gone"
PathCount = tuple[str, str | None, int, int]  # path, ending, walks, how many of them are recorded


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
    endings = guide.endings
    walks: Counter[tuple[str, str]] = Counter()
    recorded: Counter[tuple[str, str]] = Counter()
    for name, ending in endings.items():
        walks[ending.kind, name] = 0
    for path, end, count, entries in paths:
        _, open_step = read_path(path)
        outcome = (LEFT, open_step or "")
        if end is not None:
            outcome = (endings[end].kind if end in endings else GONE, end)
        walks[outcome] += count
        recorded[outcome] += entries
    total = max(walks.total(), 1)
    rows = []
    for outcome, count in walks.items():
        kind, name = outcome
        rows.append(
            StepCount(
                step=name,
                kind=kind,
                walks=count,
                percent=round(100 * count / total, 1),
                recorded=recorded[outcome],
                text=_text_of(guide, kind, name),
            )
        )
    return sorted(rows, key=lambda row: (row.kind == LEFT, -row.walks))


def _text_of(guide: Guide, kind: str, name: str) -> str | None:
    step = guide.steps.get(name)
    if step is None or kind == GONE:
        return None
    return step.ending.sentence if step.ending and kind != LEFT else step.question


def count_guide(guide: Guide, paths: Sequence[PathCount]) -> GuideCount:
    """Count a guide's walks by kind of ending; those with a gone ending count in `walks` alone."""
    kinds: Counter[str] = Counter()
    recorded = 0
    for row in count_steps(guide, paths):
        kinds[row.kind] += row.walks
        recorded += row.recorded
    return GuideCount(
        guide=guide.name,
        walks=kinds.total(),
        do=kinds["do"],
        document=kinds["document"],
        escalate=kinds["escalate"],
        left=kinds[LEFT],
        recorded=recorded,
    )


def guide_signals(guide: Guide, paths: Sequence[PathCount]) -> Iterator[str]:
    """Yield a line for each thing that stands out, as `review.decision_signals` defines it.

    That is: many exceptions from one rule, many escalations, or many people who stop at one
    question.
    """
    yield from _exception_signals(guide, paths)
    counts = count_guide(guide, paths)
    # Those who stopped decided nothing, and of an ending that is gone nobody knows the kind.
    ended = counts.do + counts.document + counts.escalate
    if stands_out(counts.escalate, ended):
        yield escalations_text(guide.name, counts.escalate, ended)
    for row in count_steps(guide, paths):
        if row.kind == LEFT and stands_out(row.walks, counts.walks):
            yield (
                f"{guide.name}: {row.walks} of {counts.walks} walks stopped at {row.step!r}."
                " The question may need rewording."
            )


def _exception_signals(guide: Guide, paths: Sequence[PathCount]) -> Iterator[str]:
    # Exceptions are compared with the walks that came to the questions where they were made, not
    # with those under the same rule: the ending may be the only step that names its rule.
    endings = guide.endings
    exceptions: Counter[str] = Counter()
    last_questions: dict[str, set[str]] = {}
    visits: list[tuple[list[str], int]] = []
    for path, end, walks, _ in paths:
        if end is None or end not in endings:
            continue
        choices, _ = read_path(path)
        questions = [name for name, _ in choices]
        visits.append((questions, walks))
        if endings[end].kind == "document":
            steps = [guide.steps[name] for name in [*questions, end] if name in guide.steps]
            rule = rule_at(guide, steps) or ""
            exceptions[rule] += walks
            last_questions.setdefault(rule, set()).update(questions[-1:])
    for rule, part in exceptions.most_common():
        total = 0
        for questions, walks in visits:
            if last_questions[rule].intersection(questions):
                total += walks
        if stands_out(part, total):
            rules = [(rule, part)] if rule else []
            yield exceptions_text(guide.name, part, total, rules)
