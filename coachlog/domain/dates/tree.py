"""Finding forms in tokens."""

from collections.abc import Callable, Iterator, Sequence

from coachlog.domain.dates.span import Span, Writer
from coachlog.domain.dates.tokens import Token, Values
from coachlog.named_tuple import NamedTuple

# What makes days of the values of a form; it makes None of values that do not go together.
Builder = Callable[[Values, Writer], Span | None]


class Tree:
    """Forms as a tree, in which forms that begin alike share a branch.

    Attributes:
        branches: by word of a form, such as `year|year2` or `of?`.
        builders: of the forms that end here; None for times and zones, which have one maker for
            all.
    """

    __slots__ = ("branches", "builders")

    def __init__(self) -> None:
        self.branches: dict[str, Branch] = {}
        self.builders: list[Builder | None] = []

    def add(self, line: str, builder: Builder | None = None) -> None:
        """Add a form, or what is left of one behind the branches that lead here."""
        word, _, rest = line.partition(" ")
        if not word:
            self.builders.append(builder)
            return
        if word not in self.branches:
            kinds = word.removesuffix("?")
            self.branches[word] = Branch(
                kinds=kinds.split("|"),
                may_be_missing=kinds != word,
                forms=Tree(),
            )
        self.branches[word].forms.add(rest, builder)


class Branch(NamedTuple):
    """A word of a form, and the forms that go on behind it.

    Attributes:
        kinds: the kinds of token that it stands for.
        may_be_missing: whether the forms may go on without it.
        forms: what follows.
    """

    kinds: list[str]
    may_be_missing: bool
    forms: Tree


class Match(NamedTuple):
    """Where a form was found.

    Attributes:
        builder: makes days of it.
        indexes: of the token that each of its kinds is.
        end: the index of the first token behind it.
    """

    builder: Builder | None
    indexes: dict[str, int]
    end: int

    def values(self, tokens: Sequence[Token]) -> Values:
        """Return what the tokens mean as the kinds that they are here."""
        return {kind: tokens[index][kind] for kind, index in self.indexes.items()}


def matches(
    forms: Tree,
    tokens: Sequence[Token],
    start: int,
    indexes: dict[str, int] | None = None,
) -> Iterator[Match]:
    """Find each way in which a form can stand at a token.

    Args:
        forms: the forms to try.
        tokens: the tokens of a text.
        start: the index of the first token of the form.
        indexes: of the tokens before, if `forms` is a branch of a tree.
    """
    indexes = indexes or {}
    for builder in forms.builders:
        yield Match(builder, indexes, start)
    token = tokens[start] if start < len(tokens) else {}
    for branch in forms.branches.values():
        for kind in branch.kinds:
            if kind in token:
                longer = {**indexes, kind: start}
                yield from matches(branch.forms, tokens, start + 1, longer)
        if branch.may_be_missing:
            yield from matches(branch.forms, tokens, start, indexes)
