"""Split a German sentence into clauses, and say whom each clause is about.

German often puts the verb last, so the words before it cannot be read backwards as in English: the
subject is looked for at the beginning of the clause and after the finite verb.
"""

from coachlog.domain.language import german_words as de
from coachlog.domain.language.sentences import (
    ME,
    NAME,
    NEGATION_REACH,
    NOBODY,
    PEOPLE,
    PERSON,
    QUOTED,
    THING,
    Sentence,
    Word,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_CLAUSE_BORDERS = frozenset({",", "und", "aber", "denn", "sondern", "oder", QUOTED})
_PERSON_ENDINGS = ("in", "innen", "n", "en", "s", "e")
_NEVER_A_NAME = de.FINITE | de.NO_NAMES | de.RULE_OF_FORM.keys()


def is_person(word: str) -> bool:
    """Whether a noun names people, women and several of them included."""
    if word in de.PERSONS:
        return True
    # Endings are enough: the list has the masculine form, as German dictionaries do.
    return any(
        word.endswith(ending) and word.removesuffix(ending) in de.PERSONS
        for ending in _PERSON_ENDINGS
    )


class Clause:
    """A part of a sentence, and whom it is about.

    Attributes:
        first: index of its first word in the sentence.
        last: index of its last word in the sentence.
        words: its words in lower case.
        subject: whom it is about; without a subject of its own, the one of the clause before.
    """

    __slots__ = ("first", "last", "raw", "sentence", "subject", "words")

    def __init__(self, sentence: Sentence, first: int, last: int, subject_before: str) -> None:
        self.sentence = sentence
        self.first = first
        self.last = last
        self.raw = sentence.raw[first : last + 1]
        self.words = sentence.words[first : last + 1]
        self.subject = self._own_subject() or subject_before

    def has(self, words: frozenset[str]) -> bool:
        """Whether one of `words` stands in the clause."""
        return not words.isdisjoint(self.words)

    def _own_subject(self) -> str | None:
        if not {"ich", "wir"}.isdisjoint(self.words):
            return ME
        # `der Prüfer, der …`: an article joins a clause, too, but it may be its subject.
        is_joined = self.words[0] in de.SUBORDINATE and self.words[0] not in de.NOMINATIVE
        subjects = [self._noun(int(is_joined)), self._noun_after_verb()]
        # Which of two nouns is the subject only endings could tell; people do more than things.
        for subject in (NOBODY, PERSON):
            if subject in subjects:
                return subject
        return subjects[0] or subjects[1]

    def _noun_after_verb(self) -> str | None:
        """Return what is named after the finite verb: `gestern hat sich die Kollegin …`."""
        if not self.has(de.FINITE):
            return None
        position = 0
        while self.words[position] not in de.FINITE:
            position += 1
        position += 1
        while position < len(self.words) - 1 and self._is_filler(position):
            position += 1
        return self._noun(position)

    def _is_filler(self, position: int) -> bool:
        """Whether a word may stand before the noun: `sich`, `dann`; `das` without a noun."""
        word = self._word(position)
        return word in de.FILLERS or (word == "das" and not self._is_capitalized(position + 1))

    def _noun(self, position: int) -> str | None:
        """Return what the noun phrase names that begins at a position; None where none does."""
        word = self._word(position)
        if not word or word in de.PREPOSITIONS:
            return None
        if word in de.NOBODY:
            return NOBODY
        if is_person(word) or self._is_pronoun_or_title(position):
            return PERSON
        if word in de.NOMINATIVE:
            return self._noun_after_article(position)
        if word in _NEVER_A_NAME or not self._looks_like_a_name(position):
            return None
        return THING if word in de.THINGS else NAME

    def _is_pronoun_or_title(self, position: int) -> bool:
        """`sie`, `wer`, `ihr habt`, `Herr Meier`."""
        word = self._word(position)
        if word in de.TITLES:
            return self._is_capitalized(position + 1)
        # `ihr vergesst` is you; `ihr Formular` is hers.
        is_plural_you = word == "ihr" and self._word(position + 1).endswith("t")
        return word in de.SHE or word == "wer" or is_plural_you

    def _noun_after_article(self, article: int) -> str | None:
        """`die neue Kollegin` is a person, `die neue Vorlage` a thing; None without a noun."""
        last = min(article + 5, len(self.words))
        for position in range(article + 1, last):
            if not self._is_capitalized(position):
                continue
            if is_person(self.words[position]):
                return PERSON
            return THING
        return None

    def _word(self, position: int) -> str:
        return "".join(self.words[position : position + 1])

    def _is_capitalized(self, position: int) -> bool:
        return position < len(self.raw) and self.raw[position][:1].isupper()

    def _looks_like_a_name(self, position: int) -> bool:
        return (
            self._is_capitalized(position)
            and not self.raw[position].isupper()
            and self.words[position].isalpha()
        )


class GermanWord(Word):
    """A word in its clause. The words around it are those of the whole sentence."""

    __slots__ = ("clause",)

    def __init__(self, clause: Clause, index: int) -> None:
        super().__init__(clause.sentence.words, index)
        self.clause = clause

    def offset_of(self, words: frozenset[str]) -> int | None:
        """Return the offset of the first of `words` in the clause; None where there is none."""
        for index, word in enumerate(self.clause.words, self.clause.first):
            if word in words:
                return index - self.index
        return None

    def rest_of_clause(self) -> list[str]:
        """Return the words of the clause after the word."""
        return self.following(self.clause.last - self.index)

    def inside_clause(self, offset: int) -> int:
        """Return an offset, moved to the end of the clause where it is beyond."""
        first = self.clause.first - self.index
        last = self.clause.last - self.index
        return min(max(offset, first), last)

    def is_negated(self) -> bool:
        """Whether one of the words just before takes the word back: `war nicht nachlässig`."""
        start = max(self.clause.first, self.index - NEGATION_REACH)
        return not de.NEGATIONS.isdisjoint(self.words[start : self.index])

    def is_about_person(self) -> bool:
        """Whether the clause is about a person other than its writer."""
        return self.clause.subject in PEOPLE


def clauses(sentence: Sentence) -> "Iterator[Clause]":
    """Yield the clauses of a sentence in their order."""
    subject = THING
    first = 0
    for index, word in enumerate([*sentence.words, ","]):
        if word not in _CLAUSE_BORDERS:
            continue
        if first < index:
            clause = Clause(sentence, first, index - 1, subject)
            subject = clause.subject
            yield clause
        first = index + 1
