"""Whether every walk through a guide ends, and what is wrong with its text if one does not.

All faults are reported at once, because an author who mends one at a time gives up after the
third. One slip should be one fault: a misspelled step counts as the step that was meant.
"""

from collections.abc import Iterator

from coachlog.domain.guides.cycles import Link, find_cycles
from coachlog.domain.guides.draft import (
    Draft,
    DraftBranch,
    DraftEnding,
    DraftStep,
    DraftText,
    Notes,
)
from coachlog.domain.guides.endings import read_ending
from coachlog.domain.guides.guide import Branch, Fault, Guide, Step, inline_name
from coachlog.domain.guides.inline_steps import name_inline_steps
from coachlog.domain.guides.questions import question_faults
from coachlog.domain.guides.syntax import START, step_key
from coachlog.domain.suggestions import close_names, did_you_mean
from coachlog.domain.typed_text import MAX_NAME, clean_name, name_key

# A guess compares a name with every step, so a long text full of errors gets few of them.
MAX_GUESSES = 20
MAX_GUESSED_NAMES = 2_000
QUOTED_NAME = 60


def validate(draft: Draft, faults: list[Fault]) -> tuple[Guide | None, list[Fault]]:
    """Make a guide of a draft.

    Args:
        draft: the guide as written.
        faults: what was wrong with its lines already.

    Returns:
        The guide and no faults, or None and all faults, ordered by line.
    """
    validator = _Validator(draft, faults)
    name = validator.guide_name()
    topics = validator.topics()
    rule = validator.short_text("rule", draft.header)
    validator.add_steps()
    if validator.faults or name is None:
        # A step that is written twice is checked twice: each fault is reported once.
        return None, sorted(set(validator.faults))
    return Guide(
        name=name,
        topics=topics,
        rule=rule,
        steps=validator.steps,
    ), []


class _Validator:
    """Builds the steps of a guide, and collects what is wrong with them."""

    def __init__(self, draft: Draft, faults: list[Fault]) -> None:
        self.draft = draft
        self.faults = list(faults)
        self.by_key: dict[str, DraftStep] = {}
        self.steps: dict[str, Step] = {}
        self.links: dict[str, list[Link]] = {}  # of each step to those that follow it
        self.guesses = 0

    def report(self, line: int, text: str) -> None:
        self.faults.append(Fault(line, text))

    def short_text(self, field: str, notes: Notes) -> str | None:
        """Return the text of a field, which has to be as short as a name; None without it."""
        draft = notes.get(field)
        if draft is None:
            return None
        try:
            return clean_name(draft.text, field)
        except ValueError as error:
            self.report(draft.line, f"{error}. Shorten it")
            return draft.text

    def guide_name(self) -> str | None:
        draft = self.draft.header.get("name")
        name = self.short_text("name", self.draft.header)
        if name is None:
            self.report(
                draft.line if draft else 1,
                "the guide has no name. Begin with one, as in  guide: Can this cost be charged?",
            )
        return name

    def topics(self) -> tuple[str, ...]:
        draft = self.draft.header.get("topic")
        if draft is None:
            return ()
        topics: dict[str, str] = {}
        # Authors write commas; a semicolon separates topics everywhere else in coachlog.
        for part in draft.text.replace(";", ",").split(","):
            topic = self.short_text("topic", {"topic": DraftText(draft.line, [part])})
            if topic:
                topics.setdefault(name_key(topic), topic)
        return tuple(topics.values())

    def add_steps(self) -> None:
        """Build all steps, the one where a walk starts first."""
        if not self.draft.steps:
            self.report(
                1,
                "the guide has no steps. Add the first one, as in  start: Is it in the budget?",
            )
            return
        duplicates = list(self._index_steps())
        # Only now, so that no question behind a branch takes the name of a step further down.
        name_inline_steps(self.draft, self.by_key)
        # A text may begin with what its author thought of first.
        start = self.by_key.get(START, self.draft.steps[0])
        others = [step for step in self.by_key.values() if step is not start]
        for step in [start, *others]:
            self.links[step.name] = self._add_step(step, self.steps)
        for step in duplicates:
            # It is checked like any other, but no step of the guide comes of it.
            known = self.by_key[step_key(step.name)]
            self.links[known.name] += self._add_step(step, {})
        for line, cycle in find_cycles(self.links):
            self.report(line, f"this answer leads in a circle: {cycle}. Choose another step for it")
        self._report_unreachable(start)

    def _index_steps(self) -> Iterator[DraftStep]:
        """Add the steps that have names to `by_key`; yield those whose name is taken."""
        for step in self.draft.steps:
            if step.is_inline:
                continue
            name = step.name
            key = step_key(name)
            if not key:
                self.report(
                    step.line,
                    "a step needs a name before the colon, as in  period: Was it in the period?",
                )
            elif len(name) > MAX_NAME:
                self.report(
                    step.line,
                    f"the step's name has {len(name):,} characters; the limit is {MAX_NAME}."
                    " Shorten it",
                )
            known = self.by_key.setdefault(key, step)
            if known is not step:
                self.report(
                    step.line,
                    f"line {known.line} already has a step named {known.name!r}."
                    " Give one of them another name",
                )
                yield step

    def _add_step(self, draft: DraftStep, steps: dict[str, Step]) -> list[Link]:
        """Add a step and the endings behind its branches to `steps`; return its links."""
        draft.settle_question()
        if draft.ending:
            steps[draft.name] = self._ending_step(draft, draft.ending)
            return []
        self.faults += question_faults(draft)
        branches = []
        links = []
        endings = []
        for branch in draft.branches:
            step = self._target(branch)
            if step is None:
                continue
            if step.ending and not step.name:
                step.name = inline_name(draft.name, branch.label)
                endings.append(step)
            else:
                links.append((branch.line, step.name))
            branches.append(Branch(branch.label, step.name))
        judgement = draft.notes.get("judgement")
        steps[draft.name] = Step(
            name=draft.name,
            line=draft.line,
            question=draft.text.text,
            branches=tuple(branches),
            rule=self.short_text("rule", draft.notes),
            judgement=judgement.text if judgement else None,
            is_inline=draft.is_inline,
        )
        for step in endings:
            self._add_step(step, steps)
        return links

    def _ending_step(self, draft: DraftStep, ending: DraftEnding) -> Step:
        if draft.asks:
            remedy = "Split it into two steps"
            if ending.opening:
                remedy = "End it with a question mark if it is a question"
            self.report(ending.text.line, f"step {draft.name!r} both asks and ends. {remedy}")
        result, faults = read_ending(ending, draft.notes)
        for text in faults:
            self.report(ending.text.line, text)
        return Step(
            name=draft.name,
            line=draft.line,
            question="",
            ending=result,
            rule=self.short_text("rule", draft.notes),
            is_inline=draft.is_inline,
        )

    def _target(self, branch: DraftBranch) -> DraftStep | None:
        """Return the step that a branch leads to; None, and a fault, if there is none."""
        key = step_key(branch.target)
        known = branch.step or self.by_key.get(key)
        if known or branch.has_fault:
            return known
        if not key:
            self.report(
                branch.line,
                f"the answer {branch.label!r} leads nowhere. Name a step or write an ending after"
                " the arrow",
            )
            return None
        name = branch.target
        if len(name) > QUOTED_NAME:
            name = name[: QUOTED_NAME - 1] + "…"
        guess = self._closest_step(key)
        hint = f"Add it, as in  {name}: do …"
        if guess:
            hint = did_you_mean([guess.name])
        self.report(branch.line, f"there is no step {name!r}. {hint}")
        return guess

    def _closest_step(self, key: str) -> DraftStep | None:
        self.guesses += 1
        if self.guesses > MAX_GUESSES or len(key) > MAX_NAME:
            return None
        close = close_names(key, list(self.by_key)[:MAX_GUESSED_NAMES])
        return self.by_key[close[0]] if close else None

    def _report_unreachable(self, start: DraftStep) -> None:
        """Report the steps that nothing leads to; those behind them need no fault of their own."""
        linked = {start.name}
        for links in self.links.values():
            linked.update(name for _, name in links)
        for step in self.by_key.values():
            if step.name not in linked:
                self.report(
                    step.line,
                    f"no answer leads to step {step.name!r}. Add one that does, or remove the step",
                )
