"""Check-ins: the days on which somebody looks whether the coaching sticks (Kirkpatrick, level 3).

An entry has check-ins, each some days after it happened. A result settles its check-in and all
those before it: somebody who comes back after 70 days is not asked first how it was after 30.

This module is on the path of every recording, which notes the day of the first check-in.
"""

from datetime import date, timedelta

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from coachlog.domain.entry import Entry
    from coachlog.domain.fields import Fields

Result = tuple[int, str, str]  # the days it is about, what it was, and the civil day of it
# The same with its note and its author: `(days, result, note, day, author)`.
SignedResult = tuple[int, str, str | None, str, str | None]
NextCheckin = tuple[int, str]  # the days it is about, and the civil day on which it is due

NO_CHANCE = "no-chance"
NOT_YET = "not-yet"
UNPROMPTED = "unprompted"
RESULTS = (NOT_YET, "with-help", UNPROMPTED, NO_CHANCE)
OVERDUE, THIS_WEEK, COMING = "overdue", "this week", "coming"
NONE = "none"  # typed for an entry without check-ins
MOST_CHECKINS = 6
MOST_A_DAY = 5  # that one person is asked about; with more, they were all answered alike
LATEST = 1_825  # days: five years
NO_CHANCE_DELAY = 14  # days until the same check-in is due again
EARLY_DAYS = 7  # a check-in can have its result this many days before it is due


def clean_days(text: str) -> str:
    """Return days such as `30, 60` as they are stored: sorted, each once; or `none`.

    Raises:
        ValueError: they cannot be read; the message gives an example.
    """
    if text.strip().lower() == NONE:
        return NONE
    parts = text.replace(";", " ").replace(",", " ").split()
    if not parts or not all(_is_number_of_days(part) for part in parts):
        raise ValueError(
            f"follow-up must be days from 1 to {LATEST:,}, such as 30, 60, or none; not {text!r}"
        )
    days = sorted({int(part) for part in parts})
    if len(days) > MOST_CHECKINS:
        raise ValueError(
            f"follow-up can have at most {MOST_CHECKINS} days; {text!r} has {len(days)}"
        )
    return ", ".join(map(str, days))


def _is_number_of_days(text: str) -> bool:
    # `isdecimal` alone takes the digits of every script, and int() refuses thousands of digits.
    return text.isascii() and text.isdecimal() and 0 < int(text[:9]) <= LATEST


def parse_days(text: str | None) -> tuple[int, ...]:
    """Return the days that `clean_days` wrote, the smallest first."""
    if not text:
        return ()
    return tuple(map(int, text.split(", ")))


def checkin_days(
    kind: str,
    follow_up: str | None,
    *,
    has_recovery: bool,
    has_right_way: bool,
) -> str | None:
    """Return the days of an entry's check-ins; None where it has none.

    Somebody is asked only about an entry that says what could stick: a check-in on every note was
    answered by habit. A question asks for nothing that somebody does.

    Args:
        kind: the entry's kind.
        follow_up: the days, as `clean_days` wrote them.
        has_recovery: whether it is put right, without which a mistake has no check-ins.
        has_right_way: whether it says the right way or has a lesson.
    """
    could_stick = has_recovery
    if kind != "mistake":
        could_stick = has_recovery or has_right_way
    if kind == "question" or not could_stick:
        return None
    return follow_up


def checkin_days_of(fields: "Fields") -> str | None:
    """Return the days of an entry's check-ins, given its fields; None where it has none."""
    return checkin_days(
        fields["kind"],
        fields.get("follow_up"),
        has_recovery=bool(fields.get("recovery")),
        has_right_way=bool(fields.get("expected") or fields.get("lesson")),
    )


def next_due(
    occurred_on: str,
    follow_up: str | None,
    results: "Sequence[Result]" = (),
) -> str | None:
    """Return the civil day (ISO 8601) of an entry's next check-in; None if there is none.

    Args:
        occurred_on: the day that the days are counted from.
        follow_up: the days, as `clean_days` wrote them.
        results: the results so far. `no-chance` settles nothing, and puts the next check-in off.
    """
    unsettled = _unsettled_days(follow_up, results)
    if not unsettled:
        return None
    due_on = _days_after(occurred_on, unsettled[0])
    for _, result, seen_on in results:
        if result == NO_CHANCE:
            # A result from long before the day does not put off the next check-in.
            due_on = max(due_on, _days_after(seen_on, NO_CHANCE_DELAY))
    return due_on


def next_checkin(
    occurred_on: str,
    follow_up: str | None,
    results: "Sequence[Result]",
    today: str,
) -> NextCheckin | None:
    """Return an entry's next check-in; None if there is none.

    It is about the last of the days that will have been reached by then.

    Args:
        occurred_on: as for `next_due`.
        follow_up: as for `next_due`.
        results: as for `next_due`.
        today: the reader's civil day (ISO 8601).
    """
    due_on = next_due(occurred_on, follow_up, results)
    if due_on is None:
        return None
    # One that is put off may be about later days by then.
    by = max(today, due_on)
    unsettled = _unsettled_days(follow_up, results)
    reached = [days for days in unsettled if _days_after(occurred_on, days) <= by]
    return max(reached), due_on


def next_checkin_of(
    entry: "Entry",
    checkins: "Sequence[SignedResult]",
    today: date,
) -> NextCheckin | None:
    """Return the next check-in of an entry, as `next_checkin`; None if there is none."""
    results = [(days, result, seen_on) for days, result, _, seen_on, _ in checkins]
    days = checkin_days_of(entry._asdict())
    return next_checkin(entry.occurred_on, days, results, today.isoformat())


def due_when(due_on: str, today: str, week_end: str) -> str:
    """Return whether a check-in is overdue, due this week, or coming.

    Args:
        due_on: the civil day on which it is due (ISO 8601, as the others).
        today: the reader's civil day.
        week_end: the last day of the week that today is in.
    """
    if due_on < today:
        return OVERDUE
    if due_on <= week_end:
        return THIS_WEEK
    return COMING


def _unsettled_days(follow_up: str | None, results: "Sequence[Result]") -> list[int]:
    settled = [days for days, result, _ in results if result != NO_CHANCE]
    last_settled = max(settled, default=0)
    return [days for days in parse_days(follow_up) if days > last_settled]


def _days_after(day: str, days: int) -> str:
    try:
        return (date.fromisoformat(day) + timedelta(days)).isoformat()
    except (OverflowError, ValueError):
        # The end of the calendar; or a damaged day, which `doctor` must get past to mend it.
        return date.max.isoformat()
