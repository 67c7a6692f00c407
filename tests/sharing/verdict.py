"""What has to be true when everybody has exchanged everything, from what was acknowledged."""

from collections import defaultdict

from coachlog.services.doctor import examine
from tests.sharing.chaos_client import TEAMS, AheadClock
from tests.sharing.planted import planted_in, planted_in_log
from tests.sharing.story import team_rows

_TEXTS = ("record", "edit")


class Verdict:
    """Looks for what is lost, leaked, unequal or damaged.

    Attributes:
        acknowledged: How many writes were acknowledged.
        withdrawn: The uuids of the entries that are private in the end.
        lost: The writes that are not wherever they must be.
        problems: Everything else that is wrong.
    """

    def __init__(self, clients, road):
        self._clients = clients
        self._road = road
        self.acknowledged = 0
        self.withdrawn = set()
        self.lost = []
        self.problems = []
        self._writer = {}
        self._team = {}
        self._visible = {}
        self._stored = {}
        self._texts = defaultdict(set)
        self._replies = defaultdict(set)

    def reach(self):
        for client in self._clients:
            client.open()
            self._read(client)
        self._compare()
        for client in self._clients:
            client.log.close()
        for client in self._clients:
            self._look_for_losses(client)
        self._look_into_logs()
        self._look_into_road()

    def _read(self, client):
        log = client.log
        own = log.all("SELECT uuid, team, share FROM entry WHERE trainer = ?", (client.name,))
        for uuid, team, share in own:
            self._writer[uuid] = client
            self._team[uuid] = team
            if share == "private":
                self.withdrawn.add(uuid)
        visible = log.column("SELECT uuid FROM entry WHERE share <> 'private'")
        self._visible[client] = set(visible)
        self._stored[client] = set()
        rows = log.all("SELECT record, tbl, author, patch FROM revision")
        for record, table, author, patch in rows:
            words = planted_in(str(patch))
            self._stored[client] |= words
            if table == "entry" and author == client.name:
                self._texts[record] |= words

    def _compare(self):
        for team in TEAMS:
            first, *others = [client for client in self._clients if team in client.teams]
            rows = team_rows(first.log, team, ())
            for other in others:
                for table, others_rows in team_rows(other.log, team, ()).items():
                    unequal = rows[table] ^ others_rows
                    if unequal:
                        sample = sorted(unequal)[:2]
                        self.problems.append(
                            f"{table} of {team} differ: {first.name}, {other.name}: {sample}"
                        )

    def _look_for_losses(self, client):
        for verb, uuid, word in client.noted():
            if verb == "withdraw":
                self.acknowledged += 1
                if uuid not in self.withdrawn:
                    self.lost.append(f"{client.name} withdrew {uuid}")
            elif verb in _TEXTS:
                self._texts[uuid] |= planted_in(word)
                self._look_for(client, verb, uuid, word)
            elif verb == "reply":
                self._replies[uuid] |= planted_in(word)
                self._look_for(client, verb, uuid, word)

    def _look_for(self, client, verb, uuid, word):
        """Look for a write wherever it must be; what was withdrawn must not be anywhere."""
        self.acknowledged += 1
        if uuid in self.withdrawn:
            return
        team = self._team.get(uuid)
        if team is None:
            self.lost.append(f"{verb} {word} of {client.name}: its writer has no {uuid}")
        for other in self._clients:
            is_there = uuid in self._visible[other] and planted_in(word) <= self._stored[other]
            if team in other.teams and not is_there:
                self.lost.append(f"{verb} {word} of {client.name}: {other.name} lacks it ({uuid})")
                return

    def _look_into_logs(self):
        for client in self._clients:
            secret = set()
            for uuid in self.withdrawn:
                if self._writer[uuid] is not client:
                    secret |= self._texts[uuid]
            leaked = planted_in_log(client.path) & secret
            if leaked:
                self.problems.append(f"withdrawn words in the log of {client.name}: {leaked}")
            checks = examine(str(client.path), AheadClock(client.ahead), default=False, fix=False)
            for check in checks:
                if check.state == "problem":
                    self.problems.append(f"doctor of {client.name}: {check}")

    def _look_into_road(self):
        secret = set()
        for uuid in self.withdrawn:
            secret |= self._texts[uuid] | self._replies[uuid]
        for name, words in self._road.planted_words():
            leaked = words & secret
            if leaked:
                self.problems.append(f"withdrawn words in {name}: {leaked}")
        self.problems += self._road.problems(self._clients)
