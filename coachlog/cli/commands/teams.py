"""`teams` and `topics`: list the names in use, rename and merge them.

Both commands are the same but for the table of names that they work on.
"""

from collections.abc import Callable
from operator import itemgetter

from coachlog.cli.context import Context
from coachlog.cli.groups import Group
from coachlog.cli.messages import say
from coachlog.cli.options import FORMAT, flag, text
from coachlog.cli.output import write_records
from coachlog.render.columns import Column
from coachlog.render.words import count_of
from coachlog.services.teams import Renamed, merge, rename
from coachlog.storage.names import name_counts
from coachlog.storage.queries.entry_rows import check_days

PRIVATE = flag("--private", "Count your private entries too, and list names only they have.")


def _group_for(table: str) -> Group:
    """Return the commands for one table of names: `team` or `topic`."""

    def list_names(
        context: Context,
        *,
        private: bool = PRIVATE,
        format_: str = FORMAT,
    ) -> None:
        _write_names(context, table, format_, private=private)

    def rename_name(
        context: Context,
        *,
        old: str = text("OLD", "Its name now."),
        new: str = text("NEW", "Its new name."),
    ) -> None:
        _change_name(context, rename, table, old, new)

    def merge_names(
        context: Context,
        *,
        old: str = text("FROM", f"The {table} that goes."),
        into: str = text("INTO", f"The {table} that stays."),
    ) -> None:
        _change_name(context, merge, table, old, into)

    list_names.__doc__ = f"List the {table}s in use, with their entries and their last day."
    rename_name.__doc__ = f"Give a {table} another name, or another spelling."
    merge_names.__doc__ = f"Move all entries of one {table} to another."
    return Group(
        f"List, rename and merge {table}s.",
        {"list": list_names, "rename": rename_name, "merge": merge_names},
        default=list_names,
    )


def _write_names(context: Context, table: str, format_: str, *, private: bool) -> None:
    columns = [
        Column(table, value=itemgetter(0), wide=True),
        Column("entries", value=itemgetter(1), number=True),
        Column("last", "last entry", itemgetter(2)),
    ]
    check_days(context.reading)
    rows = name_counts(context.reading, table, include_own=private)
    write_records(columns, rows, format_)


def _change_name(
    context: Context,
    change: Callable[..., Renamed],
    table: str,
    old: str,
    new: str,
) -> None:
    result = change(context.log, table, old, new)
    if result.old == result.new:
        say(f"No change: {result.new!r} is already spelled that way.")
        return
    count = count_of(result.entries, "entry")
    say(f"{result.old!r} is now {result.new!r} in {count} · undo: coachlog undo")
    for hint in result.hints:
        say(hint)


teams = _group_for("team")
topics = _group_for("topic")
