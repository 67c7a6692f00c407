"""What was said in a week, and what still waits for somebody to say it."""

from datetime import date

from coachlog.domain.filters import Filter
from coachlog.domain.periods import DAY, Period
from coachlog.domain.replies import COUNTED, OLD_DAYS, WeekAnswers
from coachlog.storage.connection import Log
from coachlog.storage.waiting import count_old_lessons, count_questions, count_said, old_lessons, open_questions


def week_answers(log: Log, wanted: Filter, most: int) -> WeekAnswers:
    """What was said in `wanted`'s period; of the questions and the old lessons that wait at its end the first `most`."""
    assert wanted.period is not None
    last = wanted.period.last
    until = wanted._replace(period=Period(date.min, last, ""), limit=most)
    before = last - OLD_DAYS * DAY
    questions = tuple(open_questions(log, until))
    lessons = tuple(old_lessons(log, wanted, before, most))
    return WeekAnswers(
        *count_said(log, wanted),
        questions,
        count_questions(log, until, COUNTED) if len(questions) == most else len(questions),
        lessons,
        count_old_lessons(log, wanted, before, COUNTED) if len(lessons) == most else len(lessons),
    )
