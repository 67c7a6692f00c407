"""The holds of the reader: while one stands, nothing that it covers is erased.

A hold is its setter's own: it covers what belongs to them, only they release it, and it never
leaves this log.
"""

from collections.abc import Iterable
from typing import NamedTuple

from coachlog.storage.file.connection import Log
from coachlog.storage.record_tables import HOLD

EVERYTHING = None  # instead of an entry: all of the reader's, those to come as well


class Hold(NamedTuple):
    """A hold that stands.

    Attributes:
        uuid: Its own.
        entry: The uuid of the entry that it covers, or `EVERYTHING`.
        why: What it is for.
        held_on: The civil day since when.
    """

    uuid: str
    entry: str | None
    why: str
    held_on: str


class HeldEntries:
    """What some holds cover."""

    def __init__(self, holds: Iterable[Hold]) -> None:
        # A set, because a purge asks about each of many thousand entries.
        self._entries = {hold.entry for hold in holds}

    def cover(self, entry: str | None) -> bool:
        """Return whether something of the reader's is held.

        Args:
            entry: the uuid of the entry that it is, or is about; None for what is about none.
        """
        return EVERYTHING in self._entries or entry in self._entries


def standing_holds(log: Log) -> list[Hold]:
    """Return the holds of the reader that stand, the oldest first."""
    rows = log.all(
        f"""SELECT uuid, entry, why, held_on FROM {HOLD} WHERE trainer = ?
            ORDER BY held_on, why, uuid""",
        (log.reader,),
    )
    return [Hold(*row) for row in rows]


def held_entries(log: Log) -> HeldEntries:
    """Return what is held now. Whoever erases asks inside the transaction that erases."""
    return HeldEntries(standing_holds(log))
