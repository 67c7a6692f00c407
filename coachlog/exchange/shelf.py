"""A shelf: where the segments of several computers lie, whatever it is made of.

It stores bytes under names and understands nothing of them. The reader orders and merges.
"""

from collections.abc import Collection
from typing import NamedTuple, Protocol

Names = list[str]  # a shelf has a method of the name `list`
KEEPER = "the person who manages the folder or hub"


class Trouble(NamedTuple):
    """Something on a shelf that could not be used: its name, and a sentence on what to do."""

    name: str
    reason: str


class Shelf(Protocol):
    """What `sync` needs of a shelf.

    One that checks who sends something says so; of any other one everything is believed.

    Each method raises a `RemoteError` where the shelf as a whole is away, or is another one than
    before. What is missing on a shelf has never been deleted: it may only be late.
    """

    id: str  # what tells this shelf from every other one
    ignored: dict[str, Names]  # by team, what `list` saw that is not a segment
    troubles: list[Trouble]  # what could not be read beside segments
    is_prompt: bool = False  # what is missing is lost, and not only late

    def check(self) -> None:
        """Raise a `RemoteError` unless this is the shelf that it was before."""

    def own_teams(self) -> Names | None:
        """Return the teams that this user may exchange here; None if nothing restricts them."""
        return None

    def only_author(self, team: str) -> str | None:
        """Return whose changes alone this user may send to a team; None for those of anybody."""
        return None

    def teams(self) -> Names:
        """Return the names of the teams that have segments here, sorted."""

    def list(self, team: str) -> Names:
        """Return the names of the segments of a team, sorted."""

    def has_only(self, team: str, names: Names) -> bool:
        """Return whether sorted names are those of the segments of a team, and no list is needed.

        A shelf that has to list them to tell says no.
        """
        return False

    def in_order(self, team: str, names: Collection[str]) -> Names:
        """Return the segments that are to be read next in the order in which they came.

        A shelf that does not know it takes that of their names.
        """
        return sorted(names)

    def get(self, team: str, name: str) -> bytes:
        """Return the bytes of a segment. Raises a `SegmentError` if this one cannot be read."""

    def authors(self, team: str, name: str) -> frozenset[str] | None:
        """Return whose changes a segment may have; None for those of anybody."""
        return None

    def put_if_absent(self, team: str, name: str, data: bytes) -> bool:
        """Store a segment whole or not at all; return False if the name is taken."""

    def put_nameless(self, team: str, name: str, data: bytes) -> bool:
        """Store a segment that nobody signs, as `put_if_absent` does."""
        return self.put_if_absent(team, name, data)

    def delete(self, team: str, name: str) -> None:
        """Delete a segment, if it is there."""

    def close(self) -> None:
        """End what was opened to reach it."""
        return
