"""Guides: small decision trees for when the procedure does not answer. Rules first, then judgement.

Here is what a guide is and how one goes through it; `text.py` reads one, `checks.py` says whether every walk ends.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from coachlog.domain.typed_text import name_key

ENDS = ("do", "document", "escalate")
# What an entry says of a case that ended so.
DECISIONS = {"do": "followed", "document": "exception-documented", "escalate": "escalated"}
MOST_ANSWERS = 9  # each has a key of its own
TAKEN = "bq"  # keys that go back and leave
ARROW = "→"


class Ending(NamedTuple):
    """Where a walk ends. `to` and `bring` say to whom and with what an escalation goes; otherwise `text` says what to do."""

    kind: str
    text: str
    to: str | None = None
    bring: str | None = None

    @property
    def sentence(self) -> str:
        """What to do, in the author's words."""
        return f"to {self.to} with {self.bring}" if self.kind == "escalate" else self.text


class Branch(NamedTuple):
    """One answer to a question, and the name of the step that it leads to."""

    label: str
    to: str


class Step(NamedTuple):
    """A question with its answers, or an end.

    `judgement` is not None where no rule decides the question; it may say how to. `is_inline` says that the step stands
    right behind an answer, so that its author gave it no name.
    """

    name: str
    line: int
    question: str
    answers: tuple[Branch, ...] = ()
    ending: Ending | None = None
    rule: str | None = None
    judgement: str | None = None
    is_inline: bool = False


class Guide(NamedTuple):
    """A guide in which every walk ends: its steps by name, the one where it begins first."""

    name: str
    topics: tuple[str, ...]
    rule: str | None
    steps: dict[str, Step]

    @property
    def start(self) -> Step:
        """The step where every walk begins."""
        return next(iter(self.steps.values()))

    @property
    def questions(self) -> list[Step]:
        """The steps that ask."""
        return [step for step in self.steps.values() if step.ending is None]

    @property
    def ends(self) -> list[Step]:
        """The steps that end."""
        return [step for step in self.steps.values() if step.ending is not None]


class Fault(NamedTuple):
    """What is wrong in a guide's text: the line, counted from 1, what it is and how to mend it."""

    line: int
    text: str


class Walk:
    """One way through a guide, as far as somebody went."""

    def __init__(self, guide: Guide) -> None:
        self.guide = guide
        self.at = guide.start
        self.taken: list[tuple[Step, Branch]] = []

    def answer(self, answer: Branch) -> None:
        """Take an answer of the question where the walk is."""
        self.taken.append((self.at, answer))
        self.at = self.guide.steps[answer.to]

    def back(self) -> bool:
        """One question back; whether there was one."""
        if not self.taken:
            return False
        self.at = self.taken.pop()[0]
        return True

    @property
    def path(self) -> str:
        """The way as it is stored: a line `step: answer` for each question, and the name of one that was left unanswered."""
        lines = [f"{step.name}: {answer.label}" for step, answer in self.taken]
        return "\n".join([*lines, self.at.name] if self.at.ending is None else lines)

    @property
    def rule(self) -> str | None:
        """The rule that holds where the walk is: the step's own, else that of the last question with one, else the guide's."""
        asked = (step.rule for step, _ in reversed(self.taken))
        return self.at.rule or next(filter(None, asked), None) or self.guide.rule

    @property
    def basis(self) -> str:
        """What the outcome rests on: `rule`, `judgement` or `both`."""
        judged = any(step.judgement is not None for step, _ in self.taken)
        if self.rule is None:
            return "judgement"
        return "both" if judged else "rule"

    @property
    def reasons(self) -> str:
        """The questions and answers that led here, in words that stand on their own."""
        return " ".join(f"{step.question} {_sentence(answer.label)}" for step, answer in self.taken)


def keys_of(step: Step) -> list[tuple[str, str, Branch]]:
    """`(number, letter, answer)` of a question: the keys that choose an answer. The letter is empty where none is free."""
    used = set(TAKEN)
    keys = []
    for number, answer in enumerate(step.answers, 1):
        letters = [
            word[0].lower()
            for word in answer.label.split()
            if word[0].isascii() and word[0].isalpha()
        ]
        letter = next((letter for letter in letters if letter not in used), "")
        used.add(letter)
        keys.append((str(number), letter, answer))
    return keys


def answer_named(step: Step, typed: str) -> Branch | None:
    """The answer that somebody means by `typed`: all of it, its number, its letter, or a beginning that no other answer has."""
    wanted = name_key(" ".join(typed.split()))
    for answer in step.answers:
        if name_key(answer.label) == wanted:
            return answer
    for number, letter, answer in keys_of(step):
        if wanted in (number, letter) and wanted:
            return answer
    begun = [
        answer for answer in step.answers if wanted and name_key(answer.label).startswith(wanted)
    ]
    return begun[0] if len(begun) == 1 else None


def follow(walk: Walk, answers: Iterable[str]) -> Iterator[str]:
    """Take answers one after the other; yields those that are left over or mean nothing where the walk is, and stops there.

    An answer with commas in it may come in several pieces.
    """
    left = [answer for answer in answers if answer.strip()]
    while left and walk.at.ending is None:
        for count in range(min(len(left), MOST_ANSWERS), 0, -1):
            if answer := answer_named(walk.at, ", ".join(piece.strip() for piece in left[:count])):
                walk.answer(answer)
                del left[:count]
                break
        else:
            break
    yield from left


def read_path(path: str) -> tuple[list[tuple[str, str]], str | None]:
    """A stored way as `(step, answer)` of each question that was answered, and the step that was left unanswered, if any."""
    taken, left = [], None
    for line in path.split("\n"):
        step, sign, answer = line.partition(": ")
        if sign:
            taken.append((step, answer))
        else:
            left = step or None
    return taken, left


def inline_name(step: str, answer: str) -> str:
    """The name of an end that stands right behind an answer. No author can write a name with an arrow."""
    return f"{step} {ARROW} {answer}"


def matching(names: Iterable[str], typed: str) -> list[str]:
    """The names that somebody means by `typed`: that very name, else those that it is a part of."""
    wanted = name_key(" ".join(typed.split()))
    names = list(names)
    same = [name for name in names if name_key(name) == wanted]
    return same or [name for name in names if wanted in name_key(name)]


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?", "…")) else ".")
