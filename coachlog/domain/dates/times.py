"""From the values of a form to a time of day, and to an instant.

Times are wall-clock times of the zone that was written, or of the writer's own. One that a clock
change skipped is refused, because nobody knows which time was meant.
"""

from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from coachlog.clock import zone_id
from coachlog.domain.dates.span import DateError, Span, Writer, check_year
from coachlog.domain.dates.tokens import Values
from coachlog.domain.periods import DAY

# The hours of each part of the day. With it, "at 3" and "at 8" are read on a clock of 12 hours.
_HOURS_OF = {
    "morning": range(12),
    "noon": range(11, 15),
    "afternoon": range(12, 19),
    "evening": range(16, 24),
    # Not the hours after midnight: "last night at 2" could be on either day.
    "night": range(20, 24),
}
_NO_TIME = "has a time of day that does not exist"


def time_of_day(values: Values) -> time | None:
    """Return the time of day; None if only its part is given, such as the morning.

    Raises:
        DateError: there is no such time, or it could be two.
    """
    if "noon" in values:
        return time(12)
    digits = values.get("hhmmss") or values.get("hhmm")
    if digits:
        values = {
            "hour": int(digits[:2]),
            "minute": int(digits[2:4]),
            "second": digits[4:] or 0,
        }
    if "hour" not in values:
        return None
    hour = _hour_of(values)
    # Some programs write nine digits of a second; Python has six.
    microseconds = values.get("fraction", "0")[:6].ljust(6, "0")
    try:
        return time(
            hour,
            values.get("minute", 0),
            int(values.get("second", 0)),
            int(microseconds),
        )
    except ValueError:
        raise DateError(_NO_TIME) from None


def _hour_of(values: Values) -> int:
    """Return the hour on a clock of 24 hours."""
    hour: int = values["hour"]
    half = values.get("half")
    part = values.get("part")
    if half:
        if not 1 <= hour <= 12:
            raise DateError(_NO_TIME)
        hour %= 12
        if half == "pm":
            hour += 12
    if part:
        return _hour_in(_HOURS_OF[part], hour)
    # "3 Uhr", "3 h" and "3:00" are written on clocks of 24 hours; "at 3" is said of both.
    is_exact = half or "minute" in values or values.get("o'clock") == 24
    if not is_exact and 1 <= hour <= 12:
        raise DateError(f"could be {hour}am or {hour}pm")
    return hour


def _hour_in(hours: range, hour: int) -> int:
    for possible in (hour, hour + 12):
        if possible in hours:
            return possible
    raise DateError("has a time outside that part of the day")


def zone_of(values: Values) -> tzinfo | None:
    """Return the time zone that a form names; None where none is written.

    Raises:
        DateError: there is no such time zone.
    """
    if not values:
        return None
    if "zone" in values:
        return _named_zone(values["zone"])
    hhmm = values.get("hhmm") or "0000"
    hours = values.get("hour", int(hhmm[:2]))
    minutes = values.get("minute", int(hhmm[2:]))
    # No zone is further from Greenwich than Kiribati.
    if hours > 14 or minutes > 59:
        raise DateError("has a time zone that does not exist")
    offset = timedelta(hours=hours, minutes=minutes)
    if values.get("sign") == "-":
        offset = -offset
    if values.get("utc") == "GMT":
        # With a name, because Python makes `UTC` of an offset of nothing.
        return timezone(offset, "GMT")
    return timezone(offset)


def _named_zone(name: str) -> tzinfo:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise DateError(f"has a time zone coachlog does not know ({name})") from None


def span_at(day: date, clock_time: time, zone: tzinfo | None) -> Span:
    """Return a time of day on a day, as a span.

    The day is that of the writer, so of the zone that was written; but an instant in UTC gets the
    local day, because programs write UTC wherever they run.

    Raises:
        DateError: the clocks of the zone skipped that time.
    """
    check_year(day.year)
    naive = datetime.combine(day, clock_time)
    at = naive.replace(tzinfo=zone) if zone else naive.astimezone()
    # Python makes an instant of a skipped time, too, but no clock of the zone shows that time then.
    shown = at.astimezone(UTC).astimezone(zone)
    if shown.replace(tzinfo=None) != naive:
        raise DateError(f"does not exist: the clocks went forward then{_moved(naive, zone)}")
    if zone is UTC:
        day = at.astimezone().date()
        check_year(day.year)
    return Span(day, day, "time", at)


def latest_span_at(clock_time: time, zone: tzinfo | None, writer: Writer) -> Span:
    """Return a time without a day: today's, or if that is still to come, yesterday's."""
    now = writer.present()
    if zone:
        now = now.astimezone(zone)
    day = now.date()
    if clock_time > now.time():
        day -= DAY
    return span_at(day, clock_time, zone)


def _moved(naive: datetime, zone: tzinfo | None) -> str:
    """Say what the clocks showed at a time that they skipped."""
    import pendulum

    name = zone or zone_id() or ""
    skipped = naive.replace(fold=1)
    try:
        moved = pendulum.instance(skipped, tz=pendulum.timezone(str(name)))
    except ValueError:
        # A rule such as `EST5EDT4`: only the C library knows it.
        return ""
    return f", and showed {moved:%H:%M}"
