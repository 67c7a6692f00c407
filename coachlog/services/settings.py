"""The settings in force: the environment's, else the file's, else the default."""

import os

from coachlog.domain.handles import parse_words
from coachlog.domain.settings import SETTINGS, people_who_ask, settings_of
from coachlog.errors import SettingsError, UsageError, sentence_of
from coachlog.paths import login_name
from coachlog.storage.record_tables import read_settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from coachlog.domain.language.quick_check import WordingAdviser
    from coachlog.domain.settings import Setting
    from coachlog.storage.file.connection import Log
    from coachlog.storage.revisions import Change


class Settings:
    """The settings in force for one command, worked out once.

    A setting that has no value and no default is None. Reading one whose value in the environment
    cannot be used raises a SettingsError; the others can still be read, so that `config` and
    `doctor` can show what is wrong.

    Attributes:
        stored: the values that the log file has for this login, by plain name.
        login: who is logged in.
        given_name: the name that `--as` gives the user, which counts for more than any setting.
        user: the name on this user's entries.
        acts_as: that name if it was given explicitly, and the login goes by another one.
        used_team: the team that `coachlog use` set.
        used_topics: the topics that `coachlog use` set.
    """

    # What follows has a type for each row of SETTINGS: those with a default are never None.
    team: str | None
    topic: str | None
    trainer: str | None
    role: str | None
    kind: str
    use: str | None
    clearing: str
    week_start: str
    date_order: str | None
    language: str
    follow_up: str
    retention: str | None
    auto_sync: str
    hub: str | None
    similar: str
    wording: str
    wording_list: str | None

    def __init__(
        self,
        stored: dict[str, str],
        environment: "Mapping[str, str]" = os.environ,
        given_name: str | None = None,
        login: str | None = None,
    ) -> None:
        self.stored = stored
        self.login = login or login_name()
        self.given_name = given_name
        self._unusable: dict[str, str] = {}
        for setting in SETTINGS.values():
            self._load(setting, environment.get(setting.variable))
        if given_name:
            self.trainer = given_name
            self._unusable.pop("trainer", None)
        self.acts_as: str | None = None
        if "trainer" not in self._unusable:
            own_name = stored.get("trainer") or self.login
            self.user = self.trainer or own_name
            if self.user != own_name:
                self.acts_as = self.user
        if "use" not in self._unusable:
            words = parse_words([self.use or ""])
            self.used_team = words.team
            self.used_topics = words.topics

    def _load(self, setting: "Setting", from_environment: str | None) -> None:
        value = self.stored.get(setting.name, setting.default)
        if from_environment is not None:
            try:
                value = setting.check(from_environment)
            except ValueError as error:
                message = f"{setting.variable} cannot be used: {sentence_of(error)}"
                self._unusable[setting.attribute] = message
                return
        setattr(self, setting.attribute, value)

    # Hidden from the type checker, which would take any misspelt name for a setting.
    if not TYPE_CHECKING:

        def __getattr__(self, attribute):
            """Refuse to read a setting that cannot be used; only those are not set."""
            message = self._unusable.get(_WORKED_OUT_FROM.get(attribute, attribute))
            if message:
                raise SettingsError(message)
            raise AttributeError(attribute)

    @property
    def wording_adviser(self) -> "WordingAdviser | None":
        """The adviser on wording; None where advice is switched off."""
        if self.wording == "no":
            return None
        # A report needs none.
        from coachlog.domain.language.quick_check import WordingAdviser

        return WordingAdviser(self.language, self.wording_list)


# What is worked out from a setting that cannot be used, cannot be read either.
_WORKED_OUT_FROM = {"user": "trainer", "used_team": "use", "used_topics": "use"}


def load_settings(log: "Log", given_name: str | None = None) -> Settings:
    """Return the settings in force for a log file and the login of this process."""
    login = login_name()
    return Settings(settings_of(login, read_settings(log)), given_name=given_name, login=login)


def open_for_user(log: "Log", given_name: str | None = None) -> Settings:
    """Let the person at the keyboard be the reader of a log; return the settings in force."""
    settings = load_settings(log, given_name)
    log.login = settings.login
    try:
        log.reader = settings.user
    except SettingsError as error:
        # Without a usable name there is no reader. A command that needs one says so.
        log.reader = None
        log.no_reader = str(error)
    return settings


def change_setting(
    log: "Log",
    name: str,
    value: "str | Callable[[str], str] | None",
    verb: str = "config",
) -> tuple[str | None, str | None]:
    """Set one setting, as an action that can be undone, unless it has that value.

    Args:
        log: the log file.
        name: the setting.
        value: its new value; or a function that makes it from the value that is stored by then,
            so that nobody else's change is lost. An empty one or None unsets the setting.
        verb: what the history calls the action.

    Returns:
        The value that was stored, and the one that is stored now.

    Raises:
        UsageError: the setting cannot have that value.
    """
    # Every report reads settings, but few commands change one.
    from coachlog.storage import ledger

    stored_name = SETTINGS[name].stored_name(login_name())
    with log.atomic():
        before = read_settings(log).get(stored_name)
        new = value(before or "") if callable(value) else value
        checked = None
        if new:
            try:
                checked = SETTINGS[name].check(new)
            except ValueError as error:
                raise UsageError(f"{name} cannot be set: {sentence_of(error)}") from None
        if checked != before:
            ledger.write_action(log, verb, [("setting", stored_name, {"value": checked})])
    return before, checked


def setting_change(name: str, value: str | None) -> "Change":
    """Return the change that gives a setting a value, or none; a personal one for this login."""
    return "setting", SETTINGS[name].stored_name(login_name()), {"value": value}


def people_to_ask(log: "Log") -> set[str]:
    """Return the people whose entries the reader cannot clear for a meeting without their yes."""
    return people_who_ask(read_settings(log)) - {log.user}
