"""A time limit for a server that hangs: libpq itself waits for an answer for ever."""

import socket
from contextlib import suppress
from threading import Timer


class Deadline:
    """Cuts a connection that is still in use after some seconds.

    Attributes:
        is_over: Whether that has happened.
    """

    def __init__(self, number: int, seconds: float) -> None:
        """Let the time begin.

        Args:
            number: The file descriptor of the connection.
            seconds: How many.
        """
        self.is_over = False
        self._number = number
        self._timer = Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> "Deadline":
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def _cut(self) -> None:
        self.is_over = True
        connection = socket.socket(fileno=self._number)
        # libpq sees what it sees when a server goes away, and gives up.
        with suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)
        connection.detach()
