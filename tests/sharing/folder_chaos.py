"""Chaos on a shared folder: people write and sync while everything goes wrong, then all settles.

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

from coachlog.clock import Clock
from coachlog.exchange.folder_shelf import FolderShelf
from coachlog.services import record
from tests.sharing.chaos_client import JUMP, MEMBERSHIPS, TEAMS, Client, Weather
from tests.sharing.gremlin import LONG_AGO, Gremlin
from tests.sharing.verdict import Verdict

MOST_ROUNDS = 12
AFTER_THE_JUMP = JUMP + timedelta(days=1)


class Chaos:
    """Some people, their folder, and what happens to them.

    Attributes:
        kills: How many processes were killed.
        jumps: How many of them had a clock two days ahead.
        rounds: How often all had to sync at the end until nothing changed.
        problems: What went wrong on the way.
    """

    def __init__(self, folder, clients, seed):
        self._chance = random.Random(seed)
        self._folder = folder
        self.clients = [Client(folder, index) for index in range(clients)]
        self.gremlin = Gremlin(folder / "shared", folder / "hidden", seed)
        self.kills = self.jumps = self.rounds = 0
        self.problems = []
        self._lives = {}  # by the id of the process

    def begin(self):
        """Make the folder, and let everybody join it."""
        FolderShelf.create(str(self._folder / "shared"), Clock())
        for client in self.clients:
            client.open()
            client.join()
            client.log.close()
            client.notes.touch()

    def rage(self, seconds, kills_a_second):
        """Let everybody write and sync, and kill one after the other."""
        demon = self._fork(lambda: self.gremlin.live(pause=0.2))
        for client in self.clients:
            self._give_life(client)
        end = time.monotonic() + seconds
        try:
            while time.monotonic() < end:
                time.sleep(self._chance.expovariate(kills_a_second))
                self._note_crashes()
                self._give_life(self._kill_one())
        finally:
            for process in [demon, *self._lives]:
                os.kill(process, signal.SIGKILL)
                with suppress(ChildProcessError):
                    os.waitpid(process, 0)
            self._lives.clear()
        self.kills += len(self.clients)

    def settle(self, *, lose=False):
        """Bring most of it back, let all sync until nothing changes, and return the verdict."""
        self.gremlin.put_all_right()
        if lose:
            self.gremlin.lose_a_third()
        self._age_what_was_left()
        self._let_somebody_join()
        for client in self.clients:
            client.ahead = AFTER_THE_JUMP
        self._record_once_more()
        before = None
        while before != self._names():
            before = self._names()
            troubles = self._sync_all()
            self.rounds += 1
            if self.rounds > MOST_ROUNDS:
                self.problems.append("the exchange does not come to an end")
                break
        self.problems += troubles
        verdict = Verdict(self.clients)
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

    def _age_what_was_left(self):
        """Let the half files of killed processes be old enough to be removed."""
        for path in self._folder.glob("shared/*/.coachlog-*"):
            seconds = path.stat().st_mtime - LONG_AGO
            os.utime(path, (seconds, seconds))

    def _let_somebody_join(self):
        """Let somebody come who has only what is in the folder by then."""
        index = -(-len(self.clients) // len(MEMBERSHIPS)) * len(MEMBERSHIPS)
        client = Client(self._folder, index)
        client.ahead = AFTER_THE_JUMP
        client.open()
        client.join()
        client.log.close()
        client.notes.touch()
        self.clients.append(client)

    def _record_once_more(self):
        client = self.clients[0]
        client.open()
        for team in TEAMS:
            typed = {"kind": "strength", "team": team, "topics": ["fees"], "happened": "Later"}
            record.record(client.log, client.settings, typed)
        client.log.close()

    def _names(self):
        return {path.name for path in self._folder.glob("shared/*/*")}

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
