"""The user and the key of a record store: from the environment, or typed without being seen.

Never from an argument, which a list of processes and the history of a shell would show; and they
are noted nowhere.
"""

import os
from getpass import getpass

from coachlog.cli.ask.prompts import can_ask
from coachlog.errors import DecisionNeededError, InterruptedByUserError

USER, KEY = "COACHLOG_XAPI_USER", "COACHLOG_XAPI_KEY"


def credentials() -> tuple[str, str]:
    """Return the user and the key.

    Raises:
        DecisionNeededError: One of them is not set, and there is no terminal to ask on.
        InterruptedByUserError: Ctrl-C, Ctrl-D or a closed terminal.
    """
    user = os.environ.get(USER)
    key = os.environ.get(KEY)
    if user and key:
        return user, key
    if not can_ask():
        raise DecisionNeededError(
            f"the record store needs a user and a key. Set {USER} and {KEY}, or run this on a"
            " terminal, where coachlog asks for them."
        )
    try:
        # Some stores call the two key and secret: neither is shown.
        return (
            user or getpass("User, or key: "),
            key or getpass("Password, or secret: "),
        )
    except (EOFError, KeyboardInterrupt):
        raise InterruptedByUserError("stopped; nothing was sent.") from None
