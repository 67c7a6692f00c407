"""Options and their values for Tab, from the declarations in the command's own module."""

from coachlog.cli.command_table import load_command
from coachlog.cli.completion.words import SETS, Candidates, Typed, matching
from coachlog.cli.every_command import COMMANDS
from coachlog.cli.groups import Group
from coachlog.cli.options import FLAG, ROOT_OPTIONS, TEXTS, Option, options_of
from coachlog.domain.fields import CHOICES, FACTORS

HELP = ("--help", "Show this message and exit.")
# The set of candidates for a value, by what the help calls the value.
VALUE_SETS = {
    "FILE": "files",
    "FOLDER": "files",
    "KEY": "keys",
    "KEYS": "keys",
    "OTHER_ID": "ids",
    "MISTAKE": "ids",
    "NUMBER": "numbers",
    "TEAM": "teams",
    "TOPIC": "topics",
}


def root_options(start: str) -> Candidates:
    """Return the options that stand before a command."""
    return _option_names(ROOT_OPTIONS, [], start)


def option_candidates(typed: Typed) -> Candidates | None:
    """Return options, or the values of the option before; None where a plain word stands."""
    if typed.command not in COMMANDS:
        return []
    options = _options_of_command(typed)
    valued = _valued_options(options)
    # Both `--team=per` and `--team per` can be completed.
    option, sign, start = typed.current.partition("=")
    if sign and option in valued:
        values = _values(*valued[option], typed._replace(current=start))
        return [(f"{option}={value}", note) for value, note in values]
    if typed.words and typed.words[-1] in valued:
        return _values(*valued[typed.words[-1]], typed)
    if typed.current.startswith("-"):
        return _option_names(options, typed.words, typed.current)
    return None


def _options_of_command(typed: Typed) -> dict[str, Option]:
    """Return the options of the command, or the command of a group, that the words lead to."""
    command = load_command(typed.command)
    if not isinstance(command, Group):
        return options_of(command)
    for word in typed.words:
        if word in command.commands:
            return options_of(command.commands[word])
    # A group such as `feedback` reads an id as the first word of its default command.
    if typed.words and command.shortcut:
        return options_of(command.commands[command.shortcut])
    return options_of(command.default) if command.default else {}


def _valued_options(options: dict[str, Option]) -> dict[str, tuple[str, Option]]:
    """Return the options that take a value, each with its parameter, by all their names."""
    valued = {}
    for parameter, option in options.items():
        if option.value_type != FLAG:
            valued.update(dict.fromkeys(option.names, (parameter, option)))
    return valued


def _values(parameter: str, option: Option, typed: Typed) -> Candidates:
    if option.metavar in VALUE_SETS:
        return SETS[VALUE_SETS[option.metavar]](typed)
    choices = {
        **CHOICES,
        "factors": FACTORS,
        "week": ("this", "last"),
    }
    offered = option.choices or choices.get(parameter, ())
    return matching(offered, typed.current)


def _option_names(options: dict[str, Option], words: list[str], start: str) -> Candidates:
    offered: Candidates = []
    for option in options.values():
        names = [*option.names, *option.opposites]
        if option.value_type != TEXTS and not set(names).isdisjoint(words):
            continue  # it can be given once
        for name in names:
            # `-k` and its like are offered only when they are typed already: they are short.
            is_short = len(name) == 2 and name != start
            if name.startswith(start) and not is_short:
                offered.append((name, option.meaning))
    if HELP[0].startswith(start):
        offered.append(HELP)
    return offered
