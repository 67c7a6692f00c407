"""Chances for a made-up log."""

from hashlib import blake2b
from itertools import count
from typing import Any


class Dice:
    """Chances that fall the same way in every run."""

    def __init__(self, seed: int) -> None:
        self._numbers = (
            int.from_bytes(blake2b(f"{seed}/{number}".encode(), digest_size=6).digest(), "big")
            for number in count()
        )

    def below(self, most: int) -> int:
        """A whole number from 0 to `most` - 1."""
        return next(self._numbers) % most

    def chance(self, percent: int) -> bool:
        """Yes, so many times in a hundred."""
        return self.below(100) < percent

    def pick(self, choices: Any) -> Any:
        """One of several."""
        return choices[self.below(len(choices))]

    def shuffled(self, things: list[Any]) -> list[Any]:
        """The same things in another order."""
        return sorted(things, key=lambda _: next(self._numbers))
