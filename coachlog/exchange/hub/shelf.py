"""A hub as a shelf: segments in PostgreSQL.

The server notes who sent a segment, and lets a login read and add those of its teams alone.
"""

import builtins
from collections.abc import Collection
from hashlib import sha256
from shlex import quote
from typing import NamedTuple

from coachlog.domain.typed_text import name_key
from coachlog.exchange.hub.connection import ADMINISTRATOR, TRANSFER_WITHIN, Connection, HubError
from coachlog.exchange.segment_names import is_segment_name
from coachlog.exchange.segments import SegmentGoneError
from coachlog.exchange.shelf import Names, Shelf, Trouble

FORMAT = 1
EVERY_TEAM = ""
AT_ONCE = 200  # segments in one answer of the server
MOST_BYTES = 1 << 24  # of them, but for the first one

_ALL = """(SELECT key, team, name, author, by_supervisor, bytes FROM coachlog.segment
    UNION ALL SELECT key, team, name, '', false, bytes FROM coachlog.nameless_segment) s"""


class _Sent(NamedTuple):
    """A segment as the server has it, and whose changes it may have: None for those of anybody."""

    data: bytes
    authors: frozenset[str] | None


class HubShelf(Shelf):
    """The segments of a hub."""

    is_prompt = True

    def __init__(self, connection: Connection, expected_id: str, user: str) -> None:
        """Name the hub without connecting to it.

        Args:
            connection: The way there.
            expected_id: The id that it had when this log joined it.
            user: The name of the user of the log on entries.
        """
        self.connection = connection
        self._user = user
        self.id = expected_id
        self.ignored: dict[str, Names] = {}
        self.troubles: builtins.list[Trouble] = []
        self._teams: dict[str, tuple[str, bool]] | None = None
        self._expected: dict[str, Names] = {}  # by key, the names that are read next
        self._ahead: dict[tuple[str, str], _Sent] = {}  # what came with another answer

    @classmethod
    def join(cls, connection: Connection, user: str) -> "HubShelf":
        """Return the shelf at an address.

        Raises:
            HubError: There is none, or it cannot be reached, or does not know the user.
        """
        shelf = cls(connection, _read_id(connection), user)
        shelf.check()
        return shelf

    def check(self) -> None:
        """Check that this is the hub that the log joined, and that it knows its user by name.

        Raises:
            HubError: It is not, or is away.
        """
        address = self.connection.address
        if _read_id(self.connection) != self.id:
            raise HubError(
                f"{address} is another hub than the one that this log joined. Nothing was read or"
                " written. If it takes its place, run coachlog sync --leave, then"
                f" coachlog sync --hub {address}"
            )
        author = self.connection.one("SELECT coachlog.my_author()")
        if author is None:
            raise HubError(f"{address} does not know you. Ask {ADMINISTRATOR} to invite you.")
        if author != self._user:
            raise HubError(
                f"the hub knows you as {author}, but here you write as {self._user}. If that is"
                f" you:  coachlog config set trainer {quote(author)}"
            )

    def close(self) -> None:
        """End the connection."""
        self.connection.close()

    def own_teams(self) -> Names | None:
        """Return the teams of this login, sorted; None if it is in every team."""
        memberships = self._memberships()
        if EVERY_TEAM in memberships:
            return None
        return sorted(team for team, _ in memberships.values())

    def only_author(self, team: str) -> str | None:
        """Return the name of the user on entries; None where they supervise the team."""
        return None if self.supervises(team) else self._user

    def supervises(self, team: str) -> bool:
        """Return whether this login supervises a team."""
        memberships = self._memberships()
        for key in (EVERY_TEAM, name_key(team)):
            _, is_supervisor = memberships.get(key, ("", False))
            if is_supervisor:
                return True
        return False

    def _memberships(self) -> dict[str, tuple[str, bool]]:
        """Return the name of each team of this login, and whether it supervises it, by key."""
        if self._teams is None:
            rows = self.connection.rows("SELECT key, team, supervisor FROM coachlog.my_teams()")
            self._teams = {key: (team, supervisor) for key, team, supervisor in rows}
        return self._teams

    def teams(self) -> Names:
        """Return the teams that have segments and that this login may read, sorted."""
        rows = self.connection.rows(f"SELECT DISTINCT key, team FROM {_ALL} ORDER BY team DESC")
        # Another program can add a row whose key is not that of its team.
        spellings = {key: team for key, team in rows if name_key(team) == key}
        return sorted(spellings.values())

    def list(self, team: str) -> Names:
        """Return the names of the segments of a team, sorted."""
        rows = self.connection.rows(f"SELECT name FROM {_ALL} WHERE key = %s", (name_key(team),))
        return sorted(name for (name,) in rows)

    def has_only(self, team: str, names: Names) -> bool:
        """Return whether sorted names are those of the segments of a team.

        One hash is sent and not thousands of names.
        """
        # In the order of bytes, as here, and not in that of the language of the server.
        digest = self.connection.one(
            f"""SELECT sha256(convert_to(
                    coalesce(string_agg(name, ' ' ORDER BY name COLLATE "C"), ''), 'UTF8'))
                FROM {_ALL} WHERE key = %s""",
            (name_key(team),),
        )
        return bool(digest == sha256(" ".join(names).encode()).digest())

    def in_order(self, team: str, names: Collection[str]) -> Names:
        """Return the segments that are to be read next in the order in which they came.

        Of what contradicts itself the reader believes what came first.
        """
        key = name_key(team)
        rows = []
        if names:
            rows = self.connection.rows(
                """SELECT name FROM coachlog.segment WHERE key = %s AND name = ANY(%s)
                   ORDER BY received_at, name""",
                (key, builtins.list(names)),
            )
        signed = [name for (name,) in rows]
        ordered = signed + sorted(set(names).difference(signed))
        # The server sends several of them with one answer.
        self._expected[key] = ordered
        return ordered

    def get(self, team: str, name: str) -> bytes:
        """Return the bytes of a segment.

        Raises:
            SegmentError: It is not there.
            HubError: The hub is away.
        """
        return self._sent(team, name).data

    def authors(self, team: str, name: str) -> frozenset[str] | None:
        """Return whose changes a segment may have; None for those of anybody.

        Raises:
            SegmentError: It is not there.
            HubError: The hub is away.
        """
        return self._sent(team, name).authors

    def put_if_absent(self, team: str, name: str, data: bytes) -> bool:
        """Store a segment; return False if the name is taken.

        Raises:
            HubError: The hub is away, or this login may not add to the team.
        """
        rows = self.connection.rows(
            """INSERT INTO coachlog.segment (key, team, name, bytes)
               SELECT k, t, n, b FROM (VALUES (%s::text, %s::text, %s::text, %s::bytea))
                   AS new (k, t, n, b)
               WHERE NOT EXISTS (SELECT FROM coachlog.segment WHERE key = k AND name = n)
               ON CONFLICT DO NOTHING RETURNING true""",
            (name_key(team), team, _checked(name), data),
            within=TRANSFER_WITHIN,
        )
        return bool(rows)

    def put_nameless(self, team: str, name: str, data: bytes) -> bool:
        """Store a segment that nobody signs; return False if the name is taken.

        Raises:
            HubError: The hub is away, or this login may not add to the team.
        """
        ((added,),) = self.connection.rows(
            "SELECT coachlog.add_nameless(%s, %s, %s, %s)",
            (name_key(team), team, _checked(name), data),
            within=TRANSFER_WITHIN,
        )
        return bool(added)

    def delete(self, team: str, name: str) -> None:
        """Delete a segment that this login sent or that nobody signed, if it is there.

        Raises:
            HubError: The hub is away, or somebody else sent it.
        """
        self.connection.rows("SELECT coachlog.remove(%s, %s)", (name_key(team), _checked(name)))

    def _sent(self, team: str, name: str) -> _Sent:
        key = name_key(team)
        if (key, _checked(name)) not in self._ahead:
            self._ahead = self._read(key, self._names_after(key, name))
        try:
            return self._ahead[key, name]
        except KeyError:
            raise SegmentGoneError("is no longer there.") from None

    def _names_after(self, key: str, name: str) -> Names:
        """Return a name and those that are expected to be read after it."""
        expected = self._expected.get(key, [])
        if name not in expected:
            return [name]
        index = expected.index(name)
        return expected[index : index + AT_ONCE]

    def _read(self, key: str, names: Names) -> dict[tuple[str, str], _Sent]:
        """Read segments, of which the last ones are left out if all are too large together."""
        rows = self.connection.rows(
            f"""SELECT name, author, by_supervisor, bytes
                FROM (SELECT *, sum(octet_length(bytes)) OVER (ORDER BY position) AS size
                      FROM {_ALL} JOIN unnest(%s::text[]) WITH ORDINALITY AS e (name, position)
                      USING (name) WHERE key = %s) b
                WHERE size - octet_length(bytes) < %s""",
            (names, key, MOST_BYTES),
            within=TRANSFER_WITHIN,
        )
        sent = {}
        for name, author, by_supervisor, data in rows:
            # A supervisor may pass on what people wrote who have left.
            authors = None if by_supervisor else frozenset({author})
            sent[key, name] = _Sent(data, authors)
        return sent


def _read_id(connection: Connection) -> str:
    """Return the id of the hub at the other end.

    Raises:
        HubError: There is none, or it is of a newer program.
    """
    rows = connection.rows("SELECT id::text, format FROM coachlog.hub")
    if not rows:
        raise HubError(f"{connection.address} has no hub.")
    shelf_id, version = rows[0]
    if version > FORMAT:
        raise HubError(f"{connection.address} was made by a newer coachlog. Update coachlog.")
    return str(shelf_id)


def _checked(name: str) -> str:
    if not is_segment_name(name):
        raise ValueError(f"{name!r} is not the name of a segment")
    return name
