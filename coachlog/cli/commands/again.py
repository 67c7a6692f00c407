"""`again`: record another entry for the team and topics of the last one."""

from coachlog.cli.context import Context
from coachlog.cli.recording import recording_command
from coachlog.domain.fields import Fields
from coachlog.errors import NotFoundError
from coachlog.services.team_and_topics import last_team_and_topics


@recording_command
def again(context: Context, fields: Fields) -> Fields:
    """Record another entry for your last team and topics.

    Its learner is repeated too.
    """
    last = last_team_and_topics(context.reading, fields)
    if last is None:
        raise NotFoundError(
            "you have no entry yet that could be repeated. To record one:  coachlog log"
        )
    # What was typed counts for more than what the last entry had.
    return {"kind": context.settings.kind, **last, **fields}
