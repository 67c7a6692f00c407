"""`mistake`, which is also called `oops`: record a mistake and how it was put right."""

from coachlog.cli.context import Context
from coachlog.cli.recording import recording_command
from coachlog.domain.fields import Fields


def _fields_of_mistake(_context: Context, fields: Fields) -> Fields:
    """Record a mistake and how it was put right."""
    return {"kind": "mistake", **fields}


mistake = oops = recording_command(_fields_of_mistake, kinds=False)
