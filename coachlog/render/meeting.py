"""The sheet of a staff meeting: as a document, and as records."""

from collections.abc import Iterator, Sequence

from coachlog.domain.audience import MEETING
from coachlog.domain.entry import Entry
from coachlog.domain.meeting import QUESTIONS, highlight_texts
from coachlog.domain.meeting_sheet import Figure, MeetingSheet, SheetRow
from coachlog.domain.periods import Period
from coachlog.render.columns import Column
from coachlog.render.page import Block, Heading, LabelledTexts, Paragraph, TextList
from coachlog.render.words import count_of, join_names

NOTE = f"{MEETING.note}; people and their numbers are masked"
COLUMNS = [Column(name, number=name == "number") for name in SheetRow._fields]
ASK = "(ask in the meeting)"
MOST_TEAMS = 6
MOST_TOPICS = 3


def meeting_page(sheet: MeetingSheet) -> Iterator[Block]:
    """A sheet as a document; who it is for stands in its first line."""
    yield Paragraph(f"{NOTE}.")
    yield Heading(f"Staff meeting, {sheet.week.label}", 1)
    yield Paragraph(_turn(sheet))
    if sheet.highlights:
        yield Heading("To read out", 2)
        for entry in sheet.highlights:
            yield from _story(sheet, entry)
    if sheet.nothing_cleared:
        yield Paragraph(
            f"Nothing is cleared yet for {join_names(sheet.nothing_cleared, MOST_TEAMS)}.",
            quiet=True,
        )
    if sheet.catch_counts:
        yield Heading(
            f"Good catches {sheet.since.label}: {sum(number for _, number in sheet.catch_counts):,}",
            2,
        )
        yield Paragraph(
            f"{_by_team(sheet.catch_counts)}. Each was noticed before it had an effect."
        )
        for entry in sheet.catches:
            yield from _story(sheet, entry)
    if sheet.thanks:
        yield Heading(
            f"Thanks {sheet.since.label}: {sum(number for _, number in sheet.thanks):,}", 2
        )
        yield Paragraph(f"For what they wrote down: {_by_team(sheet.thanks)}.")
    if sheet.due:
        yield Heading(
            f"Check-ins due by the end of the week: {sum(due for _, due, _ in sheet.due):,}", 2
        )
        yield Paragraph("Is the coaching sticking?")
        yield TextList([_due(*figures) for figures in sheet.due])


def span_of(period: Period) -> str:
    """What good catches and thanks are counted in, for whoever makes the sheet."""
    return f"good catches and thanks are those {period.label}: {period.first} to {period.last}"


def _turn(sheet: MeetingSheet) -> str:
    skipped = (
        f" {join_names(sheet.skipped)} was skipped today and comes first next time."
        if sheet.skipped
        else ""
    )
    if not sheet.turns:
        return f"No team can take the turn.{skipped}"
    first, *rest = sheet.turns
    why = (
        f"the last time was {sheet.week_label(first.last)}" if first.last else "for the first time"
    )
    why = "it was skipped" if first.skipped else why
    after = f" After it: {join_names([turn.team for turn in rest], MOST_TEAMS)}." if rest else ""
    return f"It is the turn of {first.team} ({why}).{after}{skipped}"


def _story(sheet: MeetingSheet, entry: Entry) -> Iterator[Block]:
    yield Heading(
        f"{entry.team} / {', '.join(entry.topics)}, {sheet.week_label(entry.occurred_on)} ({entry.short_id})",
        3,
    )
    answers = zip(QUESTIONS, highlight_texts(entry), strict=True)
    # What went well had nothing to be put right.
    yield LabelledTexts(
        [
            (question, answer or ASK)
            for question, answer in answers
            if answer or _is_asked(question, entry)
        ]
    )


def _is_asked(question: str, entry: Entry) -> bool:
    return question != QUESTIONS[1] or entry.kind == "mistake"


def _by_team(figures: Sequence[Figure]) -> str:
    return join_names([f"{team} {number:,}" for team, number in figures], MOST_TEAMS)


def _due(team: str, due: int, topics: Sequence[Figure]) -> str:
    shown = [f"{topic} {number:,}" for topic, number in topics]
    return f"{team}: {count_of(due, 'entry')} ({join_names(shown, MOST_TOPICS)})"
