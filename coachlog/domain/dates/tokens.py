"""Cutting a text into tokens: words, numbers and signs, each with all that it can mean.

Written by hand rather than with regular expressions: these take as long to load as all the rest.
"""

from coachlog.domain.dates.vocabulary import Vocabulary, folded

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

# By how many digits it has, what a number can be. Nobody counts further than 999 days; with four
# digits it may be a slip of a year.
_NUMBERS = {
    1: ("count", "day", "month#", "hour", "number"),
    2: ("count", "day", "month#", "hour", "number", "minute", "second", "year2"),
    3: ("count",),
    4: ("year",),
}
_RUNS_OF_NUMBERS = {4: "hhmm", 6: "hhmmss", 8: "yyyymmdd"}
_SIGNS_OF_ZONES = ("+", "-")
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
        part = parts[index]
        length = 1
        if part[0] in _DIGITS:
            tokens.append(_number(part))
        elif part[0].isalpha():
            word, length = _longest_word(parts, index, vocabulary)
            tokens += _meanings(word, part, vocabulary)
        elif part in _SIGNS_OF_ZONES:
            tokens.append({part: part, "sign": part})
        else:
            tokens.append({part: part})
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
    meanings = vocabulary.meanings.get(word)
    if meanings is None:
        # It can only be the name of a time zone, in which capitals count.
        return [{"zone": typed}]
    if "as" in meanings:
        # "tonight" is short for "today evening".
        return [vocabulary.meanings[part] for part in meanings["as"].split()]
    return [meanings]


def _number(digits: str) -> Token:
    """Return all that a run of digits can mean, which depends on how many there are.

    Whether there is such a day or hour is up to the forms: they know what to say about it.
    """
    length = len(digits)
    token: Token = dict.fromkeys(_NUMBERS.get(length, ()), int(digits))
    token["fraction"] = digits
    if length in _RUNS_OF_NUMBERS:
        token[_RUNS_OF_NUMBERS[length]] = digits
    return token
