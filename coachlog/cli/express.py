"""The express lane: recording words alone, without loading Typer (50 ms of a command's 70).

It runs the same service and prints the same receipt as the whole command line; a test holds the
two against each other.
"""

import os
import sys

from coachlog import unrecorded
from coachlog.cli.messages import say_recorded
from coachlog.domain.handles import parse_words
from coachlog.errors import AsUsageError

# Each with the kind of its entries; None is the kind that the settings name.
KINDS = {"log": None, "mistake": "mistake", "oops": "mistake"}


def can_record(arguments: list[str]) -> bool:
    """Whether the arguments are words, `@team` and `+topic` only, to be recorded.

    A mistake on a terminal is left to the whole command line, which asks for the recovery.
    """
    if len(arguments) < 2 or arguments[0] not in KINDS:
        return False
    for argument in arguments:
        if argument.startswith("-"):
            return False
    return KINDS[arguments[0]] is None or not sys.stdin.isatty()


def record_words(arguments: list[str]) -> bool:
    """Record the words, and return whether that was possible.

    It is not without a text or a team, nor before the log exists: then a person may be asked.

    Raises:
        UsageError: the words name two teams, or hold text that cannot be stored.
    """
    from coachlog.cli.context import Context
    from coachlog.services.record import record

    # `--db` is an option, so here the log is always the one of the environment, or the default.
    context = Context()
    with AsUsageError():
        words = parse_words(arguments[1:])
    unrecorded.restate(words.text)
    if words.text is None or not os.path.exists(context.path):
        return False
    try:
        if words.team is None:
            from coachlog.services.team_and_topics import usual_team_and_topics

            team, _ = usual_team_and_topics(context.log, context.settings, {})
            if team is None:
                return False
        fields = {
            "kind": KINDS[arguments[0]] or context.settings.kind,
            "team": words.team,
            "topics": words.topics,
            "happened": words.text,
        }
        recorded = record(context.log, context.settings, fields)
        say_recorded(recorded, words.ignored_handles, context.today)
    finally:
        context.close()
    return True
