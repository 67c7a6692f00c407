"""Commands that people type because other programs have them.

One that can mean a single thing runs, and its name here is said. One that could mean several, or
that removes something, is only explained: nobody should delete an entry by a guess.
"""

from coachlog.cli.command_table import SYNONYMS
from coachlog.cli.messages import say
from coachlog.errors import UsageError

ADVICE = {
    "rm": "to delete an entry:  coachlog delete ID",
    "new": "to record something:  coachlog log  ·  what is new for you:  coachlog news",
    "report": "your week:  coachlog week  ·  figures:  coachlog summary"
    "  ·  feedback to you:  coachlog feedback report",
}


def replace_synonym(arguments: list[str], index: int) -> list[str]:
    """Return a command line with the command that a synonym stands for.

    Args:
        arguments: what was typed after the program's name.
        index: where the name of the command stands among them.

    Raises:
        UsageError: the word could mean several commands, or one that removes something.
    """
    name = arguments[index]
    if name in ADVICE:
        raise UsageError(f"there is no command {name!r}: {ADVICE[name]}")
    if name not in SYNONYMS:
        return arguments
    command = SYNONYMS[name]
    say(f"“{name}” is called {command} here: coachlog {command}")
    return [*arguments[:index], *command.split(), *arguments[index + 1 :]]
