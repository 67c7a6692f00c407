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
        branches: by word of a form, such as `year|year2` or `of?`: its kinds, whether it may be
            missing, and what follows.
        builders: of the forms that end here; None for times and zones, which have one maker for
            all.
    """

    __slots__ = ("branches", "builders")

    def __init__(self) -> None:
        self.branches: dict[str, tuple[tuple[str, ...], bool, Tree]] = {}
        self.builders: list[Builder | None] = []

    def add(self, line: str, builder: Builder | None = None) -> None:
        """Add a form, or what is left of one behind the branches that lead here."""
        word, _, rest = line.partition(" ")
        if not word:
            self.builders.append(builder)
            return
        if word not in self.branches:
            kinds = word.removesuffix("?")
            self.branches[word] = (tuple(kinds.split("|")), kinds != word, Tree())
        self.branches[word][-1].add(rest, builder)


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
    for kinds, may_be_missing, branch in forms.branches.values():
        for kind in kinds:
            if kind in token:
                yield from matches(branch, tokens, start + 1, {**indexes, kind: start})
        if may_be_missing:
            yield from matches(branch, tokens, start, indexes)
