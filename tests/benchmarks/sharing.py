"""Print what sharing through a folder costs: joining a large one, an idle sync, and `log`.

    python tests/benchmarks/sharing.py                    500 devices with 100,000 revisions
    python tests/benchmarks/sharing.py --devices 50       a tenth of it

A device has 20 segments of 10 revisions each, all of one team. Whatever is measured is a whole
process. B is a Typer app of one empty command, measured in turns with `sync`. The table is
Markdown. It is a report, not a test, but the exit code is 1 when a command failed.
"""

import argparse
import itertools
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from bench import Bench
from measure import Command, Runs, run_in_turns, run_once
from run import WORDS, B

TEAM = "permits"
SEGMENTS = 20  # of each device
REVISIONS = 10  # in each segment
PRIVATE_TOO = 1.1  # entries in the log, for each one that is shared
ROUNDS = 8
# Until what a command has started in the background is at its end.
PAUSE = "2"


def main() -> int:
    """Measure, print the table, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--devices", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="of the quick commands")
    parser.add_argument("--joins", type=int, default=2, help="how often the folder is joined")
    parser.add_argument("--python", help="the Python that has coachlog installed")
    parser.add_argument("--make", nargs=2, metavar=("LOG", "FOLDER"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.make:
        make_folder(*map(Path, options.make), devices=options.devices)
        return 0
    bench = Bench(options.python)
    try:
        return measure(bench, options)
    finally:
        bench.close()


def measure(bench: Bench, options: argparse.Namespace) -> int:
    """Print the table, and return the exit code."""
    count = options.devices * SEGMENTS * REVISIONS
    folder = bench.folder / "shared"
    corpus = bench.corpus("log", round(count * PRIVATE_TOO))
    arguments = [bench.python, str(Path(__file__)), "--make", str(corpus), str(folder)]
    arguments.append(f"--devices={options.devices}")
    run_once(Command(arguments, bench.environment()))
    print(
        f"{options.devices} devices, {options.devices * SEGMENTS:,} segments, {count:,} revisions\n"
    )
    print("| what | best | median | processor | ratio |")
    print("| --- | ---: | ---: | ---: | ---: |")
    runs = measure_join(bench, folder, options.joins)
    with closing(sqlite3.connect(bench.folder / "log.db")) as db:
        (taken,) = db.execute("SELECT count(*) FROM entry").fetchone()
    if taken != count:
        raise SystemExit(f"{taken:,} entries were taken instead of {count:,}")
    runs |= measure_idle(bench, options.rounds)
    runs |= measure_log(bench, options.rounds)
    failed = [name for name, each in runs.items() if each.error is not None]
    return int(bool(failed))


def measure_join(bench: Bench, folder: Path, rounds: int) -> dict[str, Runs]:
    """Measure how long a new log takes to join the folder and take everything."""
    log = bench.folder / "log.db"
    program = bench.bin / "coachlog"
    script = f"rm -f {log} && {program} sync --folder {folder} --team {TEAM} && exec {program} sync"
    join = Command(["sh", "-c", script], bench.environment(COACHLOG_DB=str(log)))
    runs = run_in_turns({"join and first sync": join}, rounds)
    print_rows(runs)
    return runs


def measure_idle(bench: Bench, rounds: int) -> dict[str, Runs]:
    """Measure a sync with nothing to do, against B."""
    commands = {
        "B, an empty Typer command": Command([bench.python, "-c", B], bench.environment()),
        "idle sync": bench.coachlog(bench.folder / "log.db", "sync"),
    }
    runs = run_in_turns(commands, rounds)
    print_rows(runs)
    return runs


def measure_log(bench: Bench, rounds: int) -> dict[str, Runs]:
    """Measure `log` on two logs, of which one syncs in the background."""
    log = bench.folder / "log.db"
    # The copy never syncs: two logs with the id of one device would send everything again.
    copy = bench.folder / "copy.db"
    shutil.copyfile(log, copy)
    copy.chmod(0o600)
    run_once(bench.coachlog(log, "config", "set", "auto-sync", "yes"))
    commands = {
        "log, without auto-sync": bench.coachlog(copy, "log", f"@{TEAM}", "+fees", *WORDS),
        "log, with auto-sync": bench.coachlog(log, "log", f"@{TEAM}", "+fees", *WORDS),
        "pause": Command(["sleep", PAUSE], bench.environment()),
    }
    runs = run_in_turns(commands, rounds)
    del runs["pause"]
    print_rows(runs)
    return runs


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


def make_folder(log: Path, folder: Path, devices: int) -> None:
    """Make a shared folder of the entries in a log, as if many devices had sent them.

    Args:
        log: A log of enough entries.
        folder: A folder that does not exist yet.
        devices: How many.
    """
    from coachlog.clock import system_clock
    from coachlog.exchange.folder_shelf import FolderShelf
    from coachlog.exchange.segments import encode
    from coachlog.exchange.team_folders import team_folder

    FolderShelf.create(str(folder), system_clock())
    target = folder / team_folder(TEAM)
    target.mkdir()
    revisions = shared_revisions(log)
    for number in range(devices):
        device = f"{number:012x}"
        for seq in range(1, SEGMENTS + 1):
            part = []
            for revision in itertools.islice(revisions, REVISIONS):
                part.append(revision._replace(device=device))
            name, data = encode(
                device=device,
                seq=seq,
                team=TEAM,
                revisions=part,
            )
            (target / name).write_bytes(data)


def shared_revisions(log: Path):
    """Yield the revisions of a log that others may have, by those whom they are about."""
    from coachlog.domain.merging import Revision
    from coachlog.storage.patch_json import read_patch

    with closing(sqlite3.connect(f"file:{log}?mode=ro", uri=True)) as db:
        rows = db.execute(
            "SELECT id, record, tbl, hlc, device, author, patch FROM revision"
            " WHERE tbl = 'entry' ORDER BY number"
        )
        for row in rows:
            revision = Revision(*row[:-1], read_patch(row[-1]))
            patch = revision.patch
            if patch.get("share") != "private":
                patch.pop("learner", None)
                patch["team"] = TEAM
                yield revision._replace(author=patch["trainer"])


if __name__ == "__main__":
    sys.exit(main())
