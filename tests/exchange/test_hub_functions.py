"""What the functions of a hub refuse to a login that calls them with any program."""

from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

import pytest

from coachlog.exchange.hub.shelf import HubShelf
from tests.exchange.shelf_contract import segment_of
from tests.exchange.test_hub_rights import refused
from tests.exchange.test_report_weeks import row, withdrawn
from tests.processes import wait_until

ADD = "SELECT coachlog.add_nameless('permits', 'Permits', %s, %s)"
WRITE = "SELECT coachlog.write_report(%s, 'laptop', %s::jsonb, 7, 'newest')"
WAITING = """SELECT count(*) FROM pg_stat_activity
    WHERE wait_event_type = 'Lock' AND datname = current_database()"""
VERSION = "{:013}"
MARKS = "SELECT key, number FROM coachlog.report_marks(%s)"


@pytest.fixture
def department(hub):
    """Return a hub on which Kim is in two teams, and Sam supervises one of them and is in both."""
    hub.invite("kim", "Permits", "Finance")
    hub.invite("sam", "Permits", supervisor=True)
    hub.invite("sam", "Finance")
    hub.invite("pat", "Permits", "Finance", supervisor=True)
    return hub


def write(department, *rows, team="permits", login="pat"):
    """Write a report as a supervisor's log does."""
    from psycopg.types.json import Jsonb

    entries = [{"key": team, "team": team, **each} for each in rows]
    department.run(WRITE, (team, Jsonb(entries)), login=login)


def reported(department):
    return department.run("SELECT key, short_id, version FROM coachlog.report_entry ORDER BY 1, 2")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a1b2c3d4e5f6-00000001-0000000000000000.jsonl.gz", b"other bytes"),
        (f"../a-{sha256(b'x').hexdigest()[:16]}.jsonl.gz", b"x"),
        (f"A-00000001-{sha256(b'x').hexdigest()[:16]}.jsonl.gz", b"x"),
    ],
)
def test_a_nameless_segment_has_the_bytes_that_its_name_says(department, name, data):
    assert refused(department, "kim", ADD, (name, data)) == "CheckViolation"


def test_a_nameless_segment_is_not_larger_than_a_log_sends_one(department):
    statement = (
        "SELECT coachlog.add_nameless('permits', 'Permits',"
        " 'a-00000001-' || left(encode(sha256(b), 'hex'), 16) || '.jsonl.gz', b)"
        " FROM (SELECT convert_to(repeat('x', 134217729), 'UTF8') AS b) s"
    )
    assert refused(department, "kim", statement) == "CheckViolation"


def test_a_nameless_segment_is_removed_from_one_team_alone(department):
    shelf = HubShelf.join(department.connection("kim"), "kim")
    name, data = segment_of()
    for team in ("Permits", "Finance"):
        shelf.put_nameless(team, name, data)
    shelf.delete("Permits", name)
    assert (shelf.list("Permits"), shelf.list("Finance")) == ([], [name])


@pytest.mark.parametrize(("login", "team"), [("kim", "permits"), ("sam", "finance")])
def test_a_report_is_written_by_supervisors_of_its_team_alone(department, login, team):
    values = (team, "[]")
    assert refused(department, login, WRITE, values) == "InsufficientPrivilege"


def test_a_report_of_one_team_writes_no_entry_of_another(department):
    write(department, row(1, 0, 1), {**row(2, 0, 1), "key": "finance"}, login="sam")
    assert reported(department) == [("permits", "1", VERSION.format(1))]


def test_an_entry_is_withdrawn_from_the_report_of_one_team_alone(department):
    for team in ("permits", "finance"):
        write(department, row(1, 0, 1), team=team)
    write(department, withdrawn(1, 2))
    assert reported(department) == [("finance", "1", VERSION.format(1))]


def test_of_two_writings_of_one_version_a_withdrawal_counts(department):
    for writings in ((row(1, 0, 1), withdrawn(1, 1)), (withdrawn(2, 1), row(2, 0, 1))):
        for each in writings:
            write(department, each)
    assert reported(department) == []


def test_somebody_who_writes_meanwhile_waits_and_does_not_replace_what_is_newer(department):
    import psycopg
    from psycopg.types.json import Jsonb

    with psycopg.connect(department.address("pat")) as connection, ThreadPoolExecutor() as pool:
        entry = {"key": "permits", "team": "permits", **row(1, 0, 2)}
        connection.execute(WRITE, ("permits", Jsonb([entry])))
        other = pool.submit(write, department, row(1, 0, 1), login="sam")
        wait_until(lambda: department.run(WAITING) == [(1,)])
        connection.commit()
        other.result()
    assert reported(department) == [("permits", "1", VERSION.format(2))]


def test_weeks_are_counted_for_supervisors_of_the_team_alone(department):
    for team in ("permits", "finance"):
        write(department, row(1, 0, 1), team=team)
    query = "SELECT DISTINCT key FROM coachlog.report_week ORDER BY key"
    assert department.run(query, login="pat") == [("finance",), ("permits",)]
    assert department.run(query, login="sam") == [("permits",)]
    assert department.run(query, login="kim") == []


def test_how_far_a_log_has_written_is_known_to_supervisors_of_the_team_alone(department):
    department.run(WRITE, ("permits", "[]"), login="sam")
    department.run(
        "INSERT INTO coachlog.report_mark VALUES"
        " ('finance', 'laptop', 8, 'x'), ('permits', 'another', 9, 'x')"
    )
    assert department.run(MARKS, ("laptop",), login="sam") == [("permits", 7)]
    assert department.run(MARKS, ("laptop",), login="kim") == []
