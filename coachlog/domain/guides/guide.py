"""A guide: a small decision tree for the cases that a procedure does not answer.

A guide has steps, and a step is either a question with branches or an ending. Rules come first,
then judgement: a question may name the rule that decides it, or say that it takes judgement.
`parser.py` reads a guide from its text, `validation.py` makes sure that every walk through it
ends, and `walk.py` follows one path through it.
"""

from collections.abc import Iterable

from coachlog.domain.typed_text import name_key
from coachlog.named_tuple import NamedTuple

# For each kind of ending, what an entry says about how such a case was decided.
DECISIONS = {"do": "followed", "document": "exception-documented", "escalate": "escalated"}
MAX_BRANCHES = 9  # the number keys 1 to 9 choose one
ARROW = "→"  # as in `start → yes`, the name of an ending behind a branch


class Ending(NamedTuple):
    """Where a walk ends: something to do, to document, or to escalate.

    An escalation has two parts: `to` whom, and what to `bring`. In the others `text` is all.
    """

    kind: str
    text: str
    to: str | None = None
    bring: str | None = None

    @property
    def sentence(self) -> str:
        """What to do, in the author's words."""
        if self.kind == "escalate":
            return f"to {self.to} with {self.bring}"
        return self.text

    @property
    def decision(self) -> str:
        """The `decision` of an entry about a case that ended here."""
        return DECISIONS[self.kind]


class Branch(NamedTuple):
    """One answer that a question offers, and the name of the step it leads to."""

    label: str
    target: str


class Step(NamedTuple):
    """A question with its branches, or an ending.

    `judgement` is None unless the question takes judgement; it may be empty, or say how to judge.
    `is_inline` marks a step that was written behind a branch, and so was not named by its author.
    """

    name: str
    line: int
    question: str
    branches: tuple[Branch, ...] = ()
    ending: Ending | None = None
    rule: str | None = None
    judgement: str | None = None
    is_inline: bool = False


class Guide(NamedTuple):
    """A guide in which every walk ends: its steps by name, beginning with the first question."""

    name: str
    topics: tuple[str, ...]
    rule: str | None
    steps: dict[str, Step]

    @property
    def start(self) -> Step:
        """The step where every walk begins."""
        # `validation.py` puts the first question first, wherever it stands in the text.
        return next(iter(self.steps.values()))

    @property
    def questions(self) -> list[Step]:
        """The steps that ask something."""
        return [step for step in self.steps.values() if step.ending is None]

    @property
    def endings(self) -> dict[str, Ending]:
        """The endings, by the name of their step."""
        return {step.name: step.ending for step in self.steps.values() if step.ending}


class Fault(NamedTuple):
    """What is wrong with a line of a guide's text (counted from 1), and how to fix it."""

    line: int
    text: str

    @property
    def sentence(self) -> str:
        """The fault as a whole sentence; a text that ends with an example needs no full stop."""
        if self.text.endswith(("?", "…")):
            return self.text
        return self.text + "."


def inline_name(step: str, label: str) -> str:
    """Return the name of an ending that was written behind a branch.

    No author can give a step this name, because an arrow always ends a name.

    Args:
        step: the name of the question.
        label: the answer that leads to the ending.
    """
    return f"{step} {ARROW} {label}"


def matching_names(names: Iterable[str], typed: str) -> list[str]:
    """Return the names that somebody may mean.

    Args:
        names: the names of all guides.
        typed: a name, or a part of one, in any case.

    Returns:
        Those that equal what was typed; if none does, those that contain it.
    """
    key = name_key(" ".join(typed.split()))
    containing = [name for name in names if key in name_key(name)]
    # A guide called "Fees" must stay within reach beside one called "Fees abroad".
    return [name for name in containing if name_key(name) == key] or containing
