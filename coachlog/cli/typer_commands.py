"""Commands as Typer runs them: it reads signatures, which are made here from our options.

Nothing else knows how Typer wants an option to be declared, and no command imports this.
"""

from collections.abc import Callable
from functools import partial
from inspect import Parameter, Signature, cleandoc, signature
from typing import Annotated, Any

import typer

# Typer has no public name for it: one reason why its version is pinned.
from typer._click.exceptions import UsageError as TyperUsageError
from typer.core import TyperCommand, TyperGroup
from typer.models import CommandInfo, TyperInfo

from coachlog.cli.arguments import value_of
from coachlog.cli.groups import Group
from coachlog.cli.options import (
    COUNT,
    FLAG,
    LITERAL,
    TEXTS,
    Option,
    check_not_empty,
    options_of,
)
from coachlog.cli.text_options import gather_texts, takes_text
from coachlog.cli.usage_messages import advice_on_text
from coachlog.errors import UsageError

TYPES: dict[str, Any] = {FLAG: bool, TEXTS: list[str]}  # all others are texts


class _OneValueEach:
    """A mixin: an option with one value cannot be given two, of which Typer would take the last."""

    def make_parser(self, ctx: Any) -> Any:
        """Return the parser of the command's options."""
        parser = super().make_parser(ctx)  # type: ignore[misc]
        for option in {*parser._short_opt.values(), *parser._long_opt.values()}:
            if option.action == "store":
                option.process = partial(_store_once, option)
        return parser


def _store_once(option: Any, value: str, state: Any) -> None:
    before = state.opts.get(option.dest, value)
    if before != value:
        name = option.obj.opts[0]
        raise UsageError(f"{name} is given twice: {before} and {value}. Give it once.")
    type(option).process(option, value, state)


class CheckedGroup(_OneValueEach, TyperGroup):
    """A group of commands."""


class OneCommand(_OneValueEach, TyperCommand):
    """A command whose texts are gathered before Typer reads its options."""

    options: dict[str, Option]

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the options and the words; the text after `--` is one of the values.

        Raises:
            UsageError: an option is unknown; it may have been meant as text.
        """
        gathered, literal = gather_texts(self.options, args)
        try:
            rest = super().parse_args(ctx, list(gathered))
        except TyperUsageError as error:
            if not takes_text(self.options):
                raise
            advice = advice_on_text(error, str(ctx.command_path), args)
            if not advice:
                raise
            raise UsageError(advice) from None
        if LITERAL in self.options:
            ctx.params[LITERAL] = literal
        return rest


class CommandGroup(CheckedGroup):
    """A command that has commands of its own."""

    group: Group

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the group's own options; without a command the shortcut is meant, if it has one."""
        if self.group.shortcut and (not args or args[0] not in (*self.commands, "--help", "-h")):
            args = [self.group.shortcut, *args]
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the command that `args` name."""
        if self.group.resolve:
            args = self.group.resolve(args)
        return super().resolve_command(ctx, args)


def typer_command(name: str, command: Callable[..., Any]) -> Any:
    """Return a command as Typer runs it."""
    return typer.main.get_command_from_info(
        _command_info(name, command), pretty_exceptions_short=True, rich_markup_mode=None
    )


def typer_group(name: str, group: Group) -> Any:
    """Return a group of commands as Typer runs it."""
    made = typer.Typer(cls=CommandGroup, help=cleandoc(group.meaning))
    made.callback(invoke_without_command=not group.shortcut)(_group_callback(group))
    for subcommand, command in group.commands.items():
        info = _command_info(subcommand, command)
        info.hidden = subcommand in group.hidden
        made.registered_commands.append(info)
    typer_made = typer.main.get_group_from_info(
        TyperInfo(made, name=name),
        pretty_exceptions_short=True,
        suggest_commands=True,
        rich_markup_mode=None,
    )
    typer_made.group = group  # type: ignore[attr-defined]
    return typer_made


def typer_callback(command: Callable[..., Any], options: dict[str, Option]) -> Callable[..., Any]:
    """Return what Typer calls: it has the options in its signature, and passes their values on.

    Args:
        command: it gets the context of Typer, and what was typed.
        options: its options.
    """

    def callback(ctx: typer.Context, **values: Any) -> Any:
        for name, option in options.items():
            if option.value_type == TEXTS:
                values[name] = values[name] or []
        check_not_empty(options, values)
        return command(ctx, **values)

    parameters = [Parameter("ctx", Parameter.KEYWORD_ONLY, annotation=typer.Context)]
    for name, option in options.items():
        if option.value_type != LITERAL:
            parameters.append(_parameter(name, option))
    callback.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    callback.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    callback.__doc__ = command.__doc__
    return callback


def _command_info(name: str, command: Callable[..., Any]) -> CommandInfo:
    options = options_of(command)
    takes_typer_context = "ctx" in signature(command).parameters

    def run(ctx: typer.Context, **values: Any) -> Any:
        return command(ctx if takes_typer_context else ctx.obj, **values)

    run.__doc__ = command.__doc__
    # Typer makes the command, and only from a class: so each has one, which knows its options.
    command_class = type("Command", (OneCommand,), {"options": options})
    return CommandInfo(name, cls=command_class, callback=typer_callback(run, options))


def _group_callback(group: Group) -> Callable[..., Any]:
    """Return what runs before a command of a group, and in place of one if none is named."""
    default = group.default
    options = options_of(default) if default else {}

    def run(ctx: typer.Context, **values: Any) -> None:
        if ctx.invoked_subcommand is not None:
            return
        if default:
            default(ctx.obj, **values)
        else:
            typer.echo(ctx.get_help())

    return typer_callback(run, options)


def _parameter(name: str, option: Option) -> Parameter:
    """Return an option as Typer reads it from a signature."""
    value_type = TYPES.get(option.value_type, str)
    metavar = option.metavar
    if option.choices and not metavar:
        metavar = f"<{'|'.join(option.choices)}>"
    settings: dict[str, Any] = {
        "metavar": metavar or None,
        "help": option.meaning,
        "show_default": option.shown_default,
    }
    if option.value_type == COUNT or option.choices:
        settings["parser"] = partial(_value_of, option)
    default = Parameter.empty if option.is_required else option.default
    if option.is_argument:
        info = typer.Argument(**settings)
    else:
        names = [*option.names]
        if option.opposites:
            names = [f"{names[0]}/{option.opposites[0]}"]
        info = typer.Option(*names, **settings)
    return Parameter(
        name,
        Parameter.KEYWORD_ONLY,
        annotation=Annotated[value_type | None, info],
        default=default,
    )


def _value_of(option: Option, text: str) -> Any:
    try:
        return value_of(option, text)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
