"""The dates that people type most, such as `yesterday 3pm`, `last Friday` and `16:00`.

They are read here because dateparser takes 0.15 s to load. It reads everything else, so whatever
is not exactly of a form below is None here. A test holds the two to the same day and time.
"""

import re
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from coachlog.domain.periods import DAY


class _Words(NamedTuple):
    """The words of one language.

    Attributes:
        days: which day each names, counted from today.
        weekdays: from Monday on.
        last: what may stand before a weekday.
        at: what may stand between a day and a time.
    """

    days: dict[str, int]
    weekdays: str
    last: str = ""
    at: str = ""


_LANGUAGES = {
    "en": _Words(
        days={"today": 0, "yesterday": -1, "tomorrow": 1},
        weekdays="monday tuesday wednesday thursday friday saturday sunday",
        last="last ",
        at=" at",
    ),
    "de": _Words(
        days={"heute": 0, "gestern": -1, "vorgestern": -2, "morgen": 1},
        weekdays="montag dienstag mittwoch donnerstag freitag samstag sonntag",
        at=" um",
    ),
    "fr": _Words(
        days={"aujourd'hui": 0, "hier": -1, "avant-hier": -2, "demain": 1},
        weekdays="lundi mardi mercredi jeudi vendredi samedi dimanche",
        at=" à",
    ),
    "es": _Words(
        days={"hoy": 0, "ayer": -1, "anteayer": -2, "mañana": 1},
        weekdays="lunes martes miércoles jueves viernes sábado domingo",
        at=" a las",
    ),
}
# A time needs a colon, am or pm: the 3 in "yesterday 3" may not be a time at all.
_ENDS_WITH_TIME = re.compile(
    r"(?:(?P<day>.+) )??(?P<hour>\d\d?)(?=[: ap])(?::(?P<minute>[0-5]\d))?(?: ?(?P<half>[ap])m)?",
    re.ASCII,
)


def usual_date(phrase: str, now: datetime, languages: str) -> tuple[date, time | None] | None:
    """Return the day and the time of day that `phrase` means; None if dateparser has to read it.

    Args:
        phrase: one line with single blanks.
        now: the present in the writer's time zone.
        languages: language codes, separated by commas.
    """
    codes = languages.split(",")
    if not _LANGUAGES.keys() >= set(codes):
        return None
    for code in codes:
        meaning = _read(phrase.lower(), _LANGUAGES[code], now)
        if meaning:
            return meaning
    return None


def _read(phrase: str, words: _Words, now: datetime) -> tuple[date, time | None] | None:
    days = _days_of(words, now.date())
    if phrase in days:
        return days[phrase], None
    match = _ENDS_WITH_TIME.fullmatch(phrase)
    clock_time = _clock_time(match) if match else None
    if match is None or clock_time is None:
        return None
    if match["day"]:
        day = days.get(match["day"].removesuffix(words.at))
    else:
        # A time that is still to come today was yesterday's.
        day = now.date()
        if clock_time > now.time():
            day -= DAY
    return (day, clock_time) if day else None


def _days_of(words: _Words, today: date) -> dict[str, date]:
    """Return the day that each word means; a weekday is always one in the past."""
    days = {name: today + timedelta(days=distance) for name, distance in words.days.items()}
    for number, weekday in enumerate(words.weekdays.split()):
        days_ago = (today.weekday() - number) % 7 or 7
        day = today - timedelta(days=days_ago)
        days |= {weekday: day, f"{words.last}{weekday}": day}
    return days


def _clock_time(match: re.Match[str]) -> time | None:
    hour = int(match["hour"])
    if match["half"]:
        if not 1 <= hour <= 12:
            return None
        hour %= 12
        if match["half"] == "p":
            hour += 12
    if hour > 23:
        return None
    return time(hour, int(match["minute"] or 0))
