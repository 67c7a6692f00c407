"""The demonstration's source of chance: the same seed gives the same log on every machine.

Python's `random` promises that only for some of its functions, so the numbers come from a hash.
"""

from hashlib import blake2b
from itertools import count
from typing import Any


class SeededRandom:
    """Numbers that look random and are the same in every run.

    Args:
        seed: Two sources with the same seed give the same numbers.
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._counter = count()

    def below(self, limit: int) -> int:
        """Return a whole number from 0 to `limit` - 1; at most 48 bits of chance are in it."""
        text = f"{self._seed}/{next(self._counter)}"
        digest = blake2b(text.encode(), digest_size=6).digest()
        return int.from_bytes(digest, "big") % limit

    def chance(self, percent: int) -> bool:
        """Return True `percent` times in a hundred."""
        return self.below(100) < percent

    def pick(self, choices: Any) -> Any:
        """Return one of the choices."""
        return choices[self.below(len(choices))]

    def shuffled(self, items: list[Any]) -> list[Any]:
        """Return the items in another order."""
        # Numbers this large are hardly ever equal; equal ones would leave their items in order.
        return sorted(items, key=lambda _: self.below(1 << 48))
