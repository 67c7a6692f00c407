"""Let a whole department sync at nine o'clock, and print how long people wait.

    python -m tests.benchmarks.nine_o_clock                    500 people within a minute
    python -m tests.benchmarks.nine_o_clock --within 0         all of them at once

One server with 100 connections, as PostgreSQL has by default. Each person has a log with a new
entry, and does in a thread what `coachlog sync` does. The exit code is 1 if somebody did not come
through, or something is missing on the hub.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from random import Random  # noqa: TID251 - people come at the same times in each run
from typing import NamedTuple

from coachlog.clock import FixedClock
from coachlog.services import sync as service
from coachlog.services import sync_join
from coachlog.storage.file.open import open_log
from tests.hub_server import Hub, HubServer
from tests.services.computers import Computer


class Visit(NamedTuple):
    """How long a sync took, and why nothing was exchanged; an empty text if all is well."""

    seconds: float
    trouble: str


class Person:
    """Somebody with a log of their own."""

    def __init__(self, hub: Hub, folder: Path, number: int) -> None:
        self._name = f"person-{number}"
        self._path = str(folder / f"{self._name}.db")
        self._number = number
        self._address = hub.address(self._name)
        hub.invite(self._name, "permits")
        hub.close()  # or the invitations alone would take all connections

    def prepare(self) -> None:
        """Make the log, join the hub and record something."""
        computer = Computer(self._path, self._name, self._number)
        with closing(computer.log):
            sync_join.join(computer.log, self._address, ["permits"])
            computer.add(f"Seen by {self._name}")
        self._at = computer.clock.at

    def come(self, after: float) -> Visit:
        """Sync after some seconds."""
        time.sleep(after)
        begin = time.monotonic()
        clock = FixedClock(self._at, seed=self._number + 1_000_000)
        log = open_log(self._path, clock, default=False, create=False)
        log.reader = log.login = self._name
        log.disable_fsync()
        with closing(log):
            synced = service.sync(log)
        return Visit(time.monotonic() - begin, " ".join(synced.away))


def main() -> int:
    """Run it, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--within", type=float, default=60.0, help="seconds in which they come")
    options = parser.parse_args()
    server = HubServer()
    try:
        with tempfile.TemporaryDirectory() as folder:
            return let_come(server, Path(folder), options.people, options.within)
    finally:
        server.close()


def let_come(server: HubServer, folder: Path, people: int, within: float) -> int:
    """Let people come, print what became of them, and return the exit code."""
    hub = Hub(server)
    persons = [Person(hub, folder, number) for number in range(people)]
    for person in persons:
        person.prepare()
    print(f"{people} people come within {within:.0f} seconds", flush=True)
    before = len(server.log())
    moments = Random(0)
    begin = time.monotonic()
    with ThreadPoolExecutor(people) as pool:
        visits = list(pool.map(lambda person: person.come(moments.uniform(0, within)), persons))
    elapsed = time.monotonic() - begin
    refused = server.log()[before:].count("FATAL:  ")
    ((sent,),) = hub.run("SELECT count(*) FROM coachlog.segment")
    hub.close()
    print(f"all are done after {elapsed:.0f} s; the server refused {refused:,} tries")
    return report(visits, sent)


def report(visits: Sequence[Visit], sent: int) -> int:
    """Print how long people waited, and return the exit code."""
    seconds = sorted(visit.seconds for visit in visits)
    tenth = len(seconds) // 10
    print(f"a sync took {statistics.median(seconds):.1f} s, the slowest tenth", end=" ")
    print(f"{seconds[-1 - tenth]:.1f} s and more, the slowest {seconds[-1]:.1f} s")
    troubles = [visit.trouble for visit in visits if visit.trouble]
    print(f"{len(troubles)} did not come through; {sent} of {len(visits)} segments are there")
    for trouble in troubles[:3]:
        print(trouble)
    return int(bool(troubles) or sent != len(visits))


if __name__ == "__main__":
    sys.exit(main())
