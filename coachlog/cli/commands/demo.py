"""`demo`: a log to look at before starting one's own."""

import os
import shlex
import shutil
import sys
import tempfile

import typer

from coachlog.cli.context import Context
from coachlog.cli.messages import say
from coachlog.cli.options import text
from coachlog.clock import system_clock
from coachlog.errors import DecisionNeededError
from coachlog.services.demo import fill
from coachlog.storage.file.atomic import move_into_place
from coachlog.storage.file.leftovers import DEMO_BEGINNING, remove, removed_unless_finished

THURSDAY = 3  # from here on, this week has something to show
FIRST_STEPS = """
This was a demonstration of {count} made-up entries in {path}
Look around in it:
  {program} --db {quoted} list            what was recorded
  {program} --db {quoted} search waiver   find it again
  {program} --db {quoted} due             check whether the coaching is sticking
  {program} --db {quoted} guide run fee   decide a case that the procedure leaves open
Then start your own log:
  {program} config set team permits
  {program} log +fees Showed how to look up a fee waiver
  {program} week
"""
KEEP = text("--keep FILE", "Make the log here, to keep it.")


def demo(ctx: typer.Context, *, keep: str | None = KEEP) -> None:
    """Show a week of a made-up log. Your own log is not touched."""
    path, count = _make_log(keep)
    which = "last"
    if system_clock().now().weekday() >= THURSDAY:
        which = "this"
    say(f"$ coachlog week {which}")
    say("")
    command_line = ctx.find_root().command
    command_line.main(["--db", path, "week", which], prog_name="coachlog", standalone_mode=False)
    sys.stdout.flush()
    steps = FIRST_STEPS.format(count=count, path=path, quoted=shlex.quote(path), program=_program())
    for line in steps.splitlines():
        say(line)


def _program() -> str:
    """Return how this program can be called again; it may not be on the PATH."""
    if shutil.which("coachlog"):
        return "coachlog"
    if sys.argv[0].endswith("__main__.py"):
        return f"{os.path.basename(sys.executable)} -m coachlog"
    return shlex.quote(sys.argv[0])


def _make_log(keep: str | None) -> tuple[str, int]:
    """Make the log; return its path and how many entries it has.

    Args:
        keep: its path; otherwise it gets a folder of its own, which the system clears away.

    Raises:
        DecisionNeededError: there is a file of that name.
    """
    parent = None
    if keep is not None:
        keep = os.path.expanduser(keep)
        _check_is_new(keep, exists=os.path.lexists(keep))
        keep = os.path.abspath(keep)
        parent = os.path.dirname(keep)
    folder = tempfile.mkdtemp(prefix=DEMO_BEGINNING, dir=parent)
    with removed_unless_finished(folder):
        path = os.path.join(folder, "demo.db")
        say(f"Making a log of twelve weeks in {keep or path}")
        # A context of its own, so that the user's log is not even opened.
        context = Context(path)
        count = fill(context.log)
        context.close()
        if keep is not None:
            _check_is_new(keep, exists=not move_into_place(path, keep))
            remove(folder)
    return keep or path, count


def _check_is_new(keep: str, *, exists: bool) -> None:
    if exists:
        raise DecisionNeededError(f"{keep} already exists. Choose another file.")
