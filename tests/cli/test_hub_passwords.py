"""A password is in nothing that coachlog prints, stores or starts, wherever it comes from."""

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachlog.domain.hub_address import HIDDEN, check_address, without_passwords
from tests.cli.hub_people import Person
from tests.hub_server import OWNER, HubServer

SECRET = "hunter2zq"
HOST = "db.example.org/coachlog"
# Each way to write a password into an address that people or programs use, and some slips.
TYPED = (
    *(f"{scheme}://kim:{SECRET}@{HOST}" for scheme in ("postgresql", "postgres", "PostgreSQL")),
    *(f"{scheme}://kim:{SECRET}@{HOST}" for scheme in ("psql", "https", "postgresql+psycopg")),
    *(f"postgresql:{slash}kim:{SECRET}@{HOST}" for slash in ("", "/", "///")),
    *(f"postgresql://kim:{part}@{HOST}" for part in (f"a@{SECRET}", f"{SECRET}/a", f"12/{SECRET}")),
    *(f"postgresql://kim:{part}@{HOST}" for part in (f"a?{SECRET}", f"{SECRET}%zz", f"#{SECRET}")),
    f"postgresql://:{SECRET}@{HOST}",
    f"postgresql://kim:{SECRET}@[::1/coachlog",
    f"postgresql://kim:{SECRET}@/coachlog?host=/run/postgresql",
    f"postgresql://kim@db.example.org:{SECRET}/coachlog",
    f"postgresql://kim@{HOST}?password={SECRET}",
    f"postgresql://kim@{HOST}?sslmode=require&password={SECRET}&connect_timeout=1",
    f"postgresql://kim@{HOST}?pass%77ord={SECRET}",
    f"postgresql://kim@{HOST}?sslpassword={SECRET}",
    f"postgresql://kim@{HOST}?oauth_client_secret={SECRET}",
    f"postgresql://kim@{HOST}?scram_client_key={SECRET}",
    f" postgresql://kim:{SECRET}@{HOST}",
    f"kim:{SECRET}@{HOST}",
    f"host=db.example.org user=kim password={SECRET}",
    f"dbname=coachlog password = '{SECRET}'",
    f"jdbc:postgresql://{HOST}?user=kim&password={SECRET}",
)
COMMANDS = (
    *("sync --hub X", "sync --hub=X", "sync --hub X --team permits", "sync --folder X", "sync X"),
    *("hub init X", "hub X", "hub join X", "hub members X", "hub remove X", "config set hub X"),
    *("week --hub X", "merge X", "sync --url X", "config get X", "show X", "sync --leave X"),
)
LATER = ("config --format json", "history", "doctor", "sync --status --format json", "hub members")


@pytest.fixture
def started():
    """Return a list that gets the arguments of every process that is started meanwhile."""
    events = []
    is_over = []

    def note(event, arguments):
        if not is_over and event in ("subprocess.Popen", "os.posix_spawn", "os.exec"):
            events.append(repr(arguments[:2]))

    sys.addaudithook(note)
    yield events
    is_over.append(True)


def assert_nowhere(result, folder, started, *, but=()):
    assert SECRET not in result.out + result.err, result
    assert [each for each in started if SECRET in each] == []
    for path in folder.rglob("*"):
        assert SECRET not in str(path)
        if path.is_file() and path.name not in but:
            assert SECRET.encode() not in path.read_bytes(), path


@pytest.mark.parametrize("address", TYPED)
def test_a_typed_password_is_nowhere(address, coachlog, tmp_path, started, monkeypatch):
    for line in COMMANDS:
        arguments = [word.replace("X", address) for word in line.split()]
        result = coachlog(*arguments)
        assert result.code in (2, 3, 4), result
        assert_nowhere(result, tmp_path, started)
    monkeypatch.setenv("COACHLOG_HUB", address)
    for line in LATER:
        assert_nowhere(coachlog(*line.split()), tmp_path, started)


SIGNS = st.text("/@:?#%&=[],.'\"\\az09", max_size=6)


@given(SIGNS, SIGNS)
def test_an_address_with_any_password_is_refused_and_hidden(before, after):
    address = f"postgresql://kim:{before}{SECRET}{after}@{HOST}"
    with pytest.raises(ValueError, match="address") as caught:
        check_address(address)
    assert SECRET not in str(caught.value)
    message = without_passwords(f"there is no {address} here")
    assert SECRET not in message


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://kim@db.example.org/coachlog",
        "postgres://db.example.org",
        "postgresql://kim%20b@db.example.org:5433/coachlog?sslmode=verify-ca&sslrootcert=/etc/x",
        "postgresql://kim@a.example.org:5432,b.example.org/coachlog?target_session_attrs=any",
        "postgresql://kim@[2001:db8::1]:5432/coachlog",
        "postgresql://kim@/coachlog?host=/run/postgresql",
        "postgresql://?service=coachlog",
        "postgresql://kim@%2Frun%2Fpostgresql/coachlog",
        "postgresql://kim@db.example.org/coachlog?passfile=/home/kim/.pgpass",
    ],
)
def test_an_address_without_a_password_is_taken_and_shown(address):
    assert check_address(address) == address
    for message in (f"{address} is away.", f"run  sync --hub '{address}'", f"no: {address}."):
        assert without_passwords(message) == message


@pytest.mark.parametrize(
    "message",
    [
        "there is no folder /mnt/team. Connect the drive, or check the name.",
        "'10:30@permits' is not a date coachlog understands.",
        "https://lrs.example.org/xapi does not answer.",
        'FATAL: role "postgres": it is unknown',
        "kim@example.org is not a name.",
    ],
)
def test_other_messages_stay_as_they_are(message):
    assert without_passwords(message) == message


def test_what_is_hidden_says_so():
    message = without_passwords(f"no such command 'postgresql://kim:x@{HOST}'. Try --help")
    assert message == f"no such command {HIDDEN} Try --help"


@pytest.fixture(scope="module")
def strict_server():
    """Start a server that wants passwords of everybody but its owner."""
    server = HubServer()
    rules = f"local all {OWNER} trust\nlocal all all scram-sha-256\n"
    Path(server.folder, "pg_hba.conf").write_text(rules)
    server.run("SELECT pg_reload_conf()")
    yield server
    server.close()


KNOWN = ("environment", "password file", "service file")


@pytest.mark.parametrize("source", KNOWN)
def test_a_known_password_is_nowhere_else(
    source, by, strict_server, tmp_path, started, monkeypatch
):
    database = strict_server.new_database()
    ada, kim = (Person(by, name, tmp_path) for name in ("ada", "kim"))
    ada.did("hub", "init", strict_server.address(OWNER, database))
    login = f"kim{database}"
    invitation = ("hub", "invite", "kim", "--team", "permits", "--login", login, "--supervisor")
    assert "Password: " in ada(*invitation).out
    strict_server.run(f"ALTER ROLE {login} PASSWORD '{SECRET}'")
    address = strict_server.address(login, database)
    assert kim("sync", "--hub", address).code == 7
    know_password(source, monkeypatch, tmp_path, login)
    if source == "service file":
        address += "&service=coachlog"
    kim.did("config", "set", "auto-sync", "yes")
    lines = ("log @permits +fees Rang back", "sync", "sync --status --format json", "week --hub")
    for line in (f"sync --hub {address}", *lines, "doctor", "config", "history", "hub members"):
        result = kim(*line.split())
        assert result.code in (0, 3), result
        assert_nowhere(result, tmp_path, started, but=("secrets",))
    assert started
    strict_server.run(f"ALTER ROLE {login} PASSWORD 'another'")
    for line in ("sync", "week --hub"):
        result = kim(*line.split())
        assert result.code == 7
        assert_nowhere(result, tmp_path, started, but=("secrets",))


def know_password(source, monkeypatch, folder, login):
    """Let libpq know the password from one of its sources."""
    if source == "environment":
        monkeypatch.setenv("PGPASSWORD", SECRET)
        return
    path = folder / "secrets"
    if source == "password file":
        path.write_text(f"*:*:*:{login}:{SECRET}\n")
        path.chmod(0o600)
        monkeypatch.setenv("PGPASSFILE", str(path))
    else:
        path.write_text(f"[coachlog]\npassword={SECRET}\n")
        monkeypatch.setenv("PGSERVICEFILE", str(path))
