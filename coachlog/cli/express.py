"""The express lane: recording from words alone, without anything that Typer would have to parse.

It runs the same service and prints the same receipt as the long way; a test holds the two against each other.
"""

import os
import sys

from coachlog.cli.messages import say_recorded
from coachlog.domain.handles import parse_words
from coachlog.errors import KeepTypedText, UsageError

COMMANDS = {"log": None, "mistake": "mistake", "oops": "mistake"}


def takes(arguments: list[str]) -> bool:
    """Whether these arguments are a recording of words, `@team` and `+topic` only.

    Not a mistake on a terminal, which asks for the recovery.
    """
    if len(arguments) < 2 or arguments[0] not in COMMANDS:
        return False
    if any(argument.startswith("-") for argument in arguments):
        return False
    return COMMANDS[arguments[0]] is None or not sys.stdin.isatty()


def run(arguments: list[str]) -> bool:
    """Record the words; whether that was possible: not without text or a team, nor while the log has yet to be made."""
    from coachlog.cli.context import Context
    from coachlog.services.record import record, usual_team_and_topics

    context = Context()
    try:
        words = parse_words(arguments[1:])
    except ValueError as error:
        raise UsageError(f"{error}.", typed=" ".join(arguments[1:])) from None
    if words.text is None or not os.path.exists(context.path):
        return False
    try:
        with KeepTypedText(words.text):
            if (
                words.team is None
                and usual_team_and_topics(context.log, context.settings)[0] is None
            ):
                return False
            kind = COMMANDS[arguments[0]] or context.settings.kind
            given = {
                "kind": kind,
                "team": words.team,
                "topics": words.topics,
                "happened": words.text,
            }
            recorded = record(context.log, context.clock, context.settings, given)
    finally:
        context.close()
    say_recorded(recorded, words.ignored_handles, context.clock.now().date())
    return True
