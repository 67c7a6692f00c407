"""What a server says when it takes no connection, and whether that is worth another try.

libpq tells only in words why, and a server speaks the language that it was set up in. libpq itself
speaks English here.
"""

from collections.abc import Collection

PATIENCE = 60.0  # seconds in which a server that is busy or starting is tried again
SHORT_PATIENCE = 2.0  # where it is not clear whether that helps
FOR_A_MOMENT = (
    "too many",
    "connection slots",
    "starting up",
    "not yet accepting",
    "recovery",
    "shutting down",
)
NOT_AT_ALL = (
    "password",
    "authentication",
    "certificate",
    "role",
    "database",
    "pg_hba",
    "resolve",
    "timeout",
)
_SEVERITY_END = ":  "  # libpq writes it between what the server calls the severity and its message


def is_wrong_password(message: str) -> bool | None:
    """Return whether a server refused the password; None if its language is not known."""
    if "password authentication failed" in message:
        return True
    if any(part in message for part in FOR_A_MOMENT + NOT_AT_ALL) or not of_server(message):
        return False
    return None


def patience(message: str, names: Collection[str]) -> float:
    """Return for how many seconds it is worth trying again.

    Args:
        message: The message of libpq.
        names: The login and the database.
    """
    if any(part in message for part in FOR_A_MOMENT):
        return PATIENCE
    if any(part in message for part in NOT_AT_ALL):
        return 0.0
    reasons = of_server(message)
    # In another language. A reason that stays, such as a missing login, names it in all of them.
    if reasons and not any(name in reason for name in names for reason in reasons):
        return PATIENCE
    return SHORT_PATIENCE


def of_server(message: str) -> list[str]:
    """Return what the server itself says in a message, for each of its addresses."""
    reasons = []
    for line in message.split("\n"):
        _, sign, reason = line.partition(_SEVERITY_END)
        if sign:
            reasons.append(reason)
    return reasons


def last_line(message: str) -> str:
    """Return what a server says at the end of a message with one line for each of its addresses."""
    lines = [line for line in message.strip().split("\n") if not line.startswith("\t")]
    # It begins with a part of psycopg's own that says the same once more.
    line = lines[-1].removeprefix("connection failed: ").removeprefix("connection is bad: ")
    return line.rstrip(".")
