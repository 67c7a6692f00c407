"""Check-ins: on which days an entry asks whether it shows in the work (Kirkpatrick's level 3)."""

from datetime import date, timedelta

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

SEEN = ("not-yet", "with-help", "unprompted", "no-chance")
NONE = "none"
MOST = 6
LATEST = 1_825  # five years
POSTPONED = 14  # days until an entry asks again after `no-chance`


def clean_days(text: str) -> str:
    """Days such as `30, 60` as they are stored: each once, the first one first; or `none`.

    Raises:
        ValueError: they cannot be read; the message gives an example.
    """
    if text.strip().lower() == NONE:
        return NONE
    parts = text.replace(";", ",").replace(",", " ").split()
    if not parts or not all(part.isdecimal() and part.isascii() and 0 < int(part[:9]) <= LATEST for part in parts):
        raise ValueError(f"follow-up is days from 1 to {LATEST:,}, such as 30, 60, or none; not {text!r}")
    days = sorted({int(part) for part in parts})
    if len(days) > MOST:
        raise ValueError(f"follow-up has at most {MOST} days; {text!r} has {len(days)}")
    return ", ".join(map(str, days))


def days_of(text: str | None) -> tuple[int, ...]:
    """The days that `clean_days` wrote, the first one first."""
    return tuple(map(int, text.split(", "))) if text else ()


def next_due(occurred_on: str, follow_up: str | None, answers: "Iterable[tuple[int, str, str]]" = ()) -> str | None:
    """The civil day (ISO 8601) on which an entry asks next; None where it asks no more.

    Args:
        occurred_on: the day that the days are counted from.
        follow_up: the days, as `clean_days` wrote them.
        answers: `(days, seen, seen_on)` of the check-ins so far. One about a later day settles the earlier ones;
            `no-chance` settles nothing and puts the question off by two weeks.
    """
    settled, waits_until = 0, ""
    for days, seen, seen_on in answers:
        if seen == "no-chance":
            waits_until = max(waits_until, _after(seen_on, POSTPONED))
        else:
            settled = max(settled, days)
    left = [days for days in days_of(follow_up) if days > settled]
    return max(_after(occurred_on, left[0]), waits_until) if left else None


def _after(day: str, days: int) -> str:
    try:
        return (date.fromisoformat(day) + timedelta(days)).isoformat()
    except OverflowError:
        return date.max.isoformat()
