"""Cutting a text into tokens: words, numbers and signs, each with all that it can mean.

Written by hand rather than with regular expressions: these take as long to load as all the rest.
"""

from coachlog.domain.dates.words import Vocabulary, folded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    # The kinds of word that a token can be, and its value as each.
    Token = dict[str, Any]
    # What some tokens mean together: the kind that each is meant as, and its value.
    Values = dict[str, Any]
else:
    Token = dict
    Values = dict

# Between letters these belong to the word: aujourd'hui, avant-hier, a.m.
_WITHIN_WORDS = "'-."
_DIGITS = "0123456789"  # other alphabets have more, which nobody types in a date


def tokens_of(text: str, vocabulary: Vocabulary) -> list[Token]:
    """Return the tokens of a text; one that means nothing has no kinds.

    Args:
        text: what was typed.
        vocabulary: the words of the languages in use.
    """
    parts = _parts(text.replace("’", "'"))
    tokens: list[Token] = []
    index = 0
    while index < len(parts):
        word, length = _longest_word(parts, index, vocabulary)
        tokens += _meanings(word, parts[index], vocabulary)
        index += length
    return tokens


def _parts(text: str) -> list[str]:
    """Cut a text into runs of letters, runs of digits, and single signs."""
    parts = []
    start = 0
    while start < len(text):
        sign = text[start]
        end = start + 1
        if sign.isalpha():
            end = _end_of_word(text, start)
        elif sign in _DIGITS:
            while end < len(text) and text[end] in _DIGITS:
                end += 1
        if not sign.isspace():
            parts.append(text[start:end])
        # The dot of an abbreviation, as in "Nov."
        if sign.isalpha() and text[end : end + 1] == ".":
            end += 1
        start = end
    return parts


def _end_of_word(text: str, start: int) -> int:
    end = start + 1
    while end < len(text):
        before_letter = text[end + 1 : end + 2].isalpha()
        if text[end] == "/" and before_letter:
            # A time zone, such as America/Argentina/Buenos_Aires or Etc/GMT+5.
            blank = text.find(" ", end)
            return blank if blank > 0 else len(text)
        if not text[end].isalpha() and not (text[end] in _WITHIN_WORDS and before_letter):
            break
        end += 1
    return end


def _longest_word(parts: list[str], index: int, vocabulary: Vocabulary) -> tuple[str, int]:
    """Return the longest entry of the vocabulary that starts here, and how many parts it has."""
    first = folded(parts[index])
    for length in range(vocabulary.longest.get(first, 1), 1, -1):
        words = " ".join(folded(part) for part in parts[index : index + length])
        if words in vocabulary.meanings:
            return words, length
    return first, 1


def _meanings(word: str, typed: str, vocabulary: Vocabulary) -> list[Token]:
    if typed[0] in _DIGITS:
        return [_number(typed)]
    meanings = vocabulary.meanings.get(word)
    if meanings is None:
        return [_other(typed)]
    if "as" in meanings:
        # "tonight" is short for "today evening".
        return [vocabulary.meanings[part] for part in meanings["as"].split()]
    return [meanings]


def _number(digits: str) -> Token:
    """Return all that a run of digits can mean, which depends on how many there are."""
    length = len(digits)
    # Whether there is such a day or hour is up to the forms: they know what to say about it.
    token: Token = {"fraction": digits}
    # Nobody counts further than 999 days; with four digits it may be a slip of a year.
    if length <= 3:
        token["count"] = int(digits)
    if length <= 2:
        for kind in ("day", "month#", "hour", "number"):
            token[kind] = int(digits)
    if length == 2:
        for kind in ("minute", "second", "year2"):
            token[kind] = int(digits)
    if length == 4:
        token["year"] = int(digits)
        token["hhmm"] = digits
    if length == 6:
        token["hhmmss"] = digits
    if length == 8:
        token["yyyymmdd"] = digits
    return token


def _other(typed: str) -> Token:
    """Return a sign of its own kind, or a word that can only be the name of a time zone."""
    if typed in ("+", "-"):
        return {typed: typed, "sign": typed}
    if typed[0].isalpha():
        return {"zone": typed}
    return {typed: typed}
