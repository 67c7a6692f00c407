"""How libpq reads the address of a hub, and how safe the way there has to be.

libpq takes a password from its password file, a service file or the environment.
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from coachlog.domain.hub_address import EXAMPLE, check_address
from coachlog.errors import AsUsageError, UsageError

LOOPBACK = ("localhost", "::1")
OWN_ROOTS = "~/.postgresql/root.crt"  # where libpq looks for certificates by itself


def parse_address(address: str) -> dict[str, Any]:
    """Return the parameters of libpq that an address names.

    Raises:
        UsageError: It is not an address, or has a password, which is not repeated.
    """
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    with AsUsageError():
        check_address(address)
    try:
        return conninfo_to_dict(address)
    except (ProgrammingError, UnicodeError):
        # What libpq says of it may have the password.
        message = f"that address cannot be read. One looks like this:  {EXAMPLE}"
        raise UsageError(message) from None


def with_login(address: str, login: str) -> str:
    """Return an address with another login in it."""
    scheme, _, rest = address.partition("://")
    # A slash or a question mark before the sign belongs to what follows the host.
    host = rest
    beginning, sign, end = rest.partition("@")
    if sign and not {"/", "?"} & set(beginning):
        host = end
    return f"{scheme}://{quote(login, safe='')}@{host}"


def with_security(parameters: dict[str, Any]) -> dict[str, Any]:
    """Return parameters of libpq with which a server elsewhere has to prove who it is.

    What the address, a service file or the environment says about it counts for more.

    Args:
        parameters: The parameters in the address.
    """
    known = {**_environment(), **_service(parameters), **parameters}
    if "sslmode" in known or _is_on_this_computer(known):
        return parameters
    secure = {**parameters, "sslmode": "verify-full"}
    if "sslrootcert" not in known and not Path(OWN_ROOTS).expanduser().exists():
        secure["sslrootcert"] = "system"
    return secure


def _environment() -> dict[str, str]:
    """Return the parameters that environment variables set, of those that matter here."""
    variables = {"host": "PGHOST", "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT"}
    return {name: os.environ[key] for name, key in variables.items() if key in os.environ}


def _service(parameters: dict[str, Any]) -> dict[str, str]:
    """Return the parameters of the service that is named, as libpq reads them from its files."""
    name = parameters.get("service") or os.environ.get("PGSERVICE")
    if not name:
        return {}
    # Few have a service, and nobody else loads this.
    from configparser import ConfigParser, Error

    folder = os.environ.get("PGSYSCONFDIR", "/etc/postgresql-common")
    own = os.environ.get("PGSERVICEFILE", "~/.pg_service.conf")
    paths = [Path(folder, "pg_service.conf"), Path(own).expanduser()]
    services = ConfigParser(interpolation=None, strict=False)
    with suppress(Error, OSError):
        services.read(paths)
    return dict(services[name]) if services.has_section(name) else {}


def _is_on_this_computer(parameters: dict[str, Any]) -> bool:
    """Return whether every server that is meant is reached through a socket or the loopback."""
    hosts = parameters.get("hostaddr") or parameters.get("host") or ""
    return all(map(_is_local, hosts.split(",")))


def _is_local(host: str) -> bool:
    is_socket = not host or host.startswith(("/", "@"))
    return is_socket or host in LOOPBACK or host.startswith("127.")
