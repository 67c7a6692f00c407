"""What the writer of a change had seen: of which other changes of the same field they knew."""

from coachlog.domain.fields import KNOWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from coachlog.domain.fields import Fields

    Item = tuple[bytes, Fields]  # the id of a revision, and its patch


class Knowledge:
    """Which revisions of one field its writers had seen.

    Attributes:
        ids: The ids of the revisions that set the field, as hexadecimal digits, in their order.
        seen: For each the set of those that its writer had seen, as the bits of a number.
        newest: The indexes of those that nobody had seen who wrote another one.
    """

    def __init__(self, items: "Sequence[Item]", field: str) -> None:
        self.ids = [digits_of(number) for number, _ in items]
        self.seen: list[int] = []
        bits = {number: 1 << index for index, number in enumerate(self.ids)}
        all_seen = 0
        for index, (_, patch) in enumerate(items):
            # Earlier versions did not write what they had seen: it was everything before.
            seen = (1 << index) - 1
            known = _seen_in(patch, field)
            if known is not None:
                seen = self._closure(known, bits, index)
            self.seen.append(seen)
            all_seen |= seen
        self.newest = [index for index in range(len(items)) if not all_seen >> index & 1]

    def _closure(self, known: "Iterable[str]", bits: "dict[str, int]", index: int) -> int:
        seen = 0
        for number in known:
            bit = bits.get(number, 0)
            # What sorts after it cannot have been seen: a damaged or forged patch says so.
            if bit and bit < 1 << index:
                seen |= bit | self.seen[bit.bit_length() - 1]
        return seen


def digits_of(number: "Any") -> str:
    """Return the id of a revision as hexadecimal digits; one that is damaged as it is."""
    return number.hex() if isinstance(number, bytes) else str(number)


def _seen_in(patch: "Fields", field: str) -> "Sequence[str] | None":
    """Return which revisions of a field a patch says its writer had seen; None if it does not."""
    seen = patch.get(KNOWN)
    known = seen.get(field) if isinstance(seen, dict) else None
    return known if isinstance(known, list) else None
