"""The settings as `config` shows and changes them: each value, and where it comes from."""

import os
from typing import NamedTuple

from coachlog.domain.hub_address import without_passwords
from coachlog.domain.settings import SETTINGS
from coachlog.domain.suggestions import close_names, no_such
from coachlog.errors import SettingsError, UsageError, sentence_of
from coachlog.services.settings import Settings
from coachlog.storage.file.connection import Log
from coachlog.storage.names import spelling_in_use


class CurrentSetting(NamedTuple):
    """One setting as it is in force.

    `source` says where its value comes from: `--as`, the environment, what the file has for
    everybody or for this login alone, the login name, or the default.
    """

    name: str
    value: str | None
    source: str
    meaning: str


def current_settings(settings: Settings) -> list[CurrentSetting]:
    """Return every setting there is."""
    return [current_setting(settings, name) for name in SETTINGS]


def setting_name(typed: str) -> str:
    """Return the name of a setting, typed in any case, with hyphens or underscores.

    Raises:
        UsageError: There is no setting of that name.
    """
    name = typed.strip().lower().replace("_", "-")
    if name in SETTINGS:
        return name
    close = close_names(name, SETTINGS)
    raise UsageError(no_such("setting", typed, close, "coachlog config  lists them."))


def setting_value(log: Log, name: str, value: str) -> str:
    """Return `value` as the setting stores it; a team or topic in the spelling in use.

    Args:
        log: Where the teams and topics in use are read.
        name: One of `SETTINGS`.
        value: What the user typed.

    Raises:
        SettingsError: The setting cannot have that value.
    """
    try:
        checked = SETTINGS[name].check(value)
        if name == "language":
            # Not in `Setting.check`: a language that an older version took does no harm.
            from coachlog.domain.dates.words import check_languages

            check_languages(checked)
    except ValueError as error:
        raise SettingsError(f"{name} cannot be set: {sentence_of(error)}") from None
    # Another spelling would look like another team.
    if name in ("team", "topic"):
        return spelling_in_use(log, name, checked)
    return checked


def current_setting(settings: Settings, name: str) -> CurrentSetting:
    """Return one setting, even if its value in the environment cannot be used.

    Args:
        settings: The settings in force.
        name: One of `SETTINGS`; what a user typed goes through `setting_name` first.
    """
    setting = SETTINGS[name]
    from_environment = os.environ.get(setting.variable)
    try:
        value = getattr(settings, setting.attribute)
        source = "default" if setting.default else "not set"
    except SettingsError:
        # Shown all the same: this list is where people look for what is wrong.
        value = without_passwords(from_environment or "")
        source = "environment, cannot be used"
    else:
        if from_environment is not None:
            source = "environment"
        elif name in settings.stored:
            source = "this login" if setting.personal else "file"
        elif name == "trainer":
            value = settings.user
            source = "login name"
    if name == "trainer" and settings.given_name:
        source = "--as"
    return CurrentSetting(name=name, value=value, source=source, meaning=setting.meaning)
