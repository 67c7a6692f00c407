"""One person among all others: found in texts by any of their names, while others are masked."""

from collections.abc import Container, Iterable, Iterator

from coachlog.domain.fields import Fields
from coachlog.domain.people.masking import Mask
from coachlog.domain.people.names import Names, words_of
from coachlog.domain.people.patterns import NAME, PersonalMatch


class Person:
    """One person, by every name that was typed for them.

    Args:
        names: the names, of which none is empty.

    Attributes:
        names: the names as they were typed.
        words: the words of each name.
        in_texts: finds the names in texts.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self.names = list(names)
        # A name of signs alone has no words.
        self.words = {words_of(name) for name in self.names} - {()}
        # Taught names count even if they look like names of computer accounts.
        self.in_texts = Names((), taught=self.names)

    def is_called(self, name: object) -> bool:
        """Return whether a name is the person's, in any case and with or without accents."""
        if not isinstance(name, str) or not name:
            return False
        return name in self.names or words_of(name) in self.words

    def is_in(self, value: object) -> bool:
        """Return whether a value of any field is the person, or names them."""
        if isinstance(value, (list, tuple)):
            return any(map(self.is_in, value))
        if not isinstance(value, str):
            return False
        return self.is_called(value) or any(self.in_texts.spans(value))

    def is_meant(self, author: str, values: Fields) -> bool:
        """Return whether a revision may be about the person.

        Args:
            author: who wrote it.
            values: the fields that it sets.
        """
        return self.is_called(author) or any(map(self.is_in, values.values()))


class MaskOfOthers(Mask):
    """Masks everybody but one person.

    Args:
        person: whose name stays, also as a part of a longer name, an e-mail address or a street.
        names: as for `Mask`, like the others.
    """

    def __init__(
        self,
        person: Person,
        names: Iterable[str],
        taught: Iterable[str],
        no_names: Container[str],
    ) -> None:
        super().__init__(names, taught, no_names)
        self._person = person

    def matches(self, text: str) -> Iterator[PersonalMatch]:
        """Yield what is masked in a text, in its order."""
        own = sorted(self._person.in_texts.spans(text))
        for match in super().matches(text):
            inside = []
            for start, end in own:
                if start < match.end and match.start < end:
                    inside.append((start, end))
            if not inside:
                yield match
            elif match.category == NAME:
                yield from _rest_of(match, text, inside)


def _rest_of(
    match: PersonalMatch,
    text: str,
    inside: Iterable[tuple[int, int]],
) -> Iterator[PersonalMatch]:
    """Yield the rest of a longer name than the person's, such as `Lopez` in `Ana Lopez`.

    Args:
        match: the name.
        text: the text that it is in.
        inside: where the person's own names are in it, in the order of the text.
    """
    start = match.start
    for own_start, own_end in [*inside, (match.end, match.end)]:
        rest = text[start:own_start]
        if any(map(str.isalnum, rest)):
            blanks = len(rest) - len(rest.lstrip())
            end = start + len(rest.rstrip())
            yield PersonalMatch(NAME, start + blanks, end)
        start = max(start, own_end)
