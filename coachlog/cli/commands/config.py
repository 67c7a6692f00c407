"""`config`: the settings."""

import os
from operator import attrgetter
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from coachlog.cli.context import Context
from coachlog.cli.messages import say
from coachlog.cli.options import Format, FormatOption
from coachlog.cli.output import write_records
from coachlog.domain.settings import environment_name
from coachlog.errors import NotFoundError, UsageError
from coachlog.render.columns import Column
from coachlog.render.visible import visible
from coachlog.services.config import (
    setting_in_force,
    setting_name,
    setting_value,
    settings_in_force,
)
from coachlog.services.settings import change_setting


class Settings(TyperGroup):
    """A group that says what to type when a setting's name stands where its commands do."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that `args` name."""
        if args[0] not in self.commands:
            name = setting_name(args[0])
            raise UsageError(
                f"to read it: coachlog config get {name} · to change it: coachlog config set {name} VALUE"
            )
        return super().resolve_command(ctx, args)


app = typer.Typer()
group = typer.Typer(cls=Settings)
app.add_typer(group, name="config")

COLUMNS = [
    Column("name", "name", attrgetter("name")),
    Column("value", "value", attrgetter("value")),
    Column("source", "from", attrgetter("source")),
    Column("meaning", "meaning", attrgetter("meaning"), wide=True),
]
NameArgument = Annotated[
    str, typer.Argument(metavar="NAME", help="A setting's name, such as team or week-start.")
]


@group.callback(invoke_without_command=True)
def config(ctx: typer.Context, format_: FormatOption = Format.table) -> None:
    """List, read and change the settings."""
    if ctx.invoked_subcommand is None:
        write_records(COLUMNS, settings_in_force(ctx.obj.settings), format_)


@group.command("list")
def list_(ctx: typer.Context, format_: FormatOption = Format.table) -> None:
    """List every setting, its value and where that comes from."""
    write_records(COLUMNS, settings_in_force(ctx.obj.settings), format_)


@group.command("get")
def get(ctx: typer.Context, name: NameArgument) -> None:
    """Print one setting's value."""
    setting = setting_in_force(ctx.obj.settings, name)
    if setting.value is None:
        raise NotFoundError(
            f"{setting.name} is not set. Set it with  coachlog config set {setting.name} VALUE"
        )
    typer.echo(visible(setting.value))


@group.command("set")
def set_(
    ctx: typer.Context,
    name: NameArgument,
    value: Annotated[list[str], typer.Argument(metavar="VALUE...", help="Its new value.")],
) -> None:
    """Give a setting a value."""
    name = setting_name(name)
    _change(ctx.obj, name, setting_value(ctx.obj.reading, name, " ".join(value)))


@group.command("unset")
def unset(ctx: typer.Context, name: NameArgument) -> None:
    """Take a setting's value away, so that its default counts again."""
    _change(ctx.obj, setting_name(name), None)


def _change(context: Context, name: str, value: str | None) -> None:
    before = context.settings.stored.get(name)
    if before == value:
        say(
            f"{name} is {value} already; nothing was changed."
            if value
            else f"{name} was not set; nothing was changed."
        )
    else:
        change_setting(context.log, context.clock, context.settings, name, value)
        was = f" (was {before})" if before else ""
        say(f"{name}: {value or 'not set any more'}{was} · undo: coachlog undo")
    if os.environ.get(variable := environment_name(name)):
        say(f"{variable} is set in the environment, and counts for more than the file.")
