"""Where this log exchanges changes with others, and which segments it took from there or put there.

Everything else about an exchange follows from the segments that are there.
"""

from collections.abc import Iterable
from typing import NamedTuple

from coachlog.storage.conditions import OWN_DEVICE
from coachlog.storage.file.connection import Log
from coachlog.storage.revisions import device_of

FOLDER, HUB = KINDS = ("folder", "hub")
# The states of a segment: what the others put there was taken; what was put there from here is its
# own, or was replaced and is to be removed.
TAKEN, OWN, REPLACED = "taken", "own", "replaced"
# Instead of the last number in an own segment that was put there without being noted.
UNKNOWN_LAST = 0
MERGED = "merge"  # the source of what came from elsewhere, and not through a shelf


class Shelf(NamedTuple):
    """A shelf that this log exchanges changes through.

    Attributes:
        id: What the shelf itself says that it is.
        kind: How it is reached, one of `KINDS`.
        location: Where it is, such as the path of the folder.
        every_team: Whether teams that come later are joined by themselves.
    """

    id: str
    kind: str
    location: str
    every_team: bool = False


class ShelfTeam(NamedTuple):
    """A team on a shelf.

    Attributes:
        shelf: The id of the shelf.
        team: The name of the team there.
        sent: The number of the newest revision that was looked at when changes were last sent.
        heard: The hlc of the newest revision that came from there; None before the first.
    """

    shelf: str
    team: str
    sent: int
    heard: str | None

    @property
    def source(self) -> str:
        """The name under which arrivals from there are noted."""
        return f"{self.shelf}/{self.team}"


def shelves(log: Log) -> list[Shelf]:
    """Return the shelves that the log has joined."""
    rows = log.all("SELECT id, kind, place, every_team FROM shelf ORDER BY id")
    return [Shelf(*row) for row in rows]


def teams_of(log: Log, shelf: str) -> list[ShelfTeam]:
    """Return the teams that the log has joined on a shelf."""
    rows = log.all(
        "SELECT shelf, team, sent, heard FROM shelf_team WHERE shelf = ? ORDER BY team", (shelf,)
    )
    return [ShelfTeam(*row) for row in rows]


def add_shelf(log: Log, shelf: Shelf) -> None:
    """Note a shelf, or where it is now; in a transaction."""
    log.run("INSERT OR REPLACE INTO shelf VALUES (?, ?, ?, ?)", shelf)


def add_team(log: Log, shelf: str, team: str) -> None:
    """Note a team on a shelf, of which nothing is sent or taken yet; in a transaction.

    Args:
        log: the log.
        shelf: the id of the shelf.
        team: the name of the team; nothing changes if it was noted before.
    """
    log.run("INSERT OR IGNORE INTO shelf_team (shelf, team) VALUES (?, ?)", (shelf, team))


def remove_shelf(log: Log, shelf: str) -> None:
    """Forget a shelf. What was taken from there stays in the log. In a transaction."""
    log.run("DELETE FROM segment WHERE shelf = ?", (shelf,))
    log.run("DELETE FROM shelf_team WHERE shelf = ?", (shelf,))
    log.run("DELETE FROM shelf WHERE id = ?", (shelf,))


def taken_segments(log: Log, stream: ShelfTeam) -> set[str]:
    """Return the names of the segments of others that were taken for a team."""
    return set(
        log.column(
            "SELECT name FROM segment WHERE shelf = ? AND team = ? AND state = ?",
            (stream.shelf, stream.team, TAKEN),
        )
    )


def sent_segments(log: Log, stream: ShelfTeam) -> dict[str, tuple[str, int]]:
    """Return the state and the last number of each segment that this log has put somewhere."""
    rows = log.all(
        "SELECT name, state, last FROM segment WHERE shelf = ? AND team = ? AND state <> ?",
        (stream.shelf, stream.team, TAKEN),
    )
    return {name: (state, last) for name, state, last in rows}


def known_segments(log: Log, stream: ShelfTeam) -> list[str]:
    """Return the names of the segments that are there for a team if nothing has changed, sorted."""
    names = log.value(
        """SELECT group_concat(name, ' ') FROM (
               SELECT name FROM segment WHERE shelf = ? AND team = ? AND state <> ?
               ORDER BY name)""",
        (stream.shelf, stream.team, REPLACED),
    )
    # One text is cheaper than a row for each of thousands.
    return names.split(" ") if names else []


def note_segments(
    log: Log,
    stream: ShelfTeam,
    names: Iterable[str],
    state: str,
    last: int = UNKNOWN_LAST,
) -> None:
    """Note the state of segments of a team; in a transaction.

    Args:
        log: the log.
        stream: the team.
        names: the names of the segments, known or not.
        state: `TAKEN`, `OWN` or `REPLACED`.
        last: the number of the last revision that was looked at for them; `UNKNOWN_LAST` for those
            of others.
    """
    log.run_many(
        "INSERT OR REPLACE INTO segment VALUES (?, ?, ?, ?, ?)",
        [(stream.shelf, stream.team, name, state, last) for name in names],
    )


def forget_segments(log: Log, stream: ShelfTeam, names: Iterable[str]) -> None:
    """Forget segments of a team, which are gone; in a transaction."""
    log.run_many(
        "DELETE FROM segment WHERE shelf = ? AND team = ? AND name = ?",
        [(stream.shelf, stream.team, name) for name in names],
    )


def take_over(log: Log, stream: ShelfTeam) -> None:
    """Note that this log sends what came from the others of a team, in a transaction.

    From now on it stays there, and is taken back, as if it had come by another way.
    """
    log.run("UPDATE arrival SET source = ? WHERE source = ?", (MERGED, stream.source))


def note_sent(log: Log, stream: ShelfTeam, number: int) -> bool:
    """Note up to which revision the others have what may leave; in a transaction.

    Args:
        log: the log.
        stream: the team, as it was noted when the sending began.
        number: the number of the revision.

    Returns:
        Whether nothing else was sent from this log meanwhile; otherwise nothing is noted.
    """
    count = log.run(
        "UPDATE shelf_team SET sent = ? WHERE shelf = ? AND team = ? AND sent = ?",
        (number, stream.shelf, stream.team, stream.sent),
    )
    return count == 1


def doubt_sent_segments(log: Log, stream: ShelfTeam) -> None:
    """Let everything that was sent for a team be replaced at the next sync; in a transaction."""
    log.run(
        "UPDATE segment SET last = ? WHERE shelf = ? AND team = ? AND state = ?",
        (UNKNOWN_LAST, stream.shelf, stream.team, OWN),
    )


def note_heard(log: Log, stream: ShelfTeam, after: int) -> None:
    """Note when the newest revision that came from a team was made; in a transaction.

    Args:
        log: the log.
        stream: the team.
        after: the number of the last revision before those that came in now.
    """
    log.run(
        """UPDATE shelf_team SET heard = n.hlc
           FROM (SELECT max(hlc) AS hlc FROM revision WHERE number > ? AND device <> ?) n
           WHERE shelf = ? AND team = ? AND n.hlc > coalesce(heard, '')""",
        (after, device_of(log), stream.shelf, stream.team),
    )


def shared_entries(log: Log) -> dict[str, int]:
    """Return how many entries that are not private each team has, by its name."""
    return dict(log.all("SELECT name, entries FROM team WHERE entries > 0 ORDER BY key"))


class HeldCount(NamedTuple):
    """How many revisions by somebody were set aside, and why."""

    reason: str
    author: str
    device: str
    revisions: int


class OtherDevice(NamedTuple):
    """Another log that writes under the name of this reader.

    Attributes:
        device: Its name.
        revisions: How many have come from it.
        newest: The hlc of the newest one.
    """

    device: str
    revisions: int
    newest: str


def held_counts(log: Log) -> list[HeldCount]:
    """Return what was set aside of all that came from others."""
    rows = log.all(
        """SELECT reason, author, device, count(*) FROM held
           GROUP BY reason, author, device ORDER BY reason, author, device"""
    )
    return [HeldCount(*row) for row in rows]


def other_devices(log: Log, first_after: int = 0) -> list[OtherDevice]:
    """Return the other logs that write under the name of the reader, the last active one first.

    An index of devices would make each recording dearer. So a sync reads what it has brought, and
    of what was there before no more than up to the first revision of such a log.

    Args:
        log: the log.
        first_after: only those of which nothing had come up to the revision of this number.
    """
    rows = log.all(
        f"""SELECT device, count(*), max(hlc) FROM revision n
           WHERE number > :after AND author = :reader AND device <> {OWN_DEVICE}
           GROUP BY device HAVING NOT EXISTS (
               SELECT 1 FROM revision o
               WHERE o.number <= :after AND o.author = :reader AND o.device = n.device)
           ORDER BY max(hlc) DESC, device""",
        {"after": first_after, "reader": log.reader},
    )
    return [OtherDevice(*row) for row in rows]


def writer_on(log: Log, device: str) -> str | None:
    """Return who wrote last on another computer, read backwards; None if nothing came from it."""
    row = log.one(
        "SELECT author FROM revision WHERE device = ? ORDER BY number DESC LIMIT 1", (device,)
    )
    return row[0] if row else None
