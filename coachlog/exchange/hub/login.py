"""Finding out whether a server needs a password, or has refused the one it got.

libpq knows whether a server asked for one that nobody knows. Whether one was wrong is only in the
words of the server, which may be in any language.
"""

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from coachlog.clock import Clock
from coachlog.exchange.hub.refusals import is_wrong_password, of_server

if TYPE_CHECKING:
    import psycopg

_RANDOM_BYTES = 15


class Login:
    """What libpq connects with, and what is known of the password.

    Attributes:
        parameters: The parameters of libpq.
        is_wrong: Whether the server refused the last password.
    """

    def __init__(self, parameters: dict[str, Any], clock: Clock) -> None:
        self.parameters = parameters
        self.is_wrong = False
        self._is_right = False
        self._clock = clock

    def needs_password(self, error: "psycopg.OperationalError") -> bool:
        """Return whether connecting failed because the password is missing or wrong."""
        if error.pgconn is None:
            return False
        self.is_wrong = error.pgconn.used_password and self._has_wrong_password(str(error))
        return self.is_wrong or error.pgconn.needs_password

    def has_another(self, error: "psycopg.OperationalError") -> bool:
        """Take the password from this computer's keyring; return whether it has one to try."""
        if "password" in self.parameters:
            return False
        password = stored_password(error)
        if password is None:
            return False
        self.parameters["password"] = password
        return True

    def _has_wrong_password(self, message: str) -> bool:
        is_wrong = is_wrong_password(message)
        if is_wrong is not None:
            return is_wrong
        if not self._is_right:
            self._is_right = not self._sounds_like_wrong_password(message)
        return not self._is_right

    def _sounds_like_wrong_password(self, message: str) -> bool:
        """Return whether the server says the same about a password that is certainly wrong."""
        import psycopg

        wrong = {**self.parameters, "password": self._clock.random(_RANDOM_BYTES).hex()}
        try:
            psycopg.connect(**wrong).close()
        except psycopg.OperationalError as error:
            return of_server(str(error)) == of_server(message)
        return False


def stored_password(error: "psycopg.OperationalError") -> str | None:
    """Return the password that the keyring of this computer has for a server, or None.

    Args:
        error: How connecting to the server failed.
    """
    if find_spec("keyring") is None or error.pgconn is None:
        return None
    import keyring
    from keyring.errors import KeyringError

    user, host = error.pgconn.user.decode(), error.pgconn.host.decode()
    # A socket is a file of this computer.
    if not host or host.startswith(("/", "@")):
        host = "localhost"
    try:
        password: str | None = keyring.get_password("coachlog", f"{user}@{host}")
    except KeyringError:
        return None  # it is locked, or the computer has none
    return password
