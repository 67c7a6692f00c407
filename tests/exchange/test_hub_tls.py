"""A hub on a server with TLS and passwords: Debian's PostgreSQL, which need not be installed."""

import os
import shutil
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

GERMAN = "de_DE.UTF-8"
BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
HOST = "db.example.org"  # nobody looks it up: PGHOSTADDR says where it is
OWNER_PASSWORD = "secret"

pytestmark = [
    pytest.mark.skipif(not BINARIES, reason="Debian's postgresql is not installed"),
    pytest.mark.skipif(
        not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become postgres"
    ),
    pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed"),
]


def run(*command, **options):
    subprocess.run(command, check=True, capture_output=True, **options)


def make_authority(folder, name):
    """Make a certificate that signs itself."""
    run(
        *"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=ours".split(),
        *("-keyout", folder / f"{name}.key", "-out", folder / f"{name}.crt"),
    )


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Start a server that wants TLS and passwords; return its folder and its port."""
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="tls"))
    folder.chmod(0o755)
    for name in ("ours", "other"):
        make_authority(folder, name)
    request = "openssl req -newkey rsa:2048 -nodes".split()
    run(*request, "-subj", f"/CN={HOST}", "-keyout", folder / "server.key", "-out", folder / "csr")
    (folder / "names").write_text(f"subjectAltName=DNS:{HOST}")
    run(
        *"openssl x509 -req -in csr -CA ours.crt -CAkey ours.key -CAcreateserial -days 2".split(),
        *"-extfile names -out server.crt".split(),
        cwd=folder,
    )
    (folder / "password").write_text(OWNER_PASSWORD)
    data = folder / "data"
    data.mkdir()
    shutil.chown(data, "postgres")
    as_postgres = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    binaries = BINARIES[-1]
    run(
        *(*as_postgres, binaries / "initdb", "-D", data, "-U", "postgres"),
        *("--auth=scram-sha-256", f"--pwfile={folder / 'password'}"),
        cwd="/",
    )
    for name in ("server.key", "server.crt"):
        shutil.copy(folder / name, data)
        shutil.chown(data / name, "postgres")
        (data / name).chmod(0o600)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (data / "postgresql.conf").open("a") as settings:
        settings.write(f"ssl = on\nlisten_addresses = '127.0.0.1'\nport = {port}\n")
        settings.write("unix_socket_directories = ''\nfsync = off\n")
    (data / "pg_hba.conf").write_text("hostssl all all all scram-sha-256\n")
    if shutil.which("localedef"):
        subprocess.run(
            ["localedef", "-i", "de_DE", "-f", "UTF-8", folder / GERMAN],
            capture_output=True,
            check=False,
        )
        as_postgres = ["env", f"LOCPATH={folder}", *as_postgres]
    control = [*as_postgres, binaries / "pg_ctl", "-D", data, "-w"]
    run(*control, "-l", data / "log", "start", cwd="/")
    yield folder, port
    run(*control, "-m", "immediate", "stop", cwd="/")
    shutil.rmtree(folder)


class Desk:
    """Somebody at a computer that trusts one authority."""

    def __init__(self, home, port):
        self.home = home
        self.port = port
        self.environment = {**os.environ, "PGHOSTADDR": "127.0.0.1", "TERM": "xterm"}

    def trust(self, certificate):
        folder = self.home / ".postgresql"
        folder.mkdir(exist_ok=True)
        shutil.copy(certificate, folder / "root.crt")

    def address(self, login="postgres", host=HOST):
        return f"postgresql://{login}@{host}:{self.port}/postgres"

    def __call__(self, *arguments, **environment):
        return subprocess.run(
            [sys.executable, "-m", "coachlog", *arguments],
            env={**self.environment, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )


@pytest.fixture
def desk(server, home):
    folder, port = server
    desk = Desk(home, port)
    desk.trust(folder / "ours.crt")
    return desk


def assert_refused(result, reason):
    assert result.returncode == 7
    assert reason in result.stderr
    assert result.stderr.count("\n") == 1
    assert OWNER_PASSWORD not in result.stderr


def test_a_server_that_cannot_prove_who_it_is_gets_no_password(desk, server, home):
    folder, _ = server
    with_password = {"PGPASSWORD": OWNER_PASSWORD}
    shutil.rmtree(home / ".postgresql")
    assert_refused(desk("hub", "init", desk.address(), **with_password), "verify failed")
    desk.trust(folder / "other.crt")
    assert_refused(desk("hub", "init", desk.address(), **with_password), "verify failed")
    desk.trust(folder / "ours.crt")
    other_name = desk.address(host="other.example.org")
    assert_refused(desk("hub", "init", other_name, **with_password), "does not match host name")


def test_a_password_is_typed_once_and_kept_where_libpq_looks(desk, home):
    pexpect = pytest.importorskip("pexpect")
    assert_refused(desk("hub", "init", desk.address()), "needs a password")
    wrong = desk("hub", "init", desk.address(), PGPASSWORD="wrong")
    assert_refused(wrong, "refused the password")
    owner = {"PGPASSWORD": OWNER_PASSWORD}
    assert desk("hub", "init", desk.address(), **owner).returncode == 0
    invited = desk("hub", "invite", "robin", "--team", "permits", **owner)
    assert invited.returncode == 0, invited
    password = invited.stdout.split("Password: ")[1].strip()
    arguments = ["-m", "coachlog", "sync", "--hub", desk.address("robin")]
    screen = pexpect.spawn(
        sys.executable, arguments, env=desk.environment, encoding="utf-8", timeout=60
    )
    for typed in ("wrong", password):
        screen.expect("Password, which is kept in .*: ")
        screen.sendline(typed)
    screen.expect(pexpect.EOF)
    screen.close()
    assert screen.exitstatus == 0, screen.before
    kept = home / ".pgpass"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert kept.read_text().endswith(f":robin:{password}\n")
    assert desk("sync").returncode == 0
    for path in home.rglob("*"):
        if path.is_file() and path != kept:
            assert password.encode() not in path.read_bytes()


def test_a_password_may_be_in_the_keyring_of_the_computer(desk, home):
    pytest.importorskip("keyrings.alt", reason="keyrings.alt is not installed")
    owner = {"PGPASSWORD": OWNER_PASSWORD}
    assert desk("hub", "init", desk.address(), **owner).returncode == 0
    members = ("hub", "members")
    # Many computers have the library and nowhere to keep anything.
    nowhere = {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
    assert_refused(desk(*members, **nowhere), "needs a password")
    keyring = {"PYTHON_KEYRING_BACKEND": "keyrings.alt.file.PlaintextKeyring"}
    for password, reason in (("wrong", "refused the password"), (OWNER_PASSWORD, None)):
        subprocess.run(
            [sys.executable, "-m", "keyring", "set", "coachlog", f"postgres@{HOST}"],
            env={**desk.environment, **keyring},
            input=password,
            capture_output=True,
            text=True,
            check=True,
        )
        if reason:
            assert_refused(desk(*members, **keyring), reason)
    assert desk(*members, **keyring).returncode == 0
    # What was wrong elsewhere does not keep it from being looked for there.
    assert desk(*members, **keyring, PGPASSWORD="wrong").returncode == 0
    assert not (home / ".pgpass").exists()


@pytest.fixture
def german(desk):
    """Let the server speak German, and return somebody's login and password there."""
    psycopg = pytest.importorskip("psycopg")

    def run(statement):
        root = f"{desk.home}/.postgresql/root.crt"
        with psycopg.connect(
            desk.address(),
            hostaddr="127.0.0.1",
            sslrootcert=root,
            password=OWNER_PASSWORD,
            autocommit=True,
        ) as connection:
            connection.execute(statement)

    try:
        run(f"ALTER SYSTEM SET lc_messages = '{GERMAN}'")
    except psycopg.errors.InvalidParameterValue:
        pytest.skip("the locale de_DE cannot be made here")
    run("SELECT pg_reload_conf()")
    owner = {"PGPASSWORD": OWNER_PASSWORD}
    assert desk("hub", "init", desk.address(), **owner).returncode == 0
    invited = desk("hub", "invite", "toni", "--team", "permits", **owner)
    yield run, {"PGPASSWORD": invited.stdout.split("Password: ")[1].strip()}
    run("DROP OWNED BY toni")
    run("DROP ROLE toni")
    run("DROP SCHEMA coachlog CASCADE")
    run("ALTER SYSTEM RESET lc_messages")
    run("SELECT pg_reload_conf()")


def test_a_password_is_missed_in_every_language(desk, german):
    run_statement, right = german
    sync = ("sync", "--hub", desk.address("toni"))
    assert_refused(desk(*sync), "needs a password")
    assert_refused(desk(*sync, PGPASSWORD="wrong"), "refused the password")
    # Whoever has the right one is not asked for another.
    run_statement("ALTER ROLE toni CONNECTION LIMIT 0")
    assert_refused(desk(*sync, **right), "zu viele Verbindungen")
    run_statement("ALTER ROLE toni CONNECTION LIMIT 10")
    missing = desk.address("toni").removesuffix("postgres") + "missing"
    assert_refused(desk("sync", "--hub", missing, **right), "»missing« existiert nicht")
    assert desk(*sync, **right, LOGNAME="toni").returncode == 0
