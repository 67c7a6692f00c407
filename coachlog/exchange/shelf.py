"""A shelf: where the segments of several computers lie, whatever it is made of.

It stores bytes under names and understands nothing of them. The reader orders and merges.
"""

from typing import NamedTuple, Protocol

Names = list[str]  # a shelf has a method of the name `list`
KEEPER = "the person who manages the folder"


class Trouble(NamedTuple):
    """Something on a shelf that could not be used: its name, and a sentence on what to do."""

    name: str
    reason: str


class Shelf(Protocol):
    """What `sync` needs of a shelf.

    Each method raises a `RemoteError` where the shelf as a whole is away, or is another one than
    before. What is missing on a shelf has never been deleted: it may only be late.
    """

    ignored: dict[str, Names]  # by team, what `list` saw that is not a segment
    troubles: list[Trouble]  # what could not be read beside segments

    @property
    def id(self) -> str:
        """Return what tells this shelf from every other one."""

    def check(self) -> None:
        """Raise a `RemoteError` unless this is the shelf that it was before."""

    def teams(self) -> Names:
        """Return the names of the teams that have segments here, sorted."""

    def list(self, team: str) -> Names:
        """Return the names of the segments of a team, sorted."""

    def get(self, team: str, name: str) -> bytes:
        """Return the bytes of a segment. Raises a `SegmentError` if this one cannot be read."""

    def put_if_absent(self, team: str, name: str, data: bytes) -> bool:
        """Store a segment whole or not at all; return False if the name is taken."""

    def delete(self, team: str, name: str) -> None:
        """Delete a segment, if it is there."""
