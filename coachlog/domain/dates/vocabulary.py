"""The words that a text can have in some languages, from the table in `words`."""

from coachlog.domain.dates.words import LANGUAGES, TABLE
from coachlog.named_tuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# What Germans type for umlauts on other keyboards.
_WITHOUT_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


class Vocabulary(NamedTuple):
    """The words of some languages.

    Attributes:
        meanings: by word, or by several with single blanks between them, what it can mean: a value
            for each kind of word that it can be. `mar` is a month, and in French a weekday.
        longest: by first word the most words that an entry which begins with it has.
    """

    meanings: "dict[str, dict[str, Any]]"
    longest: dict[str, int]


_vocabularies: dict[str, Vocabulary] = {}


def vocabulary(languages: str) -> Vocabulary:
    """Return the words of some languages and of English, made once.

    Args:
        languages: language codes, separated by commas. One without words is left out, so that
            a setting of an older version does no harm.
    """
    if languages not in _vocabularies:
        _vocabularies[languages] = _vocabulary({"en", *languages.split(",")})
    return _vocabularies[languages]


def folded(word: str) -> str:
    """Return a word in small letters, without accents and without the dots of an abbreviation."""
    word = word.casefold().replace(".", "")
    if word.isascii():
        return word
    from unicodedata import combining, normalize

    letters = []
    for letter in normalize("NFD", word):
        if not combining(letter):
            letters.append(letter)
    return "".join(letters)


def _vocabulary(languages: set[str]) -> Vocabulary:
    vocabulary = Vocabulary(meanings={}, longest={})
    meaning = ""
    for row in TABLE.splitlines():
        first, *columns = row.split("|")
        # Below it are more words of the same meaning.
        meaning = first.strip() or meaning
        for language, column in zip(LANGUAGES, columns, strict=False):
            if language not in languages:
                continue
            _add_words(vocabulary, column, meaning)
            if language == "de":
                _add_words(vocabulary, column.translate(_WITHOUT_UMLAUTS), meaning)
    return vocabulary


def _add_words(vocabulary: Vocabulary, column: str, meaning: str) -> None:
    kind, _, value = meaning.partition(" ")
    for text in folded(column).split(","):
        words = text.split()
        if not words:
            continue
        phrase = " ".join(words)
        first = words[0]
        longest = vocabulary.longest.get(first, 0)
        vocabulary.longest[first] = max(len(words), longest)
        vocabulary.meanings.setdefault(phrase, {})[kind] = _value(value)


def _value(text: str) -> "Any":
    if text.removeprefix("-").isdecimal():
        return int(text)
    return text
