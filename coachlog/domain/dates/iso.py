"""Days and instants in ISO 8601, read by Python.

The tables have these forms, too, and a test holds the two to the same meaning. But most dates in
files have them, and Python reads them twenty times as fast.
"""

from datetime import date, datetime

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
