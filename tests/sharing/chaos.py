"""Chaos: people write and sync while everything goes wrong, then all settles.

Each process of a person lives until it is killed, and the next one begins. All of them are forks of
this process, because a new Python would take longer to start than a person's turn lasts.
"""

import os
import random  # noqa: TID251 - a generator with a seed
import signal
import time
import traceback
from contextlib import suppress
from datetime import timedelta

from coachlog.services import record
from tests.sharing.chaos_client import JUMP, MEMBERSHIPS, TEAMS, Client, Weather
from tests.sharing.verdict import Verdict

MOST_ROUNDS = 12
AFTER_THE_JUMP = JUMP + timedelta(days=1)


class Chaos:
    """Some people, the road between them, and what happens to both.

    Attributes:
        kills: How many processes were killed.
        jumps: How many of them had a clock two days ahead.
        rounds: How often all had to sync at the end until nothing changed.
        problems: What went wrong on the way.
    """

    def __init__(self, folder, road, clients, seed):
        self._chance = random.Random(seed)
        self._folder = folder
        self._road = road
        self.clients = [Client(folder, index) for index in range(clients)]
        self.kills = self.jumps = self.rounds = 0
        self.problems = []
        self._lives = {}  # by the id of the process

    def begin(self):
        """Let everybody join."""
        for client in self.clients:
            self._join(client)

    def rage(self, seconds, *, kills, harms):
        """Let everybody write and sync, kill one after the other, and harm what is between them.

        Args:
            seconds: For how long.
            kills: How many of their processes are killed a second.
            harms: How often a second something is done to the road.
        """
        for client in self.clients:
            self._give_life(client)
        end = time.monotonic() + seconds
        try:
            while time.monotonic() < end:
                time.sleep(self._chance.expovariate(kills + harms))
                self._note_crashes()
                if self._chance.random() * (kills + harms) < kills:
                    self._give_life(self._kill_one())
                else:
                    self._road.harm()
        finally:
            for process in self._lives:
                os.kill(process, signal.SIGKILL)
                with suppress(ChildProcessError):
                    os.waitpid(process, 0)
            self._lives.clear()
        self.kills += len(self.clients)

    def settle(self, *, lose=False):
        """Bring most of it back, let all sync until nothing changes, and return the verdict."""
        self._road.put_all_right()
        if lose:
            self._road.lose_a_third()
        self._let_somebody_join()
        for client in self.clients:
            client.ahead = AFTER_THE_JUMP
        self._record_once_more()
        before = None
        while before != self._road.names():
            before = self._road.names()
            troubles = self._sync_all()
            self.rounds += 1
            if self.rounds > MOST_ROUNDS:
                self.problems.append("the exchange does not come to an end")
                break
        self.problems += troubles
        verdict = Verdict(self.clients, self._road)
        verdict.reach()
        return verdict

    def _fork(self, live):
        process = os.fork()
        if process:
            return process
        # Whatever happens, this one must not go on as its parent.
        try:
            live()
        except BaseException:
            report = self._folder / f"{os.getpid()}.crash"
            report.write_text(traceback.format_exc(), encoding="utf-8")
        finally:
            os._exit(1)

    def _give_life(self, client):
        offset = timedelta()
        # The same few again and again, so that the others have much in common.
        if client.index % 5 == 4 and self._chance.random() < 0.2:
            offset = JUMP
            self.jumps += 1
        weather = Weather(
            offset=offset,
            is_log_full=self._chance.random() < 0.1,
            full_folder=self._chance.choice((0, 0, 0.1)),
        )
        seed = self._chance.randrange(1 << 32)
        process = self._fork(lambda: client.live(seed, weather))
        self._lives[process] = client

    def _kill_one(self):
        process = self._chance.choice(list(self._lives))
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        self.kills += 1
        return self._lives.pop(process)

    def _note_crashes(self):
        for path in self._folder.glob("*.crash"):
            self.problems.append(path.read_text(encoding="utf-8"))
            path.unlink()

    def _join(self, client):
        client.open()
        client.join(self._road.let_in(client))
        client.log.close()
        client.notes.touch()

    def _let_somebody_join(self):
        """Let somebody come who has only what was sent by then."""
        index = -(-len(self.clients) // len(MEMBERSHIPS)) * len(MEMBERSHIPS)
        client = Client(self._folder, index)
        client.ahead = AFTER_THE_JUMP
        self._join(client)
        self.clients.append(client)

    def _record_once_more(self):
        client = self.clients[0]
        client.open()
        for team in TEAMS:
            typed = {"kind": "strength", "team": team, "topics": ["fees"], "happened": "Later"}
            record.record(client.log, client.settings, typed)
        client.log.close()

    def _sync_all(self):
        """Let everybody sync once; return what was in the way."""
        troubles = []
        for client in self.clients:
            client.open()
            synced = client.sync()
            client.log.close()
            troubles += synced.away
            troubles += [f"{client.name}: {trouble}" for trouble in synced.troubles]
            if synced.arrived.early or synced.arrived.held:
                troubles.append(f"{client.name}: some changes were not taken")
        return troubles
