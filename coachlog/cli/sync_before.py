"""Exchanging changes before a report, if the shared folder answers at once.

A process of its own does it, because nothing can be done about a drive that hangs: the report goes
on without it, and the exchange too.
"""

import subprocess
from queue import Empty, SimpleQueue
from threading import Thread

from coachlog.cli.context import Context
from coachlog.cli.messages import say_hint
from coachlog.cli.sync_later import sync_command
from coachlog.storage.file.sync_note import last_problem
from coachlog.storage.shelves import shelves

ANSWER_WITHIN = 0.5  # seconds
# A folder that has answered is waited for, but a report must come in the end.
DONE_WITHIN = 10.0


def sync_before(context: Context) -> None:
    """Take what is new from others, and say what came in, or why nothing could.

    Args:
        context: what the command works with.
    """
    if not shelves(context.reading):
        return
    process = subprocess.Popen(  # noqa: S603 - this program, and no shell
        sync_command(context.path, context.settings.given_name),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        text=True,
    )
    lines: SimpleQueue[str] = SimpleQueue()
    Thread(target=_read, args=(process, lines), daemon=True).start()
    try:
        if not lines.get(timeout=ANSWER_WITHIN):
            _say_problem(context)
            return
        arrived = lines.get(timeout=DONE_WITHIN).strip()
    except Empty:
        say_hint("The shared folder or hub is slow, so what is newest there may be missing here.")
        return
    if arrived:
        say_hint(f"From others: {arrived}.")


def _read(process: "subprocess.Popen[str]", lines: "SimpleQueue[str]") -> None:
    """Pass on two lines, and wait for the end. An empty text stands for a line that is missing."""
    assert process.stdout is not None, "it is a pipe"
    with process:
        for _ in range(2):
            lines.put(process.stdout.readline())


def _say_problem(context: Context) -> None:
    problem = last_problem(context.path)
    if problem:
        say_hint(f"Nothing was exchanged with others: {problem}")
