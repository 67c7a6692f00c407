"""Keeping: `doctor`, `backup`, `restore`, `purge`."""

import os
import sys
from operator import attrgetter, itemgetter
from typing import Annotated

import typer

from coachlog.cli.context import Context
from coachlog.cli.messages import say
from coachlog.cli.options import Format, FormatOption
from coachlog.cli.output import write_records
from coachlog.errors import DecisionNeededError, NotFoundError
from coachlog.render.columns import Column
from coachlog.render.visible import visible
from coachlog.render.words import count_of
from coachlog.services.doctor import PROBLEM, Check, examine, purgeable_entries
from coachlog.services.settings import login_name
from coachlog.storage import purge as erasing
from coachlog.storage.file.backup import back_up
from coachlog.storage.file.errors import copies_of
from coachlog.storage.file.restore import restore as restore_log

app = typer.Typer()

CHECKED = [Column(name, name, attrgetter(name)) for name in ("name", "state", "note")]
PURGED = [
    *(
        Column(name, label, itemgetter(name))
        for name, label in (("short_id", "id"), ("occurred_on", "day"), ("kind", "kind"))
    ),
    *(Column(name, name, itemgetter(name)) for name in ("team", "topics")),
    Column("happened", "happened", itemgetter("happened"), wide=True),
]
LARGE = 100_000_000  # bytes; what `doctor` takes a while to read


@app.command("doctor")
def doctor(
    ctx: typer.Context,
    fix: Annotated[
        bool, typer.Option("--fix", help="Mend what is safe to mend, after a backup.")
    ] = False,
    format_: FormatOption = Format.table,
) -> None:
    """Look whether the log is whole and safe."""
    context: Context = ctx.obj
    if os.path.isfile(context.path) and os.path.getsize(context.path) > LARGE:
        say("this is a large log; to read all of it takes a while.")
    checks = []
    for check in examine(
        context.path, context.clock, default=not context.named, reader=login_name(), fix=fix
    ):
        checks.append(check)
        if format_ is Format.table:
            sys.stdout.write(visible(f"{check.state:8} {check.name:10} {check.note}") + "\n")
    if format_ is not Format.table:
        write_records(CHECKED, checks, format_)
    _conclude(checks)


def _conclude(checks: list[Check]) -> None:
    problems = [check for check in checks if check.state == PROBLEM]
    if not problems:
        say("all is well.")
        return
    say(f"{count_of(len(problems), 'problem')}: {', '.join(check.name for check in problems)}.")
    raise typer.Exit(max(check.code for check in problems))


@app.command("backup")
def backup(
    ctx: typer.Context,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="Where to; otherwise beside the log."),
    ] = None,
) -> None:
    """Make a checked copy of the log, and print where it is.

    Others may write to the log meanwhile.
    """
    log = ctx.obj.reading
    if not log.exists:
        raise NotFoundError(f"there is no log at {log.path} yet: nothing to back up.")
    made = back_up(log.db, log.path, ctx.obj.clock, os.path.expanduser(output) if output else None)
    sys.stdout.write(visible(made) + "\n")
    say(
        f"backed up and checked, {os.path.getsize(made) / 1e6:,.1f} MB · back to it: coachlog restore FILE"
    )


@app.command("restore")
def restore(
    ctx: typer.Context,
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="A backup, or another coachlog file.")
    ],
) -> None:
    """Put a backup in the place of the log.

    The file that was there is kept beside it.
    """
    context: Context = ctx.obj
    entries, kept = restore_log(
        os.path.expanduser(file), context.path, context.clock, default=not context.named
    )
    say(f"{context.path} is now as in {file}: {count_of(entries, 'entry')}.")
    if kept:
        say(f"what was there before is kept: {kept}")


@app.command("purge")
def purge(
    ctx: typer.Context,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only list what would be erased.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Erase without asking.")] = False,
    format_: FormatOption = Format.table,
) -> None:
    """Erase deleted entries for good. It cannot be undone.

    They go from the file's pages too.
    """
    log = ctx.obj.reading
    if dry_run:
        write_records(PURGED, purgeable_entries(log, ctx.obj.settings.user), format_)
        return
    found = sum(1 for _ in erasing.deleted_entries(log))
    if not found and not erasing.is_unfinished(log):
        say("there is nothing to erase: no deleted entry still has its text.")
        return
    _decide(found, yes=yes)
    erased = erasing.purge(log, ctx.obj.clock, ctx.obj.settings.user)
    say(f"{count_of(erased, 'deleted entry')} erased for good.")
    for copy in copies_of(log.path):
        say(f"this copy may still hold them: {copy}")


def _decide(found: int, *, yes: bool) -> None:
    if yes:
        return
    from coachlog.cli.ask.prompts import can_ask, confirm

    question = f"Erase {count_of(found, 'deleted entry')} for good? No undo brings them back."
    if not can_ask():
        raise DecisionNeededError(f"{question} Say so with --yes; --dry-run lists them.")
    if not confirm(question):
        say("nothing was erased.")
        raise typer.Exit
