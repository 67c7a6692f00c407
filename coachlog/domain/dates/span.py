"""What a date means: a span of days, with an instant where a time of day is given."""

from datetime import date, datetime

from coachlog.named_tuple import NamedTuple

EARLIEST_YEAR = 1900
LATEST_YEAR = 9998  # a week of 9999 can end after the last day that Python knows


class DateError(ValueError):
    """A text is not a date; `str()` says what is wrong with it, to follow the quoted text."""


class AmbiguousError(DateError):
    """A part of a text could be two things, so that none of its readings counts."""


class Span(NamedTuple):
    """The days that a text means.

    Attributes:
        first: the first civil day.
        last: the last civil day, which is the same for a single day.
        precision: `day`, `week`, `month`, `quarter` or `year`; `time` for a day with a time of day.
        at: the aware instant, in the zone that was written or else the local one; None if no time
            of day was given.
    """

    first: date
    last: date
    precision: str
    at: datetime | None = None


class Writer(NamedTuple):
    """Who wrote a text, as far as its meaning depends on it.

    Attributes:
        now: the present, aware, in the writer's time zone; None where nobody knows when it was
            written, as in a file.
        order: how 03/04/2026 is read: `dmy`, `mdy` or `ymd`; None if nobody chose.
        week_start: the weekday on which weeks begin.
        languages: the language codes, separated by commas.
    """

    now: datetime | None
    order: str | None
    week_start: str
    languages: str

    def present(self) -> datetime:
        """Return the present.

        Raises:
            DateError: it is not known.
        """
        if self.now is None:
            raise DateError("depends on when it was written; give the whole date")
        return self.now

    def today(self) -> date:
        """Return the present day, or raise a `DateError` as `present` does."""
        return self.present().date()


def day_span(day: date) -> Span:
    """Return one day.

    Raises:
        DateError: nobody can mean its year.
    """
    check_year(day.year)
    return Span(day, day, "day")


def check_year(year: int) -> None:
    """Raise a `DateError` if nobody can mean a year."""
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise DateError(f"is in the year {year:04d}, not between {EARLIEST_YEAR} and {LATEST_YEAR}")
