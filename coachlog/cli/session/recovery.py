"""What the session asks after a mistake: how it was put right."""

from coachlog.cli.ask.prompts import ask
from coachlog.cli.context import Context
from coachlog.cli.line_options import read_part
from coachlog.cli.messages import say
from coachlog.domain.fields import Fields
from coachlog.errors import DecisionNeededError, UsageError

QUESTION = "How was it put right? (Enter leaves it open, < goes back)"


def ask_for_recovery(context: Context, fields: Fields) -> None:
    """Add the recovery, and what options behind it say, to the fields of a mistake.

    Args:
        context: the names and the dates that the user knows.
        fields: the mistake. One that has a recovery stays as it is.

    Raises:
        Back: the user wants the line back.
        InterruptedByUserError: the user left.
    """
    answer = ""
    while "recovery" not in fields:
        answer = ask(QUESTION, text=answer)
        try:
            fields |= read_part(context, "recovery", answer)
        except (UsageError, DecisionNeededError) as error:
            say(str(error))
