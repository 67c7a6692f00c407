"""`mistake`, which is also called `oops`: record a mistake and how it was put right."""

from functools import partial

from coachlog.cli.context import Context
from coachlog.cli.recording import recording_command
from coachlog.domain.fields import Fields


@partial(recording_command, kinds=False)
def mistake(_context: Context, fields: Fields) -> Fields:
    """Record a mistake and how it was put right."""
    return {"kind": "mistake", **fields}


oops = mistake
