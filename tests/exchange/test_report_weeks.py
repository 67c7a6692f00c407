"""The counts of weeks on a hub are what its entries add up to, whoever writes or removes them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coachlog.exchange.hub.report import HubReport, Mark

MONDAY = date(2026, 11, 2)
TEAMS = ("Permits", "Finance Desk")


def row(number, day, version, **more):
    """Return an entry as a supervisor's log writes it."""
    return {
        "uuid": f"00000000-0000-0000-0000-{number:012}",
        "version": f"{version:013}",
        "short_id": str(number),
        "occurred_on": (MONDAY + timedelta(days=day)).isoformat(),
        "week": (MONDAY + timedelta(days=day // 7 * 7)).isoformat(),
        "kind": "mistake",
        "topics": ["fees"],
        "share": "team",
        "status": "logged",
        "factors": [],
        "happened": "Text",
        "recorded_at": "2026-11-19T09:00:00Z",
        "replied_on": [],
        "thanked_on": [],
        **more,
    }


def withdrawn(number, version):
    whole = row(number, 0, version)
    return {name: whole[name] for name in ("uuid", "version")}


NUMBERS = st.integers(1, 8)
VERSIONS = st.integers(1, 9)
ENTRIES = st.builds(
    row,
    NUMBERS,
    st.integers(0, 20),
    VERSIONS,
    team=st.sampled_from(["Permits", "PERMITS", "Licences"]),
    kind=st.sampled_from(["mistake", "question"]),
    topics=st.lists(st.sampled_from(["fees", "forms", "refunds"]), unique=True),
)
BATCHES = st.lists(
    ENTRIES | st.builds(withdrawn, NUMBERS, VERSIONS),
    max_size=6,
    unique_by=lambda entry: entry["uuid"],
)
WRITINGS = st.lists(st.tuples(st.sampled_from(TEAMS), BATCHES), max_size=4)
BY_HAND = ["DELETE FROM coachlog.report_entry WHERE kind = 'mistake'"]
BY_HAND += ["TRUNCATE coachlog.report_entry"]


@pytest.fixture
def connections(hub):
    """Return the connections of two supervisors of every team."""
    connections = []
    for login in ("sam", "pat"):
        hub.invite(login, supervisor=True)
        connections.append(hub.connection(login))
    return connections


def write(connection, writings):
    for team, rows in writings:
        HubReport(connection).write(team, "device", rows, Mark(1, "1"))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    writings=st.lists(WRITINGS, min_size=2, max_size=2),
    statement=st.sampled_from(["SELECT", *BY_HAND]),
)
def test_counts_are_those_of_the_entries(hub, connections, writings, statement):
    with ThreadPoolExecutor(2) as at_the_same_time:
        list(at_the_same_time.map(write, connections, writings))
    hub.check_weeks()
    hub.run(statement)
    hub.check_weeks()


def test_of_two_who_write_at_the_same_time_both_are_counted(hub, connections):
    sam, pat = connections
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    with ThreadPoolExecutor(1) as in_the_meantime:
        with sam.transaction():
            write(sam, [("Permits", [row(1, 0, 1, team="Permits")])])
            other = in_the_meantime.submit(
                write, pat, [("Permits", [row(2, 0, 1, team="Permits")])]
            )
            while hub.run(waiting) == [(0,)]:
                assert not other.done()
        other.result()
    hub.check_weeks()
    assert hub.run("SELECT monday FROM coachlog.report_week WHERE sort = 'kind'") == [(2,)]


def test_an_entry_that_goes_leaves_no_name_behind(hub, connections):
    write(connections[0], [("Permits", [row(1, 0, 1, team="Permits", topics=["Ana's case"])])])
    assert hub.run(
        "SELECT name, monday, sunday FROM coachlog.report_week WHERE sort = 'topic'"
    ) == [("Ana's case", 1, 0)]
    write(connections[1], [("Permits", [withdrawn(1, 2)])])
    assert hub.run("SELECT * FROM coachlog.report_week") == []
