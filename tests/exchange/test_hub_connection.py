"""A server that is busy, starts, hangs, or dies: a client waits for some time, never for ever."""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Timer

import pytest

from coachlog.clock import Clock
from coachlog.exchange.hub.connection import Connection, HubError
from tests.hub_server import Hub, HubServer

CLIENTS = 20
SLOTS = 4


@pytest.fixture
def server():
    """Return a server for one test, which may kill it."""
    server = HubServer()
    yield server
    server.close()


@contextmanager
def stopped(process):
    """Let a process hang."""
    os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process, signal.SIGCONT)


@pytest.mark.parametrize("login", ["kim", "postgres"])
def test_many_clients_at_once_all_get_through(server, login):
    server.run(f"ALTER SYSTEM SET max_connections = {SLOTS}")
    server.run("ALTER SYSTEM SET superuser_reserved_connections = 0")
    hub = Hub(server)
    hub.invite("kim")
    hub.close()
    server.kill()
    server.start()
    refused = []

    def wait(seconds):
        refused.append(seconds)
        time.sleep(seconds)

    def work(_):
        connection = Connection(hub.address(login), Clock(), wait)
        try:
            return connection.one("SELECT 1 FROM pg_sleep(0.05)")
        finally:
            connection.close()

    with ThreadPoolExecutor(CLIENTS) as pool:
        assert list(pool.map(work, range(CLIENTS))) == [1] * CLIENTS
    assert refused
    # Nobody waits as long as somebody else, so that they do not all come back at once.
    assert len(set(refused)) > len(refused) / 2


def test_a_server_that_hangs_while_connecting_is_given_up(hub):
    hub.invite("kim")
    with stopped(hub.server.process):
        address = f"{hub.address('kim')}&connect_timeout=2"
        begin = time.monotonic()
        with pytest.raises(HubError, match="timeout"):
            Connection(address, Clock()).check()
        assert time.monotonic() - begin < 8


def test_a_server_that_hangs_during_a_statement_is_given_up(hub):
    connection = hub.connection()
    backend = connection.one("SELECT pg_backend_pid()")
    message = "cannot be used: it has not answered within 2 seconds. Your log is untouched"
    with stopped(backend), pytest.raises(HubError, match=message):
        connection.rows("SELECT 1", within=2)
    # What comes next has a connection of its own.
    assert connection.one("SELECT 1") == 1


def test_a_server_that_hangs_while_it_is_sent_much_is_given_up(hub):
    connection = hub.connection()
    backend = connection.one("SELECT pg_backend_pid()")
    with stopped(backend), pytest.raises(HubError, match="has not answered"):
        connection.rows("SELECT length(%s)", (b"x" * 30_000_000,), within=1)


def test_a_statement_in_flight_ends_when_the_server_dies(server):
    hub = Hub(server)
    connection = hub.connection()
    connection.check()
    timer = Timer(0.3, server.kill)
    timer.start()
    with pytest.raises(HubError, match="cannot be used"):
        connection.one("SELECT 1 FROM pg_sleep(60)")
    timer.join()
    server.start()
    assert connection.one("SELECT 1") == 1
    hub.close()


@pytest.mark.parametrize("end", ["SELECT pg_terminate_backend(%s)", "kill"])
def test_a_connection_may_die_between_two_statements(server, end):
    hub = Hub(server)
    connection = hub.connection()
    backend = connection.one("SELECT pg_backend_pid()")
    if end == "kill":
        server.kill()
        server.start()
    else:
        hub.run(end, (backend,))
    with pytest.raises(HubError, match="Your log is untouched; try again later"):
        connection.one("SELECT 1")
    assert connection.one("SELECT 1") == 1
    hub.close()


def test_a_server_that_starts_meanwhile_is_waited_for(server):
    hub = Hub(server)
    hub.close()
    server.kill()
    waits = []

    def wait(seconds):
        waits.append(seconds)
        server.start()

    connection = Connection(hub.address(), Clock(), wait)
    assert connection.one("SELECT 1") == 1
    assert len(waits) == 1
    connection.close()


def test_a_lock_that_somebody_holds_is_waited_for_a_moment(hub):
    import psycopg

    hub.invite("kim")
    connection = hub.connection("kim")
    connection.rows("SET lock_timeout = '100ms'")
    with psycopg.connect(hub.address()) as other:
        other.execute("LOCK TABLE coachlog.segment")
        with pytest.raises(HubError, match="lock timeout"):
            connection.rows("SELECT name FROM coachlog.segment")
    assert hub.connection("kim").one("SHOW lock_timeout") == "10s"
