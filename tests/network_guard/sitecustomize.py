"""Make any attempt to reach another machine fail, in the process that imports this module.

Python imports a module of this name by itself when it starts. The tests put this folder on
PYTHONPATH, so that the guard holds in every Python process that a test starts, too. It imports
nothing but `sys`: tests of what a command loads would not see what is loaded here already.
"""

import sys

LOOKUPS = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}
SENDS = {"socket.connect", "socket.sendto", "socket.sendmsg"}


def refuse_network(event: str, arguments: tuple[object, ...]) -> None:
    """Refuse to look up a name and to send to an address of the internet."""
    # https://docs.python.org/3/library/audit_events.html. The address of a local socket is a path.
    sends = event in SENDS and isinstance(arguments[1], tuple)
    if sends or event in LOOKUPS:
        raise AssertionError("a test tried to reach the network")


sys.addaudithook(refuse_network)
