"""A guide as its author wrote it, before anybody knows whether every walk through it ends."""

from dataclasses import dataclass, field

from coachlog.domain.guides.syntax import is_question


@dataclass
class DraftText:
    """A text that may go on over several lines."""

    line: int
    lines: list[str]

    @property
    def text(self) -> str:
        """The text as one line."""
        # Joined only here: a text of a million lines would be copied with every line.
        return " ".join(self.lines).strip()


Notes = dict[str, DraftText]  # rule, judgement, and the parts of an escalation: to, with


@dataclass
class DraftEnding:
    """An ending as written; `kind` and `opening` are those of its `EndingText`."""

    text: DraftText
    kind: str
    opening: str

    @property
    def question(self) -> str | None:
        """The question that it turns out to be, as in "Do others use it?", or None."""
        text = self.text.text
        if self.opening and is_question(text):
            return f"{self.opening} {text}"
        return None


@dataclass
class DraftBranch:
    """A branch as written: it leads to the step called `target`, or to one behind its arrow."""

    line: int
    label: str
    target: str
    step: "DraftStep | None" = None
    has_fault: bool = False  # reported already


class DraftStep:
    """A step as written.

    One that stands behind a branch has the indentation of that branch, and no name: `name` is
    None until its whole text is read, and it can be given one.
    """

    def __init__(self, line: int, name: str | None, indent: int = -1) -> None:
        self.line = line
        self.name = name or ""
        self.is_inline = name is None
        self.indent = indent
        self.text = DraftText(line, [])
        self.branches: list[DraftBranch] = []
        self.ending: DraftEnding | None = None
        self.notes: Notes = {}

    def settle_question(self) -> None:
        """Take an ending for the question that it turned out to be, once branches follow it."""
        if self.ending and self.ending.question and self.branches:
            self.text = DraftText(self.ending.text.line, [self.ending.question])
            self.ending = None

    @property
    def accepts_branches(self) -> bool:
        """Whether a branch may follow."""
        return self.ending is None or self.ending.question is not None

    @property
    def is_question_complete(self) -> bool:
        """Whether the next line cannot go on with the question."""
        return bool(self.branches) or is_question(self.text.text)

    @property
    def asks(self) -> bool:
        """Whether it has a question or branches so far."""
        return bool(self.branches or self.text.text)


@dataclass
class Draft:
    """A guide as written; `header` holds its name, topics, rule and judgement."""

    header: Notes = field(default_factory=dict)
    steps: list[DraftStep] = field(default_factory=list)
