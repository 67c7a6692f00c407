"""What every command costs with more and more entries, and which ones grow too much.

A command that shows a screenful may not take longer with ten times the entries, give or take the
noise; one that has to read them all may take ten times as long. None may take much memory. The
times are those of the processor, which are nearly the same on a busy machine.
"""

import argparse
from pathlib import Path
from typing import NamedTuple

from bench import Bench
from measure import Command, Runs, run_in_turns

SIZES = [1_000, 100_000, 1_000_000]
ALLOWANCE = 1.3  # how many times as long, besides the growth that is allowed
MOST_MEGABYTES = 120
FLAT, LINEAR = "flat", "linear"

NEW = "@permits +fees Showed how to look up the fee waiver before asking the customer"
# In their order: what changes an entry finds one that it may change.
FLAT_COMMANDS = {
    "log": f"log {NEW}",
    "log --on": f"log --on yesterday {NEW}",
    "oops": f"oops {NEW}",
    "again": f"again {NEW}",
    "use": "use @permits +fees",
    "use --off": "use --off",
    "edit": "edit last --why Because",
    "status ID": "status last shared",
    "delete": "delete last",
    "undo": "undo",
    "redo": "redo",
    "history": "history",
    "history ID": "history last",
    "list, a screenful": "list --limit 20",
    "list @team +topic": "list @permits +fees --limit 20",
    "list --kind": "list --kind mistake --limit 20",
    "list --mine": "list --mine --limit 20",
    "list --status": "list --status adopted --limit 20",
    "list --since": "list --since 2022-11-21 --limit 20",
    "show": "show last",
    "show, a mistyped id": "show 0f0f0f0f",
    "search, one frequent word": "search the",
    "search, two words": "search fee waiver",
    "search @team": "search customer @permits",
    "search, no such word": "search xylophones",
    "card": "card fees",
    "week": "week",
    "week @team": "week @permits",
    "week +topic": "week +fees",
    "week --format json": "week --format json",
    "summary": "summary",
    "repeats": "repeats",
    "repeats --changes": "repeats --changes",
    "list --repeat": "list --repeat",
    "reply": "reply",
    "news": "news",
    "due": "due",
    "meeting plan": "meeting plan",
    "meeting list": "meeting list",
    "guide": "guide",
    "tabletop": "tabletop fees",
    "drill --stats": "drill --stats",
    "feedback report": "feedback report",
    "teams": "teams",
    "topics": "topics",
    "topics --private": "topics --private",
    "names": "names",
    "wording": "wording",
    "config": "config",
    "export --limit": "export --limit 20",
    "export --for meeting --limit": "export --for meeting --limit 20",
    "--help": "--help",
    "--version": "--version",
}
LINEAR_COMMANDS = {
    "list": "list",
    "list --since, csv": "list --since 2020-01-01 --format csv",
    "list, md": "list --format md",
    "due, csv": "due --format csv",
    "summary, four years": "summary --since 2022-11-19",
    "handbook": "handbook",
    "export": "export",
    "export, jsonl": "export --format jsonl",
    "export --for meeting": "export --for meeting",
    "export --for full": "export --for full",
    "doctor": "doctor",
    "backup": "backup",
    "purge": "purge --yes",
}
# Commands that may fail, each with its exit code: nothing has that id.
FAILING = {"show, a mistyped id": 4}


class Allowed(NamedTuple):
    """A command, how it may grow, and the exit code that it ends with."""

    arguments: list[str]
    growth: str
    exit_code: int = 0


def every_command() -> dict[str, Allowed]:
    """Return the commands by their names in the table."""
    commands = {}
    for growth, texts in ((FLAT, FLAT_COMMANDS), (LINEAR, LINEAR_COMMANDS)):
        for name, text in texts.items():
            commands[name] = Allowed(text.split(), growth, FAILING.get(name, 0))
    return commands


def measure_growth(bench: Bench, options: argparse.Namespace) -> int:
    """Print time and memory of every command at every size; return how many of them failed."""
    sizes = options.sizes or SIZES
    every = every_command()
    commands = {name: every[name] for name in every if options.only in name}
    runs = {}
    for size in sizes:
        log = bench.log_of(size)
        # One size after the other, because three large logs would push each other out of memory.
        runs[size] = run_in_turns(_of_log(bench, log, commands), options.rounds)
        for backup in bench.folder.glob("log-*"):
            backup.unlink()
    heads = [f"{size:,} entries" for size in sizes]
    print(f"| what | growth | {' | '.join(heads)} | |")
    print(f"| --- | --- |{' ---: |' * len(sizes)} --- |")
    failures = 0
    for name, command in commands.items():
        of_sizes = [runs[size][name] for size in sizes]
        errors = [str(run.error) for run in of_sizes if run.error is not None]
        failures += bool(errors)
        cells = [_cell(run) for run in of_sizes]
        remarks = errors[:1] or remarks_on(command.growth, sizes, of_sizes)
        print(f"| {name} | {command.growth} | {' | '.join(cells)} | {', '.join(remarks)} |")
    return failures


def _of_log(bench: Bench, log: Path, commands: dict[str, Allowed]) -> dict[str, Command]:
    of_log = {}
    for name, command in commands.items():
        made = bench.coachlog(log, *command.arguments)
        of_log[name] = made._replace(exit_code=command.exit_code)
    return of_log


def _cell(run: Runs) -> str:
    if not run.seconds:
        return "failed"
    return f"{run.processor_time * 1000:,.0f} ms, {run.megabytes:.0f} MB"


def remarks_on(growth: str, sizes: list[int], runs: list[Runs]) -> list[str]:
    """Return what is more than a command is allowed; nothing if all is well."""
    remarks = []
    for index in range(1, len(sizes)):
        allowed = ALLOWANCE
        if growth == LINEAR:
            allowed *= sizes[index] / sizes[index - 1]
        grown = runs[index].processor_time / runs[index - 1].processor_time
        if grown > allowed:
            remarks.append(f"**grows** {grown:.1f} times to {sizes[index]:,}")
    most = max(run.megabytes for run in runs)
    if most > MOST_MEGABYTES:
        remarks.append(f"**{most:.0f} MB**")
    return remarks
