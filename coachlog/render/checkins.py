"""What is said about check-ins: the question, the receipt, and where an entry stands."""

from collections.abc import Iterable, Iterator
from datetime import date

from coachlog.domain.entry import Entry
from coachlog.domain.review.checkin_results import (
    MOST_WAITING,
    DueCounts,
    UnpromptedRate,
    hard_to_learn,
    rate_text,
)
from coachlog.domain.review.week import WEEKS, WeekReport
from coachlog.render.page import Block, FigureHead, FigureRow, Figures, Heading, Paragraph
from coachlog.render.words import capped_count, join_names, moment_text

WORDS = {
    "not-yet": "not yet",
    "with-help": "with help",
    "unprompted": "unprompted",
    "no-chance": "no chance to see it",
}
HEADS = [
    FigureHead("after 30 days", "30 days", number=False),
    FigureHead("after 60 days", "60 days", number=False),
]
MOST_TOPICS = 10
MOST_NAMED = 5
RECENT = 7  # days after a week for which it is worth saying what is due today


def sticking(report: WeekReport, *, complete: bool) -> Iterator[Block]:
    """The blocks of a week that say where coaching sticks; none where there is nothing to say."""
    due = _due_sentence(report.waiting) if (report.today - report.week.last).days <= RECENT else ""
    if not report.follow_up and not due:
        return
    yield Heading("Does it show in the work?")
    if report.follow_up:
        yield _share_figures(report, complete=complete)
        if hard := hard_to_learn(report.follow_up):
            yield Paragraph(
                f"After 60 days fewer than half do it unprompted: {join_names(hard, MOST_NAMED)}. "
                "Perhaps the material or the tool has to change."
            )
    if due:
        yield Paragraph(
            f"{due}:  coachlog due{f' {report.scope}' if report.scope else ''}", quiet=True
        )


def _share_figures(report: WeekReport, *, complete: bool) -> Figures:
    shown = report.follow_up
    if not complete and len(shown) > MOST_TOPICS + 1:
        shown = shown[:MOST_TOPICS]
    rows = [FigureRow(share.name[0], _cells(share)) for share in shown]
    if left := len(report.follow_up) - len(shown):
        rows.append(FigureRow(f"and {left:,} more topics", ["", ""]))
    return Figures(
        "topic",
        HEADS,
        rows,
        f"how many of the check-ins of these {WEEKS} weeks saw it done unprompted",
    )


def _cells(share: UnpromptedRate) -> list[str]:
    return [
        rate_text(share.answers_30, share.unprompted_30),
        rate_text(share.answers_60, share.unprompted_60),
    ]


def _due_sentence(waiting: DueCounts) -> str:
    overdue, due = waiting.overdue, waiting.this_week
    if not (overdue or due):
        return ""
    first = overdue or due
    told = f"{capped_count(first, MOST_WAITING)} {'check-in' if first == 1 else 'check-ins'} {'overdue' if overdue else 'due this week'}"
    return (
        f"{told}, {capped_count(due, MOST_WAITING)} more due this week" if overdue and due else told
    )


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
