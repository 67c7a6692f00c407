"""A hub that hangs or is away: whoever records or reads does not notice, and `sync` says it."""

import os
import signal

import pytest

from tests.cli.hub_people import Person
from tests.hub_server import Hub, HubServer

WAIVER = "Showed how to look up a fee waiver"


@pytest.fixture
def server():
    """Return a server for one test, which may stop it."""
    server = HubServer()
    yield server
    server.close()


@pytest.fixture
def kim(server, by, tmp_path):
    """Return somebody who shares through a hub, and waits for two seconds and not for ten."""
    hub = Hub(server)
    hub.invite("kim", "permits")
    hub.close()
    kim = Person(by, "kim", tmp_path)
    kim.did("sync", "--hub", f"{hub.address('kim')}&connect_timeout=2")
    return kim


@pytest.fixture(params=["hangs", "is away"])
def no_server(request, server, kim):
    """Let the server hang or end, and return a function that brings it back."""
    if request.param == "is away":
        server.kill()
        yield server.start
        return
    os.kill(server.process, signal.SIGSTOP)
    try:
        yield lambda: os.kill(server.process, signal.SIGCONT)
    finally:
        os.kill(server.process, signal.SIGCONT)


def assert_away(result):
    assert result.code == 7
    assert result.out == ""
    (line,) = result.err.splitlines()
    assert " cannot be reached: " in line
    assert line.endswith("Your log is untouched; try again later.")


def test_what_is_recorded_without_a_hub_is_sent_when_it_is_back(kim, no_server):
    assert WAIVER in kim.did("log", "@permits", "+fees", WAIVER)
    week = kim("week")
    assert week.code == 0
    assert WAIVER in kim("list").out
    assert_away(kim("sync"))
    assert kim.texts() == [WAIVER]
    no_server()
    assert kim.did("sync") == "1 of yours sent; nothing new.\n"


@pytest.mark.skipif(not hasattr(os, "posix_spawn"), reason="Windows starts it otherwise")
def test_with_auto_sync_nobody_waits_for_a_hub_that_is_not_there(started, kim, no_server):
    kim.did("config", "set", "auto-sync", "yes")
    receipt = kim("log", "@permits", "+fees", WAIVER)
    assert receipt.code == 0
    assert "cannot be reached" not in receipt.err
    while started:
        os.waitpid(started.pop(), 0)
    assert "The last sync in the background: postgresql://kim" in kim("sync", "--status").err
    week = kim("week")
    assert week.code == 0
    assert "1 entry so far" in week.out
    assert "is slow" in week.err
    no_server()
    # What `week` has started may still be at it, and then it is that one that sends the entry.
    assert kim("sync").code == 0
    assert kim.texts() == [WAIVER]
    assert kim.did("sync") == "Nothing to send; nothing new.\n"
