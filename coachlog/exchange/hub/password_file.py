"""The password file of libpq, in which every program for PostgreSQL looks for a password.

https://www.postgresql.org/docs/current/libpq-pgpass.html
"""

import os
import tempfile
from pathlib import Path

from coachlog.exchange.hub.address import parse_address

# The parts of a line before the password: variables that set them, and what libpq takes without.
PARTS = {
    "host": ("PGHOST", "localhost"),
    "port": ("PGPORT", "5432"),
    "dbname": ("PGDATABASE", "*"),
    "user": ("PGUSER", "*"),
}


def password_file() -> Path:
    """Return where the file is, or is to be."""
    if "PGPASSFILE" in os.environ:
        return Path(os.environ["PGPASSFILE"])
    if os.name == "nt":
        return Path(os.environ["APPDATA"], "postgresql", "pgpass.conf")
    return Path("~/.pgpass").expanduser()


def keep_password(address: str, password: str) -> Path:
    """Write the password of an address into the file, and return where that is.

    Args:
        address: the address of a hub.
        password: its password, which takes the place of an older one.

    Raises:
        OSError: the file cannot be written.
    """
    beginning = _beginning_for(address)
    path = password_file()
    lines = []
    if path.exists():
        lines = path.read_text("utf-8").splitlines()
    others = [line for line in lines if not line.startswith(beginning)]
    # The first line that fits counts, and one before may have stars in it.
    text = "\n".join([f"{beginning}{_escaped(password)}", *others, ""])
    path.parent.mkdir(parents=True, exist_ok=True)
    # Only its owner may ever read it; libpq passes over a file that others can.
    descriptor, temporary = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    Path(temporary).replace(path)
    return path


def _beginning_for(address: str) -> str:
    """Return what stands before the password in the line for an address."""
    parameters = parse_address(address)
    values = {}
    for name, (variable, default) in PARTS.items():
        values[name] = str(parameters.get(name) or os.environ.get(variable) or default)
    return "".join(f"{_escaped(value)}:" for value in values.values())


def _escaped(part: str) -> str:
    if part == "*":
        return part
    return part.replace("\\", "\\\\").replace(":", "\\:")
