"""Starting an exchange with others that nobody waits for.

It is on the path of `log` for those who share automatically. So a process is started with the
least that a system offers: `subprocess` takes longer to load than an entry to be recorded.
"""

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def sync_command(log_path: str, given_name: str | None) -> list[str]:
    """Return the command that exchanges the changes of a log, without the current folder's code.

    Args:
        log_path: the path of the log.
        given_name: the name that the user acts as, if one was given.
    """
    arguments = [os.path.abspath(log_path)]
    if given_name:
        arguments.append(given_name)
    return [sys.executable, "-P", "-m", "coachlog.cli.background_sync", *arguments]


def start_sync(log_path: str, given_name: str | None) -> None:
    """Start an exchange that outlives this process and its terminal, and says nothing.

    Where it cannot be started, the next one exchanges the same.

    Args:
        log_path: the path of the log.
        given_name: the name that the user acts as, if one was given.
    """
    command = sync_command(log_path, given_name)
    try:
        if hasattr(os, "posix_spawn"):
            _spawn(command)
        else:
            _start_detached(command)
    except OSError:
        return


def _spawn(command: list[str]) -> None:
    streams: list[Any] = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
        (os.POSIX_SPAWN_DUP2, 1, 2),
    ]
    try:
        # A session of its own: a closed terminal does not end it.
        os.posix_spawn(command[0], command, os.environ, file_actions=streams, setsid=True)
    except NotImplementedError:
        # A system without `setsid` here: a group of its own at least has no Ctrl-C of the terminal.
        os.posix_spawn(command[0], command, os.environ, file_actions=streams, setpgroup=0)


def _start_detached(command: list[str]) -> None:
    import subprocess

    subprocess.Popen(  # noqa: S603 - this program, and no shell
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "DETACHED_PROCESS", 0),
    )
