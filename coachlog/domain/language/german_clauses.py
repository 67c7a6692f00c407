"""A German sentence as its clauses, and whom each is about: a person, the writer, nobody, or a thing."""

from coachlog.domain.language import german_words as de
from coachlog.domain.language.sentences import QUOTED, Sentence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

PERSON, ME, NOBODY, NAME, THING = "person", "me", "nobody", "name", "thing"
_SPLITS = frozenset({",", "und", "aber", "denn", "sondern", "oder", QUOTED})


class Clause:
    """The words of a sentence from `first` to `last`, and whom they are about."""

    __slots__ = ("first", "last", "sentence", "subject", "words")

    def __init__(self, sentence: Sentence, first: int, last: int, inherited: str) -> None:
        self.sentence = sentence
        self.first = first
        self.last = last
        self.words = sentence.words[first : last + 1]
        self.subject = self._subject() or inherited

    def has(self, words: "frozenset[str]") -> str | None:
        """The first of `words` that stands in the clause, or None."""
        return next((word for word in self.words if word in words), None)

    def place(self, words: "frozenset[str]") -> int:
        """Where in the sentence the first of `words` stands, or the end of the clause."""
        return next(
            (self.first + number for number, word in enumerate(self.words) if word in words),
            self.last,
        )

    def negated(self, place: int, reach: int = 4) -> bool:
        """Whether a word is taken back by one before it."""
        return bool(de.NEGATIONS & set(self.sentence.words[max(self.first, place - reach) : place]))

    def _subject(self) -> str | None:
        words, raw = self.words, self.sentence.raw[self.first : self.last + 1]
        if set(words) & {"ich", "wir"}:
            return ME
        verb = next((number for number, word in enumerate(words) if word in de.FINITE), None)
        start = 1 if words[0] in de.SUBORDINATE and words[0] not in de.NOMINATIVE else 0
        kinds = [self._noun(start)]
        if (
            words[0] in de.SUBORDINATE
            and len(words) > 1
            and words[0] in de.NOMINATIVE
            and verb == len(words) - 1
        ):
            kinds = [self._noun(0), *kinds]
        if verb is not None and verb + 1 < len(words):
            after = verb + 1
            while after < len(words) - 1 and (
                words[after] in de.FILLERS
                or (words[after] == "das" and not raw[after + 1][:1].isupper())
            ):
                after += 1
            kinds.insert(1, self._noun(after))
        known = [kind for kind in kinds if kind]
        for kind in (NOBODY, ME, PERSON):
            if kind in known:
                return kind
        return known[0] if known else None

    def _noun(self, number: int) -> str | None:  # noqa: PLR0911 - one question after the other
        """What the noun phrase is that begins with a word of the clause; None where none does."""
        words, raw = self.words, self.sentence.raw[self.first : self.last + 1]
        word = words[number] if number < len(words) else ""
        if not word or word in de.PREPOSITIONS:
            return None
        if word in de.NOBODY:
            return NOBODY
        if word in de.TITLES and number + 1 < len(words) and raw[number + 1][:1].isupper():
            return PERSON
        if word in de.SHE or (
            word == "ihr" and number + 1 < len(words) and words[number + 1].endswith("t")
        ):
            return PERSON
        if word == "wer":
            return PERSON
        if word in de.NOMINATIVE:
            head = next(
                (
                    other
                    for other in range(number + 1, min(number + 5, len(words)))
                    if raw[other][:1].isupper()
                ),
                None,
            )
            if head is None:
                return None
            return PERSON if is_person(words[head]) else THING
        if is_person(word):
            return PERSON
        lone = (
            raw[number][:1].isupper()
            and word.isalpha()
            and word not in de.FINITE | de.NO_NAMES
            and word not in de.RULE_OF
        )
        return (
            (THING if word in de.THINGS else NAME) if lone and not raw[number].isupper() else None
        )


def is_person(word: str) -> bool:
    """Whether a noun names people, by what they do or are to each other; also women, and several."""
    return word in de.PERSONS or any(
        word.endswith(end) and word.removesuffix(end) in de.PERSONS
        for end in ("in", "innen", "n", "en", "s", "e")
    )


def clauses(sentence: Sentence) -> "Iterator[Clause]":
    """The clauses of a sentence; one without a subject has that of the one before."""
    subject, first = THING, 0
    for place, word in enumerate([*sentence.words, ","]):
        if word in _SPLITS:
            if first < place:
                clause = Clause(sentence, first, place - 1, subject)
                subject = clause.subject
                yield clause
            first = place + 1
