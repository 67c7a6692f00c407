"""A set that people change side by side: what one added stays until another saw and removed it.

It is the observed-remove set of Shapiro et al., "A comprehensive study of Convergent and
Commutative Replicated Data Types" (2011), section 3.3.5.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def observed_values(lists: "Sequence[Sequence[str]]", seen: "Sequence[int]") -> list[str]:
    """Return what is in an observed-remove set.

    Args:
        lists: The whole list after each change, in the order of the changes.
        seen: For each change the earlier ones that its writer had seen, as the bits of a number.
    """
    observed = _ObservedSet()
    for index, values in enumerate(lists):
        observed.change(1 << index, values, seen[index])
    return observed.values((1 << len(lists)) - 1)


class _ObservedSet:
    """A set that changes side by side; each change is a bit, and what was seen a number of them."""

    def __init__(self) -> None:
        # For each value the changes that added it, and who took which of these additions out.
        self._added: dict[str, int] = {}
        self._removed: dict[str, list[tuple[int, int]]] = {}

    def change(self, change: int, values: "Sequence[str]", seen: int) -> None:
        """Make it what a writer made of what they saw."""
        before = set(self.values(seen))
        for value in before.difference(values):
            taken = self._additions(value, seen)
            self._removed.setdefault(value, []).append((change, taken))
        for value in values:
            if value not in before:
                self._added[value] = self._added.get(value, 0) | change

    def values(self, seen: int) -> list[str]:
        """Return what is in it for somebody who has seen some changes."""
        return [value for value in self._added if self._additions(value, seen)]

    def _additions(self, value: str, seen: int) -> int:
        additions = self._added[value] & seen
        for remover, taken in self._removed.get(value, ()):
            if seen & remover:
                additions &= ~taken
        return additions
