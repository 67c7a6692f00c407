"""The small pieces of English that pages and messages are made of: counts, lists of names, days.

It stands alone and loads next to nothing, because the receipt of `log` needs it.
"""

from datetime import date, datetime

from coachlog.render.visible import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
MOST_NAMES = 3
LESSON_WIDTH = 72  # characters of an earlier lesson
SIMILAR_WIDTH = 48  # characters of a similar entry's first words
NAME_WIDTH = 32  # so that three names fit on a line of a terminal


def plural_of(noun: str) -> str:
    """Return the plural of a regular noun: `entries`, `addresses`, `days`."""
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    if noun.endswith("s"):
        return f"{noun}es"
    return f"{noun}s"


def count_of(number: int, noun: str, plural: str | None = None) -> str:
    """Return a number with its noun: `1 entry`, `1,200 entries`.

    Args:
        number: how many there are.
        noun: what is counted, in the singular.
        plural: its plural where that is irregular, or where a verb follows: `rows have`.
    """
    if number == 1:
        return f"1 {noun}"
    return f"{number:,} {plural or plural_of(noun)}"


def capped_count(number: int, cap: int, noun: str = "") -> str:
    """Return a number that was only counted up to `cap`: `12`, `1,000 or more check-ins`.

    Args:
        number: how many were counted.
        cap: where counting ended.
        noun: what is counted, in the singular; left out if empty.
    """
    text = f"{number:,}"
    if number == cap:
        text += " or more"
    if not noun:
        return text
    return f"{text} {noun if number == 1 else plural_of(noun)}"


def join_names(names: "Sequence[str]", most: int = MOST_NAMES) -> str:
    """Return names as people list them: `permits, finance and 2 more`.

    Args:
        names: the names; long ones are shortened, and what could act on a terminal is made visible.
        most: how many to name before the rest is only counted.
    """
    parts = [shorten(name, NAME_WIDTH) for name in names[:most]]
    if len(names) > most:
        parts.append(f"{len(names) - most:,} more")
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def team_and_topics(team: str, topics: "Iterable[str]") -> str:
    """Return where an entry belongs: `permits / fees, waivers`."""
    return f"{team} / {', '.join(topics)}"


def moment_text(occurred_on: str, today: date, occurred_at: str | None = None) -> str:
    """Return a day for reading: `Thu 19 Nov`, `Thu 19 Nov 15:00`, `Wed 31 Dec 2025`.

    The day is the writer's, and may be another one here: `Thu 5 Nov (here Fri 6 Nov 05:30)`.

    Args:
        occurred_on: the day, as an ISO date.
        today: the day of reading, whose year goes without saying.
        occurred_at: its instant in UTC, where the time of day is known; local time is shown.
    """
    day = date.fromisoformat(occurred_on)
    text = _day_text(day, today)
    if not occurred_at:
        return text
    local = datetime.fromisoformat(occurred_at.replace("Z", "+00:00")).astimezone()
    if local.date() == day:
        return f"{text} {local:%H:%M}"
    return f"{text} (here {_day_text(local.date(), today)} {local:%H:%M})"


def _day_text(day: date, today: date) -> str:
    return f"{DAYS[day.weekday()][:3]} {short_day_text(day.isoformat(), today).lstrip()}"


def short_day_text(day: str, today: date) -> str:
    """Return a day (ISO date) for a column of days: ` 5 Nov`, `31 Dec 2025`.

    Args:
        day: the day, as an ISO date.
        today: the day of reading, whose year goes without saying.
    """
    number, month, *year = long_day_text(day, today).split()
    return " ".join([number.rjust(2), month[:3], *year])


def days_text(first: date, last: date) -> str:
    """Return a span of days with its year: `Mon 16 Nov to Sun 22 Nov 2026`."""
    # Each is told as on its own day, so that the year is not in it.
    first_day = _day_text(first, first)
    if first.year != last.year:
        first_day += f" {first.year}"
    return f"{first_day} to {_day_text(last, last)} {last.year}"


def signed_day(day: str, author: str | None, today: date) -> str:
    """Return a day and who wrote something on it: `Thu 19 Nov · kim`.

    Args:
        day: the day, as an ISO date.
        author: None if nobody is to be named.
        today: the day of reading, whose year goes without saying.
    """
    text = moment_text(day, today)
    if author:
        text += f" · {author}"
    return text


def long_day_text(day: str, today: date) -> str:
    """Return a day (ISO date) as a sentence says it: `26 December`, `26 December 2027`.

    Args:
        day: the day, as an ISO date.
        today: the day of reading, whose year goes without saying.
    """
    year, month, number = map(int, day.split("-"))
    text = f"{number} {MONTHS[month - 1]}"
    if year != today.year:
        text += f" {year}"
    return text


def month_text(day: str) -> str:
    """Return the month of an ISO date for reading: `November 2026`."""
    return f"{MONTHS[int(day[5:7]) - 1]} {day[:4]}"


def shorten(text: str, width: int) -> str:
    """Return the beginning of a text on one line.

    Args:
        text: any text; what could act on a terminal is made visible.
        width: the most characters to return, `…` included where something was cut off.
    """
    # Cut before it is made visible: a text may have a million characters.
    beginning = text[: 20 * width]
    line = " ".join(visible(beginning).split())
    if len(line) <= width and len(text) <= 20 * width:
        return line
    cut = line[: width - 1]
    # Between words no letter is parted from its accents.
    at_word = cut.rpartition(" ")[0]
    if len(at_word) > width // 2:
        cut = at_word
    return f"{cut.rstrip()}…"


def similar_lines(similar: "Iterable[tuple[str, str, str | None]]") -> list[str]:
    """Return a line for each lesson among entries like a new one, and one for the others.

    Args:
        similar: the `(short_id, happened, lesson)` of each.
    """
    lines = []
    others = []
    for short_id, happened, lesson in similar:
        if lesson:
            lines.append(f"You may want to read: {short_id} {shorten(lesson, LESSON_WIDTH)}")
        else:
            others.append(f"{short_id} {shorten(happened, SIMILAR_WIDTH)}")
    if others:
        lines.append(f"Similar: {' · '.join(others)}")
    return lines


def shell_handle(name: str, sign: str = "@") -> str:
    """Return a team (or, with `+`, a topic) as it is typed in a shell.

    It is a handle where the name fits one, otherwise an option: `--team "school office"`.

    Args:
        name: the team or topic, as it is stored.
        sign: `@` for a team, `+` for a topic.
    """
    if name[:1].isalpha() and name.replace("-", "").replace("_", "").isalnum():
        return sign + name
    # A name with blanks or signs needs quotes, and reads better as an option.
    option = {"@": "--team", "+": "--topic"}[sign]
    if set(name) & set('"$`\\!'):
        # A shell changes these inside double quotes; inside single ones nothing is special.
        quoted = name.replace("'", "'\\''")
        return f"{option} '{quoted}'"
    return f'{option} "{name}"'
