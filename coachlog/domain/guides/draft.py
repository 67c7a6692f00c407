"""A guide as it was written, before anybody knows whether it is one."""


class Piece:
    """A text over one or more lines."""

    def __init__(self, line: int, text: str) -> None:
        self.line = line
        self.texts = [text]

    @property
    def text(self) -> str:
        """The text as one line."""
        return " ".join(self.texts).strip()


class DraftEnd:
    """An end as it was written; `indent` is not None where it stands behind an answer.

    `word` is what it begins with where no colon follows: "Do others use it?" is a question.
    """

    def __init__(
        self, line: int, kind: str, text: str, *, indent: int | None = None, word: str = ""
    ) -> None:
        self.line, self.kind, self.text, self.indent, self.word = (
            line,
            kind,
            Piece(line, text),
            indent,
            word,
        )
        self.said: dict[str, Piece] = {}

    @property
    def question(self) -> str | None:
        """The question that it is, if it is one."""
        text = self.text.text
        return f"{self.word} {text}" if self.word and text.endswith(("?", "\uff1f")) else None


class DraftBranch:
    """An answer as it was written: where it leads to, or the end or the question behind it."""

    def __init__(self, line: int, label: str, target: str) -> None:
        self.line, self.label, self.target = line, label, target
        self.end: DraftEnd | None = None
        self.step: DraftStep | None = None
        self.is_wrong = False  # its fault was found already


class DraftStep:
    """A step as it was written; a question behind an answer has no name until it gets one (`name` is None)."""

    def __init__(self, line: int, name: str | None) -> None:
        self.line, self.name, self.is_inline = line, name or "", name is None
        self.text = Piece(line, "")
        self.answers: list[DraftBranch] = []
        self.end: DraftEnd | None = None
        self.is_end = False  # it was no more than the end of an answer
        self.said: dict[str, Piece] = {}

    @property
    def may_ask(self) -> bool:
        """Whether an answer may follow."""
        return self.end is None or self.end.question is not None

    @property
    def asks(self) -> bool:
        """Whether its question is complete."""
        return bool(self.answers) or self.text.text.endswith(("?", "\uff1f"))

    @property
    def is_bare(self) -> bool:
        """Whether it has a name and nothing else."""
        return not (self.text.text or self.answers or self.end)


class Draft:
    """A guide as it was written."""

    def __init__(self) -> None:
        self.pieces: dict[str, Piece] = {}  # name, topics, rule, judgement
        self.steps: list[DraftStep] = []
