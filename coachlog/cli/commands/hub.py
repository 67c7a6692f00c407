"""`coachlog hub`: make a hub, and let people in and out."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC
from operator import attrgetter
from shlex import quote

from coachlog.cli.ask.hub_password import with_password
from coachlog.cli.context import Context
from coachlog.cli.groups import Group
from coachlog.cli.messages import say, say_hint
from coachlog.cli.options import FORMAT, flag, text, texts
from coachlog.cli.output import write_records
from coachlog.domain.typed_text import bare_name
from coachlog.errors import DecisionNeededError, SettingsError, UsageError
from coachlog.exchange.hub import administration
from coachlog.exchange.hub.address import with_login
from coachlog.exchange.hub.administration import Member
from coachlog.exchange.hub.connection import Connection
from coachlog.exchange.hub.shelf import EVERY_TEAM
from coachlog.render.columns import Column
from coachlog.render.words import join_names
from coachlog.services.config import setting_value
from coachlog.services.settings import change_setting

EVERY_TEAM_TEXT = "every team"
NOT_YET = "no hub is managed from here. Make one:  coachlog hub init postgresql://ADDRESS"


def init(
    context: Context,
    *,
    address: str = text("ADDRESS", "Where, such as postgresql://admin@server/coachlog."),
) -> None:
    """Make a hub in a database.

    Your login must be allowed to make a schema there. The hub has one of its own, `coachlog`, and
    touches nothing else. A hub that is there stays as it is, and is managed from here after that.
    """
    checked = setting_value(context.reading, "hub", address)
    with _connection(context, checked) as connection:
        is_new = administration.make_hub(connection)
        database = administration.database_of(connection)
    if context.settings.stored.get("hub") != checked:
        change_setting(context.log, "hub", checked)
    if is_new:
        say(f"Made a hub: the schema coachlog in the database {database}.")
    else:
        say(f"The database {database} has a hub, which you manage from here now.")
    say_hint(
        "To let people connect from other computers, add to the server's pg_hba.conf:"
        f"  hostssl {database} all samenet scram-sha-256",
        "To let somebody in:  coachlog hub invite NAME --team TEAM",
        f"To back it up:  pg_dump --schema coachlog {database}",
    )


def invite(
    context: Context,
    *,
    name: str = text("NAME", "Their name on entries, such as kim."),
    team: list[str] = texts("--team -t TEAM", "A team of theirs (repeat for more)."),
    every_team: bool = flag("--every-team", "Let them read and add to every team."),
    supervisor: bool = flag("--supervisor", "They supervise these teams."),
    login: str | None = text("--login LOGIN", "Their login on the server; else their name."),
) -> None:
    """Let somebody in, and print what they have to type.

    Whoever is in already gets these teams as well. A login that the server does not have is made,
    with a password.
    """
    if bool(team) == every_team:
        raise UsageError("name their teams with --team, or let them into all with --every-team.")
    author = bare_name(name)
    teams = [EVERY_TEAM]
    if team:
        teams = [bare_name(each) for each in team]
    with _connection(context, _managed(context)) as connection:
        invited = administration.invite(
            connection,
            context.clock,
            author=author,
            login=login or author,
            teams=teams,
            supervisor=supervisor,
        )
    if invited.role_statement:
        # Data, and not an error text: those are kept and passed on.
        sys.stdout.write(f"{invited.role_statement}\nPassword: {invited.password}\n")
        raise DecisionNeededError(
            f"{author} is not in yet, because your login may not make others. Let an administrator"
            " of the server run the first of these lines, which does not tell the password. The"
            f" password is for {author} alone. Then invite {author} again."
        )
    say(f"{author} is in {_names(teams)}. Give them these lines:")
    for line in _instructions(connection.address, author, invited):
        sys.stdout.write(f"{line}\n")
    if invited.password is None:
        say_hint(f"The login {invited.login} was there before and keeps its password.")


def members(context: Context, *, format_: str = FORMAT) -> None:
    """List who may use the hub.

    With their teams, and when they last sent something.
    """
    with _connection(context, _managed(context)) as connection:
        write_records(COLUMNS, administration.members(connection), format_)


def remove(
    context: Context,
    *,
    name: str = text("NAME", "Their name on entries, or their login."),
    team: str | None = text("--team -t TEAM", "Only out of this team."),
) -> None:
    """Take somebody out. What they sent stays, for the others."""
    left_team = None
    if team is not None:
        left_team = bare_name(team)
    with _connection(context, _managed(context)) as connection:
        statement, teams = administration.remove(connection, bare_name(name), left_team)
    if teams:
        say(f"{name} is still in {_names(teams)}.")
        return
    say(f"{name} is out. What they sent stays.")
    say_hint(f"Their login is still there. To end it, an administrator runs:  {statement}")


@contextmanager
def _connection(context: Context, address: str) -> Iterator[Connection]:
    """Yield a connection, which asks for the password first if it needs one."""
    connection = Connection(address, context.clock)
    try:
        with_password(address, connection.check)
        yield connection
    finally:
        connection.close()


def _managed(context: Context) -> str:
    """Return the address of the hub that is managed from here.

    Raises:
        SettingsError: There is none.
    """
    if not context.settings.hub:
        raise SettingsError(NOT_YET)
    return context.settings.hub


def _instructions(address: str, author: str, invited: administration.Invited) -> Iterator[str]:
    """Yield the lines that somebody types who was invited."""
    yield "pip install 'coachlog[hub]'"
    yield f"coachlog config set trainer {quote(author)}"
    yield f"coachlog sync --hub {quote(with_login(address, invited.login))}"
    if invited.password:
        yield f"Password: {invited.password}"


def _team_list(teams: Iterable[str]) -> list[str]:
    return [team or EVERY_TEAM_TEXT for team in teams]


def _names(teams: Sequence[str]) -> str:
    """Return the names of teams for a sentence."""
    return join_names(_team_list(teams), most=len(teams))


def _last_sent(member: Member) -> str | None:
    if member.last_sent is None:
        return None
    return member.last_sent.astimezone(UTC).isoformat(timespec="seconds")


COLUMNS = [
    Column("name", value=attrgetter("author")),
    Column("login"),
    Column("teams", value=lambda member: _team_list(member.teams), wide=True),
    Column("supervises", value=lambda member: _team_list(member.supervised)),
    Column("last_sent", value=_last_sent),
]
group = Group(
    """Make a hub: sharing through PostgreSQL. Let people in.

    Each of them joins it with  coachlog sync --hub ADDRESS
    """,
    {"init": init, "invite": invite, "members": members, "remove": remove},
)
