"""For how long something has been going on, while nobody knows how much is left."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

TICK = 1  # seconds after which work is said to be going on


@contextmanager
def with_clock(work: str) -> Iterator[None]:
    """Show on stderr for how long something has been going on, if it takes more than a moment.

    It is for work that SQLite does in one go, so that nobody knows how much is left. The line is
    left out if stderr is not a terminal, and disappears when the work is done.

    Args:
        work: what is being done: `Backing up`.
    """
    if not sys.stderr.isatty():
        yield
        return
    is_done = Event()

    def tick() -> None:
        seconds = 0
        while not is_done.wait(TICK):
            seconds += TICK
            sys.stderr.write(f"\r{work} … {seconds} s")
            sys.stderr.flush()
        if seconds:
            sys.stderr.write(f"\r{' ' * len(f'{work} … {seconds} s')}\r")

    ticking = Thread(target=tick, daemon=True)
    ticking.start()
    try:
        yield
    finally:
        is_done.set()
        ticking.join()
