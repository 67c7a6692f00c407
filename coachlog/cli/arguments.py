"""The quick way in: most command lines, read without Typer, which loads as long as all the rest.

It reads what the options of a command declare, in the way that Typer would. What it does not
understand it leaves to Typer: so no command line can mean two things. A test compares both ways.
"""

from coachlog.cli.command_table import command_named, load_command
from coachlog.cli.context import context_by
from coachlog.cli.options import (
    COUNT,
    DASHES,
    FLAG,
    LITERAL,
    MOST,
    ROOT_OPTIONS,
    TEXTS,
    Option,
    check_not_empty,
    options_of,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class NotUnderstoodError(Exception):
    """The arguments are Typer's to read: they are wrong, or ask for help."""


def run_quickly(arguments: list[str]) -> int | None:
    """Run what was typed after the program's name, and return its exit code.

    None stands for a command line that was not understood.
    """
    before = Reader(ROOT_OPTIONS, arguments)
    try:
        typed = before.read_options()
        if not typed or not _is_quick(typed[0]) or before.values["version"]:
            return None
        command = load_command(typed[0])
        options = options_of(command)
        values = Reader(options, typed[1:]).read()
    except NotUnderstoodError:
        return None
    check_not_empty(ROOT_OPTIONS, before.values)
    context = context_by(before.values)
    try:
        check_not_empty(options, values)
        return command(context, **values) or 0
    finally:
        context.end()


def _is_quick(name: str) -> bool:
    command = command_named(name)
    return command is not None and command.is_quick


def root_options_first(arguments: list[str]) -> list[str]:
    """Return a command line with options of the program before the command, wherever they were.

    A file between the words of a text is left where it is, because nobody knows where it ends. So
    are `--as`, which `import` has, too, and `--version`, which would drop a text.

    Args:
        arguments: what was typed after the program's name.
    """
    first: list[str] = []
    others: list[str] = []
    rest = arguments[::-1]
    while rest and rest[-1] != "--":
        argument = rest.pop()
        if argument in ("--no-color", "--no-pager", "--debug"):
            first.append(argument)
        elif argument == "--db" and rest and not _is_among_words(others, rest[:-1]):
            first += [argument, rest.pop()]
        elif argument.startswith("--db=") and not _is_among_words(others, rest):
            first.append(argument)
        else:
            others.append(argument)
    return first + others + rest[::-1]


def _is_among_words(before: list[str], after_backwards: list[str]) -> bool:
    """Return whether plain words stand before, after the name of the command, and behind."""
    return _has_plain_word(before[1:]) and _has_plain_word(after_backwards[-1:])


def _has_plain_word(arguments: list[str]) -> bool:
    return any(argument[:1] not in "-@+" for argument in arguments)


class Reader:
    """Reads what was typed before or after the name of a command, by the options there."""

    def __init__(self, options: dict[str, Option], arguments: list[str]) -> None:
        self.options = options
        self.values: dict[str, Any] = {}
        self.texts: dict[str, str] = {}  # of the options that have one value
        for parameter, option in options.items():
            # Each reading has lists of its own.
            self.values[parameter] = [] if option.value_type == TEXTS else option.default
        self.rest = arguments[::-1]  # the next one last, where a list gives it up at once

    def read(self) -> "dict[str, Any]":
        """Return the values of the command's parameters, as they were typed or by default.

        Raises:
            NotUnderstoodError: a word is not an option, or not a value of one.
        """
        if any(argument[:1] in ("-", *DASHES) for argument in self.rest):
            self._gather_texts()
        words = []
        while self.rest:
            argument = self.rest.pop()
            if argument == "--":
                words += self.rest[::-1]
                break
            if not self._read_option(argument):
                words.append(argument)
        self._read_words(words)
        return self.values

    def _gather_texts(self) -> None:
        # Not loaded for words alone.
        from coachlog.cli.text_options import gather_texts

        arguments, literal = gather_texts(self.options, self.rest[::-1])
        self.rest = arguments[::-1]
        if LITERAL in self.options:
            self.values[LITERAL] = literal

    def read_options(self) -> list[str]:
        """Read the options before the first word, and return that word with all that follows.

        Raises:
            NotUnderstoodError: a word is not an option, or not a value of one.
        """
        while self.rest:
            argument = self.rest.pop()
            if not self._read_option(argument):
                return [argument, *self.rest[::-1]]
        return []

    def _read_option(self, argument: str) -> bool:
        """Read an argument if it is an option, and return whether it is one."""
        if argument[:2] == "--":
            self._read_long(*argument.partition("="))
        elif argument[:1] == "-" and argument != "-":
            self._read_short(argument[:2], argument[2:])
        else:
            return False
        return True

    def _read_long(self, name: str, sign: str, value: str) -> None:
        """Read `--name`, `--name value` or `--name=value`."""
        parameter, option = self._option(name)
        if option.value_type != FLAG:
            self._add(parameter, value if sign else self._next())
        elif sign:
            raise NotUnderstoodError
        else:
            self.values[parameter] = name not in option.opposites

    def _read_short(self, name: str, more: str) -> None:
        """Read `-n`, `-n 20` or `-n20`, or several flags as in `-sc`."""
        parameter, option = self._option(name)
        if option.value_type != FLAG:
            self._add(parameter, more or self._next())
            return
        self.values[parameter] = True
        if more[:1] == "-":
            raise NotUnderstoodError
        if more:
            self.rest.append(f"-{more}")

    def _read_words(self, words: list[str]) -> None:
        """Give the words to the arguments in their order; one of many words takes the rest."""
        for parameter, option in self.options.items():
            if not option.is_argument or option.value_type == LITERAL:
                continue
            if option.is_required and not words:
                raise NotUnderstoodError
            if option.value_type == TEXTS:
                self.values[parameter] = words
                words = []
            elif words:
                self.values[parameter] = _value(words[0], option)
                words = words[1:]
        if words:
            raise NotUnderstoodError

    def _option(self, name: str) -> tuple[str, Option]:
        """Return the option of a name, after the parameter that it is for."""
        for parameter, option in self.options.items():
            if name in option.names + option.opposites:
                return parameter, option
        raise NotUnderstoodError

    def _next(self) -> str:
        if not self.rest:
            raise NotUnderstoodError
        return self.rest.pop()

    def _add(self, parameter: str, text: str) -> None:
        value = _value(text, self.options[parameter])
        if self.options[parameter].value_type == TEXTS:
            self.values[parameter].append(value)
        elif self.texts.setdefault(parameter, text) == text:
            self.values[parameter] = value
        else:
            raise NotUnderstoodError


def _value(text: str, option: Option) -> "Any":
    try:
        return value_of(option, text)
    except ValueError:
        raise NotUnderstoodError from None


def value_of(option: Option, text: str) -> "Any":
    """Return what was typed as the value that the command gets.

    Raises:
        ValueError: it is none that the option takes; the message names those.
    """
    if option.choices and text not in option.choices:
        from coachlog.domain.suggestions import close_names, did_you_mean

        close = did_you_mean(close_names(text, option.choices))
        raise _not_taken(option, text, f"one of {', '.join(option.choices)}", close)
    if option.value_type != COUNT:
        return text
    try:
        number = int(text)
    except ValueError:
        number = option.least - 1
    if not option.least <= number <= option.most:
        numbers = f"{option.least} to {option.most}"
        if option.most == MOST and number < MOST:
            numbers = f"{option.least} or more"
        raise _not_taken(option, text, f"a whole number ({numbers})", option.instead)
    return number


def _not_taken(option: Option, text: str, values: str, advice: str) -> ValueError:
    name = "".join(option.names[:1]) or option.metavar.strip("[]")
    return ValueError(f"{name} needs {values}, not {text!r}. {advice}".rstrip())
