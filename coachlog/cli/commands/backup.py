"""`coachlog backup`: a checked copy of the log, made while others go on writing to it."""

import os
import sys

from coachlog.cli.context import Context
from coachlog.cli.messages import say
from coachlog.cli.options import OUTPUT
from coachlog.errors import NotFoundError
from coachlog.render.visible import visible


def backup(
    context: Context,
    *,
    output: str | None = OUTPUT,
) -> None:
    """Make a checked copy of the log and print its path.

    The copy is written next to the log unless you name another file or folder. Others can keep
    writing to the log meanwhile.
    """
    log = context.reading
    if not log.exists:
        raise NotFoundError(f"there is no log at {log.path} yet, so there is nothing to back up.")
    target = None
    if output:
        target = os.path.expanduser(output)
    # Not loaded for a press of Tab.
    from coachlog.cli.work_clock import with_clock
    from coachlog.storage.file.backup import back_up

    with with_clock("Backing up"):
        path = back_up(log.db, log.path, context.clock, target)
    sys.stdout.write(visible(path) + "\n")
    megabytes = os.path.getsize(path) / 1e6
    say(f"Backed up and checked, {megabytes:,.1f} MB · to go back to it: coachlog restore FILE")
