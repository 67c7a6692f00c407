"""Check-ins: on which days an entry asks whether it shows in the work (Kirkpatrick's level 3)."""

from datetime import date, timedelta

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NO_CHANCE, UNPROMPTED = "no-chance", "unprompted"
SEEN = ("not-yet", "with-help", UNPROMPTED, NO_CHANCE)
OVERDUE, THIS_WEEK, COMING = "overdue", "this week", "coming"
NONE = "none"
MOST = 6
LATEST = 1_825  # five years
POSTPONED = 14  # days until an entry asks again after `no-chance`
EARLY = 7  # days before a question is due on which it can be answered


def clean_days(text: str) -> str:
    """Days such as `30, 60` as they are stored: each once, the first one first; or `none`.

    Raises:
        ValueError: they cannot be read; the message gives an example.
    """
    if text.strip().lower() == NONE:
        return NONE
    parts = text.replace(";", ",").replace(",", " ").split()
    if not parts or not all(
        part.isdecimal() and part.isascii() and 0 < int(part[:9]) <= LATEST for part in parts
    ):
        raise ValueError(
            f"follow-up is days from 1 to {LATEST:,}, such as 30, 60, or none; not {text!r}"
        )
    days = sorted({int(part) for part in parts})
    if len(days) > MOST:
        raise ValueError(f"follow-up has at most {MOST} days; {text!r} has {len(days)}")
    return ", ".join(map(str, days))


def parse_days(text: str | None) -> tuple[int, ...]:
    """The days that `clean_days` wrote, the first one first."""
    return tuple(map(int, text.split(", "))) if text else ()


def checkin_days(kind: str, follow_up: str | None, *, mended: bool) -> str | None:
    """The days after which an entry asks; None for a mistake that nobody has put right yet."""
    return follow_up if kind != "mistake" or mended else None


def next_due(
    occurred_on: str, follow_up: str | None, answers: "Iterable[tuple[int, str, str]]" = ()
) -> str | None:
    """The civil day (ISO 8601) on which an entry asks next; None where it asks no more.

    Args:
        occurred_on: the day that the days are counted from.
        follow_up: the days, as `clean_days` wrote them.
        answers: `(days, seen, seen_on)` of the check-ins so far. One about a later day settles the earlier ones;
            `no-chance` settles nothing and puts the question off by two weeks.
    """
    answers = list(answers)
    settled = _settled(answers)
    waits_until = max(
        (_after(seen_on, POSTPONED) for _, seen, seen_on in answers if seen == NO_CHANCE),
        default="",
    )
    left = [days for days in parse_days(follow_up) if days > settled]
    return max(_after(occurred_on, left[0]), waits_until) if left else None


def stage_on(
    occurred_on: str, follow_up: str | None, answers: "Sequence[tuple[int, str, str]]", today: str
) -> tuple[int, str] | None:
    """`(days, due_on)` of the one question that an entry asks: about which of its days, and when; None where it asks no more.

    It is about the last day that has been reached by then, whose answer settles the earlier ones: whoever comes back
    after 70 days is not asked first what was to be seen after 30. `answers` are those of `next_due`.
    """
    due_on = next_due(occurred_on, follow_up, answers)
    if due_on is None:
        return None
    settled, by = _settled(answers), max(today, due_on)
    return max(
        days for days in parse_days(follow_up) if days > settled and _after(occurred_on, days) <= by
    ), due_on


def due_when(due_on: str, today: str, week_end: str) -> str:
    """Whether a question is `overdue`, due `this week`, of which `week_end` is the last day, or `coming`."""
    return OVERDUE if due_on < today else THIS_WEEK if due_on <= week_end else COMING


def _settled(answers: "Iterable[tuple[int, str, str]]") -> int:
    return max((days for days, seen, _ in answers if seen != NO_CHANCE), default=0)


def _after(day: str, days: int) -> str:
    try:
        return (date.fromisoformat(day) + timedelta(days)).isoformat()
    except (
        OverflowError,
        ValueError,
    ):  # a damaged day too, so that `doctor` can come by and mend it
        return date.max.isoformat()
