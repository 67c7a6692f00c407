"""What waits for somebody, as blocks of a week: questions without an answer, and old lessons."""

from collections.abc import Iterator

from coachlog.domain.reply import COUNTED, OLD_DAYS
from coachlog.domain.review.week import WeekReport
from coachlog.render.page import Block, EntryTexts, Heading, Paragraph
from coachlog.render.words import capped_count, moment_text


def waiting_for_answers(report: WeekReport) -> Iterator[Block]:
    """The blocks; none where nothing waits."""
    found, scope = report.answers, f" {report.scope}" if report.scope else ""
    if found.questions:
        yield Heading(
            f"Questions without an answer ({capped_count(found.questions_total, COUNTED)})"
        )
        for asking in found.questions:
            place = _place(report, asking.asked_on, asking.team, asking.topics)
            about = [("about", asking.happened)] if asking.happened else []
            yield EntryTexts(asking.short_id, place, [("", asking.question), *about])
        left = found.questions_total - len(found.questions)
        more = (
            f"and {_more(found.questions_total, left)}:  coachlog reply{scope}  ·  " if left else ""
        )
        yield Paragraph(f"{more}to answer one:  coachlog reply ID WORDS", quiet=True)
    if found.lessons:
        number = capped_count(found.lessons_total, COUNTED)
        yield Heading(
            f"Lessons open for more than {OLD_DAYS} days ({number}): what became of them?"
        )
        for entry in found.lessons:
            yield EntryTexts(
                entry.short_id,
                _place(report, entry.occurred_on, entry.team, entry.topics),
                [("", entry.lesson or "")],
            )
        left = found.lessons_total - len(found.lessons)
        more = f"and {_more(found.lessons_total, left)}  ·  " if left else ""
        yield Paragraph(f"{more}to say so:  coachlog status ID adopted WHAT CHANGED", quiet=True)


def _place(report: WeekReport, day: str, team: str, topics: tuple[str, ...]) -> str:
    return f"{moment_text(day, None, report.today)} · {team} / {', '.join(topics)}"


def _more(total: int, left: int) -> str:
    return "more" if total == COUNTED else f"{left:,} more"
