"""Planted words: each text that somebody types has one, so that its way can be followed.

The ends of two words never agree, and their beginnings hardly: a full-text index leaves out what a
word has in common with the one before.
"""

import random  # noqa: TID251 - a generator with a seed
import re
from collections.abc import Iterable
from typing import Any

# No ends that a stemmer would cut off, and no letters that make ordinary words.
_LETTERS = "bcdfghjkmpqtvwx"
_WORD = re.compile(r"zqz([bcdfghjkmpqtvwx]{4})")
_WORD_BYTES = re.compile(rb"zqz([bcdfghjkmpqtvwx]{4})")


class Words:
    """Makes planted words, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._count = 0

    def next(self) -> str:
        """Return a new word."""
        beginning = "".join(self._random.choices(_LETTERS, k=4))
        self._count += 1
        rest = self._count
        end = ""
        for _ in range(4):
            rest, digit = divmod(rest, len(_LETTERS))
            end += _LETTERS[digit]
        return f"{beginning}zqz{end}"


def words_in(value: Any) -> set[str]:
    """Return the ends of the planted words in a text, in bytes, or in a list of rows."""
    if isinstance(value, str):
        return set(_WORD.findall(value))
    if isinstance(value, bytes):
        return {end.decode() for end in _WORD_BYTES.findall(value)}
    if isinstance(value, dict):
        return words_in_all(value.values())
    if isinstance(value, Iterable):
        return words_in_all(value)
    return set()


def words_in_all(values: Iterable[Any]) -> set[str]:
    """Return the ends of the planted words in any of some values."""
    result: set[str] = set()
    for value in values:
        result |= words_in(value)
    return result
