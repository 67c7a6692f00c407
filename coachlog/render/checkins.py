"""Check-ins in words: the heading of one, the receipt of a result, and where an entry stands."""

from collections.abc import Iterable
from datetime import date

from coachlog.domain.checkins import NO_CHANCE, NextCheckin, SignedResult
from coachlog.domain.entry import Entry
from coachlog.render.words import moment_text, signed_day, team_and_topics


def result_text(result: str) -> str:
    """Return a result as people say it: `with help`, `no chance to see it`."""
    if result == NO_CHANCE:
        return "no chance to see it"
    return result.replace("-", " ")


def checkin_heading(entry: Entry, days: int, due_on: str, today: date) -> str:
    """Return which entry a check-in is about, and when it is due.

    For example `8f3a · Tue 20 Oct · correction · permits / fees · 30 days: due Thu 19 Nov`.

    Args:
        entry: the entry, which has a learner only if its reader wrote it.
        days: which check-in it is: how many days after the entry.
        due_on: when it is due, as an ISO date.
        today: the reader's day, whose year goes without saying.
    """
    parts = [
        entry.short_id,
        moment_text(entry.occurred_on, today),
        entry.kind,
        team_and_topics(entry.team, entry.topics),
    ]
    if entry.learner:
        parts.append(f"with {entry.learner}")
    parts.append(f"{days} days: due {moment_text(due_on, today)}")
    return " · ".join(parts)


def result_line(
    short_id: str,
    days: int,
    result: str,
    next_checkin: NextCheckin | None,
    today: date,
) -> str:
    """Return the receipt of a result, which says when the next check-in is.

    Args:
        short_id: the entry's id.
        days: which check-in it was: how many days after the entry.
        result: one of the four results, as it is stored.
        next_checkin: its days and its ISO date; None if no check-in follows.
        today: the reader's day, whose year goes without saying.
    """
    following = "no more check-ins"
    if next_checkin:
        next_days, due_on = next_checkin
        day = moment_text(due_on, today)
        following = f"next check-in on {day} ({next_days} days)"
        if result == NO_CHANCE:
            # It is the same check-in once more, so its days go without saying.
            following = f"check in again on {day}"
    return f"{short_id} · {days} days: {result_text(result)} · {following} · undo: coachlog undo"


def checkin_lines(
    results: Iterable[SignedResult],
    next_checkin: NextCheckin | None,
    today: date,
) -> list[tuple[str, str]]:
    """Return where an entry stands, for its sheet: each result beside its days, and what is due.

    Args:
        results: the results in the order of the sheet; an author of None is not named.
        next_checkin: its days and its ISO date; None if no check-in follows.
        today: the reader's day, which tells whether the next one is overdue.
    """
    lines = []
    for days, result, note, seen_on, author in results:
        text = f"{result_text(result)} · {signed_day(seen_on, author, today)}"
        if note:
            text += f"\n{note}"
        lines.append((f"{days} days", text))
    if next_checkin:
        days, due_on = next_checkin
        preposition = "since" if due_on < today.isoformat() else "on"
        due = f"check-in due {preposition} {moment_text(due_on, today)}"
        lines.append((f"{days} days", due))
    return lines
