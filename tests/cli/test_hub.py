"""`hub` makes a hub in a real PostgreSQL and lets people in; `sync` exchanges through it."""

import json
from pathlib import Path

import pytest

from tests.cli.hub_people import Person
from tests.hub_server import OWNER


@pytest.fixture
def database(hub_server):
    return hub_server.new_database()


@pytest.fixture
def address(hub_server, database):
    """Return the address of the database for its administrator."""
    return hub_server.address(OWNER, database)


@pytest.fixture
def kim(by, tmp_path):
    return Person(by, "kim", tmp_path)


@pytest.fixture
def lou(by, tmp_path):
    return Person(by, "lou", tmp_path)


@pytest.fixture
def admin(by, tmp_path):
    return Person(by, "ada", tmp_path)


def test_a_server_that_is_too_old_is_refused(hub_server, database, address, admin):
    # Found before the function of the server, because the path says so.
    hub_server.run(
        f"""CREATE FUNCTION public.current_setting(text) RETURNS text
            LANGUAGE sql AS $$ SELECT '120022' $$;
            ALTER DATABASE {database} SET search_path = public, pg_catalog""",
        database=database,
    )
    result = admin("hub", "init", address)
    assert (result.code, result.out) == (7, "")
    assert "has PostgreSQL 12, but a hub needs 13 or newer" in result.err
    assert hub_server.run("SELECT to_regnamespace('coachlog')", database=database) == [(None,)]


def test_two_people_share_through_a_hub(hub_server, database, address, admin, kim, lou):
    assert "Made a hub: the schema coachlog" in admin.did("hub", "init", address)
    invited = admin("hub", "invite", "kim", "--team", "permits")
    assert invited.code == 0, invited
    command = f"coachlog sync --hub '{hub_server.address('kim', database)}'"
    assert command in invited.out.splitlines()
    admin.did("hub", "invite", "lou", "--team", "permits", "--supervisor")

    kim.did("log", "@permits", "+fees", "Showed how to look up a fee waiver")
    kim.did("log", "@permits", "Only mine", "--private")
    assert "Joined" in kim.did("sync", "--hub", hub_server.address("kim", database))
    assert kim.did("sync") == "1 of yours sent; nothing new.\n"
    assert "1 other log shares permits there" in lou.did(
        "sync", "--hub", hub_server.address("lou", database)
    )
    assert lou.did("sync") == "Nothing to send; 1 new.\n"
    assert lou.texts() == ["Showed how to look up a fee waiver"]
    members = json.loads(admin("hub", "members", "--format", "json").out)
    assert [(member["name"], member["teams"]) for member in members] == [
        ("kim", ["permits"]),
        ("lou", ["permits"]),
    ]


def test_removing_a_member_prints_what_ends_their_login(hub_server, database, address, admin):
    admin.did("hub", "init", address)
    name = f"ann o'hara {database}"
    admin.did("hub", "invite", name, "--every-team")
    (member,) = json.loads(admin("hub", "members", "--format", "json").out)
    assert (member["teams"], member["supervises"]) == (["every team"], [])
    removed = admin("hub", "remove", name)
    assert removed.err.startswith(f"{name} is out. What they sent stays.\n")
    statement = removed.err.splitlines()[-1].partition("runs:  ")[2]
    assert statement == f'DROP ROLE "{name}";'
    hub_server.run(statement)


def test_an_owner_who_may_make_no_logins_gets_the_line_for_somebody_who_may(
    hub_server, database, admin, kim
):
    owner = f"olga_{database}"
    hub_server.run(f"CREATE ROLE {owner} LOGIN")
    hub_server.run(f"ALTER DATABASE {database} OWNER TO {owner}")
    log_before = hub_server.log()
    hub_server.run(f"ALTER ROLE {owner} SET log_statement = 'all'")
    admin.did("hub", "init", hub_server.address(owner, database))
    name = f"kim o'hara {database}"
    invite = ("hub", "invite", name, "--team", "permits")
    refused = admin(*invite)
    assert refused.code == 6
    assert refused.err.startswith(f"coachlog: {name} is not in yet")
    statement, password = refused.out.splitlines()
    password = password.removeprefix("Password: ")
    assert len(password) == 30
    # Only the person who typed this has seen it.
    assert password not in statement + refused.err + hub_server.log()[len(log_before) :]
    assert password.encode() not in Path(admin.path).read_bytes()
    assert json.loads(admin("hub", "members", "--format", "json").out) == []

    hub_server.run(statement)
    assert f"{name} is in permits" in admin.did(*invite)
    ((secret,),) = hub_server.run("SELECT rolpassword FROM pg_authid WHERE rolname = %s", (name,))
    assert secret.startswith("SCRAM-SHA-256$")
    assert secret in statement
    kim.did("config", "set", "trainer", name)
    kim.did("sync", "--hub", hub_server.address(name.replace(" ", "%20"), database))
    kim.did("log", "@permits", "Showed how to look up a fee waiver")
    assert kim.did("sync") == "1 of yours sent; nothing new.\n"


def test_an_address_with_a_password_is_refused_and_not_repeated(kim):
    for line in (
        "sync --hub postgresql://kim:hunter2@db.example.org/coachlog",
        "sync --hub postgresql://kim@db.example.org/coachlog?password=hunter2",
        "sync --folder postgresql://kim:hunter2@db.example.org/coachlog",
        "hub init postgresql://kim:hunter2@db.example.org/coachlog",
        "config set hub postgresql://kim:hunter2@db.example.org/coachlog",
    ):
        result = kim(*line.split())
        assert result.code in (2, 3), result
        assert "hunter2" not in result.out + result.err
