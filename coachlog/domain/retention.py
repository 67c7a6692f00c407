"""Taking people out of old entries: whom an entry is about goes, what it teaches stays.

The trainer stays, because an entry belongs to somebody: nobody else could erase it, hold it, or see
to it that it stays private. So does the day, by which weeks are counted; the id of an entry tells
when it was recorded anyway.
"""

from calendar import monthrange
from collections.abc import Callable
from datetime import date

from coachlog.domain.fields import DEFAULTS, LONG_TEXTS, Fields
from coachlog.named_tuple import NamedTuple

MOST_MONTHS = 1_200
MONTHS_IN = {
    "": 1,
    "month": 1,
    "months": 1,
    "year": 12,
    "years": 12,
}
# Whom an entry is about, and whether its writer was the one.
_PEOPLE = ("learner", "own", "role")
_TEXTS = (*LONG_TEXTS, "rule_ref")


class OldEntry(NamedTuple):
    """An entry that a retention changes.

    Attributes:
        fields: Its fields afterwards.
        patch: The fields that change.
        goes: What goes, in words.
    """

    fields: Fields
    patch: Fields
    goes: list[str]


def clean_months(value: str) -> str:
    """Return a number of months as it is stored, such as `24 months`.

    Raises:
        ValueError: It is not a number of months, or is out of range.
    """
    number, _, unit = value.strip().lower().partition(" ")
    factor = MONTHS_IN.get(unit.strip())
    if factor is None or not (number.isascii() and number.isdecimal()):
        raise ValueError(f"it must be a number of months, such as 24 months; not {value!r}")
    months = int(number) * factor
    if not 0 < months <= MOST_MONTHS:
        raise ValueError(f"it must be 1 to {MOST_MONTHS} months; not {value!r}")
    return f"{months} month" if months == 1 else f"{months} months"


def first_day_left(today: date, rule: str) -> date:
    """Return the first day whose entries a retention leaves alone.

    Args:
        today: The day on which it runs.
        rule: The months as they are stored.
    """
    months = today.year * 12 + today.month - 1 - int(rule.partition(" ")[0])
    year, month = divmod(months, 12)
    if year < 1:
        return date.min
    _, last = monthrange(year, month + 1)
    return date(year, month + 1, min(today.day, last))


def without_people(
    fields: Fields,
    mask: Callable[[str], str],
    versions: int,
) -> OldEntry | None:
    """Return an entry after a retention; None if nobody is in it.

    Args:
        fields: The fields of the entry.
        mask: Masks the names and numbers in a text.
        versions: How many of its revisions have a text.
    """
    patch: Fields = {}
    goes = []
    for name in _PEOPLE:
        if fields.get(name):
            patch[name] = DEFAULTS.get(name)
            goes.append(name)
    masked = {name: mask(fields[name]) for name in _TEXTS if fields.get(name)}
    texts = {name: text for name, text in masked.items() if text != fields[name]}
    patch.update(texts)
    if texts:
        goes.append("names in texts")
    if versions > 1:
        goes.append("earlier versions")
    if not goes:
        return None
    return OldEntry({**fields, **patch}, patch, goes)
