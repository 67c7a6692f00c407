"""Say whom the words of an English sentence are about: a person, the writer, nobody, or a thing.

There is no grammar here, only what office sentences need: the words before a verb are read
backwards until a noun turns up. That takes microseconds; loading a parser takes seconds.
"""

from coachlog.domain.language import english_words as en
from coachlog.domain.language.sentences import (
    BARE,
    ME,
    NAME,
    NOBODY,
    PERSON,
    QUOTED,
    THING,
    Sentence,
    word_set,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_PHRASE_BORDERS = en.PREPOSITIONS | en.JOINS | en.OPENERS | en.BETWEEN | {",", QUOTED, "who"}
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


class EnglishSentence:
    """A sentence that knows whom its words are about. `words` has `she's` as `she`."""

    __slots__ = ("raw", "sentence", "words")

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.raw = sentence.raw
        self.words = [en.CONTRACTED.get(word, word) for word in sentence.words]

    def __getitem__(self, index: int) -> str:
        """Return the word at an index; an empty one beyond the ends."""
        if 0 <= index < len(self.words):
            return self.words[index]
        return ""

    def __iter__(self) -> "Iterator[str]":
        """Iterate over the words; without this, Python would count indexes for ever."""
        return iter(self.words)

    def skip(self, index: int, words: frozenset[str]) -> int:
        """Return the first index from `index` on whose word is none of `words`."""
        while self[index] in words:
            index += 1
        return index

    def skip_back(self, index: int, words: frozenset[str]) -> int:
        """Return the last index up to `index` whose word is none of `words`; -1 for none."""
        while self[index] in words:
            index -= 1
        return index

    def is_capitalized(self, index: int) -> bool:
        """Whether a word is written like a name: with a capital, but not in capitals."""
        raw = self.raw[index]
        return raw[:1].isupper() and not raw.isupper()

    def clause(self, index: int) -> range:
        """Return the indexes of a word's clause: between commas, `but` and `because`."""
        words = self.words  # not `self[…]`: every rule asks for a clause
        first = index
        while first > 0 and words[first - 1] not in _CLAUSE_BORDERS:
            first -= 1
        end = index + 1
        while end < len(words) and words[end] not in _CLAUSE_BORDERS:
            end += 1
        return range(first, end)

    def clause_words(self, index: int) -> list[str]:
        """Return the words of a word's clause."""
        clause = self.clause(index)
        return self.words[clause.start : clause.stop]

    def is_negated(self, index: int, reach: int = 4) -> bool:
        """Whether one of the words just before takes a word back: `was never careless`."""
        start = max(self.clause(index).start, index - reach)
        before = self.words[start:index]
        return any(word in en.NEGATIONS or word.endswith("n't") for word in before)

    def is_conditional(self, index: int) -> bool:
        """Whether a verb stands in a condition, as in a rule: `if a clerk forgot to sign`.

        In the present `when …` and `a clerk who …` are conditions, too.
        """
        before = self.words[self.clause(index).start : index]
        if not en.CONDITIONS.isdisjoint(before):
            return True
        is_present = self[index].endswith("s")
        return is_present and not {"when", "a", "an"}.isdisjoint(before)

    def is_about_writer(self, index: int) -> bool:
        """Whether a clause is about its writer alone: `I was careless`, `careless of me`."""
        words = self.clause_words(index)
        mentions_others = any(word in _OF_OTHERS or is_person(word) for word in words)
        return not mentions_others and not _OF_WRITER.isdisjoint(words)

    def is_about_person(self, index: int, verb: str, human_verbs: frozenset[str]) -> bool:
        """Whether what happens at `index` is done by a person.

        A lone word may name anything (`Lisbon failed to print`): it counts as a person only where
        `verb` is one of `human_verbs`, which only people do.
        """
        subject = self.subject(index)
        return subject == PERSON or (subject in (NAME, BARE) and verb in human_verbs)

    def subject(self, verb: int) -> str:
        """Return whom the verb at an index is about."""
        end = self.skip_back(verb - 1, _BEFORE_VERB)
        if self[end] == ",":
            end = self._before_aside(end)
        if end < 0:
            return THING
        if self[end] in en.JOINS:
            return self._first_subject()
        if self[end] == "who":
            return self._relative_subject(end)
        subject = self.noun(end)
        # `Whoever closed the file …`
        if subject == THING and "whoever" in self.words[self.clause(verb).start : verb]:
            return PERSON
        return subject

    def noun(self, end: int) -> str:
        """Return what the noun phrase that ends at `end` names.

        `the clerk at the counter` is the clerk; `the form filled in by the clerk` is a thing.
        """
        for _ in range(4):
            if end < 0:
                return THING
            kind = self._pronoun(end)
            if kind:
                return kind
            start = self._phrase_start(end)
            preposition = self[start - 1]
            follows_noun = start >= 2 and self[start - 2] not in _PHRASE_BORDERS
            if preposition not in en.PREPOSITIONS or not follows_noun:
                return self._noun_phrase(start, end)
            if preposition == "by":
                return THING
            end = start - 2
        return THING

    def _before_aside(self, comma: int) -> int:
        """Return the word before an aside such as `, who had been told twice,`."""
        for index in range(comma - 1, 0, -1):
            if self[index] == ",":
                return index - 1
        return comma - 1

    def _first_subject(self) -> str:
        """Return the sentence's first subject, which a second verb shares: `… and forgot it`."""
        start = end = self.skip(0, _BEFORE_SUBJECT)
        if self[start] in en.DETERMINERS or self[start].endswith("'s"):
            last = min(len(self.words) - 1, start + 4)
            while end < last and not is_person(self[end]):
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
        """Return where the noun phrase begins that ends at `end`."""
        start = end
        earliest = max(0, end - _LONGEST_PHRASE)
        while start > earliest:
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
        is_full_name = is_two_words and self.raw[start][0].isupper()
        if start != end and not is_full_name:
            return THING
        if self.is_capitalized(end):
            return NAME
        return BARE
