"""What is said about check-ins: the question, the receipt, and where an entry stands."""

from collections.abc import Iterable
from datetime import date

from coachlog.domain.entry import Entry
from coachlog.render.words import moment_text

WORDS = {
    "not-yet": "not yet",
    "with-help": "with help",
    "unprompted": "unprompted",
    "no-chance": "no chance to see it",
}


def question_head(entry: Entry, days: int, due_on: str, today: date) -> str:
    """Which entry asks, and since when: `8f3a · Tue 20 Oct · correction · permits / fees · 30 days: due Thu 19 Nov`."""
    when = moment_text(entry.occurred_on, None, today)
    place = f"{entry.team} / {', '.join(entry.topics)}"
    learner = [f"with {entry.learner}"] if entry.learner else []
    parts = [
        entry.short_id,
        when,
        entry.kind,
        place,
        *learner,
        f"{days} days: due {moment_text(due_on, None, today)}",
    ]
    return " · ".join(parts)


def answer_line(
    short_id: str, days: int, seen: str, asks_next: tuple[int, str] | None, today: date
) -> str:
    """What was answered, and what comes next."""
    then = "asks no more"
    if asks_next:
        again = " again" if seen == "no-chance" else ""
        then = f"asks{again} on {moment_text(asks_next[1], None, today)}" + (
            "" if again else f" ({asks_next[0]} days)"
        )
    return f"{short_id} · {days} days: {WORDS.get(seen, seen)} · {then} · undo: coachlog undo"


def state(
    given: Iterable[tuple[int, str, str | None, str, str | None]],
    asks_next: tuple[int, str] | None,
    today: date,
) -> list[tuple[str, str]]:
    """Where an entry stands, for its sheet: each answer beside its day, and when it asks next."""
    lines = []
    for days, seen, note, seen_on, author in given:
        said = " · ".join(
            part
            for part in (WORDS.get(seen, seen), moment_text(seen_on, None, today), author)
            if part
        )
        lines.append((f"{days} days", f"{said}\n{note}" if note else said))
    if asks_next:
        due = "since" if asks_next[1] < today.isoformat() else "on"
        lines.append(
            (f"{asks_next[0]} days", f"asks {due} {moment_text(asks_next[1], None, today)}")
        )
    return lines
