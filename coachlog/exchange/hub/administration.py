"""What the person who manages a hub does: making it, and letting people in and out."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from importlib.resources import files
from typing import NamedTuple

from coachlog.clock import Clock
from coachlog.domain.settings import WEEKDAYS
from coachlog.domain.typed_text import name_key
from coachlog.errors import NotFoundError, UsageError
from coachlog.exchange.hub.connection import Connection, HubError
from coachlog.exchange.hub.report import REPORT_COLUMNS

FUNCTIONS = (
    "my_author()",
    "my_teams()",
    "is_member(text)",
    "add_nameless(text, text, text, bytea)",
    "remove(text, text)",
    "my_reports()",
    "report_marks(text)",
    "write_report(text, text, jsonb, bigint, text)",
)
# Columns and not tables: the hidden ones of a row would tell which rows one client added.
COLUMNS = {
    "hub": "id, format",
    "segment": "key, team, name, author, by_supervisor, received_at, bytes",
    "nameless_segment": "key, team, name, bytes",
    "report_entry": ", ".join(REPORT_COLUMNS),
    "report_week": ", ".join(("key", "week", "sort", "name", *WEEKDAYS)),
}
OLDEST_SERVER = 13  # the first one that makes a UUID without an extension
_PASSWORD_BYTES = 15
MOST_CONNECTIONS = 10  # of one login, so that nobody can take those of the others


class Member(NamedTuple):
    """Somebody who may use a hub.

    Attributes:
        login: Who the server knows them as.
        author: Their name on entries.
        teams: Their teams; `EVERY_TEAM` stands for all.
        supervised: Those of them that they supervise.
        last_sent: When they sent something last, with a time zone; None before that.
    """

    login: str
    author: str
    teams: list[str]
    supervised: list[str]
    last_sent: datetime | None


class Invited(NamedTuple):
    """What came of an invitation.

    Attributes:
        login: Who the server knows the person as.
        password: The one that was made; None if the login was there before.
        role_statement: What an administrator of the server has to run before the invitation can be
            made, because this login may not make others; an empty text if it was made.
    """

    login: str
    password: str | None
    role_statement: str


def make_hub(connection: Connection) -> bool:
    """Make the tables of a hub; return False if there is one already.

    Raises:
        HubError: The server is away or too old, or this login may not make a schema.
    """
    if connection.one("SELECT to_regclass('coachlog.hub')::text") is not None:
        return False
    version = connection.one("SELECT current_setting('server_version_num')::integer") // 10_000
    if version < OLDEST_SERVER:
        raise HubError(
            f"{connection.address} has PostgreSQL {version}, but a hub needs {OLDEST_SERVER} or"
            " newer. Nothing was made there."
        )
    script = files("coachlog.exchange.hub").joinpath("schema.sql").read_text("utf-8")
    with connection.transaction() as cursor:
        cursor.execute(script)
    return True


def database_of(connection: Connection) -> str:
    """Return the name of the database at an address."""
    return str(connection.one("SELECT current_database()::text"))


def invite(
    connection: Connection,
    clock: Clock,
    *,
    author: str,
    login: str,
    teams: Iterable[str],
    supervisor: bool,
) -> Invited:
    """Let somebody use a hub, or add to the teams of somebody who may.

    Args:
        connection: The connection of the hub's owner.
        clock: Gives the random bytes of a password.
        author: Their name on entries.
        login: Who the server is to know them as.
        teams: Their teams in any spelling; `EVERY_TEAM` stands for all.
        supervisor: Whether they supervise these teams.

    Raises:
        UsageError: The login is a superuser, or somebody else has the name.
        HubError: The server is away, or this login does not own the hub.
    """
    from psycopg import sql

    _check_name(connection, author, login)
    password = None
    if not connection.one("SELECT true FROM pg_roles WHERE rolname = %s", (login,)):
        password = clock.random(_PASSWORD_BYTES).hex()
        role_statement = _make_login(connection, login, password)
        if role_statement:
            return Invited(login, password, role_statement)
    with connection.transaction() as cursor:
        cursor.execute(
            "INSERT INTO coachlog.person VALUES (%s, %s) ON CONFLICT DO NOTHING", (login, author)
        )
        for team in teams:
            cursor.execute(
                """INSERT INTO coachlog.member VALUES (%s, %s, %s, %s)
                   ON CONFLICT (login, key) DO UPDATE SET supervisor = excluded.supervisor""",
                (login, name_key(team), team, supervisor),
            )
        for statement in _grants():
            cursor.execute(sql.SQL(statement).format(sql.Identifier(login)))
    return Invited(login, password, "")


def remove(connection: Connection, author: str, team: str | None) -> tuple[str, list[str]]:
    """Take somebody out of a team, or out of the hub. What they sent stays.

    Args:
        connection: The connection of the hub's owner.
        author: Their name on entries, or their login.
        team: The team in any spelling; None for all of them.

    Returns:
        The statement that ends their login, and the names of the teams that they are still in.

    Raises:
        NotFoundError: There is no such member.
        HubError: The server is away, or this login does not own the hub.
    """
    from psycopg import sql

    with connection.transaction() as cursor:
        rows = cursor.execute(
            """DELETE FROM coachlog.member m USING coachlog.person p
               WHERE p.login = m.login AND %(name)s IN (p.author, p.login)
                   AND (%(key)s::text IS NULL OR m.key = %(key)s)
               RETURNING m.login""",
            {"name": author, "key": None if team is None else name_key(team)},
        ).fetchall()
        if not rows:
            raise NotFoundError(f"{author} is not a member. To see who is:  coachlog hub members")
        login = rows[0][0]
        left = cursor.execute(
            "SELECT team FROM coachlog.member WHERE login = %s ORDER BY key", (login,)
        ).fetchall()
        if not left:
            for statement in _revocations():
                cursor.execute(sql.SQL(statement).format(sql.Identifier(login)))
        statement = sql.SQL("DROP ROLE {};").format(sql.Identifier(login)).as_string(cursor)
    return statement, [name for (name,) in left]


def members(connection: Connection) -> list[Member]:
    """Return everybody who may use the hub, by name.

    Raises:
        HubError: The server is away, or this login does not own the hub.
    """
    rows = connection.rows(
        """SELECT p.login, p.author, array_agg(m.team ORDER BY m.key),
               coalesce(array_agg(m.team ORDER BY m.key) FILTER (WHERE m.supervisor), '{}'),
               (SELECT max(received_at) FROM coachlog.segment s WHERE s.author = p.author)
           FROM coachlog.person p JOIN coachlog.member m USING (login)
           GROUP BY p.login, p.author ORDER BY p.author"""
    )
    return [Member(*row) for row in rows]


def _check_name(connection: Connection, author: str, login: str) -> None:
    """Refuse a login that passes every rule, and two people under one name.

    Raises:
        UsageError: It is such a login, or the name is taken.
    """
    rows = connection.rows(
        """SELECT login, author FROM coachlog.person
           WHERE (login = %s) <> (author = %s)""",
        (login, author),
    )
    for other_login, other_author in rows:
        raise UsageError(
            f"{other_login} is the login of {other_author} already."
            " Choose another name or another --login."
        )
    is_superuser = connection.one("SELECT rolsuper FROM pg_roles WHERE rolname = %s", (login,))
    if is_superuser:
        raise UsageError(
            f"{login} is a superuser of the server, who can read everything."
            " Name a login of their own:  --login NAME"
        )


def _make_login(connection: Connection, login: str, password: str) -> str:
    """Make a login, or return the statement for somebody who may."""
    from psycopg import sql

    with connection.transaction() as cursor:
        # The server gets only what it checks a password with: its log would show the password.
        secret = cursor.pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256")
        statement = sql.SQL("CREATE ROLE {} LOGIN CONNECTION LIMIT {} PASSWORD {}").format(
            sql.Identifier(login), sql.Literal(MOST_CONNECTIONS), sql.Literal(secret.decode())
        )
        row = cursor.execute(
            "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = session_user"
        ).fetchone()
        if row == (True,):
            cursor.execute(statement)
            return ""
        return f"{statement.as_string(cursor)};"


def _grants() -> Iterator[str]:
    """Yield the statements that let a login use a hub."""
    yield "GRANT USAGE ON SCHEMA coachlog TO {}"
    for table, columns in COLUMNS.items():
        yield f"GRANT SELECT ({columns}) ON coachlog.{table} TO {{}}"
    yield "GRANT INSERT (key, team, name, bytes) ON coachlog.segment TO {}"
    for function in FUNCTIONS:
        yield f"GRANT EXECUTE ON FUNCTION coachlog.{function} TO {{}}"


def _revocations() -> Iterator[str]:
    """Yield the statements that keep a login out of a hub."""
    yield "REVOKE ALL ON ALL TABLES IN SCHEMA coachlog FROM {}"
    yield "REVOKE ALL ON ALL FUNCTIONS IN SCHEMA coachlog FROM {}"
    yield "REVOKE ALL ON SCHEMA coachlog FROM {}"
