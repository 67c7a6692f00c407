"""The answers of a form, such as Microsoft or Google Forms give them as CSV."""

import re
from collections.abc import Callable
from typing import Any

from coachlog.domain.feedback import ASKED, WORDS, clean_answer, is_answer
from coachlog.exchange.column_mapping import Names
from coachlog.exchange.date_columns import Days
from coachlog.exchange.record_shape import Reader, Shape

FIELDS = ("entry", *ASKED, "answered_on")

ANSWER_NAMES = Names(
    FIELDS,
    {
        "entry": "entry id, session id, session, session code, moment, coaching moment, coaching moment id, short id, code, "
        "id of the session, id of the entry",
        "pace": "speed, tempo, the pace was",
        "examples": "example, enough examples",
        "usefulness": "useful, rating, stars, score, how useful",
        "comment": "comments, anything else, remarks, notes, suggestions, in your own words",
        "answered_on": "timestamp, completion time, submitted, submitted at, date submitted, date, day, answered, start time, "
        "recorded",
    },
    hints={
        "pace": "pace,speed,tempo,fast,slow",
        "examples": "example,examples",
        "usefulness": "useful,usefulness,helpful,rate",
        "comment": "comment,comments,else,suggestion,suggestions,remarks",
    },
    persons="name,names,email,mail,username,user,respondent,participant,learner,phone,telephone",
)


def _read(cell: Any, field: str) -> Any:
    return clean_answer(_text(cell), field)


def _text(cell: Any) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, (list, dict)) or cell is None:
        raise ValueError("it is a list or an object, and not text")
    return str(cell)


def _answer_readers(days: Days, _split: re.Pattern[str]) -> Callable[[str], Reader | None]:
    def reader(field: str) -> Reader | None:
        if field == "answered_on":
            return lambda cell: days.read(_text(cell))
        return (lambda cell: _read(cell, field)) if field in WORDS else None

    return reader


ANSWERS = Shape(
    "feedback",
    ANSWER_NAMES,
    words=WORDS,
    has_word=lambda cell, field: (
        isinstance(cell, str) and bool(cell.strip()) and is_answer(cell, field)
    ),
    dates=("answered_on",),
    readers=_answer_readers,
)
