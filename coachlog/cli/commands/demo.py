"""`demo`: a log to look at, before having one's own."""

import os
import shlex
import shutil
import sys
import tempfile
from typing import Annotated

import typer

from coachlog.cli.commands.week import week
from coachlog.cli.context import Context
from coachlog.cli.messages import say
from coachlog.cli.options import Format
from coachlog.errors import DecisionNeededError
from coachlog.services.demo import fill

app = typer.Typer()

FULL_ENOUGH = 3  # Thursday: from here on, this week has something to show
FIRST_STEPS = """
This was a demonstration of {count} made-up entries in {path}
Look around in it:
  {program} --db {shown} list            what was recorded
  {program} --db {shown} search waiver   find it again
  {program} --db {shown} due             what asks whether it shows in the work
  {program} --db {shown} guide run fee   decide a case that the procedure leaves open
Then start your own log:
  {program} config set team permits
  {program} log +fees Showed how to look up a fee waiver
  {program} week
"""


@app.command("demo")
def demo(
    ctx: typer.Context,
    keep: Annotated[
        str | None, typer.Option("--keep", metavar="FILE", help="Make the log here, to keep it.")
    ] = None,
) -> None:
    """Show a week of a made-up log. Your own log is not touched."""
    path = _place(keep)
    say(f"making a log of twelve weeks in {path}")
    ctx.obj = Context(path)
    ctx.call_on_close(ctx.obj.close)
    made = fill(ctx.obj.log, ctx.obj.clock)
    which = "this" if ctx.obj.clock.now().weekday() >= FULL_ENOUGH else "last"
    say(f"$ coachlog week {which}")
    say("")
    week(ctx=ctx, words=[which], team=None, topic=None, kind=None, format_=Format.table)
    sys.stdout.flush()
    for line in FIRST_STEPS.format(
        count=made, path=path, shown=shlex.quote(path), program=_program()
    ).splitlines():
        say(line)


def _program() -> str:
    """How this program can be called again: it need not be on the PATH."""
    if shutil.which("coachlog"):
        return "coachlog"
    called = sys.argv[0]
    return (
        f"{os.path.basename(sys.executable)} -m coachlog"
        if called.endswith("__main__.py")
        else shlex.quote(called)
    )


def _place(keep: str | None) -> str:
    """A new file's name: where somebody wants it, or in a folder of its own for the system to clear away."""
    if keep is None:
        return os.path.join(tempfile.mkdtemp(prefix="coachlog-demo-"), "demo.db")
    if os.path.lexists(keep):
        raise DecisionNeededError(f"{keep} is there already. Name a file that is not.")
    return os.path.abspath(os.path.expanduser(keep))
