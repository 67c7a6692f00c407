"""A guide as its author wrote it, before anybody knows whether every walk through it ends."""

from coachlog.domain.guides.syntax import EndingText, is_question


class DraftText:
    """A text that may go on over several lines."""

    def __init__(self, line: int, text: str) -> None:
        self.line = line
        self.lines = [text]

    @property
    def text(self) -> str:
        """The text as one line."""
        return " ".join(self.lines).strip()


class DraftEnding:
    """An ending as written; `indent` is that of its branch, or None if it ends a step itself."""

    def __init__(self, text: DraftText, ending: EndingText, indent: int | None = None) -> None:
        self.line = text.line
        self.text = text
        self.kind = ending.kind
        self.opening = ending.opening
        self.indent = indent
        self.notes: dict[str, DraftText] = {}  # rule, judgement, to, with

    @property
    def question(self) -> str | None:
        """The question that it turns out to be, as in "Do others use it?", or None."""
        text = self.text.text
        if self.opening and is_question(text):
            return f"{self.opening} {text}"
        return None


class DraftBranch:
    """A branch as written: the name of a step, or the ending or question behind the arrow."""

    def __init__(self, line: int, label: str, target: str) -> None:
        self.line = line
        self.label = label
        self.target = target
        self.ending: DraftEnding | None = None
        self.step: DraftStep | None = None
        self.has_fault = False  # reported already
        self.is_inline = True  # as opposed to a step with a name of its own


class DraftStep:
    """A step as written; `name` is None for a question behind a branch, until it gets a name."""

    def __init__(self, line: int, name: str | None) -> None:
        self.line = line
        self.name = name or ""
        self.is_inline = name is None
        self.text = DraftText(line, "")
        self.branches: list[DraftBranch] = []
        self.ending: DraftEnding | None = None
        self.notes: dict[str, DraftText] = {}  # rule, judgement

    def settle_question(self) -> None:
        """Take an ending for the question that it turned out to be, once branches follow it."""
        if self.ending and self.ending.question and self.branches:
            self.text = DraftText(self.ending.line, self.ending.question)
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
    def is_bare(self) -> bool:
        """Whether it has a name and nothing else yet."""
        return not (self.text.text or self.branches or self.ending)


class Draft:
    """A guide as written; `header` holds its name, topics, rule and judgement."""

    def __init__(self) -> None:
        self.header: dict[str, DraftText] = {}
        self.steps: list[DraftStep] = []
