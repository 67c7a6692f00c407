"""Let many people share while everything goes wrong, and count what is lost.

    python -m tests.benchmarks.chaos                        20 people, a folder, for two minutes
    python -m tests.benchmarks.chaos --road hub             the same with a hub
    python -m tests.benchmarks.chaos --clients 4 --seconds 8

Their processes are killed at any moment, disks are full, and clocks jump by two days. The segments
in a folder are truncated, duplicated, renamed, hidden, delayed and brought back, and the folder is
away for moments. The server of a hub is killed, hangs, and ends connections; its tables are locked,
away, emptied in part, and restored from older backups; people are shut out for moments.
Then everything is put right, and all sync until nothing changes. The exit code is 1 if an
acknowledged write is lost, a withdrawn word is anywhere but with its writer, two logs differ, or
`doctor` finds anything.
"""

import argparse
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from tests.sharing.chaos import Chaos
from tests.sharing.folder_road import FolderRoad
from tests.sharing.hub_road import HubRoad

ROADS = {"folder": FolderRoad, "hub": HubRoad}
MOST_PRINTED = 20


def main() -> int:
    """Let it rage, print the figures, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--road", choices=list(ROADS), default="folder")
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=120.0, help="of writing")
    parser.add_argument("--kills", type=float, default=5.0, help="a second, of all processes")
    parser.add_argument("--harms", type=float, default=8.0, help="a second, done to the road")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--lose", action="store_true", help="a third of all segments at the end")
    parser.add_argument("--keep", type=Path, help="an empty folder in which the files stay")
    arguments = parser.parse_args()
    begin = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        folder = arguments.keep or Path(name)
        with closing(ROADS[arguments.road](folder, arguments.seed)) as road:
            chaos = Chaos(folder, road, arguments.clients, arguments.seed)
            chaos.begin()
            chaos.rage(arguments.seconds, kills=arguments.kills, harms=arguments.harms)
            settled = time.monotonic()
            verdict = chaos.settle(lose=arguments.lose)
            harm = road.counts()
    problems = [*chaos.problems, *verdict.problems, *verdict.lost]
    for problem in problems[:MOST_PRINTED]:
        print(problem)
    print(
        f"{arguments.clients} people, killed {chaos.kills} times, {chaos.jumps} with a clock ahead"
    )
    print(", ".join(f"{trouble} {count}" for trouble, count in harm.items()))
    print(
        f"{verdict.acknowledged:,} acknowledged writes, {len(verdict.lost)} lost;"
        f" {len(verdict.withdrawn)} entries withdrawn; {len(problems)} problems"
    )
    seconds = time.monotonic() - settled
    print(f"all equal after {chaos.rounds} rounds, {seconds:.0f} s")
    print(f"{time.monotonic() - begin:.0f} seconds")
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main())
