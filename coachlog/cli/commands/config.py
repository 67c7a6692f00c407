"""`config`: the settings. Every change of one is an action that `undo` takes back."""

import os
import sys

from coachlog.cli.context import Context
from coachlog.cli.groups import Group
from coachlog.cli.messages import say
from coachlog.cli.options import FORMAT, text, texts
from coachlog.cli.output import write_records
from coachlog.domain.settings import SETTINGS
from coachlog.errors import NotFoundError, UsageError
from coachlog.render.columns import Column
from coachlog.render.visible import visible
from coachlog.services.config import (
    current_setting,
    current_settings,
    setting_name,
    setting_value,
)
from coachlog.services.settings import change_setting

COLUMNS = [
    Column("name"),
    Column("value"),
    Column("source", "from"),
    Column("meaning", wide=True),
]
NAME = text("NAME", "A setting's name, such as team or week-start.")


def list_settings(context: Context, *, format_: str = FORMAT) -> None:
    """List every setting, its value and where that comes from."""
    write_records(COLUMNS, current_settings(context.settings), format_)


def get(context: Context, *, name: str = NAME) -> None:
    """Print the value of one setting."""
    setting = current_setting(context.settings, setting_name(name))
    if setting.value is None:
        raise NotFoundError(
            f"{setting.name} is not set. Set it with  coachlog config set {setting.name} VALUE"
        )
    sys.stdout.write(f"{visible(setting.value)}\n")


def set_(
    context: Context,
    *,
    name: str = NAME,
    value: list[str] = texts("VALUE...", "Its new value."),
) -> None:
    """Change a setting."""
    name = setting_name(name)
    # Several words need no quotes, because the name of a person or a team often has two.
    _change(context, name, setting_value(context.reading, name, " ".join(value)))


def unset(context: Context, *, name: str = NAME) -> None:
    """Unset a setting, so that its default applies again."""
    _change(context, setting_name(name), None)


def _change(context: Context, name: str, value: str | None) -> None:
    before = context.settings.stored.get(name)
    if before != value:
        before, value = change_setting(context.log, name, value)
    say(_change_message(name, before, value))
    # Otherwise the change would seem to have no effect.
    variable = SETTINGS[name].variable
    if variable in os.environ:
        say(f"{variable} is set in the environment, which counts for more than the file.")


def _change_message(name: str, before: str | None, value: str | None) -> str:
    if before == value and value:
        return f"No change: {name} is already {value}."
    if before == value:
        return f"No change: {name} was not set."
    message = f"{name}: {value or 'no longer set'}"
    if before:
        message += f" (was {before})"
    if SETTINGS[name].personal:
        message += ", for this login"
    return f"{message} · undo: coachlog undo"


def _resolve(words: list[str]) -> list[str]:
    """Say what to type if a setting is named where a command should be.

    Raises:
        UsageError: they name a setting, or nothing at all.
    """
    if words[0] in group.commands:
        return words
    # `config team permits` is what people try first.
    name = setting_name(words[0])
    raise UsageError(
        f"what about {name}? To read it:  coachlog config get {name} · "
        f"to change it:  coachlog config set {name} VALUE"
    )


group = Group(
    """List, read and change the settings.

    team, topic, trainer, role, use, clearing and hub are those of your login alone; the others hold
    for everybody who opens the file.
    """,
    {"list": list_settings, "get": get, "set": set_, "unset": unset},
    default=list_settings,
    resolve=_resolve,
)
