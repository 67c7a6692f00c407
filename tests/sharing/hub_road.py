"""A hub as the road between people in chaos."""

import gzip

from tests.hub_server import Hub, HubServer
from tests.sharing.chaos_client import TEAMS
from tests.sharing.hub_gremlin import HubGremlin
from tests.sharing.planted import planted_in

_SEGMENTS = """SELECT name, bytes FROM coachlog.segment
    UNION ALL SELECT name, bytes FROM coachlog.nameless_segment"""
_REPORTED = ("uuid", "happened", "lesson", "share", "status")


class HubRoad:
    """A hub in which some supervise their teams, and what happens to it."""

    def __init__(self, folder, seed):
        self._server = HubServer()
        self._hub = Hub(self._server)
        self._gremlin = HubGremlin(self._hub, seed)

    def let_in(self, client):
        """Invite somebody, and return where they join."""
        self._hub.invite(client.name, *client.teams, supervisor=client.is_supervisor)
        self._hub.close()
        return self._hub.address(client.name)

    def harm(self):
        self._gremlin.act()

    def counts(self):
        """Return how often it was harmed in which way."""
        return self._gremlin.counts

    def put_all_right(self):
        self._gremlin.put_all_right()

    def lose_a_third(self):
        self._gremlin.lose_a_third()

    def names(self):
        """Return the names of all segments."""
        return {name for name, _ in self._hub.run(_SEGMENTS)}

    def planted_words(self):
        """Yield each part of it with the words that were planted in it."""
        for name, data in self._hub.run(_SEGMENTS):
            yield name, planted_in(gzip.decompress(data))
        for row in self._hub.run("SELECT * FROM coachlog.report_entry"):
            yield "report_entry", planted_in(repr(row))

    def problems(self, clients):
        """Return which reports are not what the logs of supervisors say."""
        problems = []
        for team in TEAMS:
            columns = ", ".join(_REPORTED)
            rows = self._hub.run(
                f"SELECT {columns} FROM coachlog.report_entry WHERE key = %s", (team,)
            )
            reported = {(str(uuid), *texts) for uuid, *texts in rows}
            client = next(each for each in clients if each.is_supervisor and team in each.teams)
            client.open()
            entries = client.log.all(
                f"SELECT {columns} FROM entry WHERE team = ? AND share <> 'private'", (team,)
            )
            client.log.close()
            different = reported ^ set(entries)
            if different:
                problems.append(f"the report of {team} differs: {sorted(different)[:2]}")
        return problems

    def close(self):
        self._hub.close()
        self._server.close()
