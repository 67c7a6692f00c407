"""What happens to a hub: its server is killed and hangs, and older backups of it are restored."""

import os
import random  # noqa: TID251 - a generator with a seed
import signal
import time
from collections import Counter
from contextlib import suppress

TROUBLES = (
    "kill_server",
    "kill_backend",
    "end_connections",
    "hang",
    "lock",
    "take_away",
    "shut_out",
    "back_up",
    "restore",
    "lose",
)
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'coachlog'"
_BACKENDS = "SELECT pid FROM pg_stat_activity WHERE application_name = 'coachlog' ORDER BY pid"


class HubGremlin:
    """Does harm to a hub. What it has begun is put right at the next turn.

    Attributes:
        counts: How often it did what.
    """

    def __init__(self, hub, seed):
        self._hub = hub
        self._chance = random.Random(seed)
        self._put_right = None
        self.counts = Counter(dict.fromkeys(TROUBLES, 0))

    def act(self):
        """Put right what is wrong, or else do harm once."""
        if self._put_right:
            self.put_all_right()
            return
        trouble = self._chance.choice(TROUBLES)
        getattr(self, f"_{trouble}")()
        self.counts[trouble] += 1

    def put_all_right(self):
        if self._put_right:
            self._put_right()
            self._put_right = None

    def lose_a_third(self):
        """Lose a third of all segments."""
        self._lose(share=1 / 3)

    def _kill_server(self):
        self._hub.server.kill()
        self._put_right = self._hub.server.start

    def _backends(self):
        return [pid for (pid,) in self._hub.run(_BACKENDS)]

    def _kill_backend(self):
        """Kill one process of the server, which ends all others and starts anew."""
        for process in self._backends()[:1]:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        self._wait_until_it_answers()

    def _wait_until_it_answers(self):
        import psycopg

        for _ in range(500):
            with suppress(psycopg.OperationalError):
                self._hub.run("SELECT 1")
                return
            time.sleep(0.02)
        raise AssertionError("the server does not come back")

    def _end_connections(self):
        self._hub.run(f"SELECT pg_terminate_backend(pid) FROM ({_BACKENDS}) s")

    def _hang(self):
        processes = self._backends()
        for process in processes:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGSTOP)
        time.sleep(0.3 * self._chance.random())
        for process in processes:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGCONT)

    def _lock(self):
        self._hub.run("BEGIN; LOCK TABLE coachlog.segment; SELECT pg_sleep(0.2); COMMIT")

    def _take_away(self):
        self._hub.run("ALTER SCHEMA coachlog RENAME TO away")
        self._put_right = lambda: self._hub.run("ALTER SCHEMA away RENAME TO coachlog")

    def _shut_out(self):
        """Take somebody out of a team for a moment."""
        rows = self._hub.run("SELECT * FROM coachlog.member ORDER BY login, key")
        member = self._chance.choice(rows)
        self._hub.run("DELETE FROM coachlog.member WHERE login = %s AND key = %s", member[:2])
        self._put_right = lambda: self._hub.run(
            "INSERT INTO coachlog.member VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING", member
        )

    def _back_up(self):
        statements = ["DROP SCHEMA IF EXISTS backup CASCADE; CREATE SCHEMA backup"]
        for (table,) in self._hub.run(_TABLES):
            statements.append(f"CREATE TABLE backup.{table} AS TABLE coachlog.{table}")
        self._hub.run("; ".join(statements))

    def _restore(self):
        """Put the last backup in the place of everything, also of what was removed since."""
        if not self._hub.run("SELECT FROM pg_namespace WHERE nspname = 'backup'"):
            return
        tables = [table for (table,) in self._hub.run(_TABLES)]
        names = ", ".join(f"coachlog.{table}" for table in tables)
        # Nobody signs what is restored.
        statements = [f"SET session_replication_role = replica; BEGIN; TRUNCATE {names}"]
        for table in tables:
            statements.append(f"INSERT INTO coachlog.{table} SELECT * FROM backup.{table}")
        self._hub.run("; ".join([*statements, "COMMIT"]))

    def _lose(self, share=0.1):
        for table in ("segment", "nameless_segment"):
            self._hub.run(f"DELETE FROM coachlog.{table} WHERE random() < %s", (share,))
