"""One walk through a guide: the branches chosen so far, and the step they lead to.

What is stored of a walk is its path: step names and branch labels, never a word about the case.
"""

from collections.abc import Iterable, Sequence

from coachlog.domain.guides.guide import Branch, Guide, Step
from coachlog.domain.typed_text import name_key

RESERVED_KEYS = "bq"  # they go back and quit at every question
MAX_PIECES = 9  # pieces of one typed answer: its label may have commas in it


class Walk:
    """One path through a guide, as far as it has been followed."""

    def __init__(self, guide: Guide) -> None:
        self.guide = guide
        self.step = guide.start
        self.choices: list[tuple[Step, Branch]] = []

    def choose(self, branch: Branch) -> None:
        """Follow a branch of the current question."""
        self.choices.append((self.step, branch))
        self.step = self.guide.steps[branch.target]

    def go_back(self) -> bool:
        """Return to the question before; False if there is none."""
        if not self.choices:
            return False
        self.step, _ = self.choices.pop()
        return True

    @property
    def choice_lines(self) -> list[str]:
        """A line `step: branch` for each question that was answered."""
        return [f"{step.name}: {branch.label}" for step, branch in self.choices]

    @property
    def path(self) -> str:
        """The path as it is stored: the choices, then the question that was left open, if any."""
        # It can be read back, because no step's name has a colon and no label a line break.
        lines = self.choice_lines
        if self.step.ending is None:
            lines.append(self.step.name)
        return "\n".join(lines)

    @property
    def rule(self) -> str | None:
        """The rule that applies at the current step."""
        steps = [step for step, _ in self.choices]
        return rule_at(self.guide, [*steps, self.step])

    @property
    def basis(self) -> str:
        """What the outcome rests on: `rule`, `judgement` or `both`."""
        if self.rule is None:
            return "judgement"
        for step, _ in self.choices:
            if step.judgement is not None:
                return "both"
        return "rule"

    @property
    def reasons(self) -> str:
        """The questions with their answers, readable without the guide."""
        return " ".join(f"{step.question} {_sentence(branch)}" for step, branch in self.choices)


def rule_at(guide: Guide, steps: Sequence[Step]) -> str | None:
    """Return the rule that applies after some steps; None if there is none.

    Args:
        guide: its own rule applies if none of the steps names one.
        steps: in the order of the walk; the last one that names a rule decides.
    """
    # The nearest rule decides: an exception rests on another rule than the guide as a whole.
    for step in reversed(steps):
        if step.rule:
            return step.rule
    return guide.rule


def branch_keys(step: Step) -> list[tuple[str, str, Branch]]:
    """Return `(number, letter, branch)` for each branch: the keys that choose it.

    The letter begins a word of the label; it is empty where each of them is in use already.
    """
    # A letter for the first branch that has it: authors write the usual answer first.
    used = set(RESERVED_KEYS)
    keys = []
    for number, branch in enumerate(step.branches, start=1):
        letter = _free_letter(branch.label, used)
        used.add(letter)
        keys.append((str(number), letter, branch))
    return keys


def _free_letter(label: str, used: set[str]) -> str:
    for word in label.split():
        first = word[0]
        if first.isascii() and first.isalpha() and first.lower() not in used:
            return first.lower()
    return ""


def find_branch(step: Step, typed: str) -> Branch | None:
    """Return the branch that somebody chose; None if no branch matches, or several do.

    Args:
        step: the question.
        typed: a label, its number or letter, or a beginning that no other label has; in any case.
    """
    key = name_key(" ".join(typed.split()))
    if not key:
        return None
    # Labels before keys: an answer may well be called "2".
    for branch in step.branches:
        if name_key(branch.label) == key:
            return branch
    for number, letter, branch in branch_keys(step):
        if key in (number, letter):
            return branch
    matches = [branch for branch in step.branches if name_key(branch.label).startswith(key)]
    if len(matches) == 1:
        return matches[0]
    return None


def follow(walk: Walk, answers: Iterable[str]) -> list[str]:
    """Take one typed answer after the other, until the guide ends or an answer fits no branch.

    Args:
        walk: goes on with each answer that is taken.
        answers: as typed, in their order; blank ones do not count.

    Returns:
        The answers that were not taken.
    """
    remaining = [answer.strip() for answer in answers if answer.strip()]
    while walk.step.ending is None:
        count = _follow_next(walk, remaining)
        if not count:
            break
        del remaining[:count]
    return remaining


def _follow_next(walk: Walk, answers: list[str]) -> int:
    """Follow the branch that the first answers name; return how many of them it took.

    The command line splits answers at commas, so a label with a comma comes as several pieces.
    """
    # The most pieces first, or "yes, but" would be taken for "yes".
    for count in range(min(len(answers), MAX_PIECES), 0, -1):
        branch = find_branch(walk.step, ", ".join(answers[:count]))
        if branch:
            walk.choose(branch)
            return count
    return 0


def read_path(path: str) -> tuple[list[tuple[str, str]], str | None]:
    """Read a stored path.

    Returns:
        The choices as `(step, label)`, and the question that was left open, or None.
    """
    choices = []
    open_step = None
    for line in path.split("\n"):
        step, separator, label = line.partition(": ")
        if separator:
            choices.append((step, label))
        else:
            open_step = step or None
    return choices, open_step


def _sentence(branch: Branch) -> str:
    text = branch.label[:1].upper() + branch.label[1:]
    if text.endswith((".", "!", "?", "…")):
        return text
    return text + "."
