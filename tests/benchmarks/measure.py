"""Whole processes, as a user waits for them: how long they take, and how much memory."""

import math
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple


class Command(NamedTuple):
    """A program to run.

    Attributes:
        arguments: the program and its arguments.
        environment: its whole environment.
        output: the file that its stdout goes to.
        exit_code: what it ends with when all is well.
    """

    arguments: list[str]
    environment: dict[str, str]
    output: str = os.devnull
    exit_code: int = 0


class Runs:
    """How long the runs of one command took.

    Attributes:
        seconds: the time of each measured run.
        processor_time: the seconds that the processor worked for the quickest of them.
        kilobytes: the most memory that a run took, in the unit of the system's `ru_maxrss`.
        error: how a run failed, or None.
    """

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.processor_time = math.inf
        self.kilobytes = 0
        self.error: str | None = None

    @property
    def megabytes(self) -> float:
        """The most memory that a run took."""
        per_megabyte = 1024
        if sys.platform == "darwin":
            per_megabyte = 1024 * 1024  # macOS counts memory in bytes
        return self.kilobytes / per_megabyte

    @property
    def best(self) -> float:
        """The quickest run, in seconds."""
        return min(self.seconds)

    @property
    def median(self) -> float:
        """The middle run, in seconds."""
        return statistics.median(self.seconds)


def run_in_turns(commands: dict[str, Command], rounds: int) -> dict[str, Runs]:
    """Run every command once unmeasured, then all of them in turns.

    A busy minute of the machine is then shared by all of them. A command that fails is not run
    again; the `error` of its runs says why.
    """
    runs = {name: Runs() for name in commands}
    for turn in range(rounds + 1):
        for name, command in commands.items():
            if runs[name].error is None:
                _run(command, runs[name], is_measured=turn > 0)
    return runs


def run_once(command: Command) -> None:
    """Run a command that prepares something.

    Raises:
        SystemExit: it failed.
    """
    runs = Runs()
    _run(command, runs, is_measured=False)
    if runs.error is not None:
        raise SystemExit(f"{' '.join(command.arguments)}: {runs.error}")


def _run(command: Command, runs: Runs, *, is_measured: bool) -> None:
    with Path(command.output).open("wb") as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            command.arguments,
            env=command.environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.PIPE,
        )
        # wait4 gives this child's own peak. A line or two on stderr fits into the pipe.
        _, status, usage = os.wait4(process.pid, 0)
        elapsed = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.stderr is not None
    messages = process.stderr.read().decode(errors="replace").splitlines()
    process.stderr.close()
    if process.returncode != command.exit_code:
        runs.error = ", ".join([f"exit {process.returncode}", *messages[-1:]])
    elif is_measured:
        runs.seconds.append(elapsed)
        runs.processor_time = min(runs.processor_time, usage.ru_utime + usage.ru_stime)
        runs.kilobytes = max(runs.kilobytes, usage.ru_maxrss)
