"""What colleagues replied in a week, and what waits at its end: open questions and old lessons."""

from datetime import date

from coachlog.domain.filters import Filter
from coachlog.domain.periods import DAY, Period
from coachlog.domain.reply import COUNTED, OLD_DAYS, WeekReplies
from coachlog.storage.file.connection import Log
from coachlog.storage.queries.open_questions import (
    count_old_lessons,
    count_questions,
    count_replies,
    old_lessons,
    open_questions,
)


def week_replies(log: Log, entry_filter: Filter, most: int) -> WeekReplies:
    """Return the replies in the filter's period, and what waits at its end.

    Args:
        log: the log.
        entry_filter: which entries; it has a period.
        most: how many questions and old lessons to return of those that wait.
    """
    assert entry_filter.period is not None
    last = entry_filter.period.last
    until = entry_filter._replace(period=Period(date.min, last, ""), limit=most)
    old_from = last - OLD_DAYS * DAY
    questions = tuple(open_questions(log, until))
    lessons = tuple(old_lessons(log, entry_filter, old_from, most))
    # Fewer than were asked for are all there are.
    questions_total = len(questions)
    if questions_total == most:
        questions_total = count_questions(log, until, COUNTED)
    lessons_total = len(lessons)
    if lessons_total == most:
        lessons_total = count_old_lessons(log, entry_filter, old_from, COUNTED)
    replies, thanks = count_replies(log, entry_filter)
    return WeekReplies(
        replies=replies,
        thanks=thanks,
        questions=questions,
        questions_total=questions_total,
        lessons=lessons,
        lessons_total=lessons_total,
    )
