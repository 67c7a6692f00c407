"""Days, instants and times of day in ISO 8601, read by Python.

The tables have these forms, too, and a test holds the two to the same meaning. But most dates in
files have them, and Python reads them twenty times as fast.
"""

from datetime import date, datetime, time

from coachlog.domain.dates.span import DateError, Span, day_span
from coachlog.domain.dates.times import span_at


def iso_span(phrase: str) -> Span | None:
    """Return a day or an instant in ISO 8601; None for any other text.

    Raises:
        DateError: its year is not one that anybody means, or the clocks skipped it.
    """
    dashes = phrase[4:5] + phrase[7:8]
    if not phrase.isascii() or dashes != "--":
        return None
    try:
        if len(phrase) == len("2026-11-20"):
            return day_span(date.fromisoformat(phrase))
        # Python 3.13 reads 24:00 as the next day.
        if phrase[10] not in "T " or phrase[13] != ":" or phrase[11:13] == "24":
            return None
        at = datetime.fromisoformat(phrase)
    except (ValueError, IndexError) as error:
        if isinstance(error, DateError):
            raise
        return None
    return span_at(at.date(), at.time(), at.tzinfo)


def exact_time(text: str) -> time | None:
    """Return a time of day such as `14:03:22`, `9:05` or `2:03 PM`; None for any other text."""
    clock, _, half = text.partition(" ")
    if clock[1:2] == ":":
        clock = f"0{clock}"
    # Python reads time zones and 24:00, too, which are left to the tables.
    if len(clock) not in (5, 8) or clock[2] + clock[5:6] not in (":", "::") or clock[:2] == "24":
        return None
    try:
        clock_time = time.fromisoformat(clock)
    except ValueError:
        return None
    if not half:
        return clock_time
    half = half.lower()
    if half not in ("am", "pm") or not 1 <= clock_time.hour <= 12:
        return None
    hour = clock_time.hour % 12
    if half == "pm":
        hour += 12
    return clock_time.replace(hour=hour)
