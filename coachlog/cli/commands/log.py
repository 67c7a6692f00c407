"""`log`: record a coaching moment."""

from coachlog.cli.context import Context
from coachlog.cli.recording import recording_command
from coachlog.domain.fields import Fields


@recording_command
def log(context: Context, fields: Fields) -> Fields:
    """Record a coaching moment.

    Something done well, an error corrected, or a question answered.
    """
    return {"kind": context.settings.kind, **fields}
