"""The password of a hub: asked for once, and kept where every program for PostgreSQL looks."""

from collections.abc import Callable
from getpass import getpass
from typing import TypeVar

from coachlog.cli.ask.prompts import can_ask
from coachlog.cli.messages import say
from coachlog.errors import InterruptedByUserError
from coachlog.exchange.hub.connection import PasswordNeededError
from coachlog.exchange.hub.password_file import keep_password, password_file

Result = TypeVar("Result")
MOST_TRIES = 3


def with_password(address: str, call: Callable[[], Result]) -> Result:
    """Call something that needs a hub; where the hub wants a password, ask for it first.

    Args:
        address: The address of the hub.
        call: What is called, again after each password.

    Raises:
        PasswordNeededError: There is no terminal to ask on, or no password was right.
        InterruptedByUserError: Ctrl-C, Ctrl-D or a closed terminal.
    """
    for _ in range(MOST_TRIES):
        try:
            return call()
        except PasswordNeededError as error:
            if not can_ask():
                raise
            say(error.reason)
        try:
            # What is typed at other prompts is printed back if it is lost.
            password = getpass(f"Password, which is kept in {password_file()}: ")
        except (EOFError, KeyboardInterrupt):
            raise InterruptedByUserError("stopped; nothing was changed.") from None
        keep_password(address, password)
    return call()
