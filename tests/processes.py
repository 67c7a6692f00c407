"""What another process is doing: a test waits for that, and never for a guessed time."""

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

LIMIT = 120  # seconds, after which a test fails instead of hanging

needs_proc = pytest.mark.skipif(
    not Path("/proc/self/fd").exists(), reason="only /proc tells what another process does"
)


def wait_until(condition: Callable[[], bool]) -> None:
    """Wait until a condition holds.

    Raises:
        AssertionError: it did not within two minutes.
    """
    end = time.monotonic() + LIMIT
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


def has_open(pid: int, path: Path) -> bool:
    """Return whether a process has opened a file."""
    for number in Path(f"/proc/{pid}/fd").iterdir():
        # A descriptor that is closed meanwhile leads nowhere.
        with suppress(FileNotFoundError):
            if number.readlink() == path.resolve():
                return True
    return False


def is_asleep(pid: int) -> bool:
    """Return whether a process waits for a lock, a pipe or a key, rather than runs or reads."""
    # Its name stands in parentheses and may hold any character: proc_pid_stat(5).
    state = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0]
    return state == "S"


def wait_until_locked_out(pid: int, path: Path) -> None:
    """Wait until a process has opened a log that somebody else has locked, and waits for it."""
    wait_until(lambda: has_open(pid, path) and is_asleep(pid))
