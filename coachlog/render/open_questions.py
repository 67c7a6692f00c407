"""What waits for somebody, as sections of a week: questions without an answer, and old lessons."""

from collections.abc import Iterator

from coachlog.domain.periods import DAY
from coachlog.domain.reply import COUNTED, OLD_DAYS
from coachlog.domain.review.week import WeekReport
from coachlog.render.page import Block, EntryTexts, Heading, Paragraph
from coachlog.render.words import capped_count, moment_text, team_and_topics


def open_questions(report: WeekReport) -> Iterator[Block]:
    """Yield the sections; none if nothing waits."""
    yield from _questions(report)
    yield from _old_lessons(report)


def _questions(report: WeekReport) -> Iterator[Block]:
    questions = report.replies.questions
    total = report.replies.questions_total
    if not questions:
        return
    number = capped_count(total, COUNTED)
    yield Heading(f"Questions without an answer ({number})", needs_somebody=True)
    for question in questions:
        texts = [("", question.question)]
        if question.happened:
            texts.append(("about", question.happened))
        title = _title(report, question.asked_on, question.team, question.topics)
        yield EntryTexts(question.short_id, title, texts)
    # What to do is told even if all are shown: the section is there to be acted on.
    hint = "To answer one:  coachlog reply ID WORDS"
    if total > len(questions):
        more = _more_text(total, len(questions))
        hint = f"{more}:  {report.until_its_end('coachlog reply')}  ·  {hint}"
    yield Paragraph(hint)


def _old_lessons(report: WeekReport) -> Iterator[Block]:
    lessons = report.replies.lessons
    total = report.replies.lessons_total
    if not lessons:
        return
    number = capped_count(total, COUNTED)
    title = f"Lessons open for more than {OLD_DAYS} days ({number}): what became of them?"
    yield Heading(title, needs_somebody=True)
    for entry in lessons:
        title = _title(report, entry.occurred_on, entry.team, entry.topics)
        yield EntryTexts(entry.short_id, title, [("", entry.lesson or "")])
    hint = "To record it:  coachlog status ID adopted WHAT CHANGED"
    if total > len(lessons):
        last = report.week.last - (OLD_DAYS + 1) * DAY
        command = report.in_scope(f"coachlog list --undecided --until {last}")
        hint = f"{_more_text(total, len(lessons))}:  {command}  ·  {hint}"
    yield Paragraph(hint)


def _title(report: WeekReport, day: str, team: str, topics: tuple[str, ...]) -> str:
    return f"{moment_text(day, report.today)} · {team_and_topics(team, topics)}"


def _more_text(total: int, shown: int) -> str:
    if total == COUNTED:
        return "and more"
    return f"and {total - shown:,} more"
