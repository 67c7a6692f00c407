"""The sheet of a staff meeting as a page, and the columns of its records."""

from collections.abc import Iterator, Sequence

from coachlog.domain.audience import MEETING
from coachlog.domain.entry import Entry
from coachlog.domain.meeting import QUESTIONS, Turn, highlight_texts
from coachlog.domain.meeting_sheet import DueFigure, Figure, MeetingSheet, SheetRow
from coachlog.domain.review.checkin_results import DUE_CAP
from coachlog.render.columns import Column
from coachlog.render.page import Block, Heading, LabelledTexts, Paragraph, TextList
from coachlog.render.words import capped_count, join_names, team_and_topics

NOTE = MEETING.note
COLUMNS = [Column(name, number=name == "number") for name in SheetRow._fields]
ASK = "(ask in the meeting)"  # where an entry does not answer a question
MOST_TEAMS = 6
MOST_TOPICS = 3


def meeting_page(sheet: MeetingSheet) -> Iterator[Block]:
    """Yield the blocks of a sheet; its first line tells whom it is for."""
    # Above the title, so that it is on the sheet however it is cut or copied.
    yield Paragraph(f"{NOTE}.")
    yield Heading(f"Staff meeting, {sheet.week.label}", level=1)
    yield Paragraph(_turn_text(sheet))
    if sheet.highlights:
        yield Heading("To read out")
    for entry in sheet.highlights:
        yield from _story(sheet, entry)
    if sheet.nothing_cleared:
        names = join_names(sheet.nothing_cleared, MOST_TEAMS)
        yield Paragraph(f"There is nothing to read out yet for {names}.", quiet=True)
    yield from _good_catches(sheet)
    if sheet.thanks:
        yield Heading(f"Thanks {sheet.since.label}: {_total(sheet.thanks):,}")
        yield Paragraph(f"For what they wrote down: {_by_team(sheet.thanks)}.")
    yield from _due_checkins(sheet)


def _turn_text(sheet: MeetingSheet) -> str:
    sentences = ["No team can take the turn."]
    if sheet.turns:
        first, *rest = sheet.turns
        sentences = [f"It is the turn of {first.team} ({_turn_reason(sheet, first)})."]
        if rest:
            names = join_names([turn.team for turn in rest], MOST_TEAMS)
            sentences.append(f"After it: {names}.")
    if sheet.skipped:
        names = join_names(sheet.skipped)
        sentences.append(f"Skipped today, and first next time: {names}.")
    return " ".join(sentences)


def _turn_reason(sheet: MeetingSheet, turn: Turn) -> str:
    if turn.skipped:
        return "it was skipped"
    if turn.last:
        return f"the last time was {sheet.week_label(turn.last)}"
    return "for the first time"


def _story(sheet: MeetingSheet, entry: Entry) -> Iterator[Block]:
    where = team_and_topics(entry.team, entry.topics)
    week = sheet.week_label(entry.occurred_on)
    short_id = f" ({entry.short_id})" if entry.short_id else ""
    yield Heading(f"{where}, {week}{short_id}", level=3)
    pairs = []
    for question, text in zip(QUESTIONS, highlight_texts(entry), strict=True):
        if text:
            pairs.append((question, text))
        elif question != QUESTIONS[1] or entry.kind == "mistake":
            # What went well had nothing to be put right, so that is not asked.
            pairs.append((question, ASK))
    yield LabelledTexts(pairs)


def _good_catches(sheet: MeetingSheet) -> Iterator[Block]:
    if not sheet.catch_counts:
        return
    yield Heading(f"Good catches {sheet.since.label}: {_total(sheet.catch_counts):,}")
    teams = _by_team(sheet.catch_counts)
    yield Paragraph(f"{teams}. Each was noticed before it had an effect.")
    for entry in sheet.catches:
        yield from _story(sheet, entry)


def _due_checkins(sheet: MeetingSheet) -> Iterator[Block]:
    if not sheet.due:
        return
    numbers = [due.number for due in sheet.due]
    total = f"{sum(numbers):,}"
    if max(numbers) >= DUE_CAP:
        total += " or more"
    yield Heading(f"Check-ins due by the end of the week: {total}", needs_somebody=True)
    yield Paragraph("Is the coaching sticking?")
    yield TextList(list(map(_due_text, sheet.due)))


def _due_text(due: DueFigure) -> str:
    topics = join_names(_figure_texts(due.topics), MOST_TOPICS)
    number = capped_count(due.number, DUE_CAP, "entry")
    return f"{due.team}: {number} ({topics})"


def _by_team(figures: Sequence[Figure]) -> str:
    return join_names(_figure_texts(figures), MOST_TEAMS)


def _figure_texts(figures: Sequence[Figure]) -> list[str]:
    return [f"{name} {number:,}" for name, number in figures]


def _total(figures: Sequence[Figure]) -> int:
    return sum(number for _, number in figures)
