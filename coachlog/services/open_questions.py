"""What was said in a week, and what still waits for somebody to say it."""

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
    """What was said in `entry_filter`'s period; of the questions and the old lessons that wait at its end the first `most`."""
    assert entry_filter.period is not None
    last = entry_filter.period.last
    until = entry_filter._replace(period=Period(date.min, last, ""), limit=most)
    before = last - OLD_DAYS * DAY
    questions = tuple(open_questions(log, until))
    lessons = tuple(old_lessons(log, entry_filter, before, most))
    return WeekReplies(
        *count_replies(log, entry_filter),
        questions,
        count_questions(log, until, COUNTED) if len(questions) == most else len(questions),
        lessons,
        count_old_lessons(log, entry_filter, before, COUNTED)
        if len(lessons) == most
        else len(lessons),
    )
