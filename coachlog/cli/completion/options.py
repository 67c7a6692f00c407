"""Options and their values for Tab: the only candidates for which Typer has to be loaded."""

from typing import Any

import typer

from coachlog.cli.app import app
from coachlog.cli.command_table import COMMANDS
from coachlog.cli.completion.words import SETS, Candidates, Typed, matching
from coachlog.cli.typer_commands import CommandGroup
from coachlog.domain.fields import CHOICES, FACTORS

HELP = ("--help", "Show this message and exit.")
# The set of candidates for a value, by what the help calls the value.
VALUE_SETS = {"FILE": "files", "OTHER_ID": "ids", "TEAM": "teams", "TOPIC": "topics"}


def root_options(start: str) -> Candidates:
    """Return the options that stand before a command."""
    return _option_names(typer.main.get_command(app), [], start)


def option_candidates(typed: Typed) -> Candidates | None:
    """Return options, or the values of the option before; None where a plain word stands."""
    if typed.command not in COMMANDS:
        return []
    command = _command_of(typed)
    valued = _valued_options(command)
    # Both `--team=per` and `--team per` can be completed.
    option, sign, start = typed.current.partition("=")
    if sign and option in valued:
        values = _values(valued[option], typed._replace(current=start))
        return [(f"{option}={value}", note) for value, note in values]
    if typed.words and typed.words[-1] in valued:
        return _values(valued[typed.words[-1]], typed)
    if typed.current.startswith("-"):
        return _option_names(command, typed.words, typed.current)
    return None


def _command_of(typed: Typed) -> Any:
    """Return the command, or the command of a group, that the words lead to."""
    root: Any = typer.main.get_command(app)
    command = root.get_command(None, typed.command)
    for word in typed.words:
        if word in getattr(command, "commands", {}):
            command = command.commands[word]
    # A group such as `feedback` reads an id as the first word of its default command.
    if typed.words and isinstance(command, CommandGroup) and command.group.shortcut:
        return command.commands[command.group.shortcut]
    return command


def _valued_options(command: Any) -> dict[str, Any]:
    valued = {}
    for param in command.params:
        if not getattr(param, "is_flag", True):
            valued.update(dict.fromkeys(param.opts, param))
    return valued


def _values(param: Any, typed: Typed) -> Candidates:
    if param.metavar in VALUE_SETS:
        return SETS[VALUE_SETS[param.metavar]](typed)
    choices = {**CHOICES, "factors": FACTORS, "week": ("this", "last")}
    own_choices = getattr(param.type, "choices", None)
    return matching(own_choices or choices.get(param.name, ()), typed.current)


def _option_names(command: Any, words: list[str], start: str) -> Candidates:
    offered: Candidates = []
    for param in command.params:
        if not _is_open(param, words):
            continue
        note = (param.help or "").partition("\n")[0]
        for name in [*param.opts, *param.secondary_opts]:
            # `-k` and its like are offered only when they are typed already: they are short.
            is_short = len(name) == 2 and name != start
            if name.startswith(start) and not is_short:
                offered.append((name, note))
    if HELP[0].startswith(start):
        offered.append(HELP)
    return offered


def _is_open(param: Any, words: list[str]) -> bool:
    """Whether a parameter is an option that can still be given."""
    if param.param_type_name != "option" or getattr(param, "hidden", False):
        return False
    if getattr(param, "multiple", False):
        return True
    return not {*param.opts, *param.secondary_opts} & set(words)
