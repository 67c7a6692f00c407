"""Find names in a text as whole words, however many names there are.

Names are looked up by their first word, so that the time depends on the text and not on the number
of names.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from unicodedata import normalize

from coachlog.domain.language.sentences import word_set
from coachlog.named_tuple import NamedTuple

# Names of computer accounts, which no person has.
NOBODY = word_set("admin administrator guest nobody root somebody test user")
# Words of nearly every sentence: a name that is one of them counts only with a capital.
_EVERYWHERE = word_set("""
    a an and are as at be but by can do for from go had has have he her his i if in is it may my
    new no not of off on one or our out see she so that the their them they this to up us was we
    will with you your am an auf aus bei das dem den der des die ein eine er es für im ist mit
    nach oder sie und vom von vor wir zu zum zur de del el en la las le les los un una y e o à et
    du des
""")
# Words of a desk that describe somebody in a name ("the new clerk"), and nobody on their own.
_DESK = word_set("""
    apprentice assistant cashier clerk colleague counter customer desk employee front girl guy
    inspector intern junior lady lead leader learner man manager member night office officer old
    person reviewer room school senior shift staff student supervisor team temp temporary trainee
    trainer window woman young
""")
# Names that are ordinary words, too: given with a capital, they count only with one.
_ALSO_WORDS = word_set("""
    abbot amber april art august autumn baker banks bell bill bishop black branch brook brooks brown
    buck bush butler carter chance chase church cook cooper cross daisy dale dawn dean drew eve
    faith field fields fisher flowers ford frank gene glen gold good grace grant gray green grey guy
    hall hill hope house hunter ivy jay joy june king knight lake lane lily little long march mark
    mason max may miles page paris parker pat penny pope porter potter price ray rich rivers rob
    robin rose ruby rusty sandy sharp shepherd short skip small stone street strong sue summer
    swift taylor temple trip turner victor walker ward weaver west white will wise wolf wood woods
    young bauer beck bach berg fuchs fischer jung kaiser klein koch könig kurz lang lange richter
    schwarz sommer stark vogel weber weiss weiß winter wolf
""")
# They stand before a name, and are not names on their own.
_PARTICLES = word_set("al bin da dal della di do dos du ibn ter ten van st saint")
_NO_NAMES_ALONE = _EVERYWHERE | _DESK | _PARTICLES
_WORD = re.compile(r"\w+")
_BETWEEN = re.compile(r"[ \t\xa0.'’\-‐‑]{1,3}")
# Scripts that put no blanks between words: Thai to Khmer, CJK, kana, hangul.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]"
)

Span = tuple[int, int]


class _Name(NamedTuple):
    """A name as it was given, and its folded words."""

    text: str
    words: tuple[str, ...]


class Names:
    """Names to look for, in any case and with or without accents, whole or by one of their words.

    A name of one or two letters, and one that is a word, too, counts only as it is written, or with
    a capital.

    Args:
        names: names that the log knows. They may be those of computer accounts, such as `root`,
            which are left out.
        taught: names that somebody said are names; all of them count.
    """

    def __init__(self, names: Iterable[str], taught: Iterable[str] = ()) -> None:
        self._by_first_word: dict[str, list[_Name]] = {}
        unspaced = []
        people = {name for name in names if _fold(name) not in NOBODY}
        for name in people.union(taught):
            if _UNSPACED.search(name):
                unspaced.append(name)
            else:
                for text in (name, *_distinctive_words(name)):
                    self._add(text)
        # The longest first: of `Anna` and `Anna Lena` the text may mean the second.
        for candidates in self._by_first_word.values():
            candidates.sort(key=lambda name: (-len(name.words), name.text))
        self._add_genitives()
        unspaced.sort(key=lambda name: (-len(name), name))
        self._unspaced: re.Pattern[str] | None = None
        if unspaced:
            self._unspaced = re.compile("|".join(map(re.escape, unspaced)))

    def __bool__(self) -> bool:
        """Whether there is a name to look for."""
        return bool(self._by_first_word or self._unspaced)

    def spans(self, text: str) -> Iterator[Span]:
        """Yield where names start and end; none overlaps another of the same kind of script."""
        if self._unspaced:
            for match in self._unspaced.finditer(text):
                yield match.span()
        if not self._by_first_word:
            return
        folded = _fold(text)
        if self._by_first_word.keys().isdisjoint(_WORD.findall(folded)):
            # Most texts name nobody; the look at each of their words takes five times as long.
            return
        words = [match.span() for match in _WORD.finditer(folded)]
        index = 0
        while index < len(words):
            length = self._length_of_name(text, folded, words, index)
            if length:
                yield words[index][0], words[index + length - 1][1]
            index += max(length, 1)

    def _add(self, text: str) -> None:
        words = words_of(text)
        if words:
            self._by_first_word.setdefault(words[0], []).append(_Name(text, words))

    def _add_genitives(self) -> None:
        """Add `anas` beside `ana`: a German genitive has no apostrophe, as in `Anas Idee`."""
        for word, candidates in list(self._by_first_word.items()):
            single = [name for name in candidates if name.words == (word,)]
            if single and len(word) > 2:
                self._by_first_word.setdefault(f"{word}s", []).extend(single)

    def _length_of_name(self, text: str, folded: str, words: list[Span], index: int) -> int:
        """Return how many words from `index` on are a name; 0 where none begins."""
        start, end = words[index]
        for name in self._by_first_word.get(folded[start:end], []):
            length = len(name.words)
            if length == 1:
                if _is_plausible_name(text[start:end], name.text):
                    return 1
            elif _continues(name.words, folded, words[index : index + length]):
                return length
        return 0


def _distinctive_words(name: str) -> Iterator[str]:
    """Yield the words that may stand for a name of several: `Maria`, `Carmen`, but not `del`."""
    words = _WORD.findall(name)
    for word in words:
        is_ordinary = _fold(word) in _NO_NAMES_ALONE
        if len(words) > 1 and len(word) > 2 and not is_ordinary:
            yield word


def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name, in lower case and without accents: equal ones are one name."""
    return tuple(_WORD.findall(_fold(name)))


def _continues(words: tuple[str, ...], folded: str, spans: list[Span]) -> bool:
    """Whether the words of a text at `spans` go on like a name, with only a sign between them."""
    if len(spans) < len(words):
        return False
    for word, (before, span) in zip(words[1:], pairwise(spans), strict=True):
        _, gap = before
        start, end = span
        if folded[start:end] != word or not _BETWEEN.fullmatch(folded, gap, start):
            return False
    return True


def _is_plausible_name(word: str, name: str) -> bool:
    """Whether a word of a text is more likely the name than the ordinary word."""
    name = name.strip(".")
    if len(name) == 1:
        # A and I are words, and so are small o and y.
        return word == name and word not in "AIaioyeà"
    is_word = name.lower() in _ALSO_WORDS and name[0].isupper()
    if is_word or _fold(name) in _EVERYWHERE:
        return word[0].isupper()
    if len(name) == 2:
        return word in (name, name.capitalize(), name.upper())
    return True


def _fold(text: str) -> str:
    """Return a text in lower case and without accents, in as many characters as before."""
    if text.isascii():
        return text.lower()
    return "".join(map(_fold_character, text))


def _fold_character(character: str) -> str:
    # Folding may give several characters (ß, ﬁ); the first one keeps offsets as they are.
    if character.isascii():
        return character.lower()
    return normalize("NFD", character.casefold())[:1]
