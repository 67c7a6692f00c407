"""The root command. A command's module is imported when the command runs, and no other one."""

from typing import Any

import typer

# Typer has no public name for it: one reason why its version is pinned.
from typer._click.exceptions import UsageError as TyperUsageError

from coachlog import VERSION_LINE
from coachlog.cli.command_table import load_command
from coachlog.cli.context import context_by
from coachlog.cli.every_command import COMMANDS, GROUPS
from coachlog.cli.examples import write_examples
from coachlog.cli.groups import Group
from coachlog.cli.messages import say
from coachlog.cli.options import ROOT_OPTIONS
from coachlog.cli.synonyms import unknown_command
from coachlog.cli.typer_commands import (
    CheckedGroup,
    typer_callback,
    typer_command,
    typer_group,
)
from coachlog.cli.usage_messages import usage_message
from coachlog.errors import InterruptedByUserError


class Commands(CheckedGroup):
    """A group that imports only the module of the command that runs."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the name of every command."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return the command.

        Raises:
            UsageError: there is no command of that name.
        """
        del ctx
        if cmd_name not in COMMANDS:
            raise unknown_command(cmd_name)
        command = _build_command(cmd_name)
        subcommands = getattr(command, "commands", {})
        for with_examples in (command, *subcommands.values()):
            # Not as `epilog`, which is a text: the examples are read only if help is shown.
            with_examples.format_epilog = write_examples
        return command

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the commands in their groups, from the table alone: no command is imported."""
        del ctx
        # Typer aligns each group for itself; names of one width align them all.
        width = max(len(name) for name in COMMANDS)
        for title, commands in GROUPS.items():
            rows = [(command.name.ljust(width), command.summary) for command in commands]
            with formatter.section(title):
                formatter.write_dl(rows)


def _build_command(name: str) -> Any:
    """Return what Typer makes of a command, or of a group of commands."""
    command = load_command(name)
    if isinstance(command, Group):
        return typer_group(name, command)
    return typer_command(name, command)


app = typer.Typer(
    cls=Commands,
    add_completion=False,  # `completion` has scripts of our own, which complete teams and ids
    rich_markup_mode=None,  # rich takes 40 ms to load
    invoke_without_command=True,
    epilog="coachlog help COMMAND  shows a command's options and three examples.",
    pretty_exceptions_enable=False,  # `main` reports errors; a traceback would show texts
    context_settings={"help_option_names": ["-h", "--help"]},
)


def root(ctx: typer.Context, **values: Any) -> None:
    """Record coaching moments and how mistakes were put right; read them every week."""
    # `--debug` is left to `main`, which reads it from the arguments.
    if values["version"]:
        typer.echo(VERSION_LINE)
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())
        raise typer.Exit
    ctx.obj = context_by(values)
    ctx.call_on_close(ctx.obj.end)


app.callback()(typer_callback(root, ROOT_OPTIONS))


def run_app(arguments: list[str]) -> int:
    """Parse the arguments, run the command, and return its exit code.

    Raises:
        KeyboardInterrupt: Ctrl-C, or Ctrl-D at a prompt.
        OSError: the reader of stdout is gone.
    """
    try:
        code = app(arguments, prog_name="coachlog", standalone_mode=False)
    except TyperUsageError as error:
        from coachlog.domain.hub_address import without_passwords

        say(f"coachlog: {without_passwords(usage_message(error, arguments))}")
        return 2
    except typer.Abort:
        # What Typer makes of Ctrl-C; `main` reports it like one of our own prompts.
        raise KeyboardInterrupt from None
    except SystemExit as end:
        # How Typer ends the process when a pipe is closed.
        if isinstance(end.__context__, OSError):
            raise end.__context__ from None
        raise
    if code == InterruptedByUserError.exit_code:
        raise KeyboardInterrupt
    if isinstance(code, int):
        return code
    return 0
