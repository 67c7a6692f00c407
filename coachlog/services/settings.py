"""The settings in force: the environment's, else the file's, else the default."""

import os

from coachlog.domain.handles import parse_words
from coachlog.domain.language.quick_check import WordingAdviser
from coachlog.domain.settings import SETTINGS, environment_name
from coachlog.errors import SettingsError, UsageError
from coachlog.storage.settings import read_settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coachlog.clock import Clock
    from coachlog.storage.file.connection import Log


class Settings:
    """The settings in force for one command. An unset one without a default is None."""

    def __init__(self, stored: dict[str, str]) -> None:
        self.stored = stored

    def __getitem__(self, name: str) -> str | None:
        """One setting's value.

        Raises:
            SettingsError: the environment gives a value that it cannot have.
        """
        setting = SETTINGS[name]
        variable = environment_name(name)
        given = os.environ.get(variable)
        if given:
            try:
                return setting.check(given)
            except ValueError as error:
                raise SettingsError(f"{variable} cannot be used: {error}.") from None
        return self.stored.get(name, setting.default)

    @property
    def user(self) -> str:
        """The name that this user's entries carry."""
        return self["trainer"] or login_name()

    @property
    def wording_adviser(self) -> WordingAdviser | None:
        """The adviser on wording with these settings; None where advice is switched off."""
        listed, languages = self["wording-list"], self["language"]
        return WordingAdviser(languages, listed) if self["wording"] == "yes" else None

    @property
    def context(self) -> tuple[str | None, list[str]]:
        """Team and topics of the standing context (`coachlog use`)."""
        words = parse_words([self["use"] or ""])
        return words.team, words.topics


def load_settings(log: "Log") -> Settings:
    """The settings of a log file, with the environment's on top."""
    return Settings(read_settings(log))


def change_setting(
    log: "Log",
    clock: "Clock",
    settings: Settings,
    name: str,
    value: str | None,
    verb: str = "config",
) -> str | None:
    """Give one setting a value, or take it away (None), as an action that can be undone; the value as it is stored.

    Raises:
        UsageError: the setting cannot have that value.
    """
    from coachlog.storage import (  # reading the settings is on the path of every report
        ledger,
        revisions,
    )

    try:
        checked = SETTINGS[name].check(value) if value is not None else None
    except ValueError as error:
        raise UsageError(f"{name} cannot be set: {error}.") from None
    with log.atomic():
        hlc = revisions.begin_action(log, clock, verb)
        ledger.change_records(
            log, clock, hlc, settings.user, [("setting", name, {"value": checked})]
        )
    return checked


def login_name() -> str:
    """Who is logged in, as `getpass.getuser()` says; `somebody` where the system does not know."""
    for variable in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        if name := os.environ.get(variable, "").strip():
            return name
    try:
        import pwd

        return pwd.getpwuid(os.getuid())[0]
    except (ImportError, KeyError):
        return "somebody"
