"""A team or topic that the log does not know is asked about before anything is filed under it.

At a prompt it is more often a slip, or an answer to another question, than a new name.
"""

from coachlog.cli.ask.prompts import confirm
from coachlog.cli.context import Context
from coachlog.domain.fields import Fields
from coachlog.render.words import shorten
from coachlog.services.team_and_topics import new_names

SHOWN = 60  # characters of a name


def are_meant(context: Context, typed: Fields) -> bool:
    """Return whether the typed team and topics are known, or the user says that they are meant.

    Args:
        context: the log.
        typed: fields as they are stored; team and topics may be missing.

    Raises:
        InterruptedByUserError: the user left.
    """
    parts = []
    for table, name, close in new_names(context.reading, typed):
        part = f"new {table} “{shorten(name, SHOWN)}”"
        if close:
            part += f" (not “{close}”)"
        parts.append(part)
    if not parts:
        return True
    question = " and ".join(parts)
    return confirm(f"{question[0].upper()}{question[1:]}?")
