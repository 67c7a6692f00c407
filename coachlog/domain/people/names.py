"""Finding names in a text, as whole words, however many names there are."""

import re
from collections.abc import Iterable, Iterator
from unicodedata import normalize


def _set_of(words: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(words.split())


# Names that no person has: accounts of computers.
NOBODY = frozenset(
    {"admin", "administrator", "guest", "nobody", "root", "somebody", "test", "user"}
)
# Words that stand in nearly every sentence: a name that is one of them counts only with a capital.
_EVERYWHERE = _set_of(
    """a an and are as at be but by can do for from go had has have he her his i if in is it may my new no not of off on one or
    our out see she so that the their them they this to up us was we will with you your
    am an auf aus bei das dem den der des die ein eine er es für im ist mit nach oder sie und vom von vor wir zu zum zur
    de del el en la las le les los un una y e o à et du des"""
)
# Words of a desk that stand in names for somebody ("the new clerk") and mean nobody when they stand alone.
_DESK = _set_of(
    """apprentice assistant cashier clerk colleague counter customer desk employee front girl guy inspector intern junior lady
    lead leader learner man manager member night office officer old person reviewer room school senior shift staff student
    supervisor team temp temporary trainee trainer window woman young"""
)
_WORD = re.compile(r"\w+")
_BETWEEN = re.compile(r"[ \t\xa0.'’\-‐‑]{1,3}")
# Scripts that put no blanks between words: Thai to Khmer, CJK, kana, hangul.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]"
)


class Names:
    """Names to look for: in any case and with or without accents, a name of several words by each of them, too.

    A name of one or two letters, and one that is a word of every sentence, is found only as it is written, or with a capital.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._of_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        unspaced = set()
        for name in set(names):
            if _UNSPACED.search(name):
                unspaced.add(name)
            elif _folded(name) not in NOBODY:
                self._add(name)
                for part in _parts(name):
                    self._add(part)
        for found in self._of_first.values():
            found.sort(key=lambda one: (-len(one[0]), one[1]))
        longest_first = sorted(unspaced, key=lambda name: (-len(name), name))
        self._unspaced = re.compile("|".join(map(re.escape, longest_first))) if unspaced else None

    def __bool__(self) -> bool:
        """Whether there is a name to look for."""
        return bool(self._of_first or self._unspaced)

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """From which character to which a name stands in a text; none over another of the same kind."""
        if self._unspaced:
            yield from (match.span() for match in self._unspaced.finditer(text))
        if not self._of_first:
            return
        folded = _folded(text)
        words = [match.span() for match in _WORD.finditer(folded)]
        place = 0
        while place < len(words):
            count = self._length_at(text, folded, words, place)
            if count:
                yield words[place][0], words[place + count - 1][1]
            place += count or 1

    def _add(self, name: str) -> None:
        words = tuple(_WORD.findall(_folded(name)))
        if words:
            self._of_first.setdefault(words[0], []).append((words, name))

    def _length_at(self, text: str, folded: str, words: list[tuple[int, int]], place: int) -> int:
        """How many words of a text, from one of them on, are a name; 0 where none begins."""
        start, end = words[place]
        first = folded[start:end]
        # Ana, Ana's and (in German) Anas
        for key in (first, first[:-1]) if first[-1] == "s" and len(first) > 3 else (first,):
            for name_words, name in self._of_first.get(key, ()):
                last = place + len(name_words)
                if last > len(words) or (key != first and len(name_words) > 1):
                    continue
                same = all(
                    folded[slice(*words[place + n])] == name_words[n]
                    and _BETWEEN.fullmatch(folded, words[place + n - 1][1], words[place + n][0])
                    for n in range(1, len(name_words))
                )
                if same and (len(name_words) > 1 or _is_meant(text[start:end], name)):
                    return len(name_words)
        return 0


def _parts(name: str) -> list[str]:
    """The words of a name of several that may stand for all of it."""
    words = _WORD.findall(name)
    return [
        word
        for word in words
        if len(words) > 1 and len(word) > 2 and _folded(word) not in _EVERYWHERE | _DESK
    ]


def _is_meant(found: str, name: str) -> bool:
    """Whether a single word of a text can be the name that it is spelled like."""
    name = name.strip(".")
    if len(name) == 1:
        # A and I are words; so are O and Y where they are small.
        return found == name and found not in "AIaioyeà"
    if _folded(name) in _EVERYWHERE:
        return found[0].isupper()
    if len(name) == 2:
        return found in (name, name.capitalize(), name.upper())
    return True


def _folded(text: str) -> str:
    """Small letters without accents, as many characters as before."""
    if text.isascii():
        return text.lower()
    return "".join(
        character.lower()[:1] if character.isascii() else normalize("NFD", character.casefold())[:1]
        for character in text
    )
