"""Find the rules of a language by the words of a text.

A rule is a row: its name, its category, the words at which it may begin, and a finder that decides.
Looking rules up by word keeps a long text fast, since most words belong to none.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    # The first and the last word of a match; None where a rule does not match.
    Span = tuple[int, int] | None
    # Takes an English sentence or a German clause, and the index of the word.
    Finder = Callable[[Any, int], Span]
    Test = Callable[[Any, int], bool]
    # The name of the rule that matches, and the first and the last word.
    Match = tuple[str, int, int]


def one_word(test: "Test | None" = None) -> "Finder":
    """Return the finder of a rule that matches its word alone, and only where `test` is true."""

    def find(part: "Any", index: int) -> "Span":
        if test is None or test(part, index):
            return index, index
        return None

    return find


class RuleTable:
    """The rules of one language.

    Attributes:
        categories: the category of each rule, in the order of the list that people see.
    """

    def __init__(
        self, rows: "Sequence[tuple[str, str, str, Finder]]", not_negatable: frozenset[str]
    ) -> None:
        """Make a table.

        Args:
            rows: name, category, words separated by blanks, and finder of each rule.
            not_negatable: rules that hold although a negation stands before their word.
        """
        self.categories = {rule: category for rule, category, _, _ in rows}
        self._not_negatable = not_negatable
        self._by_word: dict[str, list[tuple[str, Finder]]] = {}
        for rule, _, words, finder in rows:
            for word in words.split():
                self._by_word.setdefault(word, []).append((rule, finder))

    def matches(self, part: "Any", word: str, index: int) -> "Iterator[Match]":
        """Yield the matches that begin at a word of a sentence or clause."""
        for rule, find in self._by_word.get(word, ()):
            if rule not in self._not_negatable and part.is_negated(index):
                continue
            span = find(part, index)
            if span:
                yield rule, *span
