"""`teams` and `topics`: the names in use, and giving them others."""

from collections.abc import Callable
from operator import itemgetter
from typing import Annotated

import typer

from coachlog.cli.messages import say
from coachlog.cli.options import Format, FormatOption
from coachlog.cli.output import write_records
from coachlog.domain.handles import is_handle
from coachlog.render.columns import Column
from coachlog.render.words import count_of
from coachlog.services.teams import Renamed, merge, rename
from coachlog.storage.names import name_counts

app = typer.Typer()

PrivateOption = Annotated[
    bool,
    typer.Option("--private", help="Count your private entries too, and list what only they have."),
]


def _add_group(table: str) -> None:
    """The group of commands for one of the tables of names, `team` or `topic`."""
    group = typer.Typer()
    app.add_typer(group, name=f"{table}s")
    columns = [
        Column(table, table, itemgetter(0), wide=True),
        Column("entries", "entries", itemgetter(1), number=True),
        Column("last", "last entry", itemgetter(2)),
    ]

    def write(ctx: typer.Context, form: Format, *, private: bool) -> None:
        write_records(
            columns,
            name_counts(ctx.obj.reading, table, ctx.obj.settings.user if private else None),
            form,
        )

    @group.callback(invoke_without_command=True, help=f"List, rename and merge {table}s.")
    def names(
        ctx: typer.Context, private: PrivateOption = False, format_: FormatOption = Format.table
    ) -> None:
        if ctx.invoked_subcommand is None:
            write(ctx, format_, private=private)

    @group.command(
        "list",
        help=f"List the {table}s in use, each with its entries and its last day.",
    )
    def list_(
        ctx: typer.Context, private: PrivateOption = False, format_: FormatOption = Format.table
    ) -> None:
        write(ctx, format_, private=private)

    @group.command("rename", help=f"Give a {table} another name, or its name another spelling.")
    def rename_(
        ctx: typer.Context,
        old: Annotated[str, typer.Argument(metavar="OLD", help="Its name now.")],
        new: Annotated[str, typer.Argument(metavar="NEW", help="Its name from now on.")],
    ) -> None:
        _run(ctx, rename, old, new)

    @group.command("merge", help=f"Make one of two {table}s.")
    def merge_(
        ctx: typer.Context,
        old: Annotated[str, typer.Argument(metavar="FROM", help=f"The {table} that goes.")],
        into: Annotated[str, typer.Argument(metavar="INTO", help=f"The {table} that stays.")],
    ) -> None:
        _run(ctx, merge, old, into)

    def _run(ctx: typer.Context, work: Callable[..., Renamed], old: str, new: str) -> None:
        # People also write them as they do when recording: @permits, +fees.
        old, new = (name[1:] if is_handle(name) else name for name in (old, new))
        done = work(ctx.obj.log, ctx.obj.clock, ctx.obj.settings, table, old, new)
        if done.old == done.new:
            say(f"{done.new!r} is spelled so already; nothing was changed.")
            return
        say(
            f"{done.old!r} is now {done.new!r} in {count_of(done.entries, 'entry')} · undo: coachlog undo"
        )
        for hint in done.hints:
            say(hint)


_add_group("team")
_add_group("topic")
