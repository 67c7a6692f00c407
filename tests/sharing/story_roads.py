"""What a story's people exchange through: each call of it can be the last one of a process.

A road has a shelf for each person, and says which segments are there. `calls_left` says after how
many calls a process is killed, which is never below zero.
"""

from coachlog.clock import Clock
from coachlog.exchange.folder_shelf import FolderShelf
from coachlog.exchange.hub.connection import Connection
from coachlog.exchange.hub.shelf import HubShelf
from coachlog.exchange.segment_names import parse_name
from coachlog.exchange.segments import SegmentGoneError
from coachlog.exchange.shelf import Shelf
from tests.hub_server import Hub

# Ana has two computers, one for both of her teams and one for the second.
MEMBERSHIPS = {"ana": ("permits", "finance"), "ben": ("permits", "finance"), "cleo": ("permits",)}


class Killed(BaseException):
    """The process ended here."""


class Road:
    """A way between the logs of a story."""

    calls_left = -1

    def call(self):
        if self.calls_left == 0:
            raise Killed
        self.calls_left -= 1

    def reports(self):
        """Return by team the rows that supervisors read."""
        return {}


class MemoryRoad(Road, Shelf):
    """A shelf in memory."""

    id = "00000000-0000-4000-8000-000000000000"

    def __init__(self):
        self._stored = {}
        self.ignored = {}
        self.troubles = []

    def shelf_of(self, name):
        return self

    def stored(self):
        """Return the bytes of all segments by team and name."""
        return dict(self._stored)

    def check(self):
        self.call()

    def teams(self):
        return sorted({team for team, _ in self._stored})

    def list(self, team):
        self.call()
        self.ignored[team] = []
        return sorted(name for each, name in self._stored if each == team)

    def get(self, team, name):
        self.call()
        if (team, name) not in self._stored:
            raise SegmentGoneError("is gone.")
        return self._stored[team, name]

    def put_if_absent(self, team, name, data):
        self.call()
        assert parse_name(name) is not None
        is_new = (team, name) not in self._stored
        self._stored.setdefault((team, name), data)
        return is_new

    def delete(self, team, name):
        self.call()
        self._stored.pop((team, name), None)


class FolderRoad(Road):
    """A shared folder."""

    def __init__(self, path):
        self._path = str(path)
        FolderShelf.create(self._path, Clock())

    def shelf_of(self, name):
        shelf = _KillableFolder.join(self._path)
        shelf.road = self
        return shelf

    def stored(self):
        shelf = FolderShelf.join(self._path)
        stored = {}
        for team in shelf.teams():
            for name in shelf.list(team):
                stored[team, name] = shelf.get(team, name)
        return stored


class _KillableFolder(FolderShelf):
    road = Road()

    def check(self):
        self.road.call()
        super().check()

    def list(self, team):
        self.road.call()
        return super().list(team)

    def get(self, team, name):
        self.road.call()
        return super().get(team, name)

    def put_if_absent(self, team, name, data):
        self.road.call()
        return super().put_if_absent(team, name, data)

    def delete(self, team, name):
        self.road.call()
        super().delete(team, name)


class HubRoad(Road):
    """A hub on a real server; Ben supervises both teams."""

    def __init__(self, server):
        self._hub = Hub(server)
        self._connections = {}
        for name, teams in MEMBERSHIPS.items():
            self._hub.invite(name, *teams, supervisor=name == "ben")
            self._connections[name] = _KillableConnection(self._hub.address(name), Clock())
            self._connections[name].road = self
        self._owner = self._hub.connection()

    def empty(self):
        """Make it a new hub for the next story, which takes less time than to make one."""
        tables = self._owner.rows(
            "SELECT tablename::text FROM pg_tables WHERE schemaname = 'coachlog'"
            " AND tablename NOT IN ('hub', 'person', 'member')"
        )
        self._owner.rows("TRUNCATE " + ", ".join(f"coachlog.{table}" for (table,) in tables))

    def shelf_of(self, name):
        return HubShelf.join(self._connections[name], name)

    def stored(self):
        rows = self._owner.rows(
            "SELECT team, name, bytes FROM coachlog.segment"
            " UNION ALL SELECT team, name, bytes FROM coachlog.nameless_segment"
        )
        return {(team, name): data for team, name, data in rows}

    def reports(self):
        reports = {}
        for row in self._owner.rows("SELECT * FROM coachlog.report_entry"):
            reports.setdefault(row[1], []).append(row)
        return reports

    def close(self):
        for connection in self._connections.values():
            connection.close()
        self._hub.close()


class _KillableConnection(Connection):
    """A connection of a process that is killed before or after a statement of the server."""

    road = Road()

    def rows(self, query, parameters=(), **options):
        self.road.call()
        rows = super().rows(query, parameters, **options)
        self.road.call()
        return rows


class Roads:
    """Gives each story a road of one kind.

    Args:
        kind: One of `KINDS`.
        folder: Where shared folders are made.
        server: A function that returns a server for hubs, which is called if one is needed.
    """

    KINDS = ("memory", "folder", "hub")

    def __init__(self, kind, folder, server):
        self._kind = kind
        self._folder = folder
        self._count = 0
        self._hub_road = None
        if kind == "hub":
            self._hub_road = HubRoad(server())

    def next(self):
        """Return an empty road."""
        self._count += 1
        if self._hub_road:
            self._hub_road.empty()
            return self._hub_road
        if self._kind == "memory":
            return MemoryRoad()
        return FolderRoad(self._folder / f"shared{self._count}")

    def close(self):
        if self._hub_road:
            self._hub_road.close()
