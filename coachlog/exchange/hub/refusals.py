"""What a server says when it takes no connection, and whether that is worth another try."""

PATIENCE = 30.0  # seconds in which a server that is busy or starting is tried again
# The language of the server's messages is its own; others are tried again for a moment only.
SHORT_PATIENCE = 2.0
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


def needs_password(message: str) -> bool:
    """Return whether a server wants a password, or another one."""
    return "password" in message


def patience(message: str) -> float:
    """Return for how many seconds it is worth trying again after a message of the server."""
    if any(part in message for part in FOR_A_MOMENT):
        return PATIENCE
    if any(part in message for part in NOT_AT_ALL):
        return 0.0
    return SHORT_PATIENCE


def last_line(message: str) -> str:
    """Return what a server says at the end of a message with one line for each of its addresses."""
    lines = [line for line in message.strip().split("\n") if not line.startswith("\t")]
    # It begins with a part of psycopg's own that says the same once more.
    line = lines[-1].removeprefix("connection failed: ").removeprefix("connection is bad: ")
    return line.rstrip(".")
