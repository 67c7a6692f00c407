"""Print what coachlog's commands cost, against what nothing can undercut on the same machine.

    python tests/benchmarks/run.py                  100,000 entries, and a tenth for what is flat
    python tests/benchmarks/run.py --also 1000000   and a million (5 minutes and 5 GB at first)
    python tests/benchmarks/run.py --all --rounds 3 every command at 1,000, 100,000 and 1,000,000

P is a bare Python process that opens a SQLite file with the same pragmas, inserts one row and
commits. B is a Typer app of one empty command with the same libraries. Both are measured in the
same run, in turns with the commands. What is measured against P is measured twice: as the pip of
this Python has installed it, and with the start script that a current pip writes, which does not
load `re`. The table is Markdown. It is a report, not a test: nothing fails when it is slow, but the
exit code is 1 when a command failed.
"""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from bench import Bench
from growth import measure_growth
from measure import Command, Runs, run_in_turns, run_once

WORDS = "Showed how to look up the fee waiver before asking the customer for the amount".split()
OPTIONS = ["--team", "permits", "--topic", "fees", "--lesson", "Look it up first"]
SMALLER = 10

P = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], timeout=30, isolation_level=None)
db.execute("PRAGMA synchronous = EXTRA")
db.execute("PRAGMA foreign_keys = ON")
db.execute("PRAGMA secure_delete = ON")
db.execute("BEGIN IMMEDIATE")
db.execute("INSERT INTO entry VALUES (?)", ("Showed how to look up the fee waiver",))
db.execute("COMMIT")
"""
CREATE_BARE_FILE = """
import sqlite3, sys
sqlite3.connect(sys.argv[1]).execute("CREATE TABLE entry (happened)")
"""
B = """
import typer
app = typer.Typer(add_completion=False)
@app.command()
def empty() -> None:
    pass
app()
"""


class Line(NamedTuple):
    """A command of coachlog that the table has a line for.

    Attributes:
        name: its name in the table.
        arguments: what follows `coachlog`.
        aim: what it may cost.
        base: what it is measured against, `P` or `B`.
        at_both_sizes: whether it is measured with the second number of entries too.
        growth: how much longer it may take with more entries.
        is_first: whether it begins without a log, which it makes.
    """

    name: str
    arguments: list[str]
    aim: str = ""
    base: str = "B"
    at_both_sizes: bool = False
    growth: str = ""
    is_first: bool = False


class Tab(NamedTuple):
    """A press of Tab: its name in the table, what is typed, and how many candidates there are."""

    name: str
    typed: str
    candidates: int


LINES = [
    Line(
        name="log, words only",
        arguments=["log", "@permits", "+fees", *WORDS],
        aim="1.25 P",
        base="P",
        at_both_sizes=True,
        growth="10 %",
    ),
    Line(
        name="oops, words only",
        arguments=["oops", "@permits", "+fees", *WORDS],
        aim="1.25 P",
        base="P",
        at_both_sizes=True,
    ),
    Line(
        name="log with options",
        arguments=["log", *OPTIONS, *WORDS],
        aim="0.9 B",
        at_both_sizes=True,
        growth="10 %",
    ),
    Line("log --on yesterday", ["log", "--on", "yesterday", "@permits", *WORDS], aim="1.0 B"),
    Line("log, the first entry", ["log", "@permits", *WORDS], aim="1.2 B", is_first=True),
    Line("week", ["week"], aim="0.5 B", at_both_sizes=True, growth="25 %"),
    Line("search, two words", ["search", "fee", "waiver"], aim="0.5 B"),
    Line("search, two frequent words", ["search", "form", "customer"]),
    Line("list --limit 20", ["list", "--limit", "20"], aim="0.5 B"),
    Line("list @team --limit 20", ["list", "@permits", "--limit", "20"]),
    Line("due", ["due"], aim="0.5 B"),
    Line("show last", ["show", "last"], aim="0.5 B"),
    Line("card fees", ["card", "fees"], aim="0.5 B"),
    Line("news", ["news"], aim="0.5 B"),
    Line("--help", ["--help"], aim="1.2 B"),
    Line("log --help", ["log", "--help"], aim="1.2 B"),
    Line("--version", ["--version"]),
]
# `last` and the 20 newest ids stand after `show`.
TABS = [
    Tab("Tab: commands", typed="li", candidates=1),
    Tab("Tab: options", typed="list --ki", candidates=1),
    Tab("Tab: teams", typed="list @p", candidates=3),
    Tab("Tab: topics", typed="list +re", candidates=3),
    Tab("Tab: ids", typed="show ", candidates=21),
]
TAB_AIM = "0.45 B"
BASH_WORD_BREAKS = " \t\n\"'@><=;|&(:"  # the value of COMP_WORDBREAKS in a new bash


class Table:
    """Prints lines of the table; `failures` counts the commands that failed."""

    def __init__(self) -> None:
        self.failures = 0

    def add(self, name: str, runs: Runs, aim: str = "", base: Runs | None = None, unit: str = ""):
        """Print what the runs of a command cost, and how many times that is what `base` cost."""
        if runs.error is not None or not runs.seconds:
            self.failures += 1
            self.print([name, aim, str(runs.error), "", "", "", ""])
            return
        ratios = ["", ""]
        if base is not None and base.seconds:
            ratios = [
                f"{runs.best / base.best:.2f} {unit}",
                f"{runs.median / base.median:.2f} {unit}",
            ]
        times = [f"{runs.best * 1000:,.1f} ms", f"{runs.median * 1000:,.1f} ms"]
        self.print([name, aim, *ratios, *times, f"{runs.megabytes:.0f} MB"])

    def print(self, cells: list[str]) -> None:
        """Print a line."""
        print(f"| {' | '.join(cells)} |", flush=True)


def main() -> int:
    """Measure and print; return the exit code."""
    options = read_options()
    bench = Bench(options.python)
    table = Table()
    try:
        if options.all:
            return int(measure_growth(bench, options) > 0)
        print(heading(bench, options.entries))
        measure_quick_commands(bench, options, table)
        if options.heavy and options.only in "import":
            measure_import(bench, options, table)
        if options.heavy and options.only in "export":
            measure_export(bench, options, table)
    finally:
        bench.close()
    return int(table.failures > 0)


def read_options() -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--entries", type=int, default=100_000, help="how many are stored (100000)")
    add("--also", type=int, help="a second size, for what is flat (a tenth of --entries)")
    add("--all", action="store_true", help="every command, and what grows with the entries")
    add("--sizes", type=int, nargs="+", help="of --all: how many entries (1000 100000 1000000)")
    add("--rounds", type=int, default=15, help="runs of each quick command (15)")
    add("--heavy", type=int, default=3, help="runs of import and export; 0 leaves them out (3)")
    add("--only", default="", help="only the lines that have these letters in their name")
    add("--python", help="the Python of an environment that has coachlog; otherwise one is made")
    return parser.parse_args()


def heading(bench: Bench, entries: int) -> str:
    """Return the head of the table."""
    done = subprocess.run([bench.python, "-V"], capture_output=True, text=True, check=True)
    version = done.stdout.split()[1]
    return (
        f"{entries:,} entries, Python {version}, {os.cpu_count()} processors\n\n"
        "| what | aim | ratio of the best | of the medians | best | median | peak memory |\n"
        "| --- | --- | ---: | ---: | ---: | ---: | ---: |"
    )


def measure_quick_commands(bench: Bench, options: argparse.Namespace, table: Table) -> None:
    """Measure what a person waits for at a desk, all in turns."""
    lines = [line for line in LINES if options.only in line.name]
    tabs = [tab for tab in TABS if options.only in tab.name]
    other_count = options.also or options.entries // SMALLER
    log = bench.log_of(options.entries)
    other_log = bench.log_of(other_count)
    commands = base_commands(bench)
    for line in lines:
        commands[line.name] = command_of(line, bench, log)
        if line.at_both_sizes:
            commands[other_name(line, other_count)] = bench.coachlog(other_log, *line.arguments)
        if line.base == "P":
            command = bench.started_by_current_pip(commands[line.name])
            commands[current_pip_name(line)] = command
    for tab in tabs:
        commands[tab.name] = press_of(tab, bench, log)
    runs = run_in_turns(commands, options.rounds)
    for tab in tabs:
        check_candidates(tab, commands[tab.name], runs[tab.name])
    table.add("P, bare Python and SQLite", runs["P"])
    table.add("B, an empty Typer command", runs["B"])
    add_quick_lines(lines, tabs, runs, other_count, table)
    for line in lines:
        if line.growth:
            sizes = {options.entries: line.name, other_count: other_name(line, other_count)}
            print_growth(line, {count: runs[sizes[count]] for count in sorted(sizes)}, table)


def add_quick_lines(
    lines: list[Line], tabs: list[Tab], runs: dict[str, Runs], other_count: int, table: Table
) -> None:
    """Add the lines of the quick commands and of the presses of Tab."""
    for line in lines:
        names = [line.name]
        if line.at_both_sizes:
            names.append(other_name(line, other_count))
        if line.base == "P":
            names.append(current_pip_name(line))
        for name in names:
            table.add(name, runs[name], line.aim, base=runs[line.base], unit=line.base)
    for tab in tabs:
        table.add(tab.name, runs[tab.name], TAB_AIM, base=runs["B"], unit="B")


def base_commands(bench: Bench) -> dict[str, Command]:
    """Return P and B, and create the file that P writes to."""
    bare_file = str(bench.folder / "bare.db")
    environment = bench.environment()
    run_once(Command([bench.python, "-c", CREATE_BARE_FILE, bare_file], environment))
    return {
        "P": Command([bench.python, "-c", P, bare_file], environment),
        "B": Command([bench.python, "-c", B], environment),
    }


def other_name(line: Line, count: int) -> str:
    """Return the name of a line that is measured with another number of entries."""
    return f"{line.name}, {count:,} entries"


def current_pip_name(line: Line) -> str:
    """Return the name of a line that is measured with the start script of a current pip, too."""
    return f"{line.name}, start script of a current pip"


def command_of(line: Line, bench: Bench, log: Path) -> Command:
    """Return the command of a line."""
    command = bench.coachlog(log, *line.arguments)
    if not line.is_first:
        return command
    new = str(bench.folder / "first.db")
    return Command(
        arguments=["sh", "-c", 'rm -f "$0" && exec "$@"', new, *command.arguments],
        environment=command.environment | {"COACHLOG_DB": new},
    )


def press_of(tab: Tab, bench: Bench, log: Path) -> Command:
    """Return the command that the script of bash runs at a press of Tab."""
    return bench.coachlog(
        log,
        output=str(bench.folder / tab.name.replace(": ", "-")),
        _COACHLOG_COMPLETE="bash",
        _COACHLOG_LINE=f"coachlog {tab.typed}",
        _COACHLOG_BREAKS=BASH_WORD_BREAKS,
    )


def check_candidates(tab: Tab, command: Command, runs: Runs) -> None:
    """Count a press of Tab as failed if it did not offer what it should.

    Completion hides its errors and always exits with 0, so its output has to be looked at.
    """
    count = len(Path(command.output).read_text(encoding="utf-8").splitlines())
    if count != tab.candidates:
        runs.error = f"{count} candidates instead of {tab.candidates}"


def print_growth(line: Line, runs: dict[int, Runs], table: Table) -> None:
    """Print how much longer a command takes with more entries; `runs` has the smaller log first."""
    small, large = runs.values()
    if not small.seconds or not large.seconds:
        return
    small_count, large_count = runs
    best = f"{(large.best / small.best - 1) * 100:+.0f} %"
    median = f"{(large.median / small.median - 1) * 100:+.0f} %"
    name = f"{line.name}: {large_count:,} against {small_count:,}"
    table.print([name, line.growth, best, median, "", "", ""])


def measure_import(bench: Bench, options: argparse.Namespace, table: Table) -> None:
    """Measure the import of two CSV files, against sqlite-utils, which does nothing else."""
    searched = "happened recovery expected why lesson topics"
    measure_import_of("csv", searched, bench, options, table)
    measure_import_of("list", "text topic", bench, options, table)


def measure_import_of(
    what: str, columns: str, bench: Bench, options: argparse.Namespace, table: Table
) -> None:
    """Measure the import of a file that `corpus.py` makes.

    Args:
        what: a `csv` file of every column, or a `list` with four.
        columns: those that sqlite-utils puts into its full-text index.
        bench: the installed program.
        options: how many rows and runs.
        table: where the lines go.
    """
    rows = bench.corpus(what, options.entries)
    log = bench.folder / "imported.db"
    their_file = bench.folder / "inserted.db"
    tool = bench.bin / "sqlite-utils"
    their_script = (
        f"rm -f {their_file} && {tool} insert {their_file} entry {rows} --csv"
        f" && {tool} enable-fts {their_file} entry {columns} --tokenize porter --create-triggers"
        f" && {tool} create-index {their_file} entry team"
    )
    our_script = f"rm -f {log} && exec {bench.bin / 'coachlog'} --db {log} import {rows}"
    commands = {
        "theirs": Command(["sh", "-c", their_script], bench.environment()),
        "ours": Command(["sh", "-c", our_script], bench.environment()),
    }
    runs = run_in_turns(commands, options.heavy)
    count = f"{options.entries:,} rows of a {what}"
    name = f"sqlite-utils insert --csv, enable-fts, create-index, {count}"
    table.add(name, runs["theirs"])
    aim = "1.2" if what == "list" else "3"
    table.add(f"import of {count} (time)", runs["ours"], aim, base=runs["theirs"], unit="x")


def measure_export(bench: Bench, options: argparse.Namespace, table: Table) -> None:
    """Measure the export as CSV, against the shell of SQLite."""
    log = bench.log_of(options.entries)
    exported = bench.folder / "exported.csv"
    ours = bench.coachlog(log, "export", output=str(exported))
    commands = {"ours": ours}
    shell = shutil.which("sqlite3")
    if shell is not None:
        run_once(ours)
        # The peak of a child begins at our own, so nothing large is read here.
        with exported.open(encoding="utf-8-sig") as file:
            columns = file.readline().strip()
        query = (
            f"SELECT {columns} FROM entry WHERE share <> 'private'"
            " ORDER BY occurred_on DESC, id DESC"
        )
        commands["theirs"] = Command(
            arguments=[shell, "-csv", "-header", str(log), query],
            environment=bench.environment(),
            output=str(bench.folder / "shell.csv"),
        )
    runs = run_in_turns(commands, options.heavy)
    if shell is None:
        table.print(["sqlite3 -csv -header", "", "sqlite3 is not installed", "", "", "", ""])
    else:
        table.add(f"sqlite3 -csv -header, {options.entries:,} entries", runs["theirs"])
    name = f"export of {options.entries:,} entries"
    table.add(name, runs["ours"], "3", base=runs.get("theirs"), unit="x")


if __name__ == "__main__":
    sys.exit(main())
