"""The settings in force: the environment's, else the file's, else the default."""

import os

from coachlog.domain.handles import parse_words
from coachlog.domain.language.quick_check import WordingAdviser
from coachlog.domain.settings import SETTINGS, attribute_name, environment_name
from coachlog.errors import SettingsError, UsageError
from coachlog.storage.settings import read_settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coachlog.clock import Clock
    from coachlog.storage.file.connection import Log


class Settings:
    """The settings in force for one command, worked out once.

    A setting that has no value and no default is None. Reading one whose value in the environment
    cannot be used raises a SettingsError; the others can still be read, so that `config` and
    `doctor` can show what is wrong.

    Attributes:
        stored: the values in the log file, by name.
        user: the name on this user's entries.
        used_team: the team that `coachlog use` set.
        used_topics: the topics that `coachlog use` set.
    """

    __slots__ = (
        "_unusable",
        "stored",
        "used_team",
        "used_topics",
        "user",
        *map(attribute_name, SETTINGS),
    )
    team: str | None
    topic: str | None
    trainer: str | None
    role: str | None
    kind: str
    use: str | None
    week_start: str
    date_order: str | None
    language: str
    follow_up: str
    similar: str
    wording: str
    wording_list: str | None

    def __init__(self, stored: dict[str, str]) -> None:
        self.stored = stored
        self._unusable: dict[str, str] = {}
        for name in SETTINGS:
            self._load(name)
        if "trainer" not in self._unusable:
            self.user = self.trainer or login_name()
        if "use" not in self._unusable:
            words = parse_words([self.use or ""])
            self.used_team = words.team
            self.used_topics = words.topics

    def _load(self, name: str) -> None:
        setting = SETTINGS[name]
        value = self.stored.get(name, setting.default)
        variable = environment_name(name)
        from_environment = os.environ.get(variable)
        if from_environment:
            try:
                value = setting.check(from_environment)
            except ValueError as error:
                message = f"{variable} cannot be used: {error}."
                for attribute in (attribute_name(name), *_FOLLOWING.get(name, ())):
                    self._unusable[attribute] = message
                return
        setattr(self, attribute_name(name), value)

    if not TYPE_CHECKING:

        def __getattr__(self, attribute):
            """Refuse to read a setting that cannot be used; only those are not set."""
            if attribute in self._unusable:
                raise SettingsError(self._unusable[attribute])
            raise AttributeError(attribute)

    def __getitem__(self, name: str) -> str | None:
        """Return the value of the setting called `name`.

        Raises:
            SettingsError: its value in the environment cannot be used.
        """
        value: str | None = getattr(self, attribute_name(name))
        return value

    @property
    def wording_adviser(self) -> WordingAdviser | None:
        """The adviser on wording; None where advice is switched off."""
        if self.wording == "no":
            return None
        return WordingAdviser(self.language, self.wording_list)


# What is worked out from a setting cannot be read either if the setting cannot be used.
_FOLLOWING = {"trainer": ("user",), "use": ("used_team", "used_topics")}


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
