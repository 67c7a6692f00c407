"""Say whom the words of an English sentence are about: a person, the writer, nobody, or a thing.

There is no grammar here, only what office sentences need: the words before a verb are read
backwards until a noun turns up. That takes microseconds; loading a parser takes seconds.
"""

from coachlog.domain.language import english_words as en
from coachlog.domain.language.sentences import (
    BARE,
    ME,
    NAME,
    NEGATION_REACH,
    NOBODY,
    PERSON,
    QUOTED,
    THING,
    Sentence,
    Word,
    word_set,
)

# The empty word stands beyond both ends of a sentence.
_PHRASE_BORDERS = en.PREPOSITIONS | en.JOINS | en.OPENERS | en.BETWEEN | {",", QUOTED, "who", ""}
_CLAUSE_BORDERS = frozenset({",", "but", "because", QUOTED})
_BEFORE_VERB = en.BETWEEN | {"not"}
_BEFORE_SUBJECT = en.OPENERS | en.BETWEEN | {",", "yesterday", "today"}
_NEVER_A_NAME = en.DETERMINERS | en.NO_NAMES | en.MODALS
_DEFINITE = word_set("the our this my that his her their")
_OF_WRITER = en.ME | word_set("my our mine")
_OF_OTHERS = en.SHE - {"you"}
_LONGEST_PHRASE = 5  # words of a noun phrase


def is_person(word: str) -> bool:
    """Whether a noun names people by what they do, or by what they are to each other."""
    return word in en.PERSONS or (word.endswith("s") and word[:-1] in en.PERSONS)


def expand(sentence: Sentence) -> list[str]:
    """Return the words of a sentence with `she's` as `she`."""
    return [en.CONTRACTED.get(word, word) for word in sentence.words]


class EnglishWord(Word):
    """A word that knows whom it is about. The words around it are without contractions."""

    __slots__ = ("sentence",)

    def __init__(self, sentence: Sentence, words: list[str], index: int) -> None:
        super().__init__(words, index)
        self.sentence = sentence

    def skip(self, offset: int, words: frozenset[str]) -> int:
        """Return the first offset from `offset` on whose word is none of `words`."""
        while self[offset] in words:
            offset += 1
        return offset

    def skip_back(self, offset: int, words: frozenset[str]) -> int:
        """Return the last offset up to `offset` whose word is none of `words`."""
        while self[offset] in words:
            offset -= 1
        return offset

    def written(self, offset: int) -> str:
        """Return a word in lower case with its contraction: `she's`."""
        return self.sentence.words[self.index + offset]

    def has_capital(self, offset: int) -> bool:
        """Whether a word is written with a capital."""
        return self.sentence.raw[self.index + offset][0].isupper()

    def looks_like_a_name(self, offset: int) -> bool:
        """Whether a word has a capital, but is not written in capitals."""
        raw = self.sentence.raw[self.index + offset]
        return raw[0].isupper() and not raw.isupper()

    def clause_words(self, offset: int = 0) -> list[str]:
        """Return the words of a word's clause: between commas, `but` and `because`."""
        end = self.index + offset
        while end < len(self.words) and self.words[end] not in _CLAUSE_BORDERS:
            end += 1
        return self._clause_before(offset) + self.words[self.index + offset : end]

    def _clause_before(self, offset: int) -> list[str]:
        """Return the words of a word's clause before it."""
        end = self.index + offset
        start = end
        while start > 0 and self.words[start - 1] not in _CLAUSE_BORDERS:
            start -= 1
        return self.words[start:end]

    def is_negated(self) -> bool:
        """Whether one of the words just before takes the word back: `was never careless`."""
        before = self._clause_before(0)[-NEGATION_REACH:]
        return any(word in en.NEGATIONS or word.endswith("n't") for word in before)

    def is_conditional(self, offset: int = 0) -> bool:
        """Whether a verb stands in a condition, as in a rule: `if a clerk forgot to sign`.

        In the present `when …` and `a clerk who …` are conditions, too.
        """
        before = self._clause_before(offset)
        if not en.CONDITIONS.isdisjoint(before):
            return True
        is_present = self[offset].endswith("s")
        return is_present and not {"when", "a", "an"}.isdisjoint(before)

    def is_about_writer(self) -> bool:
        """Whether the clause is about its writer alone: `I was careless`, `careless of me`."""
        words = self.clause_words()
        mentions_others = any(word in _OF_OTHERS or is_person(word) for word in words)
        return not mentions_others and not _OF_WRITER.isdisjoint(words)

    def is_about_person(self, verb: str, human_verbs: frozenset[str]) -> bool:
        """Whether what the word tells is done by a person.

        A lone word may name anything (`Lisbon failed to print`): it counts as a person only where
        `verb` is one of `human_verbs`, which only people do.
        """
        subject = self.subject()
        return subject == PERSON or (subject in (NAME, BARE) and verb in human_verbs)

    def subject(self, verb: int = 0) -> str:
        """Return whom the verb at an offset is about."""
        end = self.skip_back(verb - 1, _BEFORE_VERB)
        if self[end] == ",":
            end = self._before_aside(end)
        if self[end] in en.JOINS:
            return self._first_subject()
        if self[end] == "who":
            return self._relative_subject(end)
        subject = self.noun(end)
        # `Whoever closed the file …`
        if subject == THING and "whoever" in self._clause_before(verb):
            return PERSON
        return subject

    def noun(self, end: int) -> str:
        """Return what the noun phrase that ends at an offset names.

        `the clerk at the counter` is the clerk; `the form filled in by the clerk` is a thing.
        """
        for _ in range(4):
            if not self[end]:
                return THING
            kind = self._pronoun(end)
            if kind:
                return kind
            start = self._phrase_start(end)
            preposition = self[start - 1]
            if preposition not in en.PREPOSITIONS or self[start - 2] in _PHRASE_BORDERS:
                return self._noun_phrase(start, end)
            if preposition == "by":
                return THING
            end = start - 2
        return THING

    def _before_aside(self, comma: int) -> int:
        """Return the word before an aside such as `, who had been told twice,`."""
        offset = comma - 1
        while self[offset - 1]:
            if self[offset] == ",":
                return offset - 1
            offset -= 1
        return comma - 1

    def _first_subject(self) -> str:
        """Return the sentence's first subject, which a second verb shares: `… and forgot it`."""
        start = end = self.skip(-self.index, _BEFORE_SUBJECT)
        if self[start] in en.DETERMINERS or self[start].endswith("'s"):
            while end < start + 4 and self[end + 1] and not is_person(self[end]):
                end += 1
        return self.noun(end)

    def _relative_subject(self, who: int) -> str:
        """`The clerk who …` is a person; `applicants who …` are those of a rule."""
        subject = self.noun(who - 1)
        is_definite = self[self._phrase_start(who - 1)] in _DEFINITE
        if is_definite or subject == NAME:
            return subject
        return THING

    def _phrase_start(self, end: int) -> int:
        """Return where the noun phrase begins that ends at an offset."""
        start = end
        while start > end - _LONGEST_PHRASE:
            if self[start] in en.DETERMINERS or self[start - 1] in _PHRASE_BORDERS:
                break
            start -= 1
        return start

    def _pronoun(self, end: int) -> str | None:
        """Return what a word is that needs no noun phrase around it; None for others."""
        word = self[end]
        before = self[end - 1]
        if word in en.ME:
            return ME
        is_no_one = word == "one" and before == "no"
        if word in en.NOBODY or is_no_one or self[self._phrase_start(end)] == "no":
            return NOBODY
        if word == "them" and before == "of":
            return BARE
        if word in en.SHE or before in en.TITLES:
            return PERSON
        return None

    def _noun_phrase(self, start: int, end: int) -> str:
        """Return what a noun phrase names: `the clerk`, `Ana`, `Ana Lopez`, `the printer`."""
        word = self[end]
        if is_person(word):
            return PERSON
        if not word.isalpha() or word in _NEVER_A_NAME:
            return THING
        is_two_words = end - start == 1 and self[start] not in en.DETERMINERS
        is_full_name = is_two_words and self.has_capital(start)
        if start != end and not is_full_name:
            return THING
        if self.looks_like_a_name(end):
            return NAME
        return BARE
