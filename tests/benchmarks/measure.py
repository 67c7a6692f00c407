"""Whole processes, as a user waits for them: how long, and how much memory."""

import os
import statistics
import subprocess
import time
from pathlib import Path
from typing import NamedTuple


class Command(NamedTuple):
    """One program to run: its arguments, what its environment has besides, and where its output goes."""

    arguments: list[str]
    environment: dict[str, str]
    output: str = os.devnull


class Runs:
    """What the runs of one command took."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.kilobytes = 0
        self.failed: str | None = None

    @property
    def best(self) -> float:
        """The quickest run, in seconds."""
        return min(self.seconds)

    @property
    def median(self) -> float:
        """The middle run, in seconds."""
        return statistics.median(self.seconds)


def run_in_turns(commands: dict[str, Command], rounds: int) -> dict[str, Runs]:
    """Run every command once unmeasured, then all of them in turns, so that a busy minute is shared by all.

    One that fails is not run again; its `failed` says how it ended.
    """
    found = {name: Runs() for name in commands}
    for turn in range(rounds + 1):
        for name, command in commands.items():
            if found[name].failed is None:
                _run(command, found[name], counted=turn > 0)
    return found


def run_once(command: Command) -> None:
    """Run a command that prepares something.

    Raises:
        SystemExit: it failed.
    """
    runs = Runs()
    _run(command, runs, counted=False)
    if runs.failed is not None:
        raise SystemExit(f"{' '.join(command.arguments)}: {runs.failed}")


def _run(command: Command, runs: Runs, *, counted: bool) -> None:
    with Path(command.output).open("wb") as output:
        began = time.perf_counter()
        process = subprocess.Popen(
            command.arguments,
            env=command.environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.PIPE,
        )
        # wait4 gives the one child's own peak; a line or two on stderr fits into the pipe.
        _, status, usage = os.wait4(process.pid, 0)
        took = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.stderr is not None
    said = process.stderr.read().decode(errors="replace").strip()
    process.stderr.close()
    if process.returncode != 0:
        runs.failed = f"exit {process.returncode}" + (f", {said.splitlines()[-1]}" if said else "")
    elif counted:
        runs.seconds.append(took)
        runs.kilobytes = max(runs.kilobytes, usage.ru_maxrss)
