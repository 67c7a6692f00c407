"""What the cells of a workbook show: texts, numbers and dates (ECMA-376, part 1, 18.8.30)."""

import re
from datetime import datetime, time, timedelta

# Formats of dates that a workbook need not define; 46 is a length of time.
DATE_FORMATS = frozenset([*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)])
# Day 0, and day 0 of workbooks that begin with 1904, as those of old Macintoshes do (18.17.4.1).
ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet has no zones
ZERO_OF_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
_DAYS = 2_958_466  # up to the year 9999
_SECONDS_A_DAY = 24 * 60 * 60
# What a format shows as it is, and what it says of colours, money and languages.
_NO_CODE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_LENGTH_OF_TIME = re.compile(r"\[[hms]+\]", re.I)
_NUMBERED = re.compile("_x([0-9A-Fa-f]{4})_")
# LibreOffice 7.4 escapes what looks like the number of a character, but not a blank, nor what looks
# escaped already, nor what begins with the last sign of another.
_ESCAPED_BY_LIBREOFFICE = re.compile(
    "(?P<escaped>_x005[Ff]_x[0-9A-Fa-f]{4}_)|_(?!x0020_)(?P<rest>x[0-9A-Fa-f]{4}_)"
)


def is_date_format(code: str) -> bool:
    """Return whether a format, such as `dd/mm/yyyy`, shows a number as a date or a time of day."""
    if _LENGTH_OF_TIME.search(code):
        return False
    first_section = _NO_CODE.sub("", code).partition(";")[0]
    return bool(re.search("[dmyhs]", first_section, re.I))


def number_text(text: str) -> str:
    """Return a number as a cell shows it: with at most 15 digits, and no `.0`."""
    try:
        number = float(text)
    except ValueError:
        return text
    if number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    return f"{number:.15g}"


def date_text(text: str, zero: datetime) -> str:
    """Return the number of a day as `2026-11-19`, `2026-11-19 14:30`, or `14:30` before day 1.

    Args:
        text: the number. One that is out of range stays a number, and other text stays text.
        zero: day 0.
    """
    try:
        days = float(text)
    except ValueError:
        return text
    if not 0 <= days < _DAYS:
        return number_text(text)
    # What a cell shows is whole seconds; the fraction of a day is seldom exact.
    moment = zero + timedelta(seconds=round(days * _SECONDS_A_DAY))
    time_of_day = moment.time().isoformat().removesuffix(":00")
    if days < 1:
        return time_of_day
    if moment.time() == time():
        return moment.date().isoformat()
    return f"{moment.date()} {time_of_day}"


def without_numbers(text: str) -> str:
    """Return a text with the characters for which it has numbers (22.9.2.19, ST_Xstring)."""
    if "_x" not in text:
        return text
    text = _NUMBERED.sub(_character, text)
    # A character beyond U+FFFF may be written as two.
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def saved_by_libreoffice(text: str) -> str:
    """Return what a text says after LibreOffice has saved it.

    It reads every text as it was meant, but writes some that look like numbers of characters so
    that nobody can tell what they were.

    Args:
        text: what was in the cell when LibreOffice opened the workbook.
    """
    if "_x" not in text:
        return text
    return without_numbers(_ESCAPED_BY_LIBREOFFICE.sub(_by_libreoffice, text))


def _by_libreoffice(match: re.Match[str]) -> str:
    return match["escaped"] or f"_x005F_{match['rest']}"


def _character(match: re.Match[str]) -> str:
    return chr(int(match[1], 16))
