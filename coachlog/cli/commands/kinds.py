"""The commands that each record one kind: `mistake` (also called `oops`), `good` and `asked`."""

from coachlog.cli.context import Context
from coachlog.cli.recording import recording_command
from coachlog.domain.fields import Fields


def _fields_of_mistake(_context: Context, fields: Fields) -> Fields:
    """Record a mistake and how it was put right."""
    return {"kind": "mistake", **fields}


def _fields_of_strength(_context: Context, fields: Fields) -> Fields:
    """Record something that went well."""
    return {"kind": "strength", **fields}


def _fields_of_question(_context: Context, fields: Fields) -> Fields:
    """Record a question that somebody asked."""
    return {"kind": "question", **fields}


mistake = oops = recording_command(_fields_of_mistake, kinds=False)
good = recording_command(_fields_of_strength, kinds=False)
asked = recording_command(_fields_of_question, kinds=False)
