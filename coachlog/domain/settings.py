"""The settings: what each means and which values it takes."""

from coachlog.domain.checkins import clean_days
from coachlog.domain.fields import CHOICES, COACHING_KINDS
from coachlog.domain.handles import parse_words
from coachlog.domain.typed_text import clean_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DATE_ORDERS = ("dmy", "mdy", "ymd")


class Setting:
    """One setting: `check` gives the value as it is stored, or raises ValueError."""

    __slots__ = ("check", "default", "meaning")

    def __init__(
        self, meaning: str, check: "Callable[[str], str]", default: str | None = None
    ) -> None:
        self.meaning = meaning
        self.check = check
        self.default = default


def _name(field: str) -> "Callable[[str], str]":
    def check(value: str) -> str:
        name = clean_name(value, field)
        if name is None:
            raise ValueError(f"{field} cannot be empty")
        return name

    return check


def _one_of(*choices: str) -> "Callable[[str], str]":
    def check(value: str) -> str:
        found = value.strip().lower()
        if found not in choices:
            raise ValueError(f"it must be one of {', '.join(choices)}; not {value!r}")
        return found

    return check


def _context(value: str) -> str:
    words = parse_words([value])
    if words.text or not (words.team or words.topics):
        raise ValueError(f"it is @team, +topic or both; not {value!r}")
    return " ".join([f"@{words.team}"] * bool(words.team) + [f"+{topic}" for topic in words.topics])


def _language(value: str) -> str:
    found = value.strip().lower()
    if not found or not all(part.isalpha() and len(part) in (2, 3) for part in found.split(",")):
        raise ValueError(
            f"it is a language code such as en, or several such as de,en; not {value!r}"
        )
    return found


def _listed(value: str) -> str:
    from coachlog.domain.language.phrase_list import (
        clean_list,  # on the path of `log` only where there is a list
    )

    listed = clean_list(value)
    if not listed:
        raise ValueError("it has no phrase; to empty the list: coachlog config unset wording-list")
    return listed


SETTINGS = {
    "team": Setting("your team, for entries that name none", _name("team")),
    "topic": Setting("your usual topic, for entries that name none", _name("topic")),
    "trainer": Setting("your name on entries; otherwise your login name", _name("trainer")),
    "role": Setting(
        "your role: member, or leader (a leader's own mistake is listed first)",
        _one_of(*CHOICES["role"]),
    ),
    "kind": Setting(
        "what `log` records when nothing is said", _one_of(*COACHING_KINDS), "correction"
    ),
    "use": Setting(
        "the standing context that `coachlog use` sets, such as @permits +fees", _context
    ),
    "week-start": Setting("the day on which weeks begin", _one_of(*WEEKDAYS), "monday"),
    "date-order": Setting("how 03/04/2026 is read: dmy, mdy or ymd", _one_of(*DATE_ORDERS)),
    "language": Setting(
        "the languages of your dates and of the advice on wording, such as en or de,en",
        _language,
        "en",
    ),
    "follow-up": Setting(
        "after how many days an entry asks whether it shows in the work, such as 30, 60; or none",
        clean_days,
        "30, 60",
    ),
    "similar": Setting(
        "show similar entries after recording: yes or no", _one_of("yes", "no"), "yes"
    ),
    "wording": Setting("advice on wording after recording: yes or no", _one_of("yes", "no"), "yes"),
    "wording-list": Setting(
        "your own list for that advice; `coachlog wording` shows and changes it", _listed
    ),
}


def attribute_name(name: str) -> str:
    """Return the name of a setting in Python: `week-start` is `week_start`."""
    return name.replace("-", "_")


def environment_name(name: str) -> str:
    """The variable that overrides a setting: `week-start` is `COACHLOG_WEEK_START`."""
    return "COACHLOG_" + attribute_name(name).upper()


def unusable_settings(stored: dict[str, str], environment: "Mapping[str, str]") -> list[str]:
    """What cannot be used of the settings in a file, and of those in the environment: where it stands, and why."""
    given = [
        (variable, name, environment.get(variable))
        for name in SETTINGS
        for variable in [environment_name(name)]
    ]
    found = []
    for place, name, value in [*given, *((name, name, value) for name, value in stored.items())]:
        if name not in SETTINGS:
            found.append(f"{place} is not known to this coachlog")
        elif value:
            try:
                SETTINGS[name].check(value)
            except ValueError as error:
                found.append(f"{place} cannot be {value!r}: {error}")
    return found
