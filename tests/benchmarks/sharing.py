"""Print what sharing costs: joining a large shelf, an idle sync, `log`, sending and taking much.

    python tests/benchmarks/sharing.py                    500 devices with 100,000 revisions
    python tests/benchmarks/sharing.py --devices 50       a tenth of it
    python tests/benchmarks/sharing.py --road hub         a PostgreSQL instead of a folder

A device has 20 segments of 10 revisions each, all of one team; "push" and "pull" are of as many
revisions in few segments. Whatever is measured is a whole process, and its processor time that of
coachlog, without the server's. B is a Typer app of one empty command, measured in turns with
`sync`. The table is Markdown. It is a report, not a test, but the exit code is 1 when a command
failed.
"""

import argparse
import csv
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from shlex import quote

from bench import Bench
from measure import Command, Runs, run_in_turns, run_once
from roads import REVISIONS, SEGMENTS, TEAM, FolderRoad, HubRoad, make_shelf
from run import WORDS, B

READER = "robin"  # as in bench.py
OTHER_READER = "kim"
PRIVATE_TOO = 1.1  # entries in the log, for each one that is shared
ROUNDS = 8
# Until what a command has started in the background is at its end.
PAUSE = "2"


def main() -> int:
    """Measure, print the table, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--road", choices=("folder", "hub"), default="folder")
    parser.add_argument("--devices", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="of the quick commands")
    parser.add_argument("--joins", type=int, default=2, help="how often much is exchanged")
    parser.add_argument("--python", help="the Python that has coachlog[hub] installed")
    parser.add_argument("--make", nargs=2, metavar=("LOCATION", "LOG"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.make:
        location, log = options.make
        make_shelf(location, Path(log), options.devices, [READER, OTHER_READER])
        return 0
    bench = Bench(options.python)
    road: FolderRoad | HubRoad = FolderRoad(bench)
    if options.road == "hub":
        road = HubRoad()
    try:
        return Sharing(bench, road, options).measure()
    finally:
        road.close()
        bench.close()


class Sharing:
    """What is measured over one road."""

    def __init__(self, bench: Bench, road, options: argparse.Namespace) -> None:
        self._bench = bench
        self._road = road
        self._options = options
        self._count = options.devices * SEGMENTS * REVISIONS
        self._corpus = bench.corpus("log", round(self._count * PRIVATE_TOO))
        self._log = bench.folder / "log.db"

    def measure(self) -> int:
        """Print the table, and return the exit code."""
        devices = self._options.devices
        print(f"{devices} devices, {devices * SEGMENTS:,} segments, {self._count:,} revisions\n")
        print("| what | best | median | processor | ratio |")
        print("| --- | ---: | ---: | ---: | ---: |")
        runs = self._measure_join()
        runs |= self._measure_idle()
        runs |= self._measure_log()
        runs |= self._measure_push_and_pull()
        failed = [name for name, each in runs.items() if each.error is not None]
        return int(bool(failed))

    def _make(self, location: str, devices: int) -> Command:
        """Return the command that makes a shelf."""
        arguments = [self._bench.python, __file__, "--make", location, str(self._corpus)]
        return Command([*arguments, f"--devices={devices}"], self._bench.environment())

    def _joining(self, log: Path, location: str, reader: str) -> Command:
        """Return the command with which a new log joins a shelf."""
        options = self._road.options(location, reader)
        return self._bench.coachlog(log, "sync", *options, LOGNAME=reader)

    def _measure_join(self) -> dict[str, Runs]:
        """Measure how long a new log takes to join the shelf and take everything."""
        location = self._road.location("shared")
        run_once(self._make(location, self._options.devices))
        join = self._joining(self._log, location, READER)
        words = " ".join(map(quote, join.arguments))
        script = f"rm -f {self._log} && {words} && exec {self._bench.bin}/coachlog sync"
        join = join._replace(arguments=["sh", "-c", script])
        runs = run_in_turns({"join and first sync": join}, self._options.joins)
        print_rows(runs)
        check_entries(self._log, self._count)
        return runs

    def _measure_idle(self) -> dict[str, Runs]:
        """Measure a sync with nothing to do, against B."""
        commands = {
            "B, an empty Typer command": Command(
                [self._bench.python, "-c", B], self._bench.environment()
            ),
            "idle sync": self._bench.coachlog(self._log, "sync"),
        }
        runs = run_in_turns(commands, self._options.rounds)
        print_rows(runs)
        return runs

    def _measure_log(self) -> dict[str, Runs]:
        """Measure `log` on two logs, of which one syncs in the background."""
        bench = self._bench
        # The copy never syncs: two logs with the id of one device would send everything again.
        copy = bench.folder / "copy.db"
        shutil.copyfile(self._log, copy)
        copy.chmod(0o600)
        run_once(bench.coachlog(self._log, "config", "set", "auto-sync", "yes"))
        commands = {
            "log, without auto-sync": bench.coachlog(copy, "log", f"@{TEAM}", "+fees", *WORDS),
            "log, with auto-sync": bench.coachlog(self._log, "log", f"@{TEAM}", "+fees", *WORDS),
            "pause": Command(["sleep", PAUSE], bench.environment()),
        }
        runs = run_in_turns(commands, self._options.rounds)
        del runs["pause"]
        print_rows(runs)
        return runs

    def _measure_push_and_pull(self) -> dict[str, Runs]:
        """Measure how long it takes to send much that is one's own, and to take it elsewhere."""
        own, copy, other = (self._bench.folder / name for name in ("own.db", "push.db", "pull.db"))
        self._make_own_log(own)
        location = self._road.location("empty")
        commands = {
            "empty shelf": self._make(location, devices=0),
            "copy": Command(["cp", "-p", str(own), str(copy)], self._bench.environment()),
            "join": self._joining(copy, location, READER),
            "push": self._bench.coachlog(copy, "sync"),
            "new log": Command(["rm", "-f", str(other)], self._bench.environment()),
            "other join": self._joining(other, location, OTHER_READER),
            "pull": self._bench.coachlog(other, "sync", LOGNAME=OTHER_READER),
        }
        runs = run_in_turns(commands, self._options.joins)
        print_rows({name: runs[name] for name in ("push", "pull")})
        check_entries(other, self._count)
        for name in ("push", "pull"):
            print(f"{name}: {self._count / runs[name].best:,.0f} revisions a second")
        return runs

    def _make_own_log(self, log: Path) -> None:
        """Make a log of as many entries, all of them the reader's."""
        table = self._bench.folder / "own.csv"
        with closing(sqlite3.connect(self._corpus)) as db, table.open("w", newline="") as file:
            rows = db.execute(
                "SELECT ? AS team, kind, happened, expected, lesson FROM entry LIMIT ?",
                (TEAM, self._count),
            )
            writer = csv.writer(file)
            writer.writerow([column for column, *_ in rows.description])
            writer.writerows(rows)
        run_once(self._bench.coachlog(log, "import", str(table)))


def check_entries(log: Path, count: int) -> None:
    """Look whether everything has come.

    Raises:
        SystemExit: It has not.
    """
    with closing(sqlite3.connect(log)) as db:
        (taken,) = db.execute("SELECT count(*) FROM entry").fetchone()
    if taken != count:
        raise SystemExit(f"{taken:,} entries were taken instead of {count:,}")


def print_rows(runs: dict[str, Runs]) -> None:
    """Print a row for each command; the ratio is to the first one."""
    first = next(iter(runs.values()))
    for name, each in runs.items():
        if each.error is not None or first.error is not None:
            print(f"| {name} | {each.error} | | | |")
            continue
        cells = [name]
        for seconds in (each.best, each.median, each.processor_time):
            cells.append(f"{seconds * 1000:,.0f} ms")
        cells.append(f"{each.best / first.best:.2f}")
        print(f"| {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    sys.exit(main())
