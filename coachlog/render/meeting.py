"""The sheet of a staff meeting as a page, and the columns of its records."""

from collections.abc import Iterator, Sequence

from coachlog.domain.audience import MEETING
from coachlog.domain.entry import Entry
from coachlog.domain.meeting import QUESTIONS, WEEKS, HighlightTexts, Turn, highlight_texts
from coachlog.domain.meeting_sheet import DueFigure, Figure, MeetingSheet, SheetRow
from coachlog.domain.review.checkin_results import DUE_CAP
from coachlog.render.columns import Column
from coachlog.render.page import Block, Heading, LabelledTexts, Paragraph, TextList
from coachlog.render.words import capped_count, count_of, join_names, team_and_topics

NOTE = MEETING.note
SHEET_COLUMNS = [
    Column(name, wide=name in HighlightTexts._fields, number=name == "number")
    for name in SheetRow._fields
]
ASK = "(ask in the meeting)"  # where an entry does not answer a question
MOST_TEAMS = 6
MOST_DUE = 3  # teams with their topics
MOST_TOPICS = 3


def meeting_page(sheet: MeetingSheet) -> Iterator[Block]:
    """Yield the blocks of a sheet; below its title stands whom it is for."""
    yield Heading(f"Staff meeting, {sheet.week.label}", level=1)
    yield Paragraph(f"{NOTE}.", quiet=True)
    yield Paragraph(_turn_text(sheet))
    if sheet.highlights:
        yield Heading("To read out")
    for entry in sheet.highlights:
        yield from _story(sheet, entry)
    if sheet.others:
        yield Heading("Also cleared, for a later meeting")
        yield TextList([_entry_label(sheet, entry) for entry in sheet.others])
    if sheet.nothing_cleared:
        names = join_names(sheet.nothing_cleared, MOST_TEAMS)
        yield Paragraph(f"There is nothing to read out yet for {names}.", quiet=True)
    lines = list(_figure_lines(sheet))
    if lines:
        yield Heading("In numbers", needs_somebody=bool(sheet.due))
        yield TextList(lines)


def _turn_text(sheet: MeetingSheet) -> str:
    sentences = ["No team can take the turn."]
    if not sheet.turns and not sheet.skipped:
        sentences.append(f"None recorded anything in the last {WEEKS} weeks.")
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
    yield Heading(_entry_label(sheet, entry), level=3)
    pairs = []
    for question, text in zip(QUESTIONS, highlight_texts(entry), strict=True):
        if text:
            pairs.append((question, text))
        elif question != QUESTIONS[1] or entry.kind == "mistake":
            # What went well had nothing to be put right, so that is not asked.
            pairs.append((question, ASK))
    yield LabelledTexts(pairs)


def _entry_label(sheet: MeetingSheet, entry: Entry) -> str:
    where = team_and_topics(entry.team, entry.topics)
    label = f"{where}, {sheet.week_label(entry.occurred_on)}"
    # Entries of small teams come without an id.
    if entry.short_id:
        label += f" ({entry.short_id})"
    return label


def _figure_lines(sheet: MeetingSheet) -> Iterator[str]:
    """Yield a line for each of good catches, thanks and check-ins due, if there are any."""
    if sheet.catch_counts:
        yield _catches_line(sheet)
    if sheet.thanks:
        thanks = f"{_total(sheet.thanks):,} ({_by_team(sheet.thanks)})"
        yield f"Thanks {sheet.since.label} for what was written down: {thanks}."
    if sheet.due:
        yield _due_line(sheet.due)


def _catches_line(sheet: MeetingSheet) -> str:
    catches = f"{_total(sheet.catch_counts):,} ({_by_team(sheet.catch_counts)})"
    line = f"Good catches {sheet.since.label}: {catches}. Each was noticed before it had an effect."
    if sheet.catches:
        labels = [_entry_label(sheet, entry) for entry in sheet.catches]
        line += f" Cleared: {'; '.join(labels)}."
    return line


def _due_line(figures: Sequence[DueFigure]) -> str:
    numbers = [due.number for due in figures]
    total = f"{sum(numbers):,}"
    if max(numbers) >= DUE_CAP:
        total += " or more"
    teams = list(map(_due_text, figures[:MOST_DUE]))
    if len(figures) > MOST_DUE:
        teams.append(count_of(len(figures) - MOST_DUE, "more team"))
    line = f"Check-ins due by the end of the week: {total}. Is the coaching sticking?"
    return f"{line} {'; '.join(teams)}."


def _due_text(due: DueFigure) -> str:
    topics = join_names(_figure_texts(due.topics), MOST_TOPICS)
    return f"{due.team} {capped_count(due.number, DUE_CAP)} ({topics})"


def _by_team(figures: Sequence[Figure]) -> str:
    return join_names(_figure_texts(figures), MOST_TEAMS)


def _figure_texts(figures: Sequence[Figure]) -> list[str]:
    return [f"{name} {number:,}" for name, number in figures]


def _total(figures: Sequence[Figure]) -> int:
    return sum(number for _, number in figures)
