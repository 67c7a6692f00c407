"""The connection to a hub: made when something is read or written first, and kept for one command.

At nine o'clock everybody syncs, and a server takes a hundred clients at a time by default. So a
connection that is refused for the moment is tried again, each time after a longer and random while,
which spreads the clients.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from coachlog.clock import Clock
from coachlog.errors import RemoteError, SettingsError
from coachlog.exchange.hub.address import parse_address, with_security
from coachlog.exchange.hub.deadline import Deadline
from coachlog.exchange.hub.login import Login
from coachlog.exchange.hub.refusals import last_line, patience

if TYPE_CHECKING:
    import psycopg

ADMINISTRATOR = "the person who manages the hub"
MISSING = "a hub needs the library psycopg, which is not installed:  pip install 'coachlog[hub]'"
FIRST_WAIT = 0.1
LONGEST_WAIT = 4.0
ANSWER_WITHIN = 30.0  # seconds
TRANSFER_WITHIN = 300.0  # for segments, over a slow line
SETTINGS = {
    "application_name": "coachlog",
    "client_encoding": "utf8",
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "tcp_user_timeout": 30_000,
    # Nobody's open transaction keeps the others waiting.
    "options": "-c lock_timeout=10s",
}


class HubError(RemoteError):
    """A hub cannot be reached or used, or is another one than before."""


class PasswordNeededError(HubError):
    """The server needs a password, and none is known or the known one is wrong.

    Attributes:
        reason: which of the two, as a sentence.
    """

    def __init__(self, address: str, *, is_known: bool) -> None:
        self.reason = f"{address} needs a password."
        if is_known:
            self.reason = f"{address} refused the password."
        super().__init__(f"{self.reason} Run this on a terminal to type it, or set PGPASSWORD.")


def check_library() -> None:
    """Check that the library for PostgreSQL is installed.

    Raises:
        SettingsError: It is missing.
    """
    if find_spec("psycopg") is None:
        raise SettingsError(MISSING)


class Connection:
    """A connection to the database of a hub, each statement in a transaction of its own."""

    def __init__(
        self,
        address: str,
        clock: Clock,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Name the database without connecting to it.

        libpq knows the password, or the keyring of the computer has it.

        Args:
            address: A URL without a password.
            clock: Gives random bytes.
            sleep: Waits for so many seconds.

        Raises:
            SettingsError: The library is missing.
            UsageError: It is not the address of a hub.
        """
        check_library()
        self.address = address
        self._parameters = parse_address(address)
        self._clock = clock
        self._sleep = sleep
        self._connection: psycopg.Connection[Any] | None = None

    def check(self) -> None:
        """Connect to the server, unless that has been done.

        Raises:
            PasswordNeededError: It needs a password that is not known here.
            HubError: It is away.
        """
        self._open()

    def rows(
        self,
        query: str,
        parameters: object = (),
        *,
        within: float = ANSWER_WITHIN,
    ) -> list[tuple[Any, ...]]:
        """Run one statement and return its rows; none if it has no result.

        Args:
            query: The statement.
            parameters: Its values.
            within: After how many seconds the server counts as away.

        Raises:
            HubError: The server is away, or refuses it.
        """
        with self._connected(within) as connection:
            run: Callable[..., psycopg.Cursor[Any]] = connection.execute
            cursor = run(query, parameters, binary=True)
            if cursor.description is None:
                return []
            return cursor.fetchall()

    def one(self, query: str, parameters: object = ()) -> Any:
        """Run one statement and return the first value of its first row; None without one."""
        rows = self.rows(query, parameters)
        return rows[0][0] if rows else None

    @contextmanager
    def transaction(self) -> Iterator["psycopg.Connection[Any]"]:
        """Run the block as one transaction, and give it the connection of psycopg."""
        with self._connected(ANSWER_WITHIN) as connection, connection.transaction():
            yield connection

    def close(self) -> None:
        """End the connection, if there is one."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    @contextmanager
    def _connected(self, seconds: float) -> Iterator["psycopg.Connection[Any]"]:
        """Give the block the connection for some seconds; turn its errors into a `HubError`."""
        import psycopg

        connection = self._open()
        deadline = Deadline(connection.fileno(), seconds)
        try:
            with deadline:
                yield connection
        except psycopg.errors.InsufficientPrivilege as error:
            raise HubError(
                f"the hub refuses that: {_first_line(error)}. Ask {ADMINISTRATOR} whether you are a"
                " member of the team."
            ) from None
        except (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName):
            raise HubError(
                f"{self.address} has no hub. Ask {ADMINISTRATOR}, or make one:  coachlog hub init"
            ) from None
        except psycopg.Error as error:
            self.close()
            reason = _first_line(error)
            if deadline.is_over:
                reason = f"it has not answered within {seconds:.0f} seconds"
            raise HubError(
                f"{self.address} cannot be used: {reason}. Your log is untouched; try again later."
            ) from None

    def _open(self) -> "psycopg.Connection[Any]":
        """Return the connection, which is made if there is none.

        Raises:
            HubError: None can be made now.
        """
        if self._connection is None or self._connection.closed:
            self._connection = self._connect()
        return self._connection

    def _connect(self) -> "psycopg.Connection[Any]":
        import psycopg

        login = Login({**SETTINGS, **with_security(self._parameters)}, self._clock)
        waited = 0.0
        longest = FIRST_WAIT
        while True:
            try:
                return psycopg.connect(**login.parameters, autocommit=True)
            except psycopg.OperationalError as error:
                if login.needs_password(error):
                    if login.has_another(error):
                        continue
                    raise PasswordNeededError(self.address, is_known=login.is_wrong) from None
                if waited >= patience(str(error), _names(error)):
                    raise HubError(
                        f"{self.address} cannot be reached: {last_line(str(error))}."
                        " Your log is untouched; try again later."
                    ) from None
            wait = longest * (1 + self._clock.random(1)[0] / 255) / 2
            self._sleep(wait)
            waited += wait
            longest = min(2 * longest, LONGEST_WAIT)


def _names(error: "psycopg.OperationalError") -> list[str]:
    """Return the login and the database of a connection that could not be made."""
    if error.pgconn is None:
        return []
    return [error.pgconn.user.decode(), error.pgconn.db.decode()]


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n")[0].rstrip(".")
