"""`coachlog merge`: take in what others have, from a file or a folder."""

import os
from itertools import starmap

from coachlog.cli.context import Context
from coachlog.cli.messages import say, say_hint
from coachlog.cli.options import DRY_RUN, FORMAT, check_format, texts
from coachlog.named_tuple import NamedTuple
from coachlog.render.words import join_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coachlog.domain.entry import Entry
    from coachlog.services.merge import Merged

SHOWN = ("occurred_on", "kind", "team", "trainer", "happened")


class Incoming(NamedTuple):
    """An entry that would come in, and what would become of it here: `new` or `changed`."""

    outcome: str
    entry: "Entry"


def merge(
    context: Context,
    *,
    source: list[str] = texts("FILE...", "Bundles, folders of bundles, or other log files."),
    dry_run: bool = DRY_RUN,
    format_: str = FORMAT,
) -> None:
    """Take in what others have, from their bundle, folder or log.

    What is here already stays once; what both have changed is put together as `sync` does it.
    Nothing private comes in, and merging the same again changes nothing.
    """
    check_format(format_, "--dry-run", is_used=dry_run)
    # Not loaded for a press of Tab.
    from coachlog.cli.sync_messages import arrived_text, trouble_lines
    from coachlog.cli.work_clock import with_clock
    from coachlog.services.merge import merge as take_in

    paths = [os.path.expanduser(path) for path in source]
    with with_clock("Merging"):
        merged = take_in(context.log, paths, dry_run=dry_run)
    if dry_run:
        _preview(merged, format_)
    names = join_names([os.path.basename(path.rstrip(os.sep)) or path for path in source])
    arrived = arrived_text(merged.arrived) or "nothing new"
    start = "Would come in" if dry_run else "Came in"
    say(f"{start} from {names}: {arrived}.")
    say_hint(*trouble_lines(context, merged.troubles, merged.arrived))


def _preview(merged: "Merged", format_: str) -> None:
    """Write which entries would be new or change."""
    from coachlog.cli.output import write_records
    from coachlog.render.columns import Column, nested_entry_columns

    columns = [Column("outcome"), *nested_entry_columns(SHOWN)]
    write_records(columns, starmap(Incoming, merged.entries), format_)
