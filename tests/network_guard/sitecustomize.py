"""Make any attempt to reach another machine fail, in the process that imports this module.

Python imports a module of this name by itself when it starts. The tests put this folder on
PYTHONPATH, so that the guard holds in every Python process that a test starts, too. It imports
nothing but `sys`: tests of what a command loads would not see what is loaded here already.
"""

import sys

LOOKUPS = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}
SENDS = {"socket.connect", "socket.sendto", "socket.sendmsg"}
THIS_COMPUTER = "127.0.0.1"  # its own server is what `serve` starts


def refuse_network(event: str, arguments: tuple[object, ...]) -> None:
    """Refuse to look up a name and to send to an address of another computer."""
    # https://docs.python.org/3/library/audit_events.html. The address of a local socket is a path.
    host: object = THIS_COMPUTER
    if event in LOOKUPS:
        host = arguments[0]
    elif event in SENDS and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    if host != THIS_COMPUTER:
        raise AssertionError("a test tried to reach the network")


sys.addaudithook(refuse_network)
