"""Find the rules of a language by the words of a text.

A rule is a row: its name, its category, the words at which it may begin, and a finder that decides.
Looking rules up by word keeps a long text fast, since most words belong to none.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    # The first and the last word of a match, counted from the word at which it was looked for, so
    # that (0, 0) is the word itself; None where a rule does not match.
    Span = tuple[int, int] | None
    # Both take an EnglishWord or a GermanWord.
    Finder = Callable[[Any], Span]
    Test = Callable[[Any], bool]
    # The name of the rule that matches, and the first and the last word of the sentence.
    Match = tuple[str, int, int]


def one_word(test: "Test | None" = None) -> "Finder":
    """Return the finder of a rule that matches its word alone, and only where `test` is true."""

    def find(word: "Any") -> "Span":
        if test is None or test(word):
            return 0, 0
        return None

    return find


class RuleTable:
    """The rules of one language.

    Attributes:
        categories: the category of each rule, in the order of the list that people see.
    """

    def __init__(
        self,
        rows: "Sequence[tuple[str, str, str, Finder]]",
        not_negatable: frozenset[str],
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

    def __contains__(self, word: str) -> bool:
        return word in self._by_word

    def matches(self, word: "Any") -> "Iterator[Match]":
        """Yield the matches at an English or German word."""
        for rule, find in self._by_word[word[0]]:
            if rule not in self._not_negatable and word.is_negated():
                continue
            span = find(word)
            if span:
                yield rule, word.index + span[0], word.index + span[1]
