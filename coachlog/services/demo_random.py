"""The demonstration's source of chance: the same seed gives the same log on every machine.

Python's `random` promises that only for some of its functions, so the numbers come from a hash.
"""

from hashlib import blake2b
from itertools import count
from typing import Any


class SeededRandom:
    """Numbers that look random and are the same in every run."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._counter = count()

    def _next(self) -> int:
        text = f"{self._seed}/{next(self._counter)}"
        return int.from_bytes(blake2b(text.encode(), digest_size=6).digest(), "big")

    def below(self, limit: int) -> int:
        """Return a whole number from 0 to `limit` - 1."""
        return self._next() % limit

    def chance(self, percent: int) -> bool:
        """Return True that many times in a hundred."""
        return self.below(100) < percent

    def pick(self, choices: Any) -> Any:
        """Return one of the choices."""
        return choices[self.below(len(choices))]

    def shuffled(self, items: list[Any]) -> list[Any]:
        """Return the items in another order."""
        return sorted(items, key=lambda _: self._next())
