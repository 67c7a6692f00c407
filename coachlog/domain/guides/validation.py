"""Whether every walk through a guide ends, and what is wrong with its text if one does not.

All faults are reported at once, because an author who mends one at a time gives up after the
third. One slip should be one fault: a misspelled step counts as the step that was meant.
"""

from coachlog.domain.guides.cycles import Link, find_cycles
from coachlog.domain.guides.draft import Draft, DraftBranch, DraftEnding, DraftStep, DraftText
from coachlog.domain.guides.endings import read_ending
from coachlog.domain.guides.guide import Branch, Ending, Fault, Guide, Step, inline_name
from coachlog.domain.guides.inline_steps import name_inline_steps, settle_endings
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
    rule = validator.short_text("rule", draft.header.get("rule"))
    validator.add_steps()
    if validator.faults or name is None:
        return None, sorted(set(validator.faults))
    return Guide(name, topics, rule, validator.steps), []


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

    def short_text(self, field: str, draft: DraftText | None) -> str | None:
        """Return a text of a name's length on one line; None if it is missing or blank."""
        if draft is None:
            return None
        try:
            return clean_name(draft.text, field)
        except ValueError as error:
            self.report(draft.line, f"{error}. Shorten it")
            return draft.text

    def guide_name(self) -> str | None:
        draft = self.draft.header.get("name")
        name = self.short_text("name", draft)
        if name is None:
            example = "guide: Can this cost be charged?"
            line = draft.line if draft else 1
            self.report(line, f"the guide has no name. Begin with a line such as  {example}")
        return name

    def topics(self) -> tuple[str, ...]:
        draft = self.draft.header.get("topics")
        if draft is None:
            return ()
        topics: dict[str, str] = {}
        for part in draft.text.replace(";", ",").split(","):
            topic = self.short_text("topic", DraftText(draft.line, part))
            if topic:
                topics.setdefault(name_key(topic), topic)
        return tuple(topics.values())

    def add_steps(self) -> None:
        """Build all steps, the one where a walk starts first."""
        if not self.draft.steps:
            example = "start: Is it in the budget?"
            self.report(1, f"the guide has no steps. Add the first one, as in  {example}")
            return
        duplicates = self._index_named_steps()
        settle_endings(self.draft)
        name_inline_steps(self.draft, self.by_key)
        start = self.by_key.get(START) or self.draft.steps[0]
        others = [step for step in self.by_key.values() if step is not start]
        for step in [start, *others]:
            self.links[step.name] = self._add_step(step, self.steps)
        for step in duplicates:
            # It is checked like any other, but no step of the guide comes of it.
            known = self.by_key[step_key(step.name)]
            self.links[known.name] += self._add_step(step, {})
        for line, cycle in find_cycles(self.links):
            self.report(line, f"this answer goes in a circle: {cycle}. Lead it to another step")
        self._report_unreachable(start)

    def _index_named_steps(self) -> list[DraftStep]:
        """Add the steps that have names to `by_key`; return those whose name is taken."""
        duplicates = []
        for step in self.draft.steps:
            if step.is_inline:
                continue
            known = self.by_key.setdefault(step_key(step.name), step)
            if known is not step:
                duplicates.append(step)
                self.report(
                    step.line,
                    f"line {known.line} already has a step named {known.name!r}."
                    " Give one of them another name",
                )
        return duplicates

    def _add_step(self, draft: DraftStep, steps: dict[str, Step]) -> list[Link]:
        """Add a step and the endings behind its branches to `steps`; return its links."""
        # "Do others use it?" looked like an ending until its branches came.
        if draft.ending and draft.ending.question and draft.branches:
            draft.text = DraftText(draft.ending.line, draft.ending.question)
            draft.ending = None
        if draft.ending:
            steps[draft.name] = self._ending_step(draft, draft.ending)
            return []
        self.faults += question_faults(draft)
        branches = []
        links = []
        endings = {}
        for branch in draft.branches:
            if branch.ending:
                name = inline_name(draft.name, branch.label)
                endings[name] = self._inline_ending(name, branch, branch.ending)
            else:
                target = self._target(branch)
                if target is None:
                    continue
                name = target.name
                links.append((branch.line, name))
            branches.append(Branch(branch.label, name))
        judgement = draft.notes.get("judgement")
        steps[draft.name] = Step(
            name=draft.name,
            line=draft.line,
            question=draft.text.text,
            branches=tuple(branches),
            rule=self._rule(draft.notes),
            judgement=judgement.text if judgement else None,
            is_inline=draft.is_inline,
        )
        steps.update(endings)
        return links

    def _ending_step(self, draft: DraftStep, ending: DraftEnding) -> Step:
        if draft.branches or draft.text.text:
            remedy = "Split it into two steps"
            if ending.opening:
                remedy = "End it with a question mark if it is a question"
            self.report(ending.line, f"step {draft.name!r} both asks and ends. {remedy}")
        return Step(
            name=draft.name,
            line=draft.line,
            question="",
            ending=self._ending(ending),
            rule=self._rule(draft.notes),
            is_inline=draft.is_inline,
        )

    def _inline_ending(self, name: str, branch: DraftBranch, ending: DraftEnding) -> Step:
        return Step(
            name=name,
            line=branch.line,
            question="",
            ending=self._ending(ending),
            rule=self._rule(ending.notes),
            is_inline=True,
        )

    def _ending(self, draft: DraftEnding) -> Ending:
        ending, faults = read_ending(draft)
        self.faults += faults
        return ending

    def _rule(self, notes: dict[str, DraftText]) -> str | None:
        return self.short_text("rule", notes.get("rule"))

    def _target(self, branch: DraftBranch) -> DraftStep | None:
        """Return the step that a branch leads to; None, and a fault, if there is none."""
        key = step_key(branch.target)
        known = branch.step or self.by_key.get(key)
        if known or branch.has_fault:
            return known
        if not key:
            hint = "Name a step or write an ending after the arrow"
            self.report(branch.line, f"the answer {branch.label!r} leads nowhere. {hint}")
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
        names = list(self.by_key)[:MAX_GUESSED_NAMES]
        for close in close_names(key, names):
            return self.by_key[close]
        return None

    def _report_unreachable(self, start: DraftStep) -> None:
        """Report the steps that nothing leads to; those behind them need no fault of their own."""
        reachable = {start.name}
        pending = [start.name]
        linked: set[str] = set()
        while pending:
            for _, name in self.links[pending.pop()]:
                if name not in reachable:
                    reachable.add(name)
                    pending.append(name)
        for links in self.links.values():
            linked.update(name for _, name in links)
        for step in self.by_key.values():
            if step.name not in reachable and step.name not in linked:
                hint = "Lead an answer to it, or remove it"
                self.report(step.line, f"nothing leads to step {step.name!r}. {hint}")
