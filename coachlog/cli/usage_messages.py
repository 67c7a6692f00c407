"""What is wrong with a command line, in the words of coachlog.

Typer finds the mistakes, but speaks of ranges, arguments and values that are not valid; and it
knows neither our options nor the names that other programs have for them.
"""

from shlex import quote
from typing import Any

# Typer has no public name for them: one reason why its version is pinned.
from typer._click.exceptions import BadOptionUsage, BadParameter, MissingParameter, NoSuchOption
from typer._click.exceptions import UsageError as TyperUsageError

from coachlog.cli.every_command import COMMANDS
from coachlog.cli.options import EMPTY_ARGUMENT, ROOT_OPTIONS, Option
from coachlog.cli.synonyms import meant_options
from coachlog.domain.suggestions import close_names, did_you_mean

CLOSE = 0.7  # so that `--when` is not taken for a mistyped `--help`
_EXTRA = "Got unexpected extra argument(s) ("
# What comes before the text of a command, for an example in an error.
_BEFORE_TEXT = {"edit": " 8f3a", "reply": " 8f3a", "thanks": " 8f3a", "status": " 8f3a adopted"}


def usage_message(error: TyperUsageError, arguments: list[str]) -> str:
    """Return what is wrong with the arguments, and where help is.

    Args:
        error: what Typer says of them.
        arguments: what was typed after the program's name.
    """
    if isinstance(error, MissingParameter):
        return _what_is_missing(error)
    message = _in_plain_words(error, arguments)
    if error.ctx:
        message += f" For help:  {error.ctx.command_path} --help"
    return message


def _in_plain_words(error: TyperUsageError, arguments: list[str]) -> str:
    message = error.format_message()
    if _is_about_a_blank(message, arguments):
        return EMPTY_ARGUMENT
    if isinstance(error, NoSuchOption):
        return unknown_option(error)
    if isinstance(error, BadParameter):
        return error.message
    if isinstance(error, BadOptionUsage):
        needs = "needs a value behind it."
        if "does not take" in message:
            needs = "takes no value. Type it alone."
        return f"{error.option_name} {needs}"
    if message.startswith(_EXTRA):
        message = _extra_words(error, message)
    return message


def unknown_option(error: NoSuchOption) -> str:
    """Return the message about an option that does not exist, with those that may be meant."""
    name = error.option_name
    context: Any = error.ctx
    for option in ROOT_OPTIONS.values():
        if name in option.names and context:
            line = f"coachlog {option.declaration} {context.info_name}"
            return f"{name} goes before the command:  {line}"
    options = _options(context)
    advice = meant_options(name, options)
    if not advice:
        names = ["--help"]
        for option in options:
            names += option.names + option.opposites
        advice = did_you_mean(close_names(name, names, limit=3, cutoff=CLOSE))
    return f"there is no option {name}. {advice}".rstrip()


def advice_on_text(error: TyperUsageError, command_path: str, args: list[str]) -> str:
    """Return what to do about an option that may have been meant as text; empty if it was none.

    Args:
        error: what Typer says of it.
        command_path: the command as it is typed, which records a text.
        args: what follows it.
    """
    name = command_path.rsplit(maxsplit=1)[-1]
    command = f"{command_path}{_BEFORE_TEXT.get(name, '')}"
    if isinstance(error, NoSuchOption):
        if meant_options(error.option_name, _options(error.ctx)):
            return ""  # not text, but an option of another program
        example = "-fee" if name == "search" else "-5 degrees"
        return (
            f"{unknown_option(error)} Text that begins with - goes after --:"
            f"  {command} -- {example}"
        )
    # `search -fee` is -f with a format called ee.
    words = [arg for arg in args if len(arg) > 2 and arg[0] == "-" and arg[1:].isalpha()]
    if not words:
        return ""
    word = words[0]
    return f"{word} is not an option. To use it as a word, put -- before it:  {command} -- {word}"


def _options(context: Any) -> list[Option]:
    """Return the options of the command that was typed, or of the program."""
    options = getattr(getattr(context, "command", None), "options", ROOT_OPTIONS)
    return list(options.values())


def _extra_words(error: TyperUsageError, message: str) -> str:
    """Return which words are too many, or the option that they need to stand for a path."""
    context: Any = error.ctx
    words = message.removeprefix(_EXTRA).removesuffix(")")
    for option in _options(context):
        if option.metavar in ("FOLDER", "FILE"):
            name, word = option.names[0], quote(words)
            return f"{word} needs {name} before it:  {context.command_path} {name} {word} ·"
    return f"{context.command_path} does not take {words!r} here."


def _what_is_missing(error: MissingParameter) -> str:
    """Return which argument is missing, what it is, and where those that exist are listed."""
    argument: Any = error.param
    context: Any = error.ctx
    name = argument.metavar.split()[0].removesuffix("...").partition("|-")[0]
    group = context.parent.command
    listing = ""
    if name == "ID":
        listing = "To see them:  coachlog list  ·  "
    elif _has_list(group.name) and name != "FILE":
        listing = f"To see them:  coachlog {group.name} list  ·  "
    return f"{name} is missing. {argument.help} {listing}For help:  {context.command_path} --help"


def _has_list(name: str) -> bool:
    """Return whether a command has a list of what it is about."""
    return name in COMMANDS and "list" in COMMANDS[name].subcommands


def _is_about_a_blank(message: str, arguments: list[str]) -> bool:
    """Return whether Typer quotes an argument that is empty or blank: `''`, or `()` if too many."""
    blanks = [argument for argument in arguments if not argument.strip()]
    return any(f"'{blank}'" in message or f"({blank})" in message for blank in blanks)
