"""Who a word in an English sentence is about: a person, the writer, nobody, or a thing."""

from coachlog.domain.language import english_words as en
from coachlog.domain.language.sentences import QUOTED, Sentence

PERSON, ME, NOBODY, NAME, BARE, THING = "person", "me", "nobody", "name", "bare", "thing"
_STOPS = en.PREPOSITIONS | en.JOINS | en.OPENERS | en.BETWEEN | {",", QUOTED, "who"}
_BOUNDARIES = frozenset({",", "but", "because", QUOTED})


def is_person(word: str) -> bool:
    """Whether a noun names people, by what they do or are to each other."""
    return word in en.PERSONS or (word.endswith("s") and word[:-1] in en.PERSONS)


class Reading:
    """A sentence that is asked whom its words are about."""

    __slots__ = ("raw", "sentence", "words")

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.raw = sentence.raw
        self.words = [en.CONTRACTED.get(word, word) for word in sentence.words]

    def at(self, place: int) -> str:
        """The word at a place; none beyond the ends."""
        return self.words[place] if 0 <= place < len(self.words) else ""

    def skip(self, place: int, passed: frozenset[str]) -> int:
        """The first place from `place` on whose word is none of `passed`."""
        while self.at(place) in passed:
            place += 1
        return place

    def subject(self, place: int) -> str:
        """Whom the verb at `place` is about. A lone word is a NAME with a capital, otherwise BARE."""
        end = place - 1
        while end >= 0 and (self.words[end] in en.BETWEEN or self.words[end] == "not"):
            end -= 1
        if self.at(end) == ",":
            end = self._before_aside(end)
        if end < 0:
            return THING
        if self.words[end] in en.JOINS:
            return self._leading()
        if self.words[end] == "who":
            return self._who(end)
        kind = self.noun(end)
        # `Whoever closed the file …`
        return (
            PERSON
            if kind == THING and "whoever" in self.words[self.clause(place).start : place]
            else kind
        )

    def noun(self, end: int) -> str:
        """What the noun is that ends at `end`, or the one that it belongs to (`the clerk at the counter`)."""
        for _ in range(4):
            if end < 0:
                return THING
            if known := self._known(end):
                return known
            start = self._start(end)
            before = self.at(start - 1)
            belongs = before in en.PREPOSITIONS and start >= 2 and self.at(start - 2) not in _STOPS
            if not belongs:
                return self._alone(start, end)
            if before == "by":
                return THING
            end = start - 2
        return THING

    def clause(self, place: int) -> range:
        """The places from the last comma, `but` or `because` to the next."""
        first = last = place
        while first > 0 and self.words[first - 1] not in _BOUNDARIES:
            first -= 1
        while last + 1 < len(self.words) and self.words[last + 1] not in _BOUNDARIES:
            last += 1
        return range(first, last + 1)

    def negated(self, place: int, reach: int = 4) -> bool:
        """Whether a word is taken back by one before it."""
        start = max(self.clause(place).start, place - reach)
        return any(word in en.NEGATIONS or word.endswith("n't") for word in self.words[start:place])

    def conditional(self, place: int) -> bool:
        """Whether a verb stands in a condition, as rules have them: `if …`, and of the present `when …`, `a clerk who …`."""
        before = self.words[self.clause(place).start : place]
        is_present = self.words[place].endswith("s")
        return any(
            word in en.CONDITIONS or (is_present and word in ("when", "a", "an")) for word in before
        )

    def of_me(self, place: int) -> bool:
        """Whether a clause is about its writer: `I was careless`, `careless of me`."""
        words = [self.words[other] for other in self.clause(place)]
        mine = any(word in en.ME or word in ("my", "our", "mine") for word in words)
        return mine and not any(word in en.SHE - {"you"} or is_person(word) for word in words)

    def _before_aside(self, comma: int) -> int:
        """The word before `, who had been told twice,`."""
        earlier = [other for other in range(1, comma) if self.words[other] == ","]
        return (earlier[-1] if earlier else comma) - 1

    def _who(self, place: int) -> str:
        """`The clerk who …` is somebody; `applicants who …` is a rule."""
        kind = self.noun(place - 1) if place else THING
        definite = self.at(self._start(place - 1)) in (
            "the",
            "our",
            "this",
            "my",
            "that",
            "his",
            "her",
            "their",
        )
        return kind if definite or kind == NAME else THING

    def _leading(self) -> str:
        """The subject that the sentence begins with, for a verb that has none of its own."""
        start = self.skip(0, en.OPENERS | en.BETWEEN | {",", "yesterday", "today"})
        end = start
        if self.at(start) in en.DETERMINERS or self.at(start).endswith("'s"):
            while end + 1 < len(self.words) and not is_person(self.words[end]) and end - start < 4:
                end += 1
        return self.noun(end)

    def _start(self, end: int) -> int:
        """Where the noun phrase begins that ends at `end`."""
        start = end
        while (
            start > 0
            and end - start < 5
            and self.words[start] not in en.DETERMINERS
            and self.words[start - 1] not in _STOPS
        ):
            start -= 1
        return start

    def _known(self, end: int) -> str | None:
        """What a word is that needs no noun phrase around it."""
        word, before = self.at(end), self.at(end - 1)
        if word in en.ME:
            return ME
        if (
            word in en.NOBODY
            or (word == "one" and before == "no")
            or self.at(self._start(end)) == "no"
        ):
            return NOBODY
        if word == "them" and before == "of":
            return BARE
        return PERSON if word in en.SHE or before in en.TITLES else None

    def _alone(self, start: int, end: int) -> str:
        word = self.words[end]
        if is_person(word):
            return PERSON
        first = self.words[start]
        two_names = (
            end - start == 1 and self.raw[start][:1].isupper() and first not in en.DETERMINERS
        )
        if (
            (start == end or two_names)
            and word.isalpha()
            and word not in en.DETERMINERS | en.NO_NAMES | en.MODALS
        ):
            return NAME if self.raw[end][:1].isupper() and not self.raw[end].isupper() else BARE
        return THING
