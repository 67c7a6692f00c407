"""Commands and options that people type because other programs have them.

One that can mean a single thing runs, and its name here is said. One that could mean several, or
that removes something, is only explained: nobody should delete an entry by a guess.
"""

from shlex import join, quote

from coachlog import unrecorded
from coachlog.cli.command_table import SYNONYMS
from coachlog.cli.every_command import COMMANDS
from coachlog.cli.messages import say
from coachlog.domain.handles import is_handle
from coachlog.domain.suggestions import close_names, did_you_mean
from coachlog.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from coachlog.cli.options import Option

FEWEST_WORDS = 3  # of a text that begins like the name of a command: `Showed the form`
SLIP = 0.7  # so close to a command's name that a text hardly begins with it: `shw 8f3a`
ADVICE = {
    "rm": "to delete an entry:  coachlog delete ID",
    "new": "to record something:  coachlog log  ·  what is new for you:  coachlog news",
    "report": "your week:  coachlog week  ·  figures:  coachlog summary"
    "  ·  feedback to you:  coachlog feedback report",
}

# What other programs call an option, and what is meant: the first of these that a command has.
SINGLE_DAY = ("--on", "--since --until")
OPTIONS = {
    "--after": ("--since",),
    "--at": SINGLE_DAY,
    "--author": ("--trainer",),
    "--because": ("--why",),
    "--before": ("--until",),
    "--by": ("--trainer",),
    "--category": ("--topic",),
    "--cause": ("--why",),
    "--coachee": ("--learner",),
    "--count": ("--limit",),
    "--date": SINGLE_DAY,
    "--day": SINGLE_DAY,
    "--department": ("--team",),
    "--file": ("--output",),
    "--fix": ("--recovery",),
    "--from": ("--since",),
    "--group": ("--team",),
    "--last": ("--last-week", "--limit"),
    "--max": ("--limit",),
    "--me": ("--mine",),
    "--on": SINGLE_DAY,
    "--out": ("--output",),
    "--reason": ("--why",),
    "--secret": ("--private",),
    "--solution": ("--recovery",),
    "--tag": ("--topic",),
    "--time": SINGLE_DAY,
    "--to": ("--until",),
    "--type": ("--kind",),
    "--user": ("--trainer",),
    "--when": SINGLE_DAY,
}


def meant_options(typed: str, options: "Iterable[Option]") -> str:
    """Return which options to use in place of one that other programs have; empty for none.

    Args:
        typed: its name.
        options: the options of the command.
    """
    declarations = {}
    for option in options:
        for name in option.names:
            declarations[name] = f"{name} {option.metavar}".rstrip()
    for alternative in OPTIONS.get(typed.removesuffix("s"), ()):
        names = alternative.split()
        if declarations.keys() >= set(names):
            return f"Use {' '.join(declarations[name] for name in names)}."
    return ""


def replace_synonym(arguments: list[str], index: int) -> list[str]:
    """Return a command line with the command that a synonym stands for.

    Args:
        arguments: what was typed after the program's name.
        index: where the name of the command stands among them.

    Raises:
        UsageError: the word could mean several commands, or one that removes something, or none.
    """
    name = arguments[index]
    if name in ADVICE:
        raise UsageError(f"{name!r} is not a coachlog command: {ADVICE[name]}")
    if name not in SYNONYMS:
        if name.strip() and not {"--help", "-h"}.intersection(arguments[:index]):
            error = _no_command(arguments, index)
            is_behind_as = arguments[max(index - 2, 0)] == "--as"
            if is_behind_as and COMMANDS.keys() & arguments[index + 1 : index + 2]:
                whole = quote(f"{arguments[index - 1]} {name}")
                error = UsageError(f"{error}  ·  a name of two words goes in quotes:  --as {whole}")
            raise error
        return arguments
    command = SYNONYMS[name]
    say(f"“{name}” is called {command} here: coachlog {command}")
    return [*arguments[:index], *command.split(), *arguments[index + 1 :]]


def unknown_command(name: str) -> UsageError:
    """Return the error about a command that does not exist."""
    close = close_names(name, COMMANDS)
    advice = did_you_mean(close) or "coachlog --help  lists them all."
    return UsageError(f"{name!r} is not a coachlog command. {advice}")


def _no_command(arguments: list[str], index: int) -> UsageError:
    """Return the error about a word that is not a command; what it may be the text of is noted."""
    typed = arguments[index:]
    name = typed[0].split()[0]
    error = unknown_command(name)
    close = close_names(name, COMMANDS)
    if close and COMMANDS[close[0]].text_after == "":
        _note_text(typed[1:])
        return error
    words = " ".join(typed).split()
    is_text = len(_plain(words)) > 1 or is_handle(name)
    if not is_text:
        return error
    # "Told" is as close to `hold` as a slip, and begins many a text.
    is_slip = close_names(name, COMMANDS, cutoff=SLIP)
    if is_slip and len(_plain(words)) < FEWEST_WORDS:
        return error
    _note_text(typed)
    line = join(["coachlog", *arguments[:index], "log", *typed])
    advice = "To record it, type it after  coachlog log"
    if line.isprintable():
        advice = f"To record it:  {line}"
    if close:
        return UsageError(f"{error} {advice}")
    return UsageError(f"{name!r} is not a coachlog command. {advice}")


def _note_text(typed: list[str]) -> None:
    text = " ".join(typed)
    # A single word is an id or a name, which nobody misses.
    if len(_plain(text.split())) > 1:
        unrecorded.note(text)


def _plain(words: list[str]) -> list[str]:
    return [word for word in words if word[0] != "-" and not is_handle(word)]
