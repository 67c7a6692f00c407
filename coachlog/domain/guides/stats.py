"""What the walks through a guide add up to: which endings people reach, and where they stop."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from coachlog.domain.guides.guide import DECISIONS, Guide
from coachlog.domain.guides.walk import read_path, rule_at
from coachlog.domain.review.decision_signals import escalations_text, exceptions_text, stands_out
from coachlog.named_tuple import NamedTuple

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


class _Outcome(NamedTuple):
    """Walks along one path: the questions on it, and the step where they ended or stopped."""

    questions: list[str]
    step: str
    kind: str
    walks: int
    recorded: int


def _outcomes(guide: Guide, paths: Sequence[PathCount]) -> Iterator[_Outcome]:
    endings = guide.endings
    for path, ending, walks, recorded in paths:
        choices, open_step = read_path(path)
        questions = [name for name, _ in choices]
        if ending is None:
            yield _Outcome(
                questions=questions,
                step=open_step or "",
                kind=LEFT,
                walks=walks,
                recorded=recorded,
            )
        else:
            # The guide may have been changed since: then nobody knows what kind of ending it was.
            kind = endings[ending].kind if ending in endings else GONE
            yield _Outcome(
                questions=questions,
                step=ending,
                kind=kind,
                walks=walks,
                recorded=recorded,
            )


def count_steps(guide: Guide, paths: Sequence[PathCount]) -> list[StepCount]:
    """Count the walks by where they ended.

    Args:
        guide: the guide as it is now; it may have had other steps when it was walked.
        paths: the walks along each path.

    Returns:
        Every ending of the guide, even one that nobody reached, then the questions where people
        stopped; both with the most walks first.
    """
    endings = guide.endings
    walks: Counter[tuple[str, str]] = Counter()
    for name, ending in endings.items():
        walks[name, ending.kind] = 0
    recorded: Counter[tuple[str, str]] = Counter()
    for outcome in _outcomes(guide, paths):
        walks[outcome.step, outcome.kind] += outcome.walks
        recorded[outcome.step, outcome.kind] += outcome.recorded
    total = max(walks.total(), 1)
    rows = []
    for (name, kind), count in walks.items():
        text = None
        if kind == LEFT and name in guide.steps:
            text = guide.steps[name].question
        elif kind not in (LEFT, GONE):
            text = endings[name].sentence
        # Of all walks, so that endings and stops together make a hundred.
        percent = round(100 * count / total, 1)
        rows.append(
            StepCount(
                step=name,
                kind=kind,
                walks=count,
                percent=percent,
                recorded=recorded[name, kind],
                text=text,
            )
        )
    return sorted(rows, key=lambda row: (row.kind == LEFT, -row.walks))


def count_guide(guide: Guide, paths: Sequence[PathCount]) -> GuideCount:
    """Count a guide's walks by kind of ending.

    Args:
        guide: the guide as it is now.
        paths: the walks along each path; those to an ending that is gone count in `walks` alone.
    """
    kinds: Counter[str] = Counter()
    recorded = 0
    for outcome in _outcomes(guide, paths):
        kinds[outcome.kind] += outcome.walks
        recorded += outcome.recorded
    return GuideCount(
        guide=guide.name,
        walks=kinds.total(),
        recorded=recorded,
        **{kind: kinds[kind] for kind in (*DECISIONS, LEFT)},
    )


def guide_signals(guide: Guide, paths: Sequence[PathCount]) -> Iterator[str]:
    """Yield a line for each thing that stands out, as `review.decision_signals` defines it.

    That is: many exceptions from one rule, many escalations, or many people who stop at one
    question.

    Args:
        guide: the guide as it is now.
        paths: the walks along each path.
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
    ended = [outcome for outcome in _outcomes(guide, paths) if outcome.kind in DECISIONS]
    exceptions: Counter[str] = Counter()
    questions: defaultdict[str, set[str]] = defaultdict(set)
    for outcome in ended:
        if outcome.kind == "document":
            rule = _rule_of(guide, outcome)
            exceptions[rule] += outcome.walks
            questions[rule].update(outcome.questions[-1:])
    for rule, part in exceptions.most_common():
        total = 0
        for outcome in ended:
            if questions[rule].intersection(outcome.questions):
                total += outcome.walks
        if stands_out(part, total):
            rules = [(rule, part)] if rule else []
            yield exceptions_text(guide.name, part, total, rules)


def _rule_of(guide: Guide, outcome: _Outcome) -> str:
    names = [*outcome.questions, outcome.step]
    steps = [guide.steps[name] for name in names if name in guide.steps]
    return rule_at(guide, steps) or ""
