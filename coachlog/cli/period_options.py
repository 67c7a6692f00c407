"""Spans of time on the command line: `--week`, `--today`, `--since` and the like."""

from __future__ import annotations

from coachlog.cli.context import Context
from coachlog.cli.messages import say, say_zone_warning
from coachlog.clock import zone_name
from coachlog.domain.periods import Period, week_before, week_of
from coachlog.errors import AsUsageError, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MOST_WEEKS = 53
_SPANS = ("week", "today", "this_week", "last_week")
# How many weeks ago they are. Most weeks are asked for in these words, which need no grammar.
_USUAL_WEEKS = {"": 0, "this": 0, "last": 1}


def read_period(context: Context, options: dict[str, Any]) -> Period | None:
    """Return the span that the options of a listing name, or None.

    Args:
        context: gives the day of reading and the settings for dates.
        options: what was typed by the name of its option; all spans of time are among them.

    Raises:
        UsageError: several spans are named, or one is not understood.
    """
    names = [name for name in _SPANS if options[name]]
    if options["since"] or options["until"]:
        names.append("since")
    if not names:
        return None
    if len(names) > 1:
        raise UsageError(
            "several spans of time are named. Use one of --today, --this-week, --last-week,"
            " --week, or --since with --until."
        )
    # Only a span of time depends on the zone.
    say_zone_warning()
    name = names[0]
    if name == "since":
        return read_span(context, options["since"], options["until"])
    if name == "today":
        return Period(context.today, context.today, "today")
    # `--this-week` is short for `--week this`.
    week = options["week"] or name.removesuffix("_week")
    return read_week(context, week)


def read_week(context: Context, text: str) -> Period:
    """Return the week that a text names, such as `last`, `2026-W46` or a date.

    Args:
        context: gives the day of reading, the first day of weeks and the settings for dates.
        text: what was typed; this week if it is empty.

    Raises:
        UsageError: the text is not understood.
    """
    if text in _USUAL_WEEKS:
        this_week = week_of(context.today, context.settings.week_start)
        return week_before(this_week, _USUAL_WEEKS[text])
    with AsUsageError():
        try:
            return context.date_parser().week(text)
        except ValueError as error:
            year, _, number = text.partition("-")
            if len(year) == 4 and number.isdecimal() and int(number) <= MOST_WEEKS:
                raise ValueError(f"{error}. Week {number} is {year}-W{number:0>2}") from None
            raise


def read_span(context: Context, since: str | None, until: str | None) -> Period:
    """Return the days from `since` to `until`, both included; a side may be open.

    Args:
        context: gives the day of reading and the settings for dates.
        since: a date as people say it; of one that names several days, the first counts.
        until: likewise, and the last counts.

    Raises:
        UsageError: a day is not understood, or the first comes after the last.
    """
    from datetime import date

    parser = context.date_parser()
    first = date.min
    last = date.max
    with AsUsageError():
        if since:
            first = parser.span(since).first
        if until:
            last = parser.span(until).last
    if first > last:
        raise UsageError(f"--since {first} is after --until {last}; change one of them.")
    label = f"{first} to {last}"
    if not until:
        label = f"from {first}"
    elif not since:
        label = f"until {last}"
    return Period(first, last, label)


def span_text(period: Period) -> str:
    """Return a span for a person: what it is called, and its first and last day."""
    # "from 2026-11-01: 2026-11-01 to 9999-12-31" would say it twice.
    names_its_days = period.label.startswith(("from", "until", str(period.first)))
    if names_its_days:
        return period.label
    if period.first == period.last:
        return f"{period.label}: {period.first}"
    return f"{period.label}: {period.first} to {period.last}"


def say_span(context: Context, period: Period, day: str = "") -> None:
    """Print the days that a list or a count is about, and the time zone they are counted in.

    Args:
        context: gives the time zone of the reader; days are those that writers wrote.
        period: the first and the last day, both included.
        day: the day that it is about, behind "the day on which"; by default not said.
    """
    about = f", by the day on which {day}" if day else ""
    say(f"{span_text(period)}, {zone_name(context.clock.now())}{about}")
