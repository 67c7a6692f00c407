"""`coachlog restore`: replace the log with a backup, and keep the replaced file beside it."""

import os
from typing import Annotated

from coachlog.cli.context import Context
from coachlog.cli.messages import say
from coachlog.cli.options import argument
from coachlog.render.words import count_of
from coachlog.storage.file.restore import restore as restore_log


def restore(
    context: Context,
    file: Annotated[str, argument("FILE", "A backup, or another coachlog file.")],
) -> None:
    """Replace the log with a backup.

    The replaced file stays next to it, under another name.
    """
    entries, replaced = restore_log(
        os.path.expanduser(file),
        context.path,
        context.clock,
        default=context.is_default,
    )
    say(f"Restored {context.path} from {file}: {count_of(entries, 'entry')}.")
    if replaced:
        say(f"The replaced file is now {replaced}")
