"""Days that may mean something else, too: those are refused unless the rest of the text decides."""

from coachlog.domain.dates.days import calendar_day
from coachlog.domain.dates.span import AmbiguousError, Span, Writer
from coachlog.domain.dates.tokens import Values

_HOURS = 24  # in a day
_TWO_DIGITS = range(10, 32)  # of a day; nobody writes a year with only one


def day_behind_month(values: Values, writer: Writer) -> Span:
    """Return a day such as `Oct 26`, which in other languages than English may be a month."""
    number = values["day"]
    is_day = number not in _TWO_DIGITS or {"the", "th", "weekday"} & values.keys()
    if not is_day and not values["timed"] and writer.languages != "en":
        raise AmbiguousError(f"could be the day {number} or the year {2000 + number}")
    return calendar_day(values, writer)


def day_of_short_year(values: Values, writer: Writer) -> Span:
    """Return a day such as `5 Nov 26`; but in `5 Nov 15` the last number may be the hour."""
    short = values["year2"]
    if short < _HOURS and not values["timed"]:
        raise AmbiguousError(f"could be the year {2000 + short} or {short} o'clock")
    return calendar_day(values, writer)


def night_of_today(values: Values, writer: Writer) -> Span:
    """Refuse `heute Nacht` and `cette nuit`."""
    del values, writer
    raise AmbiguousError("could be last night or tonight")
