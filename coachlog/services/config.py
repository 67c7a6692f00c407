"""The settings as a user reads and writes them: where each value comes from, and which values there can be."""

import os
from typing import NamedTuple

from coachlog.domain.settings import SETTINGS, environment_name
from coachlog.domain.suggestions import close_names, no_such
from coachlog.errors import SettingsError, UsageError
from coachlog.storage.names import known_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coachlog.services.settings import Settings
    from coachlog.storage.file.connection import Log


class InForce(NamedTuple):
    """One setting: its value, and whether that is from the environment, the file, or the default."""

    name: str
    value: str | None
    source: str
    meaning: str


def settings_in_force(settings: "Settings") -> list[InForce]:
    """Every setting there is."""
    return [_in_force(settings, name) for name in SETTINGS]


def setting_in_force(settings: "Settings", name: str) -> InForce:
    """One setting.

    Raises:
        UsageError: there is none of that name.
    """
    return _in_force(settings, setting_name(name))


def setting_name(name: str) -> str:
    """The setting that somebody calls `name`, whatever its case and with underscores or hyphens.

    Raises:
        UsageError: there is none of that name; the message names one close to it.
    """
    found = name.strip().lower().replace("_", "-")
    if found in SETTINGS:
        return found
    close = close_names(found, SETTINGS)
    raise UsageError(no_such("setting", name, close, "coachlog config  lists them all."))


def setting_value(log: "Log", name: str, value: str) -> str:
    """`value` as the setting `name` stores it, a team or topic in the spelling in use.

    Raises:
        SettingsError: it cannot have that value; the message says which it can.
    """
    try:
        checked = SETTINGS[name].check(value)
        if name == "language":
            from coachlog.domain.dates import check_languages

            check_languages(checked)
    except ValueError as error:
        raise SettingsError(f"{name} cannot be set: {error}.") from None
    return known_name(log, name, checked) or checked if name in ("team", "topic") else checked


def _in_force(settings: "Settings", name: str) -> InForce:
    setting = SETTINGS[name]
    given = os.environ.get(environment_name(name))
    try:
        value = settings[name]
    except SettingsError:
        return InForce(name, given, "environment, cannot be used", setting.meaning)
    if given:
        source = "environment"
    elif name in settings.stored:
        source = "file"
    elif name == "trainer":
        value, source = settings.user, "login name"
    else:
        source = "default" if setting.default else "not set"
    return InForce(name, value, source, setting.meaning)
