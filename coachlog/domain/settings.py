"""The settings: what each means, which values it takes, and its default.

The environment counts for more than the log file, and the file for more than the default.
"""

from coachlog.domain.checkins import clean_days
from coachlog.domain.fields import CHOICES, COACHING_KINDS
from coachlog.domain.handles import as_handles, parse_words
from coachlog.domain.typed_text import clean_choice, clean_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_OF = "@"  # between the name of a personal setting and the login; no name of a setting has it
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ISO_WEEK_START = WEEKDAYS[0]
DATE_ORDERS = ("dmy", "mdy", "ymd")
YES_OR_NO = ("yes", "no")  # in English, whatever the language of dates


class Setting:
    """One setting.

    Attributes:
        name: as it is typed, such as `week-start`.
        meaning: what it is for, in the words of `coachlog config`.
        check: returns a value as it is stored, or raises a ValueError.
        default: its value until it is set; None for no value.
        attribute: its name in Python, such as `week_start`.
        personal: whether each login has a value of its own. A file that several people open would
            otherwise make all of them the person who set `trainer`.
        variable: the environment variable that overrides it, such as `COACHLOG_WEEK_START`.
    """

    __slots__ = ("attribute", "check", "default", "meaning", "name", "personal", "variable")

    def __init__(
        self,
        name: str,
        meaning: str,
        check: "Callable[[str], str]",
        default: str | None = None,
        *,
        personal: bool = False,
    ) -> None:
        self.name = name
        self.meaning = meaning
        self.check = check
        self.default = default
        self.personal = personal
        self.attribute = name.replace("-", "_")
        self.variable = f"COACHLOG_{self.attribute.upper()}"

    def stored_name(self, login: str) -> str:
        """Return the name under which the log file has the value of a login: `trainer@ada`."""
        return f"{self.name}{_OF}{login}" if self.personal else self.name


def _name(field: str) -> "Callable[[str], str]":
    def check(value: str) -> str:
        name = clean_name(value, field)
        if name is None:
            raise ValueError(f"{field} cannot be empty")
        return name

    return check


def _one_of(*choices: str) -> "Callable[[str], str]":
    def check(value: str) -> str:
        return clean_choice(value, "it", choices)

    return check


def _standing_context(value: str) -> str:
    words = parse_words([value])
    handles = as_handles(words.team, words.topics)
    if words.text or not handles:
        raise ValueError(f"it must be @team, +topic or both; not {value!r}")
    return handles


def _hub_address(value: str) -> str:
    # On the path of `log` only for those who manage a hub.
    from coachlog.domain.hub_address import check_address

    return check_address(value)


def _retention(value: str) -> str:
    # On the path of `log` only for those who set it in the environment.
    from coachlog.domain.retention import clean_months

    return clean_months(value)


def _languages(value: str) -> str:
    languages = value.strip().lower()
    for code in languages.split(","):
        if not code.isalpha() or len(code) not in (2, 3):
            raise ValueError(
                f"it must be a language code such as en, or several such as de,en; not {value!r}",
            )
    return languages


def _phrases(value: str) -> str:
    # On the path of `log` only for those who have a list.
    from coachlog.domain.language.phrase_list import clean_list

    phrases = clean_list(value)
    if not phrases:
        raise ValueError("it has no phrases; to empty it:  coachlog config unset wording-list")
    return phrases


# In the order of `coachlog config`.
_ROWS = (
    Setting("team", "your team, for entries that name none", _name("team"), personal=True),
    Setting(
        "topic",
        "your usual topic, for entries that name none",
        _name("topic"),
        personal=True,
    ),
    Setting(
        "trainer",
        "your name on entries; your login name if not set",
        _name("trainer"),
        personal=True,
    ),
    Setting(
        "role",
        "your role: member or leader (a leader's own mistakes are listed first)",
        _one_of(*CHOICES["role"]),
        personal=True,
    ),
    Setting(
        "kind",  # no mistake: that is recorded with a command of its own
        "the kind that `log` records unless you say otherwise",
        _one_of(*COACHING_KINDS),
        "correction",
    ),
    Setting(
        "use",
        "the team and topics that `coachlog use` sets, such as @permits +fees",
        _standing_context,
        personal=True,
    ),
    Setting(
        "clearing",
        "whether others clear your entries and tell you, or ask you first: tell or ask",
        _one_of("tell", "ask"),
        "tell",
        personal=True,
    ),
    Setting("week-start", "the day on which weeks begin", _one_of(*WEEKDAYS), ISO_WEEK_START),
    Setting("date-order", "how 03/04/2026 is read: dmy, mdy or ymd", _one_of(*DATE_ORDERS)),
    Setting(
        "language",
        "the languages of your dates (en, de, fr, es) and of wording advice, such as en or de,en",
        _languages,
        "en",
    ),
    Setting(
        "follow-up",
        "after how many days to check whether an entry stuck, such as 30, 60; or none",
        clean_days,
        # Behaviour on the job is looked at after one and two months (Kirkpatrick, level 3).
        "30, 60",
    ),
    Setting(
        "retention",
        "after how many months `coachlog retention` takes people out of entries, such as 24 months",
        _retention,
    ),
    Setting(
        "auto-sync",
        "whether to exchange changes after recording and before a week: yes or no",
        _one_of(*YES_OR_NO),
        "no",
    ),
    Setting(
        "hub",
        "the address of the hub that you manage, which `coachlog hub init` sets",
        _hub_address,
        personal=True,
    ),
    Setting(
        "similar",
        "whether to show similar entries after recording: yes or no",
        _one_of(*YES_OR_NO),
        "yes",
    ),
    Setting(
        "wording",
        "whether to give wording advice after recording: yes or no",
        _one_of(*YES_OR_NO),
        "yes",
    ),
    Setting(
        "wording-list",
        "your own list for wording advice; `coachlog wording` shows and changes it",
        _phrases,
    ),
)
SETTINGS = {setting.name: setting for setting in _ROWS}


def settings_of(login: str, rows: "Mapping[str, str]") -> dict[str, str]:
    """Return the settings that hold for a login, by their plain names.

    Args:
        login: whose personal settings.
        rows: every setting in the log file, as it is stored there.
    """
    settings = {}
    for setting in _ROWS:
        value = rows.get(setting.stored_name(login))
        if value is not None:
            settings[setting.name] = value
    return settings


def plain_name(stored: str) -> str:
    """Return the name of a setting without the login that it is stored for."""
    return stored.partition(_OF)[0]


def login_of(stored: str) -> str | None:
    """Return the login that a personal setting is stored for; None for one of the whole file."""
    return stored.partition(_OF)[2] or None


def holds_for_nobody(stored: str) -> bool:
    """Return whether a setting is stored as before version 3: a personal one without a login."""
    return stored in SETTINGS and SETTINGS[stored].personal


def people_who_ask(rows: "Mapping[str, str]") -> set[str]:
    """Return the names, as on entries, of those whose entries others may not clear unasked.

    Args:
        rows: every setting in the log file. The environment of others cannot be known.
    """
    people = set()
    for stored, value in rows.items():
        login = login_of(stored)
        if login and value == "ask" and plain_name(stored) == "clearing":
            people.add(rows.get(SETTINGS["trainer"].stored_name(login), login))
    return people


def unusable_settings(rows: "Mapping[str, str]", environment: "Mapping[str, str]") -> list[str]:
    """Return what is wrong with the settings, a line each.

    Args:
        rows: every setting in the log file; another version may have written them.
        environment: the environment variables; one that is set but empty is reported too.
    """
    problems = []
    for setting in _ROWS:
        value = environment.get(setting.variable)
        if value is not None:
            problems += _problems(setting.variable, setting, value)
    for stored, value in rows.items():
        name = plain_name(stored)
        if name in SETTINGS:
            problems += _problems(name, SETTINGS[name], value)
        else:
            problems.append(f"{name} is not a setting of this version of coachlog")
    return problems


def _problems(source: str, setting: Setting, value: str) -> list[str]:
    try:
        setting.check(value)
    except ValueError as error:
        return [f"{source} cannot be {value!r}: {error}"]
    return []
