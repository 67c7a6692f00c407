"""`log`: record a coaching moment."""

import sys

from coachlog.cli.context import Context
from coachlog.cli.recording import recording_command
from coachlog.domain.fields import Fields


def _open_session(context: Context) -> bool:
    """Open the recording session; return False if the terminal cannot draw one."""
    if not sys.stdin.isatty():
        return False
    from coachlog.cli.session.session import open_session

    return open_session(context)


def _fields(context: Context, fields: Fields) -> Fields:
    """Record a coaching moment.

    Something done well, an error corrected, or a question answered. Alone, on a terminal, it opens
    a session in which every line is an entry.
    """
    return {"kind": context.settings.kind, **fields}


log = recording_command(_fields, without_words=_open_session)
