"""The root command: which commands there are, and where each lives. A command's module is imported when it is used."""

import os
from difflib import get_close_matches
from importlib import import_module
from typing import Annotated, Any

import typer
from typer._click.exceptions import (
    UsageError,  # public only as the base of typer.BadParameter; hence the pin
)
from typer.core import TyperGroup

from coachlog import __version__
from coachlog.cli.context import Context
from coachlog.cli.messages import say
from coachlog.errors import InterruptedByUserError
from coachlog.errors import UsageError as CommandError

# The module of each command, in the order of the help.
COMMANDS = {
    "log": "log",
    "mistake": "mistake",
    "oops": "mistake",
    "again": "again",
    "use": "use",
    "edit": "edit",
    "delete": "delete",
    "undo": "undo",
    "redo": "redo",
    "finish": "finish",
    "list": "list",
    "show": "list",
    "search": "list",
    "card": "list",
    "week": "week",
    "summary": "summary",
    "due": "due",
    "checkin": "checkin",
    "feedback": "feedback",
    "reply": "reply",
    "thanks": "thanks",
    "status": "status",
    "news": "news",
    "meeting": "meeting",
    "guide": "guide",
    "tabletop": "tabletop",
    "drill": "drill",
    "handbook": "handbook",
    "wording": "wording",
    "export": "export",
    "clear": "clear",
    "import": "import_",
    "config": "config",
    "teams": "teams",
    "topics": "teams",
    "history": "history",
    "doctor": "doctor",
    "backup": "doctor",
    "restore": "doctor",
    "purge": "doctor",
    "demo": "demo",
    "completion": "completion",
}


def _unknown(name: str) -> CommandError:
    close = get_close_matches(name, COMMANDS, n=1)
    meant = f"Did you mean {close[0]}?  " if close else ""
    return CommandError(f"there is no command {name!r}. {meant}coachlog --help  lists them.")


class Commands(TyperGroup):
    """A group that imports the module of the one command that is wanted."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Every command's name."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command, or None."""
        if cmd_name not in COMMANDS:
            if ctx.resilient_parsing:
                return None
            raise _unknown(cmd_name)
        app = import_module(f"coachlog.cli.commands.{COMMANDS[cmd_name]}").app
        for group in app.registered_groups:
            if group.name == cmd_name:
                return typer.main.get_group_from_info(
                    group,
                    pretty_exceptions_short=True,
                    suggest_commands=True,
                    rich_markup_mode=None,
                )
        (info,) = [command for command in app.registered_commands if command.name == cmd_name]
        return typer.main.get_command_from_info(
            info, pretty_exceptions_short=True, rich_markup_mode=None
        )


app = typer.Typer(
    cls=Commands,
    add_completion=False,
    rich_markup_mode=None,
    invoke_without_command=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:  # noqa: FBT001 - Typer calls it so
    if wanted:
        typer.echo(f"coachlog {__version__}")
        raise typer.Exit


@app.callback()
def root(
    ctx: typer.Context,
    db: Annotated[
        str | None, typer.Option("--db", metavar="FILE", help="The log file (or COACHLOG_DB).")
    ] = None,
    no_color: Annotated[bool, typer.Option("--no-color", help="No colour (or NO_COLOR).")] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="Show where an unexpected error happened.")
    ] = False,
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Show the version and stop.", is_eager=True, callback=_show_version
        ),
    ] = False,
) -> None:
    """Record coaching moments and how mistakes were put right; read them every week."""
    del debug, version  # `main.run` looks for the first, the second has stopped already
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())
        raise typer.Exit
    if no_color:
        os.environ["NO_COLOR"] = "1"
    ctx.obj = Context(db)
    ctx.call_on_close(ctx.obj.close)


def _where_to_look(error: UsageError) -> str:
    return f"  {error.ctx.command_path} --help  says more." if error.ctx else ""


def run_app(arguments: list[str]) -> int:
    """Parse and run; the exit code.

    Raises:
        KeyboardInterrupt: Ctrl-C, or Ctrl-D at a prompt.
        OSError: whoever read stdout has gone.
    """
    try:
        code = app(arguments, prog_name="coachlog", standalone_mode=False)
    except UsageError as error:
        say(f"coachlog: {error.format_message()}{_where_to_look(error)}")
        return 2
    except typer.Abort:
        raise KeyboardInterrupt from None
    except SystemExit as end:
        # How Typer ends the process when a pipe is closed.
        if isinstance(end.__context__, OSError):
            raise end.__context__ from None
        raise
    if code == InterruptedByUserError.exit_code:
        raise KeyboardInterrupt
    return code if isinstance(code, int) else 0
