"""Exchanging changes in a process of its own, so that nobody waits for a shared folder.

It says nothing on the terminal, which is somebody else's by then. A command that waits for it gets
a line when the folder has answered, and one with what came in. What went wrong goes into a note
for `sync --status`.
"""

import os
import sys
from contextlib import suppress

from coachlog.cli.context import Context
from coachlog.errors import CoachlogError, RemoteError
from coachlog.storage.file.sync_note import SyncNote, locked_note

ANSWERED = "answered"
OWN_PRIORITY = 10  # below what a person waits for
MOST_ROUNDS = 3


def main(arguments: list[str]) -> int:
    """Exchange changes, and return an exit code.

    Args:
        arguments: the path of the log, and the name that the user acts as if it was given.
    """
    path, *given_name = arguments
    if hasattr(os, "nice"):
        os.nice(OWN_PRIORITY)
    with locked_note(path) as note:
        if note is None:
            return 0  # the process that has it exchanges this change, too
        try:
            return _exchange(Context(path, *given_name), note)
        except CoachlogError as error:
            note.write(str(error))
            return error.exit_code
        except Exception as error:
            from coachlog.cli.crash_log import write_crash_log

            note.write(f"{type(error).__name__}. {write_crash_log(error)}")
            return 1


def _exchange(context: Context, note: SyncNote) -> int:
    from coachlog.cli.sync_messages import arrived_text, trouble_lines
    from coachlog.services.sync import check_shelves, has_more_to_send, sync
    from coachlog.storage.shelves import shelves

    try:
        log = context.log
        if not shelves(log):
            return 0
        check_shelves(log)
        _tell(ANSWERED)
        synced = sync(log)
        _tell(arrived_text(synced.arrived))
        for _ in range(MOST_ROUNDS):
            if synced.away or not has_more_to_send(log):
                break
            synced = sync(log)
        troubles = trouble_lines(context, synced.troubles, synced.arrived)
        problems = [*synced.away, *troubles]
    finally:
        context.close()
    note.write(" ".join(problems[:1]))
    return RemoteError.exit_code if synced.away else 0


def _tell(line: str) -> None:
    """Tell the command that waits, which may have gone on without."""
    with suppress(OSError):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
