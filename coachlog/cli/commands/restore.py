"""`coachlog restore`: replace the log with a backup, and keep the replaced file beside it."""

import os

from coachlog.cli.context import Context
from coachlog.cli.messages import say
from coachlog.cli.options import text
from coachlog.storage.file.restore import restore as restore_log


def restore(
    context: Context,
    *,
    file: str = text("FILE", "A backup, or another coachlog file."),
) -> None:
    """Replace the log with a backup.

    The replaced file stays next to it, under another name.
    """
    replaced = restore_log(
        os.path.expanduser(file),
        context.path,
        context.clock,
        default=context.is_default,
    )
    # How many entries there are would tell of other people's private ones.
    say(f"Restored {context.path} from {file}.")
    if replaced:
        say(f"The replaced file is now {replaced}")
